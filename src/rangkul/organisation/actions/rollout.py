"""What the rollout promises: the programme it belongs to, and how many villages until when."""

from datetime import date, datetime

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation.actions.asking import not_before, said
from rangkul.organisation.models import RolloutPlan, RolloutTarget
from rangkul.organisation.policies import check_can_change_rollout
from rangkul.organisation.queries.offices import get_office
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries


@action("organisation.rollout.describe")
def describe_rollout(
    *, name: str, owner: str, started_on: date, by: Actor, at: datetime, basis: str = ""
) -> RolloutPlan:
    """Say under which programme posts are opened here, whose it is and since when it runs (R103). Raises Refused, Denied."""
    office = get_office()
    check_can_change_rollout(by, office)
    plan, _made = RolloutPlan.objects.update_or_create(
        office=office,
        defaults={
            "name": said("Nama program", name, most=200, remedy="tulis nama programnya"),
            "owner": said("Pemilik program", owner, most=200, remedy="tulis kementerian atau pemerintah daerah"),
            "started_on": started_on,
            "basis": clean(basis)[:300],
        },
    )
    data = {"name": plan.name, "owner": plan.owner, "started_on": started_on.isoformat()}
    record("organisation.rollout.describe", by=by, at=at, on=plan, area=office.area_code, data=data)
    return plan


@action("organisation.rollout.set_target")
def set_target(*, due_on: date, villages: int, by: Actor, at: datetime, basis: str = "") -> RolloutTarget:
    """Promise that so many villages, all together, have a post in operation on a day; the same day again corrects it.

    Raises `Refused` without a described rollout, beyond the number of villages, or against the targets before and after;
    `Denied`.
    """
    office = get_office()
    check_can_change_rollout(by, office)
    plan = RolloutPlan.objects.select_for_update(of=("self",)).filter(office=office).first()
    if plan is None:
        raise Refused(
            field="Program",
            value="",
            expected="program yang sudah dicatat",
            remedy="isi nama program dan mulainya dulu",
        )
    not_before("Tanggal target", due_on, plan.started_on, remedy="target berlaku sesudah program dimulai")
    most = len(reference_queries.list_villages(office.area_code))
    if not 1 <= villages <= most:
        raise Refused(
            field="Jumlah desa", value=villages, expected=f"1 sampai {most} desa/kelurahan", remedy="periksa angkanya"
        )
    before = plan.targets.filter(due_on__lt=due_on).order_by("-due_on").first()
    after = plan.targets.filter(due_on__gt=due_on).order_by("due_on").first()
    if (before and villages < before.villages) or (after and villages > after.villages):
        least, greatest = before.villages if before else 1, after.villages if after else most
        raise Refused(
            field="Jumlah desa",
            value=villages,
            expected=f"{least} sampai {greatest}, karena target menghitung semua desa sampai hari itu",
            remedy="isi jumlah seluruhnya, bukan tambahannya",
        )
    target, _made = RolloutTarget.objects.update_or_create(
        plan=plan,
        due_on=due_on,
        defaults={"villages": villages, "basis": clean(basis)[:300], "set_at": at, "set_by_name": by.name},
    )
    data = {"villages": villages, "due_on": due_on.isoformat()}
    record("organisation.rollout.set_target", by=by, at=at, on=target, area=office.area_code, data=data)
    return target
