"""Django app of the room."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "rangkul.programmes"
    label = "programmes"

    def ready(self) -> None:
        """Make the room's background jobs known to the runner and its sentences to timelines."""
        from rangkul.programmes import events, tasks  # noqa: F401
        from rangkul.programmes.candidate_lists import register_own_sources
        from rangkul.programmes.queries.cohort_subjects import served_ids
        from rangkul.programmes.queries.doubled import doubled_enrolments
        from rangkul.registry.merging import register_merge_check
        from rangkul.registry.queries.cohorts import register_served

        events.register()
        register_own_sources()
        register_served("programmes", served_ids)
        register_merge_check("programmes.enrolment", doubled_enrolments)
