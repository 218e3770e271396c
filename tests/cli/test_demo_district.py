"""The demo district as it stands after building: everybody can sign in, and every desk has work."""

from collections import Counter

import pytest

from rangkul.accounts.models import Duty, User
from rangkul.accounts.queries import actor_for
from rangkul.accounts.roles import ROLES
from rangkul.cli import district
from rangkul.cli.demo import citizen
from rangkul.cli.demo.office import MAKER
from rangkul.delivery.models import Cycle, Entitlement, Ewarong, Purchase
from rangkul.desk import queries as desk_queries
from rangkul.desk.models import Case, QueueTicket, Referral
from rangkul.institutions.models import Agency, BedRequest, Institution
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.organisation.models import Post
from rangkul.platform.audit.models import Event, RowChange
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.programmes.models import CandidateRun, Decree, Enrolment, ProposalBatch, ProposalLine, Quota, ScreeningRun
from rangkul.programmes.queries import entitlements_of_family
from rangkul.registry import queries as registry_queries
from rangkul.registry.bulk import fill_registry
from rangkul.registry.models import ChangeRequest, DuplicatePair, Family, HealthRecord, Person
from rangkul.verivali.models import Campaign, Subject
from tests.people import Cast

FAMILIES = 900


def quietly(_what: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def by_state(model: type[ProposalBatch | Case | Cycle | QueueTicket]) -> Counter[str]:
    return Counter(model._default_manager.values_list("state", flat=True))


def actor_of(username: str) -> Actor:
    return actor_for(Duty.objects.select_related("user").get(user__username=username))


@pytest.mark.requirement("R001", "R005", "R010")
@pytest.mark.django_db
def test_district_has_everything_from_accounts_to_handovers() -> None:
    assert not district.is_built()
    district.build(district="soppeng", families=FAMILIES, progress=quietly)
    assert district.is_built()
    _check_people()
    _check_office()
    _check_programmes()
    _check_work()
    _check_citizen()
    assert set(Ewarong.objects.values_list("state", flat=True)) == {"APPOINTED", "PROPOSED"}
    assert Purchase.objects.filter(forbidden=0).exists()
    assert Purchase.objects.filter(forbidden__gt=0).exists()
    assert HealthRecord.objects.filter(status__in=("PENDEK", "SANGAT_PENDEK")).exists()
    assert {"DIMINTA", "DITOLAK"} <= set(BedRequest.objects.values_list("state", flat=True))


def _check_people() -> None:
    assert Family.objects.count() == FAMILIES + 1
    assert set(Person.objects.values_list("source", flat=True)) == {"DEMO", "DESK"}
    # One line a statement for what came in bulk, not one a row.
    assert RowChange.objects.filter(table_name="registry_person", op="B").exists()
    assert Event.objects.filter(name="registry.bulk.fill").count() >= 2


def _check_office() -> None:
    accounts = district.list_accounts()
    assert {account.role for account in accounts} == {role.code for role in ROLES}
    assert [account.role for account in accounts] == sorted(
        (account.role for account in accounts), key=[role.code for role in ROLES].index
    )
    assert all("Contoh" in account.name for account in accounts)
    # Helpers of the story without one-click accounts cannot sign in at all.
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert Post.objects.filter(members__isnull=False).distinct().count() >= 5
    assert Post.objects.get(area_code=actor_of("fo").areas[0]).members.count() == 6
    assert Institution.objects.filter(kind="LKSA").count() == 7
    assert Agency.objects.filter(kind="DUKCAPIL", is_accompanied=True).exists()


def _check_programmes() -> None:
    quota = Quota.objects.get(component__code="rastra", fiscal_year=clock.now().year)
    served = Enrolment.objects.filter(component__code="rastra").count()
    assert (quota.amount, quota.used) == (1462, served)
    assert 0 < served <= 1462
    assert Decree.objects.count() == by_state(ProposalBatch)["DECIDED"]
    assert ScreeningRun.objects.values("component").distinct().count() >= 5
    assert ProposalLine.objects.filter(state="REFUSED").exclude(refusal_reason="").exists()


def _check_work() -> None:
    changes = set(ChangeRequest.objects.values_list("state", flat=True))
    assert changes == {"SUBMITTED", "APPLIED", "RETURNED", "DRAFT"}
    assert DuplicatePair.objects.filter(state="OPEN").count() <= 3
    assert CandidateRun.objects.get().kind == "CORET"
    assert set(by_state(ProposalBatch)) >= {"DRAFT", "SUBMITTED", "CHECKED", "VERIFIED", "RETURNED", "DECIDED"}
    assert set(by_state(Cycle)) >= {"CLOSED", "OPEN"}
    assert Entitlement.objects.filter(cycle__state="OPEN", state="PENDING").exists()
    assert Entitlement.objects.filter(cycle__state="CLOSED", state="SETTLED").exists()
    states = {"REGISTERED", "RETURNED", "MATCHED", "HANDLED", "ASSESSED", "DECIDED", "REFERRED", "PROPOSED", "CLOSED"}
    assert set(by_state(Case)) == states
    assert Case.objects.filter(channel="WEB").exists()
    assert Case.objects.filter(escalation_level=3).exists()
    assert Case.objects.filter(state="REGISTERED", due_on__lt=clock.now().date()).exists()
    assert {"KEKERASAN", "LAPAR"} & set(Case.objects.filter(is_urgent=True).values_list("urgency", flat=True))
    assert Case.objects.filter(is_anonymous=True, kind="PENGADUAN").exists()
    assert set(by_state(QueueTicket)) == {"WAITING", "CALLED", "SERVED"}
    assert len(desk_queries.list_cases(actor_of("bo"), "conflicts").rows) >= 2
    assert set(by_state(Referral)) >= {"DIKIRIM", "DITANYA", "DITOLAK"}
    assert Referral.objects.filter(to_role="TKSK").exists()
    referral = Referral.objects.select_related("case").get(is_accompanied=True)
    assert referral.case.person_id is not None
    assert Person.objects.get(pk=referral.case.person_id).nik_index is None
    assert Campaign.objects.get().state == "OPEN"
    assert set(Subject.objects.exclude(result="").values_list("state", flat=True)) >= {"APPROVED", "SECOND_VISIT"}


def _check_citizen() -> None:
    officer = actor_of("fo")
    found = registry_queries.search_persons(officer, citizen.NAME)
    assert citizen.PERSON_ID in {str(hit.id) for hit in found}
    family = Family.objects.get(pk=citizen.FAMILY_ID)
    told = {each.component.code: each for each in entitlements_of_family(officer, family.pk, clock.now().date())}
    assert told["rastra"].verdict == "MET"
    assert not told["rastra"].already_enrolled


@pytest.mark.django_db
def test_district_without_people_is_refused() -> None:
    with pytest.raises(district.DistrictNotReady, match="belum tersedia"):
        district.build(district="jember", families=None, progress=quietly)


@pytest.mark.django_db
def test_bulk_door_is_for_the_program_only(cast: Cast) -> None:
    rows = citizen.rows("73.12.01.2001", "Watansoppeng")
    for actor in (cast.actor("DATA_OFFICER"), system_actor("lain")):
        with pytest.raises(Denied):
            fill_registry(rows=rows, area="73.12", by=actor, at=clock.now())
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_bulk_door_seals_numbers_that_can_be_found_again(cast: Cast) -> None:
    rows = citizen.rows("73.12.01.2001", "Watansoppeng")
    written = fill_registry(rows=rows, area="73.12", by=MAKER, at=clock.now())
    assert written["registry_person"] == 4
    person = rows.persons[0]
    assert person.nik is not None
    stored = Person.objects.get(pk=person.id)
    assert stored.nik_cipher is not None
    assert person.nik.encode() not in bytes(stored.nik_cipher)
    assert registry_queries.find_person_by_nik(cast.actor("FRONT_OFFICE"), person.nik) == stored.pk
    assert stored.mother_name == "Contoh Hatijah"
    assert stored.education_code == ""
