"""Django app of the room."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "rangkul.institutions"
    label = "institutions"

    def ready(self) -> None:
        """Register the room's sentences, messages, its hourly work, and what merges and deaths mean for stays."""
        from rangkul.institutions import (
            events,
            tasks,  # noqa: F401 - registers itself
            telling,
        )
        from rangkul.institutions.actions.end_by_death import end_stays_of_dead, reopen_stays
        from rangkul.institutions.queries import overlapping_stays, requests_seen
        from rangkul.platform.outbox.sight import register_sight
        from rangkul.registry.deaths import register_death
        from rangkul.registry.merging import register_merge_check

        events.register()
        telling.register()
        register_sight("bedrequest", requests_seen)
        register_merge_check("institutions.residency", overlapping_stays)
        register_death("institutions.residency", died=end_stays_of_dead, taken_back=reopen_stays)
