"""Django's name for the kernel app `messages`."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "genjin.kernel.messages"
    label = "messages"
    default_auto_field = "django.db.models.BigAutoField"
