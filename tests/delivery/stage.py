"""Families enrolled in rice by a real decision, and the officials who deliver."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from rangkul.delivery import actions
from rangkul.delivery.models import Cycle, Entitlement
from rangkul.kernel.ids import new_id
from rangkul.kernel.period import Period
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.decide_batch import decide_batch
from rangkul.programmes.models import Terms
from rangkul.reference.loading import load_reference
from tests.people import NEIGHBOUR_VILLAGE, REGENCY, Cast
from tests.programmes.proposal_stage import Stage

AT = datetime.fromisoformat("2026-03-20T09:00:00+08:00")
DAY = date(2026, 3, 20)


@dataclass
class DeliveryStage:
    """A component with four active enrolments."""

    cast: Cast
    programme: Stage

    @classmethod
    def build(cls, cast: Cast, *, names: tuple[str, ...] = ("Andi Satu", "Besse Dua", "Cahya Tiga")) -> "DeliveryStage":
        load_reference(within=(REGENCY,))
        stage = Stage.build(cast, quota=100)
        Terms.objects.filter(pk=stage.terms.pk).update(quantity=Decimal(10), tariff=120_000)
        batch = stage.verified(*(stage.family(name) for name in names))
        decide_batch(batch_id=batch.pk, by=stage.head, at=stage.tick())
        neighbour = cast.actor("VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE)
        far = stage.draft(stage.family("Dewi Empat", NEIGHBOUR_VILLAGE), by=neighbour, area=NEIGHBOUR_VILLAGE)
        decide_batch(batch_id=stage.bring_to(far, "VERIFIED", by=neighbour).pk, by=stage.head, at=stage.tick())
        return cls(cast=cast, programme=stage)

    @property
    def officer(self) -> Actor:
        return self.programme.officer

    @property
    def head(self) -> Actor:
        return self.programme.head

    @property
    def operator(self) -> Actor:
        return self.programme.operator

    def cycle(self, state: str = "OPEN", month: str = "2026-03") -> Cycle:
        made = actions.create_cycle(
            component_id=self.programme.component.pk,
            period=Period.parse(month),
            area=REGENCY,
            by=self.officer,
            at=AT,
        )
        steps = (
            ("FROZEN", actions.freeze_cycle, self.officer),
            ("APPROVED", actions.approve_cycle, self.head),
            ("OPEN", actions.open_cycle, self.officer),
            ("CLOSED", actions.close_cycle, self.officer),
        )
        for reached, step, by in steps:
            if state == "DRAFT":
                break
            step(cycle_id=made.pk, by=by, at=AT)
            if reached == state:
                break
        return Cycle.objects.get(pk=made.pk)

    def line(self, cycle: Cycle, name: str) -> Entitlement:
        return Entitlement.objects.get(cycle=cycle, recipient_name__contains=name)

    def form(self, **changes: object) -> actions.HandoverForm:
        said: dict[str, object] = {
            "key": new_id(),
            "receiver": "SENDIRI",
            "receiver_name": "Andi Satu",
            "proof": "TANDA_TANGAN",
            "handed_on": DAY,
        }
        return actions.HandoverForm(**{**said, **changes})  # type: ignore[arg-type]
