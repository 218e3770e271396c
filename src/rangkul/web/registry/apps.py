"""Django app of the pages of persons, families and search."""

from django.apps import AppConfig


class WebRegistryConfig(AppConfig):
    name = "rangkul.web.registry"
    label = "web_registry"

    def ready(self) -> None:
        """Put the registry's own panels on the pages of persons and families."""
        from rangkul.web.registry import answers, panels

        panels.register()
        answers.register()
