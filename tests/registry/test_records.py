"""What a page gets: masked numbers, history as of a day, a bounded number of queries, candidates before create."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied
from rangkul.platform.audit.actions import record
from rangkul.platform.audit.models import AccessLog
from rangkul.platform.audit.wording import SENTENCES, register_sentences, sentence_of
from rangkul.registry import actions, events, queries
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.models import Family
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE
from tests.registry.factories import (
    a_kk,
    a_nik,
    make_condition,
    make_family,
    make_identity,
    make_outside,
    make_person,
    make_status,
)

pytestmark = pytest.mark.django_db


def queries_of(deed: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        deed()
    return len(captured)


def with_history(years: int, members: int) -> tuple[Any, Any]:
    head = make_person("Kepala", nik=a_nik(1))
    family = make_family(
        head, *(make_person(f"Anak {number}", nik=a_nik(100 + number)) for number in range(members)), kk=a_kk(1)
    )
    for year in range(years):
        make_status(family, 1 + year % 10, since=date(2000 + year, 1, 1))
        make_identity(head, "ID_DTKS", f"D-{year}", since=date(2000 + year, 1, 1))
        make_outside(head, "OTHER", str(year))
        make_condition(head, "BUTUH_ALAT_BANTU", since=date(2000 + year, 1, 1))
    return head, family


def test_a_long_history_costs_no_more_queries(cast: Any) -> None:
    actor = cast.actor("FRONT_OFFICE")
    small = with_history(1, 1)
    person_small = queries_of(lambda: queries.get_person(actor, small[0].pk))
    family_small = queries_of(lambda: queries.get_family(actor, small[1].pk))
    search_small = queries_of(lambda: queries.search_persons(actor, "Kepala"))
    Family.objects.filter(pk=small[1].pk).update(kk_index=None, kk_cipher=None)
    large = with_history(40, 15)
    assert queries_of(lambda: queries.get_person(actor, large[0].pk)) == person_small <= 10
    assert queries_of(lambda: queries.get_family(actor, large[1].pk)) == family_small <= 10
    assert queries_of(lambda: queries.search_persons(actor, "Anak")) == search_small <= 8
    ids = [member.person_id for member in queries.get_family(actor, large[1].pk).members]
    assert queries_of(lambda: queries.labels_for("person", ids)) == 1


def test_whole_numbers_need_a_purpose_and_are_logged(cast: Any) -> None:
    person = make_person(nik=a_nik(1))
    family = make_family(person, kk=a_kk(1))
    actor = cast.actor("FRONT_OFFICE")
    with pytest.raises(Denied):
        queries.reveal_person_numbers(actor, person.pk, at=clock.now())
    looking = actor.for_purpose("mencocokkan KTP")
    assert queries.reveal_person_numbers(looking, person.pk, at=clock.now()).nik == a_nik(1)
    assert queries.reveal_family_numbers(looking, family.pk, at=clock.now()).kk == a_kk(1)
    assert {look.purpose for look in AccessLog.objects.all()} == {"mencocokkan KTP"}
    assert AccessLog.objects.count() == 2
    stranger = cast.elsewhere("FRONT_OFFICE").for_purpose("ingin tahu")
    for reveal, subject in ((queries.reveal_person_numbers, person), (queries.reveal_family_numbers, family)):
        with pytest.raises(NoSuchRecord):
            reveal(stranger, subject.pk, at=clock.now())


def test_views_hold_no_whole_number(cast: Any) -> None:
    person = make_person(nik=a_nik(1))
    family = make_family(person, kk=a_kk(1))
    actor = cast.actor("BACK_OFFICE")
    shown = f"{queries.get_person(actor, person.pk)} {queries.get_family(actor, family.pk)} {queries.subject_label('person', person.pk)}"
    assert a_nik(1) not in shown
    assert a_kk(1) not in shown
    assert a_nik(1).masked in shown


@pytest.mark.parametrize("reader", [queries.get_person, queries.timeline_of_person])
def test_a_person_elsewhere_is_no_record(cast: Any, reader: Any) -> None:
    person = make_person("Tetangga", NEIGHBOUR_VILLAGE)
    with pytest.raises(NoSuchRecord):
        reader(cast.actor("FRONT_OFFICE"), person.pk)
    with pytest.raises(NoSuchRecord):
        reader(cast.actor("FRONT_OFFICE"), UUID(int=1))


# --- the timeline -----------------------------------------------------------------------------------------------


def test_the_timeline_groups_by_day_and_pages_without_loss(cast: Any) -> None:
    actor = cast.actor("FRONT_OFFICE")
    person = make_person()
    moment = clock.now()
    for step in range(25):  # several at the very same moment
        record("registry.person.correct", by=actor, at=moment - timedelta(days=step // 5), on=person,
               subjects=[("person", person.pk)], data={"fields": ["rt"]})  # fmt: skip
    seen, before = [], ""
    while True:
        page = queries.timeline_of_person(actor, person.pk, before=before, limit=4)
        seen += [entry.id for entry in page.entries]
        before = page.next_before
        if not before:
            break
    assert len(seen) == len(set(seen)) == 25
    whole = queries.timeline_of_person(actor, person.pk)
    assert [len(day.entries) for day in whole.days] == [5] * 5
    assert queries.timeline_of_person(actor, person.pk, before="bukan-tanda").entries == whole.entries


def test_rooms_above_bring_their_own_sentences() -> None:
    register_sentences({"uji.contoh": "Menerima {count} {item}", "uji.fungsi": lambda data: f"ke-{data['n']}"})
    try:
        assert sentence_of("uji.contoh", {"count": 5}) == "Menerima 5 "
        assert sentence_of("uji.fungsi", {"n": 2}) == "ke-2"
        assert sentence_of("uji.asing", {}) == "Catatan: uji.asing"
    finally:
        del SENTENCES["uji.contoh"], SENTENCES["uji.fungsi"]


def test_every_deed_of_the_registry_has_a_sentence() -> None:
    from rangkul.platform.audit.actions import ACTIONS

    assert actions.register_person
    deeds = {
        name
        for name, deed in ACTIONS.items()
        if deed.__wrapped__.__module__.startswith("rangkul.registry.actions")  # type: ignore[attr-defined]
    }
    assert deeds <= set(events.SENTENCES)
    files = {name for name in ACTIONS if name.startswith(("registry.import.", "registry.export."))}
    assert set(events.SENTENCES) <= deeds | files
    for name in events.SENTENCES:
        assert sentence_of(name, {})
        assert not sentence_of(name, {}).startswith("Catatan: ")


# --- search before create ---------------------------------------------------------------------------------------


def candidates(actor: Any, **known: Any) -> list[tuple[str, tuple[str, ...]]]:
    return [(hit.name, hit.reasons) for hit in queries.candidates_for(actor, queries.newcomer_from(**known))]


def test_an_equal_nik_is_certain_and_a_near_one_is_nothing(cast: Any) -> None:
    actor = cast.actor("FRONT_OFFICE")
    make_person("Nama Lain Sekali", nik=a_nik(12), birth_date=date(1950, 1, 1))
    assert candidates(actor, name="Siti", nik=a_nik(12)) == [("Nama Lain Sekali", ("NIK sama",))]
    assert candidates(actor, name="Siti", nik=a_nik(13)) == []


@pytest.mark.parametrize(
    ("name", "born", "reasons"),
    [
        ("Siti Aminah", date(1980, 5, 6), ("nama sama", "tanggal lahir sama")),
        ("Sitti Aminnah", date(1980, 5, 6), ("nama mirip", "tanggal lahir sama")),
        ("Siti Aminah", date(1980, 6, 5), ("nama sama", "tanggal lahir sama, hari dan bulan tertukar")),
        ("Siti Aminah", None, ("nama sama",)),
    ],
)
def test_name_and_birth_date_together(cast: Any, name: str, born: date | None, reasons: tuple[str, ...]) -> None:
    make_person("Siti Aminah", birth_date=date(1980, 5, 6))
    assert candidates(cast.actor("FRONT_OFFICE"), name=name, birth_date=born) == [("Siti Aminah", reasons)]


def test_another_person_of_the_same_day_or_name_is_left_alone(cast: Any) -> None:
    actor = cast.actor("FRONT_OFFICE")
    make_person("Bahtiar Nurdin", birth_date=date(1980, 5, 6), sex="L")
    assert candidates(actor, name="Siti Aminah", birth_date=date(1980, 5, 6)) == []
    make_person("Siti Aminah", NEIGHBOUR_VILLAGE, birth_date=date(1980, 5, 6))
    assert candidates(actor, name="Siti Aminah", birth_date=date(1980, 5, 6)) == []


def test_the_card_brings_the_member_up(cast: Any) -> None:
    make_family(make_person("Aminah Binti Contoh", birth_date=None), kk=a_kk(1))
    found = candidates(cast.actor("FRONT_OFFICE"), name="Aminah", kk=a_kk(1), area=str(VILLAGE))
    assert found[0][1][-1] == "nomor KK sama"


def test_a_mistyped_nik_does_not_put_a_stranger_before_who_fits_in_everything(cast: Any) -> None:
    make_person("Ruslan Kasim", nik=a_nik(12), birth_date=date(1950, 1, 1))
    make_person("Siti Aminah", nik=a_nik(13), birth_date=date(1980, 5, 6))
    typed = {"name": "Sitti Aminah", "nik": a_nik(12), "birth_date": date(1980, 5, 6)}
    found = candidates(cast.actor("FRONT_OFFICE"), area=str(VILLAGE), mother_name="", **typed)
    assert [name for name, _reasons in found] == ["Siti Aminah", "Ruslan Kasim"]
    assert found[1][1] == ("NIK sama", "nama dan tanggal lahir berbeda")


def test_a_baby_without_a_name_yet_is_known_by_mother_and_day(cast: Any) -> None:
    born = {"birth_date": date(2026, 10, 8), "mother_name": "Nur Sugiarti"}
    make_person("Widodo Agus", **born)
    make_person("Anak Lain", birth_date=date(2026, 10, 8), mother_name="Hasnah")
    found = candidates(
        cast.actor("FRONT_OFFICE"), name="By. Ny. Nur Sugiarti", birth_date=born["birth_date"], area=str(VILLAGE)
    )
    assert found == [("Widodo Agus", ("nama berbeda", "tanggal lahir sama", "nama ibu sama"))]


def test_a_year_that_was_guessed_still_ranks_the_right_namesake_first(cast: Any) -> None:
    for year in (1979, 1957, 2004):
        make_person("Kartinah", birth_date=date(year, 3, 22), mother_name=f"Ibu {year}")
    actor = cast.actor("FRONT_OFFICE")
    for typed in (date(1957, 12, 31), date(1953, 7, 1)):
        hits = queries.candidates_for(actor, queries.newcomer_from(name="Kartinah", birth_date=typed))
        assert hits[0].birth_date == date(1957, 3, 22)


# --- facts ------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R013")
def test_facts_follow_the_vocabulary(cast: Any) -> None:
    person = make_person(birth_date=date(1960, 1, 1))
    family = make_family(person)
    make_status(family, 3, source="DTSEN")
    make_condition(family, "RAWAN_PANGAN")
    day = date(2026, 11, 22)
    facts = queries.facts_for_family(family.pk, day)
    assert (facts.facts["desil"], facts.facts["rawan_pangan"], facts.facts["mata_pencaharian"]) == (3, True, None)
    assert facts.members[0]["umur"] == 66
    assert queries.facts_for_person(person.pk, day).facts["keluarga.desil"] == 3
    with pytest.raises(NoSuchRecord):
        queries.facts_for_family(UUID(int=1), day)
