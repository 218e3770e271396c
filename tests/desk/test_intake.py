"""Intake: who tells it and whom it is about, how urgent it is, anonymous or not, found in the registry or registered."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from rangkul.desk import actions, queries
from rangkul.desk.actions import Concerned
from rangkul.desk.enums import CaseKind, Channel, MatchResult, Relationship, Sector, Urgency
from rangkul.desk.errors import CaseChanged
from rangkul.desk.models import Case
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import Event
from rangkul.registry.errors import NikAlreadyRegistered, NoSuchRecord
from rangkul.registry.models import Family, Identity, Person
from tests.desk.stage import Visitor, a_case, a_need, a_web_case
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.registry.factories import a_kk, a_nik, make_family, make_person

pytestmark = pytest.mark.django_db


def take_in(cast: Cast, concerned: Concerned | None = None, role: str = "FRONT_OFFICE", **fields: Any) -> Case:
    return actions.take_in_case(need=a_need(**fields), concerned=concerned, by=cast.actor(role), at=clock.now())


@pytest.mark.requirement("R405")
def test_every_channel_leads_in(cast: Cast) -> None:
    """Six at the desk, the seventh by the citizen; a referral says which agency sends."""
    by_staff = [each for each in Channel.values if each != Channel.WEB]
    for channel in by_staff:
        agency = "Puskesmas Contoh" if channel == Channel.AGENCY else ""
        assert a_case(cast.actor("FRONT_OFFICE"), channel=channel, reporter_agency=agency).channel == channel
    assert a_web_case().channel == Channel.WEB
    assert set(Case.objects.values_list("channel", flat=True)) == set(Channel.values)
    with pytest.raises(Refused, match="Lembaga yang merujuk"):
        a_case(cast.actor("FRONT_OFFICE"), channel=Channel.AGENCY)


def test_the_reporter_is_not_the_person_concerned(cast: Cast) -> None:
    case = a_case(
        cast.actor("FACILITATOR"),
        reporter_name="ibu rt contoh",
        relationship=Relationship.NEIGHBOUR,
        concerned_name="nenek contoh",
        channel=Channel.FACILITATOR,
    )
    assert (case.reporter_name, case.concerned_name) == ("Ibu Rt Contoh", "Nenek Contoh")
    alone = a_case(cast.actor("FACILITATOR"), relationship=Relationship.NEIGHBOUR)
    assert (alone.reporter_name, alone.concerned_name) == ("Siti Contoh", "")


@pytest.mark.requirement("R406")
def test_classes_come_with_the_story_or_long_after(cast: Cast) -> None:
    officer = cast.actor("FRONT_OFFICE")
    case = a_case(officer)
    assert (case.classified_at, case.sector, case.service_code) == (None, "", "")
    sorted_later = actions.classify_case(
        case_id=case.pk, kind=CaseKind.COMPLAINT, category="K03", service_code="L06",
        revision=case.revision, by=officer, at=clock.now(),
    )  # fmt: skip
    assert (sorted_later.kind, sorted_later.category) == (CaseKind.COMPLAINT, "K03")
    assert (sorted_later.service_code, sorted_later.sector) == ("L06", Sector.HEALTH), "the service gives its sector"
    assert sorted_later.classified_at is not None
    assert a_case(officer, sector=Sector.FOOD).classified_at is not None
    for wrong in ({"sector": "X"}, {"category": "K99"}, {"service_code": "L99"}):
        with pytest.raises(Refused):
            actions.classify_case(case_id=case.pk, kind=CaseKind.NEED, by=officer, at=clock.now(), **wrong)
        with pytest.raises(Refused):
            a_case(officer, **wrong)
    for about_an_official in ("N02", "N04"):
        with pytest.raises(Refused, match="lewat Pengaduan"):
            a_case(officer, category=about_an_official)
    assert a_case(officer, category="N03").category == "N03"
    for near in (cast.elsewhere("FRONT_OFFICE"), cast.actor("AUDITOR"), cast.actor("VILLAGE_OPERATOR")):
        with pytest.raises(Denied):
            actions.classify_case(case_id=case.pk, kind=CaseKind.NEED, by=near, at=clock.now())


def test_the_second_of_two_officials_is_told_and_the_case_is_marked(cast: Cast) -> None:
    one, two = cast.actor("FRONT_OFFICE"), cast.actor("BACK_OFFICE")
    case = a_case(one)
    shown = case.revision
    actions.classify_case(case_id=case.pk, kind="SARAN", revision=shown, by=one, at=clock.now())
    with pytest.raises(CaseChanged, match=one.name):
        actions.classify_case(case_id=case.pk, kind="PERTANYAAN", revision=shown, by=two, at=clock.now())
    actions.note_parallel_edit(case_id=case.pk, by=two, at=clock.now())
    case.refresh_from_db()
    assert (case.kind, case.contested_at is not None) == ("SARAN", True)
    assert [row.id for row in queries.list_cases(two, "conflicts").rows] == [case.pk]
    with pytest.raises(Denied):
        actions.settle_parallel_edit(case_id=case.pk, by=cast.elsewhere("BACK_OFFICE"), at=clock.now())
    actions.settle_parallel_edit(case_id=case.pk, by=one, at=clock.now())
    assert queries.list_cases(two, "conflicts").rows == ()


def test_complaints_may_be_anonymous_requests_for_aid_may_not(cast: Cast) -> None:
    officer = cast.actor("FRONT_OFFICE")
    unnamed = {"is_anonymous": True, "reporter_name": "", "phone": ""}
    for kind in (CaseKind.COMPLAINT, CaseKind.QUESTION, CaseKind.SUGGESTION):
        assert a_case(officer, kind=kind, **unnamed).is_anonymous
    assert a_case(officer, channel=Channel.OUTREACH, **unnamed).kind == CaseKind.NEED
    with pytest.raises(Refused, match="bantuan diserahkan kepada orang yang dikenal"):
        a_case(officer, **unnamed)
    for named in ({"reporter_name": "Budi"}, {"phone": "081234567890"}):
        with pytest.raises(Refused, match="kosong untuk pelapor tanpa nama"):
            a_case(officer, kind=CaseKind.COMPLAINT, **(unnamed | named))
    complaint = a_case(officer, kind=CaseKind.COMPLAINT, **unnamed)
    with pytest.raises(Refused, match="pelapornya tanpa nama"):
        actions.classify_case(case_id=complaint.pk, kind=CaseKind.NEED, by=officer, at=clock.now())


def test_an_urgency_says_its_kind_and_is_due_today(cast: Cast) -> None:
    officer = cast.actor("FRONT_OFFICE")
    case = a_case(officer, urgency=Urgency.VIOLENCE, urgency_reason="Suaminya mengancam dengan parang.")
    assert case.is_urgent
    assert case.due_on == clock.local_date(case.registered_at, "Asia/Makassar")
    assert b"parang" not in bytes(case.urgency_reason_cipher or b"")
    assert Event.objects.get(name="desk.case.register").data["urgent"] is True
    view = queries.get_case(cast.actor("BACK_OFFICE"), case.pk)
    assert (view.urgency_label, view.urgency_reason) == (
        "kekerasan atau ancaman di rumah",
        "Suaminya mengancam dengan parang.",
    )
    hidden = queries.get_case(cast.actor("AUDITOR"), case.pk)
    assert (hidden.is_urgent, hidden.urgency_label, hidden.urgency_reason) == (True, "", "")
    assert [row.urgency_label for row in queries.list_cases(cast.actor("AUDITOR"), "team").rows] == [""]
    with pytest.raises(Refused, match="Alasan mendesak"):
        a_case(officer, urgency=Urgency.OTHER)
    with pytest.raises(Refused):
        a_case(officer, urgency="BOSAN")
    assert not a_case(officer, urgency_reason="ditulis tanpa sebab").is_urgent


@pytest.mark.requirement("R407")
def test_somebody_without_nik_and_kk_becomes_a_citizen_with_a_family(cast: Cast) -> None:
    case = take_in(cast, Concerned(name="Tanpa Kartu", sex="P", starts_family=True), concerned_name="Tanpa Kartu")
    person = Person.objects.get()
    assert (case.state, case.match_result, case.person_id) == ("MATCHED", MatchResult.NEW, person.pk)
    assert (person.nik_status, Identity.objects.get().kind) == ("TIDAK_PUNYA", "SEMENTARA")
    assert (case.family_id, Family.objects.get().kk_cipher) == (Family.objects.get().pk, None)
    subjects = Event.objects.get(name="desk.case.match").subjects.values_list("kind", flat=True)
    assert set(subjects) == {"case", "person", "family"}


def test_somebody_who_was_found_is_tied_with_the_family(cast: Cast) -> None:
    known, alone = make_person("Siti Contoh"), make_person("Sendiri Contoh")
    family = make_family(known)
    case = take_in(cast, Concerned(person_id=known.pk, starts_family=True))
    assert (case.person_id, case.family_id, Family.objects.count()) == (known.pk, family.pk, 1)
    started = take_in(cast, Concerned(person_id=alone.pk, starts_family=True))
    assert started.family_id not in (None, family.pk)
    with pytest.raises(NoSuchRecord):
        take_in(cast, Concerned(person_id=make_person("Tetangga", NEIGHBOUR_VILLAGE).pk))
    assert Case.objects.count() == 2, "what the registry refuses leaves no case behind"


@pytest.mark.requirement("W07")
def test_the_case_goes_on_while_a_place_in_a_family_waits_for_its_check(cast: Cast) -> None:
    family = make_family(make_person("Besse Contoh"), kk=a_kk(1))
    other = take_in(cast, Concerned(person_id=family.memberships.get().person_id))
    whom = Concerned(name="Anak Contoh", kk=str(a_kk(1)), relation="CHILD", starts_family=True)
    case = take_in(cast, whom, concerned_name="Anak Contoh")
    assert (case.state, case.match_result, case.family_id) == ("MATCHED", MatchResult.NEW, family.pk)
    assert family.memberships.count() == Family.objects.count() == 1, (
        "neither in that family yet, nor in one of their own"
    )
    assert [each.ticket for each in queries.list_twins(cast.actor("FRONT_OFFICE"), case.pk)] == [other.ticket]


def test_a_nik_that_is_taken_leaves_nothing_behind(cast: Cast) -> None:
    make_person("Pemilik", nik=a_nik(1), nik_status="ADA_PADAN")
    with pytest.raises(NikAlreadyRegistered):
        take_in(cast, Concerned(name="Peminjam", nik=str(a_nik(1))))
    with pytest.raises(Refused, match="Nama warga"):
        take_in(cast, Concerned())
    assert not Case.objects.exists()
    assert Person.objects.count() == 1


def test_the_same_form_twice_registers_nobody_twice(cast: Cast) -> None:
    need, newcomer = a_need(concerned_name="Baru Contoh"), Concerned(name="Baru Contoh", starts_family=True)
    deed = {"need": need, "concerned": newcomer, "by": cast.actor("FRONT_OFFICE")}
    first = actions.take_in_case(**deed, at=clock.now())
    again = actions.take_in_case(**deed, at=clock.now())
    assert (first.pk, again.state) == (again.pk, "MATCHED")
    assert (Case.objects.count(), Person.objects.count(), Family.objects.count()) == (1, 1, 1)


NAMES = {
    "O'Neil “D’Arcy” «Sitti»": "O&#x27;neil", "ᨔᨗᨈᨗ": "ᨔᨗᨈᨗ", "ꦱꦶꦠꦶ": "ꦱꦶꦠꦶ", "سيتي": "سيتي", "ﷺ 😀 Ñandú": "ﷺ",
    "<script>alert(1)</script>": "alert", "Robert'); DROP TABLE desk_case;--": "drop table",
    "Si\u200bti \u202eitnoC\u2066 Conto\u0000h": "Siti Itnoc Contoh",
}  # fmt: skip
"""What somebody types, and a part of it that must stand on the page: as words, in its own order, nothing run."""


def test_names_with_every_kind_of_quote_and_script(cast: Cast) -> None:
    officer, desk = cast.actor("FRONT_OFFICE"), Visitor(cast, "FRONT_OFFICE")
    for name, shown in NAMES.items():
        case = a_case(officer, concerned_name=name, reporter_name=name)
        newcomer = Concerned(name=name, starts_family=True)
        if any(each.isascii() and each.isalpha() for each in name):
            take_in(cast, newcomer, concerned_name=name, reporter_name=name)
        else:  # the case keeps every script; the registry asks for the letters of the KTP, and leaves nothing behind
            with pytest.raises(Refused, match="Nama: nama sesuai KTP"), transaction.atomic():
                take_in(cast, newcomer, concerned_name=name, reporter_name=name)
        found = queries.list_cases(officer, "team", ticket=case.concerned_name[:6]).rows
        assert case.pk in {row.id for row in found}, name
        page = desk.get(reverse("web:desk:case", args=[case.pk])).content.decode()
        assert shown.lower() in page.lower(), name
        assert not {"\u200b", "\u202e", "\u2066", "\u0000"} & set(page), name
        assert "<script>alert" not in page


def test_who_may_take_in_and_where(cast: Cast) -> None:
    for actor in (cast.actor("AUDITOR"), cast.actor("VILLAGE_OPERATOR"), cast.elsewhere("FRONT_OFFICE")):
        with pytest.raises(Denied):
            actions.take_in_case(need=a_need(area=VILLAGE), by=actor, at=clock.now())
    assert not Case.objects.exists()


@pytest.mark.requirement("R106")
def test_a_sheet_of_paper_is_copied_once_with_its_day(cast: Cast) -> None:
    """A village without signal writes on numbered sheets; a wrong letter in the number is noticed, and so is a second copy."""
    desk, new = Visitor(cast, "FRONT_OFFICE"), reverse("web:desk:case-register")
    printed = desk.get(reverse("web:desk:paper-form"), desa=str(VILLAGE), lembar="5").content.decode()
    numbers = re.findall(r"paper-number\">(L-[A-Z0-9]{4}-[A-Z0-9]{4})<", printed)
    assert len(set(numbers)) == 5
    for odd in ({"lembar": "900"}, {"desa": str(NEIGHBOUR_VILLAGE), "lembar": "5"}):
        assert "Pilih desa" in desk.get(reverse("web:desk:paper-form"), **odd).content.decode()
    assert Visitor(cast, "AUDITOR").get(reverse("web:desk:paper-form")).status_code == 403
    heard = clock.now().date() - timedelta(days=9)
    day = {"heard_on_hari": heard.day, "heard_on_bulan": heard.month, "heard_on_tahun": heard.year}
    told = {"story": "Tidak punya KK.", "area": str(VILLAGE), "reporter_name": "Siti Contoh", "as": "later"}
    typed = numbers[0].lower().replace("-", " ")
    wrong = numbers[0][:-1] + ("2" if numbers[0][-1] != "2" else "3")
    for sheet, more in ((wrong, day), (typed, {})):
        refused = desk.post(new, **told, form_key=str(new_id()), sheet=sheet, **more)
        assert refused.status_code == 422
    sent = {**told, **day, "form_key": str(new_id()), "sheet": typed}
    assert [desk.post(new, **sent).status_code for _twice in range(2)] == [303, 303]
    case = Case.objects.get()
    assert (case.sheet, case.heard_on) == (numbers[0], heard)
    again = desk.post(new, **(sent | {"form_key": str(new_id())}))
    assert (again.status_code, case.ticket in again.content.decode()) == (422, True)
    found = desk.get(reverse("web:desk:case-list"), tab="all", tiket=typed).content.decode()
    assert reverse("web:desk:case", args=[case.pk]) in found
    assert numbers[0] in desk.get(reverse("web:desk:case", args=[case.pk])).content.decode()
    with pytest.raises(Refused, match="Tanggal di lembar"):
        a_case(cast.actor("FRONT_OFFICE"), heard_on=clock.now().date() - timedelta(days=400))
