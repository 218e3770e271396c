"""Saying what was done about what registry, Dukcapil and DTSEN write differently of a person."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import DifferenceField, DifferenceState
from rangkul.registry.errors import UnableToChangeRegistry
from rangkul.registry.models import DifferenceMark
from rangkul.registry.queries.three_way import difference_states

_LONGEST_NOTE = 300


@action("registry.difference.mark")
def mark_difference(
    *, person_id: UUID, seen: Mapping[str, str], state: str, by: Actor, at: datetime, note: str = ""
) -> tuple[DifferenceMark, ...]:
    """Mark the chosen differences of a person as looked into, asked at Dukcapil, put aside, or open again.

    `seen` is {particular: state that the page showed}; whoever decided in between is told. Putting aside and opening again
    need `note` as their reason. A mark holds until a register says something newer of the person. Raises Refused, Denied,
    UnableToChangeRegistry, NoSuchRecord.
    """
    chosen = DifferenceState(state)
    person = steps.lock_person(person_id)
    policies.check_can_mark_difference(by, person)
    said = clean(note)[:_LONGEST_NOTE]
    if not seen:
        raise Refused(
            field="Perbedaan", value="", expected="sedikitnya satu perbedaan", remedy="centang yang Anda tangani"
        )
    if chosen in (DifferenceState.ASIDE, DifferenceState.OPEN) and not said:
        raise Refused(
            field="Alasan", value="", expected="alasan singkat", remedy="tulis mengapa, misalnya ejaan di ijazah"
        )
    now = difference_states([person_id])[person_id]
    changed = [str(DifferenceField(field).label) for field, was in seen.items() if now.get(field) != was]
    if changed:
        raise UnableToChangeRegistry(
            f"Keadaan {', '.join(changed)} berubah setelah halaman ini dibuka: petugas lain sudah menanganinya, atau ada"
            " data baru. Periksa isinya yang terbaru, lalu ulangi."
        )
    marks = tuple(
        DifferenceMark.objects.update_or_create(
            person=person,
            field=DifferenceField(field),
            defaults={"state": chosen, "note": said, "decided_by_name": by.name, "decided_at": at},
        )[0]
        for field in seen
    )
    record(
        "registry.difference.mark",
        by=by,
        at=at,
        on=person,
        subjects=steps.subjects_of_person(person.pk, steps.day_of(at)),
        area=person.area_code,
        reason=said,
        data={"fields": sorted(seen), "state": chosen.value},
    )
    return marks
