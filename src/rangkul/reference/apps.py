"""Django app of the room."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "rangkul.reference"
    label = "reference"

    def ready(self) -> None:
        """Register the room's sentences for the trail."""
        from rangkul.reference import events

        events.register()
