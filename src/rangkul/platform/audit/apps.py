"""Django app of the audit trail."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "rangkul.platform.audit"
    label = "audit"

    def ready(self) -> None:
        """Register the jobs, and have every migrated table tracked (all migrations have run by then)."""
        from rangkul.platform.audit import tasks  # noqa: F401
        from rangkul.platform.audit.wording import register_sentences

        register_sentences({"audit.trail.examine": _("Pemeriksaan rantai jejak audit diminta")})

        post_migrate.connect(_track_new_tables, sender=self, dispatch_uid="audit.rows")


def _track_new_tables(using: str, **details: Any) -> None:
    from rangkul.platform.audit.rows import ensure_row_triggers

    if using == "default":
        ensure_row_triggers()
