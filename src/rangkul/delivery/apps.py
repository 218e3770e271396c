"""Django app of the room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "rangkul.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Make the room's sentences known to timelines."""
        from rangkul.delivery import events

        events.register()
