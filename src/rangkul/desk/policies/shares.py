"""Who may share a case with another division, who reads it through such a share, and who may be called upon in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from rangkul.accounts import queries as accounts_queries
from rangkul.accounts.roles import BY_CODE
from rangkul.desk.models import Case, Share
from rangkul.desk.policies.cases import can_read_story
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

GIVE = "desk.share.give"
OPEN = "desk.share.open"
SERVING = ("desk.case.note", "desk.case.handle")


@dataclass(frozen=True, slots=True)
class Reader:
    """An official who may read a case or may be given it, with what they are."""

    user_id: UUID
    name: str
    role: str

    @property
    def label(self) -> str:
        """Name and role, as a list to choose from shows them."""
        return f"{self.name} ({BY_CODE[self.role].label})"


def shares_in_force(on: date) -> QuerySet[Share]:
    """Shares that open something on a day; the caller narrows them to an official or a case."""
    return Share.objects.filter(ended_at__isnull=True, until_on__gte=on)


def shares_visible_to(actor: Actor, *, on: date) -> QuerySet[Share]:
    """The actor's own shares in force, of cases in the actor's areas."""
    if actor.user_id is None or not actor.may(OPEN):
        return Share.objects.none()
    return shares_in_force(on).filter(inside_areas(actor, "case__area_code"), user_id=actor.user_id)


def find_share(actor: Actor, case: Case, *, on: date) -> Share | None:
    """The share by which the actor may read this case; None when there is none in force."""
    return shares_visible_to(actor, on=on).filter(case_id=case.pk).order_by("-until_on", "-id").first()


def can_share(actor: Actor, case: Case) -> bool:
    """Whether the actor may open this case to others: those who serve it and may hand it on."""
    return actor.may(GIVE) and can_read_story(actor, case)


def check_can_share(actor: Actor, case: Case) -> None:
    """Raise `Denied` unless `can_share`."""
    if not can_share(actor, case):
        raise Denied(permission=GIVE, message="Kasus ini dibagikan oleh petugas yang menanganinya, di wilayahnya.")


def can_read_together(actor: Actor, case: Case, *, on: date) -> bool:
    """Whether the actor reads this case: by serving it, or by a share in force."""
    return can_read_story(actor, case) or find_share(actor, case, on=on) is not None


def check_can_remark(actor: Actor, case: Case, *, on: date) -> None:
    """Raise `Denied` unless `can_read_together`."""
    if not can_read_together(actor, case, on=on):
        raise Denied(permission=OPEN, message="Kasus ini tidak dibagikan kepada Anda, atau aksesnya sudah berakhir.")


def may_be_given(case: Case, *, on: date) -> list[Reader]:
    """Officials on duty over the case's area who do not read it yet and may be given it, by name."""
    have = set(shares_in_force(on).filter(case_id=case.pk).values_list("user_id", flat=True))
    have |= {each.user_id for each in _serving(case, on=on)}
    return [each for each in _on_duty(OPEN, case, on=on) if each.user_id not in have]


def readers_of(case: Case, *, on: date) -> list[Reader]:
    """Officials who read this case now, each once: those who serve it, and those it is shared with."""
    given = set(shares_in_force(on).filter(case_id=case.pk).values_list("user_id", flat=True))
    found = {each.user_id: each for each in _on_duty(OPEN, case, on=on) if each.user_id in given}
    return list((found | {each.user_id: each for each in _serving(case, on=on)}).values())


def _serving(case: Case, *, on: date) -> Sequence[Reader]:
    seeing = {each.user_id for each in _on_duty("desk.case.view", case, on=on)}
    return [each for verb in SERVING for each in _on_duty(verb, case, on=on) if each.user_id in seeing]


def _on_duty(permission: str, case: Case, *, on: date) -> list[Reader]:
    found = accounts_queries.list_officers_on_duty(permission, within=case.area_code, on=on)
    return [Reader(each.user_id, each.name, each.role) for each in found if each.covers(case.area_code)]
