"""Who may write terms, who reviews and publishes them, and whose eyes are still fresh (four eyes)."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rangkul.kernel.errors import Denied
from rangkul.platform.audit import queries as audit_queries
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.enums import TermsState
from rangkul.programmes.models import Component, Programme, Terms
from rangkul.programmes.policies import catalogue

DRAFT = "programmes.terms.draft"
PUBLISH = "programmes.terms.publish"
CREATE = "programmes.programme.create"
READ_DRAFTS = (DRAFT, PUBLISH, CREATE, "audit.trail.view")
OPEN = (TermsState.DRAFT, TermsState.SUBMITTED, TermsState.REVIEWED)

_WRITING = tuple(f"programmes.terms.{verb}" for verb in ("draft", "change", "set_cases", "submit"))
STEPS = {
    "submit": DRAFT,
    "withdraw": DRAFT,
    "review": PUBLISH,
    "publish": PUBLISH,
    "return": PUBLISH,
}
"""The permission that each step of the workflow asks; review and publish also ask fresh eyes."""
_FRESH = ("review", "publish")


def visible_to(actor: Actor) -> QuerySet[Terms]:
    """Published and superseded versions for readers of the catalogue; what is still written for those who work on it."""
    if not catalogue.can_view(actor):
        return Terms.objects.none()
    if actor.is_system or any(actor.may(permission) for permission in READ_DRAFTS):
        return Terms.objects.all()
    return Terms.objects.filter(state__in=(TermsState.PUBLISHED, TermsState.SUPERSEDED))


def can_draft(actor: Actor, component: Component) -> bool:
    """Whether the actor may write terms of this component: an own programme of the actor's own division, or another's.

    What its owner lays down for PKH or Sembako belongs to no division here: whoever writes terms may follow it, the head
    of office reviews and publishes it.
    """
    return actor.may(DRAFT) and (_is_anothers(component.programme) or _runs(actor, component.programme))


def check_can_draft(actor: Actor, component: Component) -> None:
    """Raise `Denied` unless the actor may write terms of this component."""
    actor.check_may(DRAFT)
    if not can_draft(actor, component):
        raise _other_division(DRAFT)


def can_take(actor: Actor, terms: Terms, step: str) -> bool:
    """Whether `check_can_take` would let the actor pass; the state of the version is not looked at."""
    return _why_not(actor, terms, step) is None


def check_can_take(actor: Actor, terms: Terms, step: str) -> None:
    """Raise `Denied` unless the actor may take `step` on this version.

    Segregation of duties (ASVS 2.3.5): whoever wrote a version, in any of its rounds, neither reviews nor publishes it.
    """
    denied = _why_not(actor, terms, step)
    if denied is not None:
        raise denied


def why_not(actor: Actor, terms: Terms, step: str) -> str:
    """Why `check_can_take` refuses, in words; "" when it does not."""
    denied = _why_not(actor, terms, step)
    return denied.message if denied is not None else ""


def can_create_programme(actor: Actor) -> bool:
    """Whether the actor may add programmes and components to the catalogue."""
    return actor.is_system or actor.may(CREATE)


def check_can_create_programme(actor: Actor) -> None:
    """Raise `Denied` unless the actor may add programmes and components to the catalogue."""
    if not can_create_programme(actor):
        actor.check_may(CREATE)


def can_set_flagship(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may mark this programme as flagship: as `catalogue.can_change`, for the own division."""
    return programme.is_own and catalogue.can_change(actor) and (actor.is_system or _runs(actor, programme))


def check_can_set_flagship(actor: Actor, programme: Programme) -> None:
    """Raise `Denied` unless `can_set_flagship`."""
    if not can_set_flagship(actor, programme):
        catalogue.check_can_change(actor)
        raise _other_division(catalogue.CHANGE)


def can_set_quota(actor: Actor, component: Component) -> bool:
    """Whether the actor may set quotas of this component: as `catalogue.can_change`, for the own division."""
    return catalogue.can_change(actor) and (actor.is_system or _runs(actor, component.programme))


def check_can_set_quota(actor: Actor, component: Component) -> None:
    """Raise `Denied` unless the actor may set quotas of this component."""
    catalogue.check_can_change(actor)
    if not can_set_quota(actor, component):
        raise _other_division(catalogue.CHANGE)


def can_work_on_terms(actor: Actor) -> bool:
    """Whether versions of terms may wait for the actor: to be written, or to be reviewed and published."""
    return actor.may(DRAFT) or actor.may(PUBLISH)


def waiting_for(actor: Actor) -> Q:
    """Versions whose next step may be this actor's; leaves out the four eyes, which need the trail of each."""
    turn = Q(pk__in=[])
    own = Q() if _stands_above(actor) else Q(component__programme__division_id=actor.division_id)
    if actor.may(DRAFT):
        turn |= Q(state=TermsState.DRAFT) & (own | Q(component__programme__is_own=False))
    if actor.may(PUBLISH):
        turn |= Q(state__in=(TermsState.SUBMITTED, TermsState.REVIEWED)) & own
    return turn


def _why_not(actor: Actor, terms: Terms, step: str) -> Denied | None:
    permission = STEPS[step]
    if not actor.may(permission):
        return Denied(permission=permission, message=_("Peran Anda tidak berwenang untuk tindakan ini."))
    programme = terms.component.programme
    if _is_anothers(programme):
        if permission != DRAFT and not _stands_above(actor):
            message = _("Ketentuan program milik lembaga lain ditinjau dan diterbitkan kepala dinas.")
            return Denied(permission=permission, message=message)
    elif not _runs(actor, programme):
        return _other_division(permission)
    if step in _FRESH and actor.user_id in _hands_on(terms):
        message = _(
            "Anda ikut menyusun versi ini. Peninjauan dan penerbitan harus dilakukan petugas lain (empat mata)."
        )
        return Denied(permission=permission, message=message)
    return None


def _hands_on(terms: Terms) -> set[UUID]:
    """Users who wrote on the version in any of its rounds."""
    trail = audit_queries.list_events_about([("terms", terms.pk)]).filter(name__in=_WRITING)
    hands = {user for user in trail.values_list("actor_id", flat=True) if user is not None}
    return hands | ({terms.proposed_by} if terms.proposed_by else set())


def _stands_above(actor: Actor) -> bool:
    return actor.may("programmes.decree.sign")


def _runs(actor: Actor, programme: Programme) -> bool:
    """The head of office stands above the divisions; everybody else works for one."""
    if _stands_above(actor):
        return True
    return programme.division_id is not None and actor.division_id == programme.division_id


def _is_anothers(programme: Programme) -> bool:
    """Owned outside and run by no division here."""
    return not programme.is_own and programme.division_id is None


def _other_division(permission: str) -> Denied:
    return Denied(
        permission=permission, message=_("Program ini dijalankan bidang lain; hanya petugas bidang itu yang berwenang.")
    )
