"""Django registration of the shared look and feel."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Templates, static files and template tags used by every web room."""

    name = "rangkul.web.shared"
    label = "web_shared"
    verbose_name = "Tampilan bersama"
