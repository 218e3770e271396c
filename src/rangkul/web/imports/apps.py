"""Django app of the import pages; with it the formats and the jobs of importing are known to every process."""

from django.apps import AppConfig


class WebImportsConfig(AppConfig):
    name = "rangkul.web.imports"
    label = "web_imports"

    def ready(self) -> None:
        """Make formats and job handlers known to web and worker alike."""
