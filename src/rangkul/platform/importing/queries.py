"""Reading imports for their pages, always inside the actor's areas."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.platform.importing import policies, resolving, storage
from rangkul.platform.importing.checking import PLACES_UNKNOWN
from rangkul.platform.importing.enums import CONTRARY, PROBLEMS, Verdict
from rangkul.platform.importing.formats import row_in_words
from rangkul.platform.importing.landing import FORMATS, Format
from rangkul.platform.importing.models import ColumnMapping as ColumnMapping
from rangkul.platform.importing.models import ImportBatch as ImportBatch
from rangkul.platform.importing.models import ImportRow as ImportRow
from rangkul.platform.importing.models import UploadSession as UploadSession
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area

_ROWS_LOOKED_AT = 20_000
_MOST_CODES = 40
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A code in a column of ours that the format does not know, what it expects instead, in how many rows.

    A misspelt village is one too, within its kecamatan: `choices` are the names nearest to it, `within` is the code of
    the area it lies in, whose other names can be chosen as well.
    """

    column: str
    text: str
    expected: str
    count: int
    choices: tuple[str, ...] = ()
    within: str = ""


def list_batches(actor: Actor, *, state: str = "") -> QuerySet[ImportBatch]:
    """Batches of the actor's areas, newest first."""
    batches = policies.visible_to(actor).order_by("-uploaded_at", "-id")
    return batches.filter(state=state) if state else batches


def get_batch(actor: Actor, batch_id: UUID) -> ImportBatch:
    """One batch. Raises `ImportBatch.DoesNotExist` when there is none that the actor may see."""
    return policies.visible_to(actor).get(pk=batch_id)


def find_batch(actor: Actor, batch_id: UUID) -> ImportBatch | None:
    """One batch, None when there is none that the actor may see."""
    return policies.visible_to(actor).filter(pk=batch_id).first()


def has_file(batch: ImportBatch) -> bool:
    """Whether the file of a batch is still there, so that its reading can be tried again."""
    return storage.path_of(batch.pk).exists()


def row_told(batch: ImportBatch, number: int) -> str:
    """ "7", or "Dusun B!7" in a batch of several sheets."""
    return row_in_words(number, resolving.sheets_of(batch))


def list_problems(actor: Actor, batch_id: UUID) -> QuerySet[ImportRow]:
    """Doubtful and refused rows that no correction has brought yet and nobody decided, in the order of the file."""
    return _rows(actor, batch_id, PROBLEMS).filter(resolved_by=None, decision="").order_by("number")


def find_row(actor: Actor, batch_id: UUID, row_id: int) -> ImportRow | None:
    """One doubtful row of a batch, decided or not; None when there is none that the actor may see."""
    return _rows(actor, batch_id, [Verdict.DOUBTFUL]).filter(pk=row_id).select_related("batch").first()


def next_doubtful(actor: Actor, batch_id: UUID, after: int) -> ImportRow | None:
    """The first undecided doubtful row after a row number, else the first of all; None when all are decided."""
    rows = list_problems(actor, batch_id).filter(verdict=Verdict.DOUBTFUL)
    return rows.filter(number__gt=after).first() or rows.first()


def list_with_doubts(actor: Actor) -> list[tuple[ImportBatch, int]]:
    """(batch, undecided doubtful rows) of applied batches of the actor's areas: what was left out and waits."""
    waiting = ImportRow.objects.filter(
        batch__in=policies.visible_to(actor).filter(state="APPLIED"), verdict=Verdict.DOUBTFUL, resolved_by=None,
        decision="", reasons__gt=[],
    )  # fmt: skip
    counts = dict(waiting.values_list("batch").annotate(n=Count("id")).order_by())
    batches = policies.visible_to(actor).filter(pk__in=counts).order_by("-applied_at", "-id")
    return [(each, counts[each.pk]) for each in batches]


def count_decided(actor: Actor, batch_id: UUID) -> int:
    """Rows of a batch that were decided to be somebody, and that no further import has brought yet."""
    return _rows(actor, batch_id, PROBLEMS).filter(resolved_by=None, decision__in=["PERSON", "NEW"]).count()


def count_resolved(actor: Actor, batch_id: UUID) -> int:
    """Bad rows of a batch that a correction has brought."""
    return _rows(actor, batch_id, PROBLEMS).exclude(resolved_by=None).count()


def list_children(actor: Actor, batch_id: UUID) -> list[ImportBatch]:
    """The corrections of a batch, oldest first."""
    return list(policies.visible_to(actor).filter(parent_id=batch_id).order_by("uploaded_at", "id"))


def list_kind(actor: Actor, batch_id: UUID, kind: str, *, area: str = "") -> QuerySet[ImportRow]:
    """Kept rows of one kind (a `Verdict` or CONTRARY), optionally of one village, in the order of the file."""
    rows = _rows(actor, batch_id, [kind]).filter(resolved_by=None).order_by("number", "id")
    return rows.filter(inside_area(area)) if area else rows


