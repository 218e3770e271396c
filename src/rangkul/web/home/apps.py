"""Django app of the pages of the public front page and each role's worklist."""

from django.apps import AppConfig


class WebHomeConfig(AppConfig):
    name = "rangkul.web.home"
    label = "web_home"
