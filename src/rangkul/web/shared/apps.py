"""Django registration of the shared look and feel."""

from django.apps import AppConfig


class SharedConfig(AppConfig):
    """Templates, static files and template tags used by every web room."""

    name = "rangkul.web.shared"
    label = "web_shared"
    verbose_name = "Tampilan bersama"

    def ready(self) -> None:
        """Forms say in Rangkul's words what they can't use."""
        from rangkul.web.shared.field_words import speak_plainly

        speak_plainly()
