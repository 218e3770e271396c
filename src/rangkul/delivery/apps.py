"""Django app of the room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "rangkul.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Make the room's sentences known to timelines, and tell programmes what has been handed over."""
        from rangkul.delivery import events
        from rangkul.delivery.queries.entitlements import count_delivered
        from rangkul.programmes.actions.seats import register_delivered

        events.register()
        register_delivered(count_delivered)
