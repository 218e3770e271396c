"""Django app of the pages of verivali."""

from django.apps import AppConfig


class WebVerivaliConfig(AppConfig):
    name = "rangkul.web.verivali"
    label = "web_verivali"

    def ready(self) -> None:
        """Put the validation status on the pages of persons and families."""
        from rangkul.web.verivali import panels

        panels.register()
