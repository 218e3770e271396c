"""Who may see and do what in delivery, and which cycles, entitlements and BASTs."""

from uuid import UUID

from django.db.models import Q, QuerySet

from rangkul.delivery.components import PER_HEAD
from rangkul.delivery.models import Bast, Cycle, Entitlement, Ewarong, EwarongCover, Purchase
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas


def visible_to(actor: Actor) -> QuerySet[Cycle]:
    """Cycles whose area overlaps the actor's areas: the district's own, or the one that covers the actor's village."""
    if not actor.may("delivery.cycle.view"):
        return Cycle.objects.none()
    covering = Q(pk__in=[])
    for area in actor.areas:
        covering |= Q(area_code__in=[area, *area.ancestors])
    return Cycle.objects.filter(covering | inside_areas(actor)).filter(_tellable(actor, "component__"))


def entitlements_visible_to(actor: Actor) -> QuerySet[Entitlement]:
    """Lines of frozen lists inside the actor's areas."""
    if not actor.may("delivery.cycle.view"):
        return Entitlement.objects.none()
    return Entitlement.objects.filter(inside_areas(actor)).filter(_tellable(actor, "cycle__component__"))


def basts_visible_to(actor: Actor) -> QuerySet[Bast]:
    """BASTs of villages inside the actor's areas."""
    if not actor.may("delivery.cycle.view"):
        return Bast.objects.none()
    return Bast.objects.filter(inside_areas(actor)).filter(_tellable(actor, "cycle__component__"))


def _tellable(actor: Actor, path: str) -> Q:
    """Lists of sensitive components tell of somebody's health: only for those who may see that."""
    return Q() if actor.may("registry.person.view_health") else Q(**{f"{path}is_sensitive": False})


def check_can_run_cycle(actor: Actor, cycle: Cycle, verb: str, *, division_id: UUID | None) -> None:
    """Raise `Denied` unless the actor may `verb` ("create", "freeze", …) a cycle of that area and bidang."""
    permission = f"delivery.cycle.{verb}"
    actor.check_may(permission)
    if not actor.covers(cycle.area_code):
        raise Denied(permission=permission, message="Siklus ini di luar wilayah tugas Anda.")
    if actor.division_id and division_id and actor.division_id != division_id:
        raise Denied(permission=permission, message="Program ini dijalankan bidang lain.")


def check_can_hand_over(actor: Actor, entitlement: Entitlement) -> None:
    """Raise `Denied` unless the actor may record the handover to this recipient."""
    actor.check_may("delivery.handover.record")
    if not entitlements_visible_to(actor).filter(pk=entitlement.pk).exists():
        raise Denied(permission="delivery.handover.record", message="Penerima ini di luar wilayah tugas Anda.")


def can_hand_over(actor: Actor, entitlement: Entitlement) -> bool:
    """Whether `check_can_hand_over` passes."""
    return actor.may("delivery.handover.record") and entitlements_visible_to(actor).filter(pk=entitlement.pk).exists()


def check_can_void(actor: Actor, entitlement: Entitlement) -> None:
    """Raise `Denied` unless the actor may declare a recorded handover void."""
    actor.check_may("delivery.handover.void")
    if not actor.covers(entitlement.area_code):
        raise Denied(permission="delivery.handover.void", message="Penerima ini di luar wilayah tugas Anda.")


def check_can_issue_bast(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor records handovers in that village."""
    actor.check_may("delivery.handover.record")
    if not actor.covers(area):
        raise Denied(permission="delivery.bast.issue", message="Desa ini di luar wilayah tugas Anda.")


VIEW_MEALS = "delivery.meal.view"
RECORD_MEALS = "delivery.meal.record"
VOID_MEALS = "delivery.meal.void"


def meals_visible_to(actor: Actor) -> QuerySet[Entitlement]:
    """Entitlements delivered by head and day: of institutions in the actor's areas, and of the actor's own."""
    if not actor.may(VIEW_MEALS):
        return Entitlement.objects.none()
    seen = inside_areas(actor)
    if actor.institution_id is not None:
        seen |= Q(institution_id=actor.institution_id)
    return Entitlement.objects.filter(seen, cycle__item_unit=PER_HEAD)


def can_record_meals(actor: Actor, entitlement: Entitlement) -> bool:
    """Whether the actor writes down the meals of this institution: the office, and the institution's own user."""
    own = actor.institution_id is not None and actor.institution_id == entitlement.institution_id
    return actor.may(RECORD_MEALS) and (own or actor.covers(entitlement.area_code))


def check_can_record_meals(actor: Actor, entitlement: Entitlement) -> None:
    """Raise `Denied` unless `can_record_meals`."""
    if not can_record_meals(actor, entitlement):
        raise Denied(permission=RECORD_MEALS, message="Lembaga ini di luar wilayah atau tugas Anda.")


def check_can_void_meals(actor: Actor, entitlement: Entitlement) -> None:
    """Raise `Denied` unless the actor may declare a day of meals void: an official in whose area it stands."""
    actor.check_may(VOID_MEALS)
    if not actor.covers(entitlement.area_code):
        raise Denied(permission=VOID_MEALS, message="Lembaga ini di luar wilayah tugas Anda.")


VIEW_EWARONG = "delivery.ewarong.view"
PROPOSE_EWARONG = "delivery.ewarong.propose"
RECORD_PURCHASE = "delivery.purchase.record"
VOID_PURCHASE = "delivery.purchase.void"
REVIEW_PURCHASE = "delivery.purchase.review"


def ewarongs_visible_to(actor: Actor) -> QuerySet[Ewarong]:
    """Outlets that stand in the actor's areas or serve a village of them."""
    if not actor.may(VIEW_EWARONG):
        return Ewarong.objects.none()
    serving = EwarongCover.objects.filter(inside_areas(actor)).values("ewarong")
    return Ewarong.objects.filter(inside_areas(actor) | Q(pk__in=serving))


def purchases_visible_to(actor: Actor) -> QuerySet[Purchase]:
    """Purchases of families in the actor's areas, wherever the outlet stands."""
    if not actor.may(VIEW_EWARONG):
        return Purchase.objects.none()
    return Purchase.objects.filter(inside_areas(actor))


def can_run_ewarong(actor: Actor, ewarong: Ewarong, verb: str) -> bool:
    """Whether the actor may `verb` ("propose", "appoint", "suspend", …) this outlet: it stands in the actor's area."""
    return actor.may(f"delivery.ewarong.{verb}") and actor.covers(ewarong.area_code)


def check_can_run_ewarong(actor: Actor, ewarong: Ewarong, verb: str) -> None:
    """Raise `Denied` unless `can_run_ewarong`."""
    permission = f"delivery.ewarong.{verb}"
    actor.check_may(permission)
    if not actor.covers(ewarong.area_code):
        raise Denied(permission=permission, message="E-warong ini di luar wilayah tugas Anda.")


def check_can_record_purchase(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor records purchases and the family lives in the actor's area."""
    actor.check_may(RECORD_PURCHASE)
    if not actor.covers(area):
        raise Denied(permission=RECORD_PURCHASE, message="Keluarga ini di luar wilayah tugas Anda.")


def check_can_settle_purchase(actor: Actor, purchase: Purchase, permission: str) -> None:
    """Raise `Denied` unless the actor may void (`VOID_PURCHASE`) or review (`REVIEW_PURCHASE`) this purchase."""
    actor.check_may(permission)
    if not actor.covers(purchase.area_code):
        raise Denied(permission=permission, message="Pembelian ini di luar wilayah tugas Anda.")
