"""Django app of this part of the plumbing."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "rangkul.platform.files"
    label = "files"

    def ready(self) -> None:
        """Register the room's sentences for timelines."""
        from rangkul.platform.files import events

        events.register()
