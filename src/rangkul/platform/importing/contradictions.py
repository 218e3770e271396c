"""Two files that contradict each other while both wait: the later one shows the rows, its approver decides."""

from rangkul.platform.importing.enums import CONTRARY, BatchState
from rangkul.platform.importing.landing import FORMATS, LANDINGS, Comparing
from rangkul.platform.importing.models import ImportBatch, ImportRow

KEPT = 500


def keep(batch: ImportBatch) -> int:
    """Keep the rows of this batch about which another waiting batch says something else; how many there are."""
    landing = LANDINGS[FORMATS[batch.format_code].landing]
    if not isinstance(landing, Comparing):
        return 0
    found = 0
    for other in _waiting_beside(batch):
        rows = landing.contrary(batch, other)
        found += len(rows)
        ImportRow.objects.bulk_create(
            ImportRow(
                batch=batch, number=number, verdict=CONTRARY, label=label[:200], difference=difference, other=other
            )
            for number, label, difference in rows[:KEPT]
        )
    return found


def _waiting_beside(batch: ImportBatch) -> list[ImportBatch]:
    """Other batches read or approved but not applied, of landings of the same kind."""
    kind = _kind(batch)
    waiting = ImportBatch.objects.filter(state__in=[BatchState.READ, BatchState.APPROVED]).exclude(pk=batch.pk)
    return [each for each in waiting if each.format_code in FORMATS and _kind(each) == kind]


def _kind(batch: ImportBatch) -> type:
    return type(LANDINGS[FORMATS[batch.format_code].landing])
