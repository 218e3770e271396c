"""Django app of the pages of institutions and partner agencies."""

from django.apps import AppConfig


class WebInstitutionsConfig(AppConfig):
    name = "rangkul.web.institutions"
    label = "web_institutions"

    def ready(self) -> None:
        """Put stays in institutions on the pages of persons and families."""
        from rangkul.web.institutions import panels

        panels.register()
