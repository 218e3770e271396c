"""Django app of the room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "rangkul.registry"
    label = "registry"

    def ready(self) -> None:
        """Register the room's sentences for timelines and its background jobs."""
        from rangkul.registry import events, tasks  # noqa: F401

        events.register()
