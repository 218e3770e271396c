"""Freezing the list: from that moment on it is known who is due what, and it does not change."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from rangkul.delivery.components import component_of, is_per_head
from rangkul.delivery.models import Cycle, Entitlement
from rangkul.delivery.policies import check_can_run_cycle
from rangkul.delivery.recipients import names_for, registry_ids_for
from rangkul.delivery.workflow import CYCLE
from rangkul.kernel.clock import local_date
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes import queries as programmes_queries

_CHUNK = 2_000


@action("delivery.cycle.freeze")
def freeze_cycle(*, cycle_id: UUID, by: Actor, at: datetime) -> Cycle:
    """Draw up one entitlement for each enrolment in force in the cycle's area, and freeze the list.

    Raises `UnableToMove` when the list is frozen already and `Refused` when nobody is enrolled.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle_id)
    component = component_of(cycle)
    check_can_run_cycle(by, cycle, "freeze", division_id=component.programme.division_id)
    cycle.state = CYCLE.move(cycle.state, "freeze")
    required = programmes_queries.terms_in_force(component, cycle.period_start).required_registry
    frozen = _draw_up(cycle, required, at)
    if not frozen:
        raise Refused(
            field="daftar penerima",
            value=cycle.name,
            expected="paling sedikit satu penerima yang sudah ditetapkan dengan SK",
            remedy="putuskan usulan program ini lebih dulu",
        )
    cycle.frozen_by, cycle.frozen_at, cycle.updated_at = by.user_id, at, at
    cycle.save()
    record("delivery.cycle.freeze", by=by, at=at, on=cycle, area=cycle.area_code, data={"entitlements": frozen})
    return cycle


def _draw_up(cycle: Cycle, required: str, at: datetime) -> int:
    enrolments = list(
        programmes_queries.active_enrolments(cycle.component_id, cycle.area_code)
        .filter(valid_from__lt=cycle.period_end)
        .order_by("area_code", "id")
    )
    quantity = Decimal(0) if is_per_head(cycle) else cycle.quantity  # meals are counted as they are given
    for start in range(0, len(enrolments), _CHUNK):
        chunk = enrolments[start : start + _CHUNK]
        names: dict[UUID, str] = {}
        ids: dict[UUID, str] = {}
        for kind in {each.subject_kind for each in chunk}:
            subjects = [each.subject_id for each in chunk if each.subject_kind == kind]
            names |= names_for(kind, subjects)
            ids |= registry_ids_for(required, kind, subjects, on=local_date(at, settings.TIME_ZONE))
        Entitlement.objects.bulk_create(
            Entitlement(
                cycle=cycle,
                enrolment_id=each.pk,
                person_id=each.person_id,
                family_id=each.family_id,
                institution_id=each.institution_id,
                area_code=each.area_code,
                recipient_name=names.get(each.subject_id, "-"),
                registry_id=ids.get(each.subject_id, ""),
                quantity=quantity,
            )
            for each in chunk
        )
    return len(enrolments)
