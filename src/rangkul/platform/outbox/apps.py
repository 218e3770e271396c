"""Django app of this part of the plumbing."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "rangkul.platform.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Register the sentences for timelines and the templates of its own."""
        from rangkul.platform.outbox import events, own

        events.register()
        own.register()
