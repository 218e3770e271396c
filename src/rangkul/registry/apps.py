"""Django app of the room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "rangkul.registry"
    label = "registry"

    def ready(self) -> None:
        """Register the room's sentences for timelines."""
        from rangkul.registry import events

        events.register()
