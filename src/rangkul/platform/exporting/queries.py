"""Reading exports for their page, always one's own."""

from uuid import UUID

from django.db.models import QuerySet

from rangkul.platform.exporting import policies
from rangkul.platform.exporting.enums import FileKind
from rangkul.platform.exporting.exporters import EXPORTERS, Exporter
from rangkul.platform.exporting.models import Export as Export
from rangkul.platform.policy.actor import Actor


def list_exports(actor: Actor) -> QuerySet[Export]:
    """One's own exports, newest first."""
    return policies.visible_to(actor).order_by("-requested_at", "-id")


def get_export(actor: Actor, export_id: UUID) -> Export:
    """One of one's own exports. Raises `Export.DoesNotExist`."""
    return policies.visible_to(actor).get(pk=export_id)


def list_exporters() -> list[Exporter]:
    """Every format that can be written, by title."""
    return sorted(EXPORTERS.values(), key=lambda each: each.title)


def file_kinds() -> list[tuple[str, str]]:
    """Kinds of file with their names."""
    return [(str(code), str(label)) for code, label in FileKind.choices]
