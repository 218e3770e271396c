"""From a list of persons with disability in PKH families to a training that two divisions run together (R228)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.organisation.actions import NewActivity, add_participants, record_activity
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.queries.disability_board import Filter, list_disabled

COHORT = "dalam-pkh"
MOST = 200


@action("registry.disability.train")
def train_disabled(*, person_ids: Sequence[UUID], training: NewActivity, by: Actor, at: datetime) -> UUID:
    """Record the training with these persons as its participants; returns the activity's id. All of them or none.

    Raises Denied (health, purpose, activities of the area) and Refused: nobody or more than MOST, somebody who is not a
    person with disability in a PKH family of the area any more, a division that lacks, and what `record_activity` and
    `add_participants` refuse, such as two of one name from one village.
    """
    policies.check_can_view_health(by)
    chosen = tuple(dict.fromkeys(person_ids))
    if not 0 < len(chosen) <= MOST:
        raise Refused(
            field="Peserta",
            value=f"{len(chosen)} orang",
            expected=f"1 sampai {MOST} orang",
            remedy="beri tanda centang pada sedikitnya satu nama",
        )
    if training.division_id is None or training.partner_id is None:
        raise Refused(
            field="Bidang",
            value="",
            expected="bidang pelaksana dan bidang mitra",
            remedy="pilih keduanya: pelatihan ini dijalankan dua bidang",
        )
    on = steps.day_of(at)
    wanted = Filter(view=COHORT, area=str(training.area), ids=chosen)
    people = list_disabled(by, wanted, on=on, limit=MOST).rows
    if len(people) < len(chosen):
        raise Refused(
            field="Peserta",
            value=f"{len(chosen) - len(people)} orang",
            expected="penyandang disabilitas dalam keluarga PKH di wilayah itu",
            remedy="muat ulang halaman: mungkin sudah keluar dari PKH, meninggal atau pindah",
        )
    activity = record_activity(activity=training, by=by, at=at)
    lines = "\n".join(f"{each.name.replace(';', ' ')}; warga; {each.area_code}; disabilitas" for each in people)
    add_participants(activity_id=activity.pk, lines=lines, by=by, at=at)
    record(
        "registry.disability.train",
        by=by,
        at=at,
        on=activity,
        kind="activity",
        subjects=[("person", each.id) for each in people],
        area=str(training.area),
        reason=by.purpose,
        data={"activity": activity.name, "people": len(people), "is_sensitive": True},
    )
    return activity.pk
