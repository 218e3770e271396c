"""Django app of the room."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "rangkul.organisation"
    label = "organisation"

    def ready(self) -> None:
        """Make the room's sentences known to timelines and its jobs to the runner."""
        from rangkul.organisation import events, tasks  # noqa: F401

        events.register()
