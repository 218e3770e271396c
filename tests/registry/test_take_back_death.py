"""A death that was recorded wrongly is taken back: with a paper, by two persons, and the family is whole again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.registry import actions, queries
from rangkul.registry.enums import ChangeKind
from rangkul.registry.models import Membership, Person
from tests.people import Cast
from tests.registry.factories import a_kk, a_nik, lent, make_family, make_person
from tests.web.test_vulnerable_pages import PNG

pytestmark = pytest.mark.django_db
WHEN = date(2026, 3, 2)


def died(person: Person, cast: Cast, on: date = WHEN) -> None:
    actions.record_death(person_id=person.pk, died_on=on, by=lent(cast.actor("DATA_OFFICER")), at=clock.now())


def back(person: Person, cast: Cast, role: str = "DATA_OFFICER", **told: Any) -> Person:
    words: dict[str, Any] = {"evidence": "Surat keterangan hidup 7", "reason": "salah orang"} | told
    return actions.take_back_death(person_id=person.pk, by=lent(cast.actor(role)), at=clock.now(), **words)


def memberships(person: Person) -> list[tuple[str, date | None, str]]:
    rows = Membership.objects.filter(person=person).order_by("period")
    return [(row.relation, row.period.upper, row.end_reason) for row in rows]


@pytest.mark.requirement("W07")
def test_the_membership_that_the_death_ended_runs_on(cast: Cast) -> None:
    head, wife = make_person("Baso Contoh", nik=a_nik(1)), make_person("Besse Contoh")
    family = make_family(head, wife, kk=a_kk(1))
    died(wife, cast)
    assert back(wife, cast).died_on is None
    assert [row[1:] for row in memberships(wife)] == [(None, "")]
    told = queries.timeline_of_family(cast.actor("DATA_OFFICER"), family.pk).entries[0].title
    assert told == "Catatan meninggal “Besse Contoh” dibatalkan: orangnya masih hidup"


def test_who_headed_the_family_comes_back_beside_the_new_head(cast: Cast) -> None:
    head, wife = make_person("Baso Contoh"), make_person("Besse Contoh")
    family = make_family(head, wife)
    died(head, cast)
    actions.change_head(
        family_id=family.pk,
        person_id=wife.pk,
        on=WHEN + timedelta(days=1),
        by=lent(cast.actor("DATA_OFFICER")),
        at=clock.now(),
    )
    back(head, cast)
    assert [(relation, upper) for relation, upper, _why in memberships(head)][-1] == ("OTHER", None)
    assert memberships(wife)[-1][:2] == ("HEAD", None)
    family.refresh_from_db()
    assert family.head_name == "Besse Contoh"


def test_the_family_that_ended_with_the_last_member_lives_again(cast: Cast) -> None:
    alone = make_person("Indo Contoh")
    family = make_family(alone, kk=a_kk(3))
    died(alone, cast)
    family.refresh_from_db()
    family.ended_on = WHEN + timedelta(days=1)
    family.save(update_fields=["ended_on"])
    back(alone, cast)
    family.refresh_from_db()
    assert family.ended_on is None
    assert memberships(alone) == [("HEAD", None, "")]


def test_only_the_dead_with_evidence_and_inside_the_area(cast: Cast) -> None:
    person = make_person("Siti Contoh")
    with pytest.raises(Refused, match="Tanggal meninggal"):
        back(person, cast)
    died(person, cast)
    with pytest.raises(Refused, match="Bukti"):
        back(person, cast, evidence="  ")
    with pytest.raises(Denied):
        actions.take_back_death(
            person_id=person.pk, evidence="Surat 1", by=cast.elsewhere("VILLAGE_OPERATOR"), at=clock.now()
        )
    person.refresh_from_db()
    assert person.died_on == WHEN


@pytest.mark.requirement("W07")
def test_the_request_needs_a_paper_and_a_second_person(cast: Cast, client: Client) -> None:
    person = make_person("Siti Contoh")
    died(person, cast)
    asker = cast.actor("VILLAGE_OPERATOR")
    client.force_login(cast.user("VILLAGE_OPERATOR"))
    offered = client.get(f"{reverse('web:registry:change-new')}?orang={person.pk}").content.decode()
    assert "pembatalan catatan meninggal" in offered
    assert "kematian" not in offered
    assert (
        client.get(f"{reverse('web:registry:change-ask', args=['batal-meninggal'])}?orang={person.pk}").status_code
        == 200
    )
    change = actions.draft_change(
        kind=ChangeKind.ALIVE,
        happened_on=WHEN,
        proposed={"evidence": "Surat keterangan hidup 7"},
        person_id=person.pk,
        by=asker,
        at=clock.now(),
    )
    with pytest.raises(Refused, match="Dokumen"):
        actions.submit_change(change_id=change.pk, by=asker, at=clock.now())
    actions.attach_document(change_id=change.pk, content=PNG, name="surat.png", by=asker, at=clock.now())
    actions.submit_change(change_id=change.pk, by=asker, at=clock.now())
    with pytest.raises(Denied):
        actions.check_change(change_id=change.pk, by=asker, at=clock.now())
    done = actions.check_change(change_id=change.pk, by=cast.actor("KECAMATAN_OFFICER"), at=clock.now())
    person.refresh_from_db()
    assert (done.state, person.died_on) == ("APPLIED", None)


def test_of_the_living_it_cannot_be_asked(cast: Cast, client: Client) -> None:
    person = make_person("Siti Contoh")
    client.force_login(cast.user("VILLAGE_OPERATOR"))
    offered = client.get(f"{reverse('web:registry:change-new')}?orang={person.pk}").content.decode()
    assert "pembatalan catatan meninggal" not in offered
    page = client.get(f"{reverse('web:registry:change-ask', args=['batal-meninggal'])}?orang={person.pk}")
    assert page.status_code == 404
