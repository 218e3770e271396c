"""Django app of the room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rangkul.desk"
    label = "desk"

    def ready(self) -> None:
        """Register sentences for timelines, messages, background work, work for reports, and what letters are called."""
        from rangkul.desk import events, notices, sight, tasks, work  # noqa: F401
        from rangkul.desk.letters.kinds import kind_names
        from rangkul.platform.documents.enums import register_titles

        events.register()
        notices.register()
        sight.register()
        work.register()
        register_titles(dict(kind_names()))
