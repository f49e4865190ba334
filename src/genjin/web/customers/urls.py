"""Addresses of customers and contacts."""

from __future__ import annotations

from django.urls import path

from genjin.web.customers import forms_views, views
from genjin.web.visits.views import new as new_visit

urlpatterns = [
    path("customers/", views.customers),
    path("customers/new/", forms_views.new_customer),
    path("customers/views/", views.save_view),
    path("customers/views/<id:view_id>/forget/", views.forget_view),
    path("customers/<id:customer_id>/", views.customer),
    path("customers/<id:customer_id>/edit/", forms_views.edit_customer),
    path("customers/<id:customer_id>/remove/", views.remove),
    path("customers/<id:customer_id>/timeline/", views.timeline),
    path("customers/<id:customer_id>/alike/", views.look_alikes),
    path("customers/<id:customer_id>/no-photo/", views.no_photo),
    path("customers/<id:customer_id>/visits/new/", new_visit),
    path("customers/<id:customer_id>/contacts/new/", forms_views.new_contact),
    path("contacts/<id:contact_id>/", forms_views.edit_contact),
    path("contacts/<id:contact_id>/remove/", forms_views.remove_contact),
]
