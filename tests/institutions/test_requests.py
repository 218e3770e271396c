"""A bed is asked for by the desk and by an institution; each answers, the office admits; a death frees the bed."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from rangkul.desk import actions as desk_actions
from rangkul.institutions import actions, queries
from rangkul.institutions.errors import NoFreeBed, NoSuchInstitution, UnableToChange
from rangkul.institutions.models import BedRequest, Residency
from rangkul.institutions.tasks import end_stays_of_the_dead
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.policy.walls import scoped
from rangkul.registry import actions as registry_actions
from rangkul.registry.models import Person
from tests.desk.stage import a_matched_case, a_referral, an_agency
from tests.institutions.stage import TODAY, Screen, a_panti, admit, boxes, days_ago, user_of
from tests.people import Cast
from tests.registry.factories import make_person

pytestmark = pytest.mark.django_db
STORY = "Ditemukan di pasar, tidak ada keluarga."


def offered(panti: Any, own: Any, name: str = "Hadrah Contoh", **more: Any) -> BedRequest:
    told: dict[str, Any] = {"sex": "P", "birth_date": None, "origin": "pasar", "reason": STORY}
    return actions.offer_bed(institution_id=panti.pk, name=name, **(told | more), by=own, at=clock.now())


@pytest.mark.requirement("B09")
def test_an_institution_asks_and_the_office_confirms(cast: Any) -> None:
    panti, person = a_panti(), make_person("Hadrah Contoh")
    user, _own = user_of(cast, panti)
    house, office = Screen(user), Screen(cast.user("PROGRAMME_OFFICER"))
    told = {"name": "Hadrah Contoh", "sex": "P", "origin": "pasar", "reason": STORY}
    offer = reverse("web:institutions:request-offer")
    assert house.post(offer, told | {"reason": ""}).status_code == 422
    assert house.post(offer, told).status_code == 303
    again = house.post(offer, told)
    assert again.status_code == 422
    assert "sudah diminta oleh Petugas Panti" in again.content.decode()
    row = BedRequest.objects.get()
    assert STORY.encode() not in bytes(row.reason_cipher)
    assert not Event.objects.filter(data__icontains="Hadrah").filter(name__startswith="institutions.request").exists()
    assert "Permintaan tempat menunggu Anda" in office.get(reverse("web:home:worklist")).content.decode()
    page = office.get(reverse("web:institutions:request", args=[row.pk])).content.decode()
    assert STORY in page
    admission = f"{reverse('web:institutions:resident-admit', args=[panti.pk])}?permintaan={row.pk}"
    found = office.get(admission).content.decode()
    assert f"?warga={person.pk}&amp;permintaan={row.pk}" in found
    said = {**boxes("since", TODAY), "room": "", "reason": STORY}
    assert office.post(f"{admission}&warga={person.pk}", said).status_code == 303
    row.refresh_from_db()
    stay = Residency.objects.get()
    assert (row.state, row.residency_id, row.answered_by_name) == (
        "MASUK",
        stay.pk,
        cast.user("PROGRAMME_OFFICER").name,
    )
    late = office.post(f"{admission}&warga={make_person('Lain Contoh').pk}", said)
    assert late.status_code == 422
    assert "sudah diterima oleh" in late.content.decode()
    assert "Hadrah Contoh" in house.get(reverse("web:institutions:request-list"), selesai="1").content.decode()


def test_who_asks_and_who_answers(cast: Any) -> None:
    panti, other = a_panti(), a_panti("Panti Lain")
    (_user, own), (stranger, theirs) = user_of(cast, panti), user_of(cast, other)
    row = offered(panti, own)
    with pytest.raises(Denied):
        offered(panti, theirs)
    with pytest.raises(Refused, match="Tanggal lahir"):
        offered(panti, own, "Bayi Contoh", birth_date=TODAY + timedelta(days=2))
    told: dict[str, Any] = {"request_id": row.pk, "text": "Bukan warga terlantar.", "at": clock.now()}
    for actor in (theirs, cast.actor("BACK_OFFICE"), own):
        with pytest.raises(Denied):
            actions.answer_request(**told, verb="refuse", by=actor)
    with pytest.raises(NoSuchInstitution):
        queries.get_request(theirs, row.pk, at=clock.now())
    assert Screen(stranger).get(reverse("web:institutions:request", args=[row.pk])).status_code == 404
    with scoped(theirs):
        assert not BedRequest.objects.exists()
        connection.cursor().execute("RESET ROLE")
    with pytest.raises(Refused, match="Alasan"):
        actions.answer_request(**(told | {"text": ""}), verb="refuse", by=cast.actor("PROGRAMME_OFFICER"))
    actions.answer_request(**told, verb="refuse", by=cast.actor("PROGRAMME_OFFICER"))
    with pytest.raises(UnableToChange, match="sudah ditolak oleh"):
        actions.answer_request(**told, verb="withdraw", by=own)
    moved, office = offered(panti, own, "Besse Contoh"), cast.actor("PROGRAMME_OFFICER")
    ground = actions.Ground(on=days_ago(1), reason="Digabung menurut hasil kajian.")
    actions.merge_institutions(from_ids=[panti.pk], into_id=other.pk, ground=ground, by=office, at=clock.now())
    moved.refresh_from_db()
    assert (moved.institution_id, moved.state) == (other.pk, "DIMINTA")
    shut = actions.Ground(on=TODAY, reason="Izinnya dicabut.")
    actions.close_institution(institution_id=other.pk, ground=shut, by=office, at=clock.now())
    moved.refresh_from_db()
    assert (moved.state, moved.answer) == ("DITARIK", "Panti Lain tidak berjalan lagi.")


@pytest.mark.requirement("R127")
def test_the_desk_asks_institutions_before_it_sends_somebody(cast: Any) -> None:
    panti, other, desk = a_panti(), a_panti("Panti Lain"), cast.actor("BACK_OFFICE")
    user, own = user_of(cast, panti)
    referral = a_referral(cast, a_matched_case(cast), agency_id=an_agency(name="Panti dan LKS", kind="LKS").pk)
    screen, ask = Screen(cast.user("BACK_OFFICE")), reverse("web:institutions:referral-ask", args=[referral.pk])
    for house, code in ((panti, 303), (panti, 422), (other, 303)):
        assert screen.post(ask, {"home": str(house.pk), "reason": STORY}).status_code == code
    row = BedRequest.objects.get(institution=panti)
    [mine] = queries.requests_waiting_for(own)
    assert mine.id == row.pk
    home = Screen(user)
    accept = reverse("web:institutions:request-step", args=[row.pk, "accept"])
    assert home.post(accept, {"room": "", "text": "Besok pagi, bawa KTP."}).status_code == 303
    assert home.post(accept, {"room": "", "text": "Lagi."}).status_code in (403, 422)
    assert "Besok pagi" in screen.get(reverse("web:institutions:referral-admit", args=[referral.pk])).content.decode()
    desk_actions.admit_referred(
        referral_id=referral.pk, institution_id=panti.pk, since=TODAY, reason=STORY, by=desk, at=clock.now()
    )
    assert dict(BedRequest.objects.values_list("institution__name", "state")) == {
        "Panti Contoh": "MASUK",
        "Panti Lain": "DITARIK",
    }


@pytest.mark.requirement("B09")
def test_a_death_in_the_registry_ends_the_stay_and_frees_the_bed(cast: Any) -> None:
    panti, office, data = a_panti(beds=1), cast.actor("PROGRAMME_OFFICER"), cast.actor("DATA_OFFICER")
    person = make_person("Hadrah Contoh")
    stay = admit(panti, office, person)
    other = make_person("Kedua Contoh")
    with pytest.raises(NoFreeBed):
        admit(panti, office, other, since=TODAY)
    told: dict[str, Any] = {"person_id": person.pk, "by": data, "at": clock.now()}
    registry_actions.record_death(**told, died_on=days_ago(2), evidence="Surat kematian")
    stay.refresh_from_db()
    assert (stay.left_reason, stay.period.upper, stay.left_by_name) == ("MENINGGAL", days_ago(2), data.name)
    assert queries.get_home(office, panti.pk, on=TODAY).row.free == 1
    registry_actions.take_back_death(**told, evidence="Surat keterangan hidup")
    stay.refresh_from_db()
    assert (stay.left_reason, stay.period.upper) == ("", None)
    Person.objects.filter(pk=person.pk).update(died_on=days_ago(30))  # as an import writes it, before the stay began
    assert end_stays_of_the_dead() == 1
    stay.refresh_from_db()
    assert (stay.left_reason, stay.period.upper) == ("MENINGGAL", days_ago(9))
    assert end_stays_of_the_dead() == 0
    admit(panti, office, other, since=TODAY)


@pytest.mark.django_db(transaction=True)
def test_two_officials_give_the_last_bed_away_once() -> None:
    cast = Cast.gather()
    panti, office = a_panti(beds=1), cast.actor("PROGRAMME_OFFICER")
    people = [make_person(f"Warga {number}") for number in range(2)]
    results: list[str] = []
    start = threading.Barrier(2)

    def at_a_desk(person: Any) -> None:
        try:
            start.wait(10)
            results.append(type(admit(panti, office, person, since=TODAY)).__name__)
        except NoFreeBed:
            results.append("NoFreeBed")
        finally:
            connection.close()

    threads = [threading.Thread(target=at_a_desk, args=(each,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["NoFreeBed", "Residency"]
