"""Django app of this part of the plumbing."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "rangkul.platform.documents"
    label = "documents"

    def ready(self) -> None:
        """Register the room's sentences for timelines."""
        from rangkul.platform.documents import events

        events.register()
