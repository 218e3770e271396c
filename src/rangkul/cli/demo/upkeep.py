"""The registry's own desk in the demo: changes that villages ask for, people who may be registered twice, who may leave a list."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from rangkul.cli.demo.life import Progress, Story
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions import run_candidates
from rangkul.programmes.enums import CandidateKind
from rangkul.registry import actions, queries
from rangkul.registry.enums import ChangeKind, Untidy
from rangkul.registry.queries import FamilyView

LOOKED_AT, FAMILIES, DOUBLES = 60, 6, 3
_LIKELY = 0.8


def keep_up(story: Story, progress: Progress) -> None:
    """Change requests in several states, some doubles for the worklist, and a list of candidates to strike off."""
    front, data = story.cast.actors["fo"], story.cast.actors["data"]
    progress("pemutakhiran registri", 0, 3)
    families = list(_families(story, front))
    if len(families) == FAMILIES:
        _changes(story, families, front, data)
    progress("pemutakhiran registri", 1, 3)
    _doubles(story, data)
    progress("pemutakhiran registri", 2, 3)
    yesterday = story.calendar.today - timedelta(days=1)
    run_candidates(
        kind=CandidateKind.STRIKE_OFF, area=story.cast.home[:8], as_of=yesterday, by=data, at=story.calendar.ago(1)
    )
    progress("pemutakhiran registri", 3, 3)


def _families(story: Story, by: Actor) -> Iterator[FamilyView]:
    """Families of the home village with a head and somebody beside them; those who are met elsewhere stay out."""
    found = 0
    page = queries.list_families(by, area=story.cast.home, on=story.calendar.today, is_past=False, limit=LOOKED_AT)
    for row in page.rows[10:]:
        family = queries.get_family(by, row.id)
        if len(family.members) > 1 and family.members[0].relation == "HEAD":
            found += 1
            yield family
        if found == FAMILIES:
            return


def _changes(story: Story, families: list[FamilyView], front: Actor, data: Actor) -> None:
    moved, born, died, address, left, head = families
    calendar = story.calendar
    rt = {"address": "Jalan Contoh Nomor 12", "rt": "002", "rw": "001"}
    waiting = [
        (ChangeKind.MOVE, moved, {"area": story.cast.home, **rt}, 6, "Pindah rumah, masih di desa ini."),
        (ChangeKind.BIRTH, born, {"name": next(story.cast.invented), "sex": "P"}, 4, "Surat bidan dilampirkan."),
        (ChangeKind.ADDRESS, address, {"address": "Jalan Contoh Nomor 3"}, 3, "Nomor rumah keliru pada daftar lama."),
    ]
    for kind, family, proposed, days, note in waiting:
        _asked(story, kind, proposed, days, note, front, family_id=family.id)
    member = died.members[-1].person_id
    evidence = {"evidence": "Surat keterangan desa 470/12/CONTOH"}
    change = _asked(story, ChangeKind.DEATH, evidence, 12, "Dilaporkan keluarganya.", front, person_id=member)
    actions.check_change(change_id=change, by=data, at=calendar.ago(10))
    out = {"destination": "Kabupaten Contoh"}
    change = _asked(story, ChangeKind.MOVE_OUT, out, 9, "Ikut anaknya.", front, family_id=left.id)
    actions.return_change(change_id=change, reason="Lampirkan surat pindah dari desa.", by=data, at=calendar.ago(8))
    other = {"head": str(head.members[1].person_id)}
    actions.draft_change(
        kind=ChangeKind.NEW_HEAD, happened_on=calendar.today - timedelta(days=2), proposed=other, family_id=head.id,
        note="Kepala keluarga merantau.", by=front, at=calendar.ago(1),
    )  # fmt: skip


def _asked(
    story: Story, kind: ChangeKind, proposed: dict[str, str], days: int, note: str, by: Actor, **about: Any
) -> UUID:
    calendar = story.calendar
    change = actions.draft_change(
        kind=kind, happened_on=calendar.today - timedelta(days=days + 2), proposed=proposed, note=note,
        by=by, at=calendar.ago(days), **about,
    )  # fmt: skip
    actions.submit_change(change_id=change.pk, by=by, at=calendar.ago(days, 10))
    return change.pk


def _doubles(story: Story, by: Actor) -> None:
    """Pairs that somebody noticed: people of an old list, in no family, who look like somebody of the village."""
    found = 0
    for row in queries.list_untidy(by, Untidy.NO_FAMILY, area=story.cast.home[:8], limit=LOOKED_AT).rows:
        for hit in queries.look_alikes(by, row.id, limit=1):
            if hit.likeness >= _LIKELY:
                actions.report_pair(
                    one_id=row.id, other_id=hit.id, likeness=hit.likeness, note="Ditemukan saat pelayanan.",
                    by=by, at=story.calendar.ago(2),
                )  # fmt: skip
                found += 1
        if found == DOUBLES:
            return
