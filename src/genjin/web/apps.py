"""The web app: pages, components and the front end's built files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Everything a browser sees."""

    name = "genjin.web"
    label = "web"
