"""Django app of the room."""

from django.apps import AppConfig


class VerivaliConfig(AppConfig):
    name = "rangkul.verivali"
    label = "verivali"

    def ready(self) -> None:
        """Register the room's sentences for timelines, and visits as work for reports."""
        from rangkul.verivali import events, work

        events.register()
        work.register()
