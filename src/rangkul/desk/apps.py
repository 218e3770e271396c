"""Django app of the room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rangkul.desk"
    label = "desk"

    def ready(self) -> None:
        """Register the room's sentences for timelines, and what its letters are called where anybody checks them."""
        from rangkul.desk import events
        from rangkul.desk.letters.kinds import kind_names
        from rangkul.platform.documents.enums import register_titles

        events.register()
        register_titles(dict(kind_names()))
