"""The stage of the proposal tests: one rice component with a rule and a quota, food-insecure families, and the ladder."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.kernel import clock
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.add_line import add_line
from rangkul.programmes.actions.check_batch import check_batch
from rangkul.programmes.actions.create_batch import create_batch
from rangkul.programmes.actions.submit_batch import submit_batch
from rangkul.programmes.actions.verify_batch import verify_batch
from rangkul.programmes.models import Component, Programme, ProposalBatch, ProposalLine, Quota, Terms
from rangkul.registry.models import Family, Identity
from tests.people import REGENCY, VILLAGE, Cast
from tests.registry.factories import make_condition, make_family, make_identity, make_person

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
DAY = date(2026, 3, 2)
YEAR = 2026
LONG_AGO = date(2020, 1, 1)


@dataclass
class Stage:
    """A component of LINJAMSOS ("Bantuan beras", per family) and the officials who move its batches."""

    cast: Cast
    component: Component
    terms: Terms
    families: list[Family] = field(default_factory=list)
    clock: datetime = AT

    @classmethod
    def build(cls, cast: Cast, *, registry: str = "DTKS", quota: int | None = None, sensitive: bool = False) -> "Stage":
        programme = Programme.objects.create(
            code="rastra", name="Rastra", division=cast.divisions["LINJAMSOS"], fund_source="APBD_KAB", is_own=True
        )
        component = Component.objects.create(
            programme=programme,
            code="rastra",
            name="Bantuan beras",
            unit="FAMILY",
            aid_form="BARANG",
            item="beras",
            item_unit="kg",
            is_sensitive=sensitive,
        )
        terms = Terms.objects.create(
            component=component,
            version=1,
            valid=DateRange(LONG_AGO, None),
            state="PUBLISHED",
            rule_text="rawan_pangan",
            rule_digest="-",
            required_registry=registry,
        )
        stage = cls(cast=cast, component=component, terms=terms)
        if quota is not None:
            stage.set_quota(quota)
        return stage

    def set_quota(self, amount: int, area: str = REGENCY) -> Quota:
        return Quota.objects.create(component=self.component, fiscal_year=YEAR, area_code=area, amount=amount)

    def family(self, name: str, area: str = VILLAGE, *, hungry: bool = True, listed: bool = True) -> Family:
        """A family with one member, food-insecure and with an ID DTKS unless told otherwise."""
        person = make_person(name, area)
        family = make_family(person, since=LONG_AGO)
        if hungry:
            make_condition(family, "RAWAN_PANGAN")
        if listed:
            make_identity(person, "ID_DTKS", f"DTKS-{name}", since=LONG_AGO)
        self.families.append(family)
        return family

    def end_listing(self, family: Family, on: date) -> None:
        """The family's ID DTKS runs out on a day."""
        member = family.memberships.get().person_id
        Identity.objects.filter(person_id=member).update(period=DateRange(LONG_AGO, on))

    def tick(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    @property
    def operator(self) -> Actor:
        return self.cast.actor("VILLAGE_OPERATOR")

    @property
    def kecamatan(self) -> Actor:
        return self.cast.actor("KECAMATAN_OFFICER")

    @property
    def officer(self) -> Actor:
        return self.cast.actor("PROGRAMME_OFFICER", division="LINJAMSOS")

    @property
    def head(self) -> Actor:
        return self.cast.actor("DIVISION_HEAD", division="LINJAMSOS")

    def draft(self, *families: Family, by: Actor | None = None, area: str = VILLAGE) -> ProposalBatch:
        operator = by or self.operator
        batch = create_batch(
            component_id=self.component.pk,
            fiscal_year=YEAR,
            area=area,
            by=operator,
            at=self.tick(),
            musyawarah_on=date(2026, 2, 20),
            musyawarah_place="Balai desa",
            musyawarah_attendance=41,
        )
        for family in families:
            self.add(batch, family, by=operator)
        return ProposalBatch.objects.get(pk=batch.pk)

    def add(self, batch: ProposalBatch, family: Family, *, by: Actor | None = None, reason: str = "") -> ProposalLine:
        return add_line(
            batch_id=batch.pk,
            kind="family",
            subject_id=family.pk,
            by=by or self.operator,
            at=self.tick(),
            override_reason=reason,
        )

    def bring_to(self, batch: ProposalBatch, state: str, *, by: Actor | None = None) -> ProposalBatch:
        """Walk the ladder up to a state with the usual officials."""
        steps = (
            ("SUBMITTED", submit_batch, by or self.operator),
            ("CHECKED", check_batch, self.kecamatan),
            ("VERIFIED", verify_batch, self.officer),
        )
        for reached, step, actor in steps:
            step(batch_id=batch.pk, by=actor, at=self.tick())
            if reached == state:
                break
        return ProposalBatch.objects.get(pk=batch.pk)

    def verified(self, *families: Family) -> ProposalBatch:
        return self.bring_to(self.draft(*families), "VERIFIED")


def lines_of(batch: ProposalBatch) -> dict[UUID, ProposalLine]:
    """{family id: line}."""
    return {line.family_id: line for line in ProposalLine.objects.filter(batch=batch) if line.family_id}


def today() -> date:
    return clock.local_date(clock.now(), "WITA")
