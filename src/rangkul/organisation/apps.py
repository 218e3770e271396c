"""Django app of the room."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "rangkul.organisation"
    label = "organisation"

    def ready(self) -> None:
        """Make the room's sentences known to timelines."""
        from rangkul.organisation import events

        events.register()
