"""A bed is asked for by the desk and by an institution; each answers, the office admits; a death frees the bed."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from psycopg.types.range import DateRange

from rangkul.accounts.models import Duty, User
from rangkul.desk import actions as desk_actions
from rangkul.institutions import actions, queries
from rangkul.institutions.errors import NoFreeBed, NoSuchInstitution, UnableToChange
from rangkul.institutions.models import BedRequest, Residency
from rangkul.institutions.tasks import end_stays_of_the_dead, let_held_beds_go
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import Event
from rangkul.platform.outbox.models import Message
from rangkul.platform.policy.walls import scoped
from rangkul.registry import actions as registry_actions
from rangkul.registry.models import Person
from tests.desk.stage import a_matched_case, a_referral, an_agency
from tests.institutions.stage import TODAY, Screen, a_panti, admit, boxes, days_ago, room_of, user_of
from tests.people import Cast
from tests.registry.factories import lent, make_person

pytestmark = pytest.mark.django_db
STORY = "Ditemukan di pasar, tidak ada keluarga."


def offered(panti: Any, own: Any, name: str = "Hadrah Contoh", **more: Any) -> BedRequest:
    told: dict[str, Any] = {"sex": "P", "birth_date": None, "origin": "pasar", "reason": STORY}
    return actions.offer_bed(institution_id=panti.pk, name=name, **(told | more), by=own, at=clock.now())


def told_of(row: BedRequest) -> dict[str, list[UUID]]:
    """{kind of message: whom it was put for} about a request; no message says anything of the person."""
    found: dict[str, list[UUID]] = {}
    for each in Message.objects.filter(about_id=row.pk).order_by("user_id"):
        assert row.name not in str(each.values)
        found.setdefault(each.template, []).append(each.user_id)
    return found


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
    screen = Screen(User.objects.get(pk=own.user_id))  # goes along: sees the request, in the house that goes on
    assert screen.get(reverse("web:institutions:request", args=[moved.pk])).status_code == 200
    own_house = screen.get(reverse("web:institutions:institution", args=[other.pk]))
    assert own_house.status_code == 200
    assert Duty.objects.filter(user=own.user_id).count() == 2
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
    assert home.post(accept, {"room": "", "text": "Besok.", **boxes("until", TODAY + timedelta(30))}).status_code == 422
    assert home.post(accept, {"room": "", "text": "Besok pagi, bawa KTP."}).status_code == 303
    assert home.post(accept, {"room": "", "text": "Lagi."}).status_code in (403, 422)
    page = screen.get(reverse("web:institutions:referral-admit", args=[referral.pk])).content.decode()
    assert "Besok pagi" in page
    assert "disimpan sampai" in page
    assert told_of(row) == {"institutions.request.asked": [user.pk], "institutions.request.accepted": [desk.user_id]}
    [bell] = Message.objects.filter(user_id=desk.user_id, about_id=row.pk)
    opened = screen.get(reverse("web:platform:notification", args=[bell.pk]))
    assert opened.url == reverse("web:institutions:request", args=[row.pk])
    desk_actions.admit_referred(
        referral_id=referral.pk, institution_id=panti.pk, since=TODAY, reason=STORY, by=desk, at=clock.now()
    )
    assert dict(BedRequest.objects.values_list("institution__name", "state")) == {
        "Panti Contoh": "MASUK",
        "Panti Lain": "DITARIK",
    }


@pytest.mark.requirement("R127")
def test_an_accepted_request_holds_a_bed_until_somebody_comes_or_its_days_are_over(cast: Any) -> None:
    panti, desk, office = a_panti(beds=1), cast.actor("BACK_OFFICE"), cast.actor("PROGRAMME_OFFICER")
    user, own = user_of(cast, panti)
    agency = an_agency(name="Panti dan LKS", kind="LKS")
    first, second = (a_referral(cast, a_matched_case(cast), agency_id=agency.pk) for _each in range(2))
    rows = [
        actions.ask_for_bed(
            institution_id=panti.pk, referral_id=each.pk, name="Besse Contoh", sex="P", birth_date=None,
            area=each.area_code, origin="", reason=STORY, by=desk, at=clock.now(),
        )
        for each in (first, second)
    ]  # fmt: skip
    told: dict[str, Any] = {"verb": "accept", "text": "", "by": own, "at": clock.now()}
    held = actions.answer_request(request_id=rows[0].pk, **told, bed_group_id=room_of(panti).pk)
    assert held.held_until == TODAY + timedelta(actions.HELD_DAYS)
    with pytest.raises(UnableToChange, match="1 disimpan untuk yang akan datang"):
        actions.answer_request(request_id=rows[1].pk, **told)
    with pytest.raises(NoFreeBed):
        admit(panti, office, since=TODAY)
    house = Screen(user)
    assert "disimpan sampai" in house.get(reverse("web:institutions:request-list")).content.decode()
    profile = house.get(reverse("web:institutions:institution", args=[panti.pk])).content.decode()
    assert "1 tempat tidur disimpan untuk orang yang akan datang" in profile
    row = queries.get_home(office, panti.pk, on=TODAY).row
    assert (row.free, row.held, row.rooms[0].free) == (0, 1, 0)
    with pytest.raises(UnableToChange, match="tempat tidur disimpan untuk permintaan"):
        actions.set_beds(institution_id=panti.pk, name="Wisma Melati", beds=0, since=TODAY, by=own, at=clock.now())
    assert let_held_beds_go() == 0
    BedRequest.objects.filter(pk=held.pk).update(held=DateRange(days_ago(4), TODAY))
    assert queries.get_home(office, panti.pk, on=TODAY).row.free == 1  # also before the hour comes round
    assert let_held_beds_go() == 1
    held.refresh_from_db()
    assert (held.state, told_of(held)["institutions.request.expired"]) == ("LEWAT", sorted([user.pk, desk.user_id]))
    actions.answer_request(request_id=rows[1].pk, **told)
    stay = admit(panti, desk, since=TODAY, referral_id=second.pk)  # the bed is held for this very person
    assert stay.institution_id == panti.pk
    with pytest.raises(Denied):
        actions.expire_request(request_id=held.pk, by=own, at=clock.now())


@pytest.mark.requirement("B09")
def test_a_death_in_the_registry_ends_the_stay_and_frees_the_bed(cast: Any) -> None:
    panti, office, keeper = a_panti(beds=1), cast.actor("PROGRAMME_OFFICER"), cast.actor("DATA_OFFICER")
    person = make_person("Hadrah Contoh")
    stay = admit(panti, office, person)
    other = make_person("Kedua Contoh")
    with pytest.raises(NoFreeBed):
        admit(panti, office, other, since=TODAY)
    told: dict[str, Any] = {"person_id": person.pk, "by": lent(keeper), "at": clock.now()}
    registry_actions.record_death(**told, died_on=days_ago(2), evidence="Surat kematian")
    stay.refresh_from_db()
    assert (stay.left_reason, stay.period.upper, stay.left_by_name) == ("MENINGGAL", days_ago(2), keeper.name)
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
def test_two_officials_and_the_house_give_the_last_bed_away_once() -> None:
    cast = Cast.gather()
    panti, office = a_panti(beds=1), cast.actor("PROGRAMME_OFFICER")
    people = [make_person(f"Warga {number}") for number in range(2)]
    _user, own = user_of(cast, panti)
    asked = actions.ask_for_bed(
        institution_id=panti.pk, referral_id=new_id(), name="Besse Contoh", sex="P", birth_date=None,
        area=panti.area_code, origin="", reason=STORY, by=cast.actor("BACK_OFFICE"), at=clock.now(),
    )  # fmt: skip
    results: list[str] = []
    start = threading.Barrier(3)

    def at_a_desk(person: Any) -> None:
        try:
            start.wait(10)
            if person is None:
                actions.answer_request(request_id=asked.pk, verb="accept", text="", by=own, at=clock.now())
            else:
                admit(panti, office, person, since=TODAY)
            results.append("given")
        except (NoFreeBed, UnableToChange):
            results.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=at_a_desk, args=(each,)) for each in [*people, None]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["full", "full", "given"]
