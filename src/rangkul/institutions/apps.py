"""Django app of the room."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    name = "rangkul.institutions"
    label = "institutions"

    def ready(self) -> None:
        """Register the room's sentences, and ask before two records that both lived somewhere become one."""
        from rangkul.institutions import events
        from rangkul.institutions.queries import overlapping_stays
        from rangkul.registry.merging import register_merge_check

        events.register()
        register_merge_check("institutions.residency", overlapping_stays)
