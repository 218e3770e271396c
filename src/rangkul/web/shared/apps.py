"""Django app of the shared look."""

from django.apps import AppConfig


class WebSharedConfig(AppConfig):
    name = "rangkul.web.shared"
    label = "web_shared"
