"""Who may have the next one of a waiting list prepared, and who ends a list with its fiscal year."""

from django.utils.translation import gettext as _

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.models import Component

PREPARE = "programmes.proposal.verify"
EXPIRE = "programmes.waiting.expire"


def can_prepare(actor: Actor, component: Component, area: str) -> bool:
    """Whether the actor lays cases of this component and area before the deciding official."""
    return actor.may(PREPARE) and actor.covers(area) and _runs(actor, component)


def check_can_prepare(actor: Actor, component: Component, area: str) -> None:
    """Raise `Denied` unless an officer of the programme's division asks for an area of theirs."""
    actor.check_may(PREPARE)
    if not actor.covers(area):
        raise Denied(permission=PREPARE, message=_("Wilayah ini di luar wilayah tugas Anda."))
    if not _runs(actor, component):
        raise _other(PREPARE)


def can_expire(actor: Actor, component: Component) -> bool:
    """Whether the actor ends waiting lists of this component: the head of its division or of the office."""
    return actor.may(EXPIRE) and (actor.may("programmes.decree.sign") or _runs(actor, component))


def check_can_expire(actor: Actor, component: Component) -> None:
    """Raise `Denied` unless the actor ends waiting lists of this component."""
    actor.check_may(EXPIRE)
    if not can_expire(actor, component):
        raise _other(EXPIRE)


def _runs(actor: Actor, component: Component) -> bool:
    division = component.programme.division_id
    return division is not None and actor.division_id == division


def _other(permission: str) -> Denied:
    return Denied(
        permission=permission, message=_("Program ini dijalankan bidang lain; hanya petugas bidang itu yang berwenang.")
    )
