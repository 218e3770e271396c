"""Django app of the room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rangkul.desk"
    label = "desk"

    def ready(self) -> None:
        """Register the room's sentences for timelines, its messages, its background work and its work for reports."""
        from rangkul.desk import events, notices, tasks, work  # noqa: F401

        events.register()
        notices.register()
        work.register()