def list_villages_in(actor: Actor, batch_id: UUID) -> list[str]:
    """Codes of the villages of a batch's kept rows."""
    rows = ImportRow.objects.filter(batch__in=policies.visible_to(actor), batch_id=batch_id).exclude(area_code="")
    return sorted(set(rows.values_list("area_code", flat=True)))


def count_contradicted(actor: Actor, batch_id: UUID) -> dict[UUID, int]:
    """{other batch: rows} in which a batch that came later contradicts this one."""
    rows = ImportRow.objects.filter(batch__in=policies.visible_to(actor), other_id=batch_id, verdict=CONTRARY)
    return dict(rows.values_list("batch_id").annotate(n=Count("id")).order_by())


def unknown_values(actor: Actor, batch_id: UUID) -> list[UnknownValue]:
    """Codes of a batch that its format does not know, the most frequent first: what a person can put into ours.

    Long numbers and dates are no codes, and a column with more than forty different ones is none either, unless they
    are names of places.
    """
    rows = _rows(actor, batch_id, PROBLEMS).filter(resolved_by=None).values_list("reasons", flat=True)
    found: Counter[tuple[str, str, str]] = Counter()
    places: dict[tuple[str, str, str], tuple[tuple[str, ...], str]] = {}
    for reasons in rows[:_ROWS_LOOKED_AT].iterator(chunk_size=2_000):
        for each in reasons:
            if each["code"] == "ISI_SALAH" and each["shown"] and not _NO_CODE.search(each["shown"]):
                found[each["column"], each["shown"], each["expected"]] += 1
            elif each["code"] in PLACES_UNKNOWN and each["shown"].strip(", "):
                told = each["column"], _place_told(each), each["expected"]
                found[told] += 1
                places[told] = tuple(each.get("choices", ())), each.get("within", "")
    codes = Counter(column for column, text, expected in found if (column, text, expected) not in places)
    wide = {column for column, n in codes.items() if n > _MOST_CODES}
    return [
        UnknownValue(*key, count, *places.get(key, ((), "")))
        for key, count in found.most_common()
        if key in places or key[0] not in wide
    ][:_MOST_SHOWN]


def _place_told(reason: dict[str, Any]) -> str:
    """The name as a mapping translates it: a village with its kecamatan, a kecamatan alone."""
    shown = str(reason["shown"])
    return shown.rpartition(", ")[2] if reason["column"] == "kecamatan" else shown


def list_mappings(actor: Actor) -> QuerySet[ColumnMapping]:
    """Saved mappings of the actor's areas by name."""
    return policies.mappings_visible_to(actor).order_by("name", "id")


def find_upload(actor: Actor, session_id: UUID) -> UploadSession | None:
    """One of the actor's own unfinished uploads."""
    return policies.uploads_visible_to(actor).filter(pk=session_id).first()


def list_uploads(actor: Actor) -> list[UploadSession]:
    """The actor's own unfinished uploads that began and can be taken up again."""
    return list(policies.uploads_visible_to(actor).filter(received__gt=0).order_by("-started_at")[:10])


def columns_of(format_code: str) -> list[tuple[str, str, bool]]:
    """(name, name for people, whether required) of a format's columns."""
    each = FORMATS[format_code]
    return [
        (column.name, each.labels.get(column.name, column.name), column.is_required) for column in each.layout.columns
    ]


def column_title(format_code: str, name: str) -> str:
    """The name of one of our columns for people."""
    return FORMATS[format_code].labels.get(name, name) if format_code in FORMATS else name


def list_mappable(area: str) -> list[Format]:
    """Formats whose columns a file of this area can be mapped to, those made for it first."""
    is_village = AreaCode.parse(area).level is AreaLevel.VILLAGE
    fitting = [each for each in FORMATS.values() if is_village or not each.needs_village]
    return sorted(fitting, key=lambda each: (not each.is_mapped_only, each.title))


def list_samples(actor: Actor, batch_id: UUID, verdict: str) -> QuerySet[ImportRow]:
    """Rows kept as a sample of what is new or changes."""
    return _rows(actor, batch_id, [verdict]).order_by("number")


def list_formats() -> list[Format]:
    """Every format that can be recognised by its header, by title."""
    return sorted((each for each in FORMATS.values() if not each.is_mapped_only), key=lambda each: each.title)


def format_title(code: str) -> str:
    """The name of a format for people; the code itself when it is unknown."""
    return FORMATS[code].title if code in FORMATS else code


def is_about_known(code: str) -> bool:
    """Whether files of the format only speak of people whom the registry knows, so that "new" are facts and not people."""
    return code in FORMATS and FORMATS[code].landing.startswith("registry.status.")


def count_waiting(actor: Actor) -> int:
    """Batches that wait for this actor's approval."""
    if not actor.may(policies.APPROVE):
        return 0
    return policies.visible_to(actor).filter(state="READ").exclude(uploaded_by=actor.user_id).count()


def _rows(actor: Actor, batch_id: UUID, verdicts: Sequence[Verdict | str]) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(batch__in=policies.visible_to(actor), batch_id=batch_id, verdict__in=verdicts)


_NO_CODE = re.compile(r"[0-9*]{5,}|[0-9]{1,4}[-/.][0-9A-Za-z]{1,9}[-/.][0-9]{1,4}")
