"""The address of a family was written down wrongly: put right without saying that anybody moved."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies
from rangkul.registry.actions import steps
from rangkul.registry.models import Family, Person

LONGEST = {"address": 300, "hamlet": 100, "rt": 5, "rw": 5}


@action("registry.family.correct_address")
def correct_address(
    *,
    family_id: UUID,
    by: Actor,
    at: datetime,
    address: str | None = None,
    hamlet: str | None = None,
    rt: str | None = None,
    rw: str | None = None,
    revision: int | None = None,
    reason: str = "",
) -> Family:
    """Set parts of the address of a family and of its present members; None leaves a part. The village stays.

    Old and new values go into the trail, so that earlier days show what was written then. Raises Refused (nothing
    differs, the family ended), Denied, StalePage.
    """
    family = steps.lock_family(family_id)
    policies.check_can_change_family(by, family)
    steps.check_revision(family, revision)
    if family.ended_on is not None:
        raise Refused(
            field="Keluarga", value=family.head_name, expected="keluarga yang masih ada", remedy="KK ini sudah berakhir"
        )
    given = {"address": address, "hamlet": hamlet, "rt": rt, "rw": rw}
    new = {name: clean(value)[: LONGEST[name]] for name, value in given.items() if value is not None}
    before = {name: getattr(family, name) for name in new if getattr(family, name) != new[name]}
    if not before:
        raise Refused(field="Alamat", value=family.address, expected="alamat yang berbeda", remedy="ubah isiannya")
    changed = {name: new[name] for name in before}
    subjects = steps.subjects_of_family(family.pk, steps.day_of(at))
    members = [subject_id for kind, subject_id in subjects if kind == "person"]
    for person in Person.objects.select_for_update(of=("self",)).filter(pk__in=members).order_by("pk"):
        for name, value in changed.items():
            setattr(person, name, value)
        steps.save_next(person, at, changed)
    for name, value in changed.items():
        setattr(family, name, value)
    steps.save_next(family, at, changed)
    record(
        "registry.family.correct_address",
        by=by,
        at=at,
        on=family,
        subjects=subjects,
        area=family.area_code,
        reason=reason,
        data={"fields": list(changed), "before": before, "after": changed},
    )
    return family
