"""Django app of the audit trail."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "rangkul.platform.audit"
    label = "audit"

    def ready(self) -> None:
        """Register the jobs, and have every migrated table tracked (all migrations have run by then)."""
        from rangkul.platform.audit import tasks  # noqa: F401

        post_migrate.connect(_track_new_tables, sender=self, dispatch_uid="audit.rows")


def _track_new_tables(using: str, **_: Any) -> None:
    from rangkul.platform.audit.rows import ensure_row_triggers

    if using == "default":
        ensure_row_triggers()
