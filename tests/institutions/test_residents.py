"""Who comes to live in an institution and leaves it: beds, one home at a time, who may see it, what it never tells."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from psycopg.types.range import DateRange

from rangkul.institutions import actions, policies, queries
from rangkul.institutions.errors import AlreadyResident, NoFreeBed, NoSuchInstitution, UnableToChange
from rangkul.institutions.facts import institution_facts
from rangkul.institutions.models import Residency
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import AccessLog, Event
from rangkul.platform.policy.walls import scoped
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries
from rangkul.registry.errors import NoSuchRecord, UnableToMerge
from tests.institutions.stage import TODAY, Screen, a_panti, admit, boxes, days_ago, room_of, user_of
from tests.people import FAR_VILLAGE, VILLAGE
from tests.registry.factories import make_family, make_person

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("B09")
@pytest.mark.requirement("R127")
def test_beds_are_counted_and_never_given_away_twice(cast: Any) -> None:
    panti, village, office = a_panti(), cast.actor("BACK_OFFICE"), cast.actor("PROGRAMME_OFFICER")
    first = admit(panti, village, bed_group_id=room_of(panti).pk)
    assert (first.came_by, first.area_code, first.institution_area) == ("LANGSUNG", VILLAGE, panti.area_code)
    second = admit(panti, office, make_person("Hadrah Contoh"), since=days_ago(5))
    view = queries.get_home(village, panti.pk, on=TODAY)
    assert (view.row.beds, view.row.residents, view.row.free) == (2, 2, 0)
    before = queries.get_home(village, panti.pk, on=days_ago(7)).row
    assert (before.residents, before.free) == (1, 1)
    third = make_person("Lamellong Contoh")
    with pytest.raises(NoFreeBed, match="2 tempat tidur, sudah dihuni 2 orang"):
        admit(panti, village, third)
    with pytest.raises(Denied, match="melebihi kapasitas"):
        admit(panti, village, third, overfill_reason="kasur tambahan di aula")
    over = admit(panti, office, third, overfill_reason="kasur tambahan di aula")
    assert over.overfill_reason == "kasur tambahan di aula"
    assert queries.get_home(village, panti.pk, on=TODAY).row.free == 0
    [(_each, facts)] = institution_facts(on=TODAY, institution_id=panti.pk)
    assert facts["jumlah_klien"] == 3
    actions.discharge_resident(
        residency_id=second.pk, on=TODAY, reason="REUNIFIKASI", destination="rumah anak di Desa Tetangga", note="",
        by=office, at=clock.now(),
    )  # fmt: skip
    assert institution_facts(on=TODAY, institution_id=panti.pk)[0][1]["jumlah_klien"] == 2
    with pytest.raises(UnableToChange, match="sudah dicatat keluar"):
        actions.discharge_resident(
            residency_id=second.pk, on=TODAY, reason="MANDIRI", destination="rumah", note="", by=office, at=clock.now()
        )


def test_what_an_admission_refuses(cast: Any) -> None:
    panti, other, office = a_panti(), a_panti("Panti Lain"), cast.actor("PROGRAMME_OFFICER")
    actions.set_beds(institution_id=panti.pk, name="Wisma Mawar", beds=1, since=days_ago(9), sex="L",
                     by=office, at=clock.now())  # fmt: skip
    woman = make_person()
    with pytest.raises(Refused, match="hari ini atau sebelumnya"):
        admit(panti, office, woman, since=date(TODAY.year + 1, 1, 1))
    with pytest.raises(Refused, match="kamar perempuan"):
        admit(panti, office, woman, since=TODAY, bed_group_id=room_of(panti, "Wisma Mawar").pk)
    with pytest.raises(Refused, match="Alasan masuk"):
        admit(panti, office, woman, reason=" ")
    admit(panti, office, woman)
    with pytest.raises(AlreadyResident, match="sejak"):
        admit(other, office, woman, since=TODAY)
    row = Residency.objects.get()
    row.pk, row.institution, row.period = other.pk, other, DateRange(TODAY, None)
    with pytest.raises(IntegrityError, match="one_home_at_a_time"), transaction.atomic():
        row.save(force_insert=True)
    dead = make_person("Almarhum Contoh", died_on=days_ago(40))
    with pytest.raises(Refused, match="masih hidup"):
        admit(panti, office, dead)
    Residency.objects.update(bed_group=room_of(panti))
    with pytest.raises(UnableToChange, match="dihuni 1 orang"):
        actions.set_beds(institution_id=panti.pk, name="Wisma Melati", beds=0, since=TODAY, by=office, at=clock.now())


@pytest.mark.requirement("B09")
def test_a_stay_stands_with_the_person_and_the_family_but_not_why(cast: Any) -> None:
    panti, village = a_panti(), cast.actor("BACK_OFFICE")
    person = make_person("Hadrah Contoh")
    family = make_family(person)
    admit(panti, village, person, reason="Menderita TBC dan terlantar.")
    for timeline in (
        registry_queries.timeline_of_person(village, person.pk),
        registry_queries.timeline_of_family(village, family.pk),
    ):
        assert "Mulai tinggal di Panti Contoh" in timeline.entries[0].title
        assert "TBC" not in f"{timeline.entries}"
    assert not Event.objects.filter(reason__contains="TBC").exists()
    assert b"TBC" not in bytes(Residency.objects.get().reason_cipher)
    page = Screen(cast.user("BACK_OFFICE")).get(reverse("web:registry:person", args=[person.pk])).content.decode()
    assert "Tinggal di lembaga" in page
    assert "Panti Contoh" in page
    card = Screen(cast.user("FRONT_OFFICE")).get(reverse("web:registry:family", args=[family.pk])).content.decode()
    assert "Panti Contoh" in card
    assert queries.stays_of(cast.elsewhere("BACK_OFFICE"), [person.pk], on=TODAY) == []


def test_the_name_of_a_house_for_the_disabled_is_kept_from_who_may_not_know(cast: Any) -> None:
    panti = a_panti("LKS Netra Contoh", kind="LKS_DISABILITAS")
    person = make_person()
    family = make_family(person)
    admit(panti, cast.actor("BACK_OFFICE"), person)
    for name, subject in (("person", person.pk), ("family", family.pk)):
        url = reverse(f"web:registry:{name}", args=[subject])
        sees = Screen(cast.user("BACK_OFFICE")).get(url).content.decode()
        assert "LKS Netra Contoh" in sees
        hidden = Screen(cast.user("FRONT_OFFICE")).get(url).content.decode()
        assert "Netra" not in hidden
        assert "lembaga sosial" in hidden
    timeline = registry_queries.timeline_of_person(cast.actor("FRONT_OFFICE"), person.pk)
    assert "Netra" not in f"{timeline}"


def test_an_institution_sees_its_own_residents_and_no_others(cast: Any) -> None:
    panti, other, office = a_panti(), a_panti("Panti Lain"), cast.actor("PROGRAMME_OFFICER")
    mine = admit(panti, office, make_person("Hadrah Contoh"))
    theirs = admit(other, office, make_person("Lamellong Contoh"))
    user, actor = user_of(cast, panti)
    assert {each.pk for each in policies.residents_visible_to(actor)} == {mine.pk}
    for row in (mine, theirs):
        assert policies.can_view_resident(actor, row) is (row.pk == mine.pk)
    with scoped(actor):
        assert {each.pk for each in Residency.objects.all()} == {mine.pk}
        connection.cursor().execute("RESET ROLE")
    with pytest.raises(NoSuchInstitution):
        queries.get_resident(actor, theirs.pk, at=clock.now())
    with pytest.raises(Denied):
        actions.discharge_resident(
            residency_id=theirs.pk, on=TODAY, reason="MANDIRI", destination="rumah", note="", by=actor, at=clock.now()
        )
    screen = Screen(user)
    assert screen.get(reverse("web:institutions:institution-list")).status_code == 303
    page = screen.get(reverse("web:institutions:resident-list", args=[panti.pk])).content.decode()
    assert "Hadrah Contoh" in page
    assert "Lamellong" not in page
    assert screen.get(reverse("web:institutions:resident-list", args=[other.pk])).status_code == 404
    assert screen.get(reverse("web:institutions:resident", args=[theirs.pk])).status_code == 404
    assert screen.get(reverse("web:registry:person", args=[mine.person_id])).status_code in (403, 404)
    left = screen.post(
        reverse("web:institutions:resident-discharge", args=[mine.pk]),
        {**boxes("on", TODAY), "reason": "REUNIFIKASI", "destination": "rumah anak", "revision": mine.revision},
    )
    assert left.status_code == 303
    mine.refresh_from_db()
    assert (mine.left_reason, mine.period.upper) == ("REUNIFIKASI", TODAY)
    assert "Penghuni Panti Contoh" in screen.get(reverse("web:home:worklist")).content.decode()


def test_who_may_see_residents_at_all(cast: Any) -> None:
    panti, office = a_panti(), cast.actor("PROGRAMME_OFFICER")
    row = admit(panti, office)
    assert policies.residents_visible_to(cast.actor("BACK_OFFICE")).count() == 0
    assert policies.residents_visible_to(cast.actor("ADMINISTRATOR")).count() == 0
    assert policies.residents_visible_to(cast.actor("AUDITOR")).count() == 1
    far = make_person("Jauh Contoh", FAR_VILLAGE)
    with pytest.raises(NoSuchRecord):
        admit(panti, cast.actor("BACK_OFFICE"), far)
    village = Screen(cast.user("BACK_OFFICE"))
    assert village.get(reverse("web:institutions:institution", args=[panti.pk])).status_code == 200
    assert village.get(reverse("web:institutions:resident-list", args=[panti.pk])).status_code == 403
    assert village.get(reverse("web:institutions:resident-export", args=[panti.pk])).status_code == 403
    assert village.get(reverse("web:institutions:resident", args=[row.pk])).status_code == 404
    officer = Screen(cast.user("PROGRAMME_OFFICER"))
    assert "tidak ada yang merawat" in officer.get(reverse("web:institutions:resident", args=[row.pk])).content.decode()
    assert AccessLog.objects.filter(subject_id=row.person_id, fields=["alasan masuk lembaga"]).exists()
    book = officer.get(reverse("web:institutions:resident-export", args=[panti.pk])).content.decode()
    assert "Siti Contoh" in book
    assert "merawat" not in book


def test_a_transfer_and_two_officials_at_once(cast: Any) -> None:
    panti, other, office = a_panti(), a_panti("Panti Lain", beds=1), cast.actor("PROGRAMME_OFFICER")
    row = admit(panti, office)
    told: dict[str, Any] = {
        "residency_id": row.pk, "to_institution_id": other.pk, "on": TODAY, "reason": "Lebih dekat dengan anaknya.",
        "by": office, "at": clock.now(), "revision": row.revision,
    }  # fmt: skip
    new = actions.transfer_resident(**told)
    row.refresh_from_db()
    assert (row.left_reason, row.moved_to_id, row.period.upper) == ("PINDAH", new.pk, TODAY)
    assert (new.came_by, new.institution_id, new.period.lower) == ("PINDAHAN", other.pk, TODAY)
    with pytest.raises(UnableToChange, match="sudah dicatat keluar"):
        actions.transfer_resident(**told)
    with pytest.raises(UnableToChange, match="Petugas lain"):
        actions.discharge_resident(
            residency_id=new.pk, on=TODAY, reason="MANDIRI", destination="rumah", note="", by=office, at=clock.now(),
            revision=new.revision + 1,
        )  # fmt: skip
    with pytest.raises(NoFreeBed, match="1 tempat tidur"):
        actions.transfer_resident(
            **(told | {"residency_id": admit(panti, office, make_person("B Contoh")).pk, "revision": 1})
        )


def test_two_records_that_lived_somewhere_on_one_day_do_not_merge(cast: Any) -> None:
    panti, office = a_panti(), cast.actor("PROGRAMME_OFFICER")
    one, two = make_person("Hadrah Contoh"), make_person("Hadrah Contoh")
    admit(panti, office, one)
    row = admit(panti, office, two)
    merge: dict[str, Any] = {
        "keep_id": one.pk, "merge_id": two.pk, "reason": "orang yang sama", "by": cast.actor("DATA_OFFICER"),
        "at": clock.now(),
    }  # fmt: skip
    with pytest.raises(UnableToMerge, match="tinggal di lembaga"):
        registry_actions.merge_persons(**merge)
    actions.discharge_resident(
        residency_id=row.pk, on=days_ago(9), reason="PERGI", destination="", note="", by=office, at=clock.now()
    )
    Residency.objects.filter(pk=row.pk).update(period=DateRange(days_ago(60), days_ago(50)))
    registry_actions.merge_persons(**merge)
    assert len(queries.stays_of(office, [one.pk], on=TODAY)) == 2
    with pytest.raises(AlreadyResident):
        admit(a_panti("Panti Lain"), office, one, since=TODAY)


def test_admission_by_hand(cast: Any) -> None:
    panti, person = a_panti(beds=1), make_person("Hadrah Contoh")
    officer = Screen(cast.user("PROGRAMME_OFFICER"))
    url = reverse("web:institutions:resident-admit", args=[panti.pk])
    found = officer.get(url, q="Hadrah").content.decode()
    assert f"?warga={person.pk}" in found
    told = {**boxes("since", TODAY), "room": str(room_of(panti).pk), "reason": "Terlantar di pasar."}
    assert officer.post(f"{url}?warga={person.pk}", told).status_code == 303
    again = officer.post(f"{url}?warga={make_person('Kedua Contoh').pk}", told)
    assert again.status_code == 422
    assert "1 tempat tidur, sudah dihuni 1 orang" in again.content.decode()
    assert Residency.objects.count() == 1
    assert officer.get(f"{url}?warga={panti.pk}").status_code == 404
    assert Screen(cast.user("FRONT_OFFICE")).get(url).status_code == 403
