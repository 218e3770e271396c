"""Django app of the room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rangkul.desk"
    label = "desk"

    def ready(self) -> None:
        """Register the room's sentences for timelines, its messages, its background work, and the names of its letters."""
        from rangkul.desk import events, notices, tasks  # noqa: F401
        from rangkul.desk.letters.kinds import kind_names
        from rangkul.platform.documents.enums import register_titles

        events.register()
        notices.register()
        register_titles(dict(kind_names()))
