"""Django app of the room."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "rangkul.programmes"
    label = "programmes"

    def ready(self) -> None:
        """Make the room's background jobs known to the runner and its sentences to timelines."""
        from rangkul.programmes import events, tasks  # noqa: F401
        from rangkul.programmes.queries.doubled import doubled_enrolments
        from rangkul.registry.merging import register_merge_check

        events.register()
        register_merge_check("programmes.enrolment", doubled_enrolments)
