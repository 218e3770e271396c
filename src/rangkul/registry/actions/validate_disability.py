"""Validating a disability profile: a second official confirms it until a day, or sends it back with what to mend."""

from datetime import date, datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.registry import numbers, policies
from rangkul.registry.actions import steps
from rangkul.registry.enums import ProfileState
from rangkul.registry.errors import NoSuchRecord, StalePage
from rangkul.registry.models import DisabilityProfile
from rangkul.registry.queries.profiles import lock_newest


@action("registry.disability.validate")
def validate_disability(
    *, profile_id: UUID, due_on: date, by: Actor, at: datetime, remark: str = ""
) -> DisabilityProfile:
    """Confirm the present version of a profile; `due_on` is the day it has to be looked at again (R205).

    Whoever recorded it can't validate it. Raises Refused (sent back, due in the past), StalePage, Denied.
    """
    profile = _lock(profile_id, by)
    day = steps.day_of(at)
    if profile.state == ProfileState.RETURNED:
        raise Refused(
            field="Profil",
            value=ProfileState.RETURNED.label,
            expected="profil yang sudah diperbaiki",
            remedy="catat dulu perbaikannya, lalu validasi",
        )
    if due_on <= day:
        raise Refused(
            field="Validasi berikutnya",
            value=clock.format_date(due_on),
            expected=f"tanggal sesudah {clock.format_date(day)}",
            remedy="pilih tanggal yang akan datang",
        )
    profile.due_on = due_on
    _settle(profile, ProfileState.VALIDATED, remark, by=by, at=at)
    _record("registry.disability.validate", profile, by=by, at=at)
    return profile


@action("registry.disability.return")
def return_disability(*, profile_id: UUID, remark: str, by: Actor, at: datetime) -> DisabilityProfile:
    """Send the present version back to be mended, saying what. Raises Refused without a remark, StalePage, Denied."""
    profile = _lock(profile_id, by)
    if not clean(remark):
        raise Refused(
            field="Yang perlu diperbaiki", value="", expected="penjelasan singkat", remedy="tulis apa yang kurang"
        )
    profile.due_on = None
    _settle(profile, ProfileState.RETURNED, remark, by=by, at=at)
    _record("registry.disability.return", profile, by=by, at=at)
    return profile


def _lock(profile_id: UUID, by: Actor) -> DisabilityProfile:
    found = DisabilityProfile.objects.select_for_update(of=("self",)).select_related("person__survivor")
    profile = found.filter(pk=profile_id).first()
    if profile is not None:  # what stands on a merged record is the person's; who it stands on is not written anew
        profile.person = profile.person.survivor or profile.person
    if profile is None or not policies.visible_to(by).filter(pk=profile.person_id).exists():
        raise NoSuchRecord("profile", profile_id)
    policies.check_can_validate_profile(by, profile)
    newest = lock_newest(profile.person_id)
    if newest is None or newest.pk != profile.pk:
        raise StalePage(changed_by=newest.recorded_by_name if newest else "", changed_at=None)
    return profile


def _settle(profile: DisabilityProfile, state: ProfileState, remark: str, *, by: Actor, at: datetime) -> None:
    kept = clean(remark)[:500]
    profile.state = state
    profile.validated_by, profile.validated_by_name = by.user_id, by.name
    profile.validated_on = steps.day_of(at)
    profile.remark_cipher = crypto.seal(kept, context=numbers.NOTE) if kept else None
    profile.save(
        update_fields=["state", "validated_by", "validated_by_name", "validated_on", "due_on", "remark_cipher"]
    )


def _record(name: str, profile: DisabilityProfile, *, by: Actor, at: datetime) -> None:
    record(
        name,
        by=by,
        at=at,
        on=profile,
        kind="person",
        subjects=steps.subjects_of_person(profile.person_id, steps.day_of(at)),
        area=profile.person.area_code,
        data={"version": profile.version, "is_sensitive": True},
    )
