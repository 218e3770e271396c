"""Coverage: every combination once, gaps with their lists, small counts hidden, only one's own areas, lists that act."""

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from rangkul.insight.coverage import actions, aids, queries
from rangkul.insight.coverage.cells import cell_of
from rangkul.insight.coverage.cover import get_cover
from rangkul.insight.coverage.protection import Figure, protect
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import AccessLog, Event
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.platform.tasks.models import JobState
from rangkul.platform.tasks.runner import run_waiting_jobs
from rangkul.programmes import actions as programmes_actions
from rangkul.programmes.actions import load_catalogue
from rangkul.programmes.actions.load_catalogue import FOLDER
from rangkul.programmes.models import CoverList, ProposalBatch, ProposalLine, Terms
from rangkul.programmes.queries import get_component
from rangkul.registry import numbers
from rangkul.registry.models import HealthRecord, Person
from rangkul.registry.small_counts import THRESHOLD
from rangkul.verivali.models import Campaign, Subject
from tests.desk.stage import make_areas
from tests.insight.cover_stage import TODAY, District, build_district, cell, counted, names_in
from tests.people import FAR_VILLAGE, KECAMATAN, NEIGHBOUR_VILLAGE, REGENCY, VILLAGE, Cast
from tests.registry.factories import a_nik, make_condition, make_family, make_outside, make_person
from tests.remembered import remembered
from tests.web.test_registry_pages import Browser, hidden_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def district(cast: Cast, tmp_path: Path) -> District:
    """Two programmes of the office, so that figures here do not change with the rest of the catalogue; eight families."""
    return remembered("coverage", lambda _cast: _built(tmp_path / "katalog"), cast)


def _built(folder: Path) -> District:
    make_areas()
    for name in ("rastra", "disabilitas-anak-terlantar"):
        shutil.copytree(FOLDER / name, folder / name)
        path = folder / name / "programme.yaml"
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        told.pop("overlap", None)  # it names programmes that are not here
        path.write_text(yaml.safe_dump(told, sort_keys=False), encoding="utf-8")
    load_catalogue(by=system_actor("uji"), at=clock.now(), folder=folder)
    return build_district()


@pytest.mark.requirement("R123")
@pytest.mark.requirement("R126")
def test_every_family_stands_in_exactly_one_combination(cast: Cast, district: District) -> None:
    cover = counted()
    found = queries.count_combinations(cast.actor("DATA_OFFICER"), cover, cell(cover, "tanpa", "family"))
    everything = aids.KIS | aids.KIP | aids.KKS | aids.PKH | aids.FOOD
    assert {each.bits: each.count for each in found} == {
        0: 4, everything: 1, aids.PKH: 1, aids.KIS: 1, aids.LOCAL: 1,
    }  # fmt: skip
    assert found[0].label == "tidak satu pun"
    assert sum(each.count or 0 for each in found) == len(district.families)


@pytest.mark.requirement("R123")
def test_a_person_has_what_the_family_has_and_cards_of_their_own(cast: Cast, district: District) -> None:
    cover = counted()
    actor = cast.actor("DATA_OFFICER")
    family_aid = aids.KKS | aids.PKH | aids.FOOD
    for bits, name in ((family_aid | aids.KIP, "Ani Anak"), (family_aid | aids.KIS, "Ambo Lengkap")):
        assert names_in(actor, cover, cell(cover, f"g{bits}", "person")) == [name]
    assert queries.count_aids(actor, cover, cell(cover, "semua", "person"))["kip"] == 1


@pytest.mark.requirement("W03")
@pytest.mark.requirement("R309")
def test_entitled_and_getting_nothing_by_the_rule_in_force(cast: Cast, district: District) -> None:
    cover = counted()
    actor = cast.actor("BACK_OFFICE")
    wanted = cell(cover, "berhak-tanpa", "family", area=VILLAGE)
    figure = queries.count_cell(actor, cover, wanted)
    assert (figure.base, figure.count) == (1, 1)
    row = queries.list_cell(actor, cover, wanted).rows[0]
    assert (row.label.name, row.aid, row.decile) == ("Keluarga Besse Lapar", "tidak satu pun", 2)
    assert "Beras" in " ".join(row.entitled_to) or row.entitled_to, "the rule that is met is named"
    make_outside(district.families["entitled"], "BPNT")
    again = counted()
    assert queries.count_cell(actor, again, cell(again, "berhak-tanpa", "family", area=VILLAGE)).count == 0


@pytest.mark.requirement("R224")
@pytest.mark.requirement("R227")
def test_disability_against_pbi_and_pkh(cast: Cast, district: District) -> None:
    cover = counted()
    actor = cast.actor("SLRT_MANAGER").for_purpose("verifikasi data")
    without = cell(cover, "difabel-tanpa-pbi", "person")
    assert (queries.count_cell(actor, cover, without).base, names_in(actor, cover, without)) == (2, ["Ecce Difabel"])
    assert names_in(actor, cover, cell(cover, "difabel-pkh", "person")) == ["Ecce Difabel"]
    assert set(AccessLog.objects.values_list("subject_id", flat=True)) == {district.persons["disabled"].pk}
    with pytest.raises(Denied):
        queries.list_cell(cast.actor("SLRT_MANAGER"), cover, without)  # no purpose stated
    with pytest.raises(Denied):
        queries.list_cell(cast.actor("DATA_OFFICER").for_purpose("ingin tahu"), cover, without)

    def by(unit: str, group: str, who: Actor = actor) -> list[tuple[str, int | None]]:
        return [(each.key, each.base) for each in queries.count_by(who, cover, cell(cover, "semua", unit), group)]

    assert by("person", queries.BY_KIND) == [("jenis-FISIK", 1), ("jenis--", 1)], "what is not recorded has its line"
    assert by("family", queries.BY_SEVERITY) == [("tingkat-BERAT", 1), ("tingkat--", 1)]
    physical = cell(cover, "difabel-tanpa-pbi", "person", disability="jenis-FISIK")
    assert names_in(actor, cover, physical) == ["Ecce Difabel"]
    assert names_in(actor, cover, cell(cover, "difabel-tanpa-pbi", "person", disability="tingkat--")) == []
    assert by("person", queries.BY_KIND, cast.actor("DATA_OFFICER")) == [("jenis-FISIK", None), ("jenis--", None)]
    with pytest.raises(Denied):
        queries.list_cell(cast.actor("DATA_OFFICER"), cover, cell(cover, "tanpa", "person", disability="jenis-FISIK"))


@pytest.mark.requirement("R302")
def test_small_children_and_pregnant_women_without_aid(cast: Cast, district: District) -> None:
    cover = counted()
    actor = cast.actor("BACK_OFFICE").for_purpose("pengusulan")
    assert names_in(actor, cover, cell(cover, "balita-tanpa", "person")) == ["Bayu Balita"]
    assert names_in(actor, cover, cell(cover, "hamil-tanpa", "person")) == ["Daeng Hamil"]
    by_sex = queries.count_by(actor, cover, cell(cover, "balita-tanpa", "person"), queries.BY_SEX)
    assert [(each.key, each.base, each.count, each.share) for each in by_sex] == [("L", 1, 1, 100.0)]


@pytest.mark.requirement("R304")
def test_poorly_nourished_children_whose_family_gets_no_food_aid(cast: Cast, district: District) -> None:
    """What the health office measured decides who is on the list; nothing of it is computed here."""
    officer = cast.actor("SLRT_MANAGER").for_purpose("penurunan stunting")
    baby = district.persons["baby"]
    measured(baby, "PENDEK", TODAY.replace(month=5))
    fed = make_person("Ahmad Anak", birth_date=TODAY.replace(year=2023), sex="L")
    family = district.families["everything"]
    family.memberships.create(person=fed, relation="CHILD", period=family.memberships.all()[0].period)
    measured(fed, "GIZI_KURANG", TODAY.replace(month=5))
    cover = counted()
    wanted = cell(cover, "gizi-tanpa-pangan", "person")
    assert (queries.count_cell(officer, cover, wanted).base, names_in(officer, cover, wanted)) == (2, ["Bayu Balita"])
    measured(baby, "GIZI_NORMAL", TODAY.replace(month=6))
    better = counted()
    assert queries.count_cell(officer, better, cell(better, "gizi-tanpa-pangan", "person")).count == 0


def measured(person: Person, status: str, on: Any) -> None:
    HealthRecord.objects.create(
        person=person, kind="GIZI_BALITA", status=status, measured_on=on, source="EPPGBM", created_at=clock.now(),
        recorded_by_name="impor",
    )  # fmt: skip


def test_figures_by_area_are_those_of_ones_own_areas(cast: Cast, district: District) -> None:
    cover = counted()
    office = cast.actor("DATA_OFFICER")
    wanted = cell(cover, "tanpa", "family", area=REGENCY)
    by_area = {each.key: (each.base, each.count) for each in queries.count_by(office, cover, wanted, queries.BY_AREA)}
    assert by_area == {KECAMATAN: (6, 4), "73.12.02": (2, 0)}
    inside = queries.count_by(office, cover, cell(cover, "tanpa", "family", area=KECAMATAN), queries.BY_AREA)
    assert {each.key: each.count for each in inside} == {VILLAGE: 3, NEIGHBOUR_VILLAGE: 1}
    village = cast.actor("BACK_OFFICE")
    assert queries.count_cell(village, cover, cell(cover, "tanpa", "family")).base == 5
    assert names_in(cast.elsewhere("BACK_OFFICE"), cover, cell(cover, "tanpa", "family")) == ["Keluarga Fatma Tetangga"]
    with pytest.raises(Denied):
        queries.count_cell(village, cover, cell(cover, "tanpa", "family", area=NEIGHBOUR_VILLAGE))
    with pytest.raises(Denied):
        queries.list_cell(cast.elsewhere("BACK_OFFICE"), cover, cell(cover, "tanpa", "family", area=VILLAGE))
    with pytest.raises(Denied):
        queries.newest_cover(cast.actor("ADMINISTRATOR"), on=TODAY)


def test_groups_narrow_and_add_up(cast: Cast, district: District) -> None:
    cover = counted()
    actor = cast.actor("BACK_OFFICE")
    wanted = cell(cover, "tanpa", "family")
    whole = queries.count_cell(actor, cover, wanted)
    for by in (queries.BY_SEX, queries.BY_AGE, queries.BY_DISABILITY):
        lines = queries.count_by(actor, cover, wanted, by)
        assert sum(each.count or 0 for each in lines) == whole.count
        assert sum(each.base or 0 for each in lines) == whole.base
    assert names_in(actor, cover, cell(cover, "tanpa", "family", age="60+", sex="L")) == ["Keluarga Cicci Kosong"]


def test_pages_of_a_list_hold_everybody_once(cast: Cast, district: District) -> None:
    cover = counted()
    actor = cast.actor("DATA_OFFICER")
    wanted = cell(cover, "semua", "family")
    seen, after = [], ""
    while True:
        page = queries.list_cell(actor, cover, wanted, after=after, limit=3)
        seen += [row.id for row in page.rows]
        after = page.after
        if not after:
            break
    assert (len(seen), set(seen), page.total) == (8, {each.pk for each in district.families.values()}, 8)
    assert queries.list_cell(actor, cover, wanted, after="x~tidak'; --").total == 8


@pytest.mark.requirement("R124")
def test_a_list_becomes_a_proposal_and_can_be_withdrawn(cast: Cast, district: District) -> None:
    cover = counted()
    village = cast.actor("VILLAGE_OPERATOR")
    rastra = get_component("rastra")
    given = cell_of(cell(cover, "tanpa", "family", area=VILLAGE))
    done = actions.propose_cell(cell=given, component_id=rastra.pk, fiscal_year=TODAY.year, by=village, at=clock.now())
    assert [line.family_id for line in done.lines] == [district.families["entitled"].pk]
    assert {name for name, _why in done.refused} == {"Cicci Kosong", "Daeng Hamil"}
    assert Event.objects.filter(name="insight.coverage.propose", data__lines=1, data__refused=2).count() == 1
    batch = done.batches[0]
    programmes_actions.withdraw_batch(batch_id=batch.pk, reason="keliru memilih daftar", by=village, at=clock.now())
    assert ProposalBatch.objects.get(pk=batch.pk).state == "WITHDRAWN"
    for other, error in ((cast.elsewhere("VILLAGE_OPERATOR"), Denied), (cast.actor("BACK_OFFICE"), Denied)):
        with pytest.raises(error):
            actions.propose_cell(cell=given, component_id=rastra.pk, fiscal_year=TODAY.year, by=other, at=clock.now())


@pytest.mark.requirement("R302")
def test_small_children_stand_for_their_family_where_families_are_counted(cast: Cast, district: District) -> None:
    cover = counted()
    village = cast.actor("VILLAGE_OPERATOR")
    job = actions.request_proposal(
        cell=cell_of(cell(cover, "balita-tanpa", "person", area=VILLAGE)), component_id=get_component("rastra").pk,
        fiscal_year=TODAY.year, by=village, at=clock.now(),
    )  # fmt: skip
    run_waiting_jobs()
    job.refresh_from_db()
    assert (job.state, job.result["lines"], job.result["refused"]) == (JobState.DONE, 1, 0), job.error
    assert ProposalLine.objects.get().family_id == district.families["entitled"].pk
    with pytest.raises(Refused, match="Satuan"):
        actions.propose_cell(
            cell=cell_of(cell(cover, "tanpa", "family", area=VILLAGE)),
            component_id=get_component("permakanan-lansia").pk, fiscal_year=TODAY.year, by=village, at=clock.now(),
        )  # fmt: skip


def test_a_list_becomes_visits(cast: Cast, district: District) -> None:
    cover = counted()
    officer = cast.actor("SLRT_MANAGER").for_purpose("kunjungan")
    wanted = cell(cover, "difabel-tanpa-pbi", "person", area=KECAMATAN)
    visits = actions.Visits(title="Kunjungan difabel tanpa PBI", questionnaire="wg-ss", version=1, unit="person")
    made = actions.assign_cell(cell=cell_of(wanted), visits=visits, by=officer, at=clock.now())
    campaign = Campaign.objects.get(pk=made)
    assert (campaign.state, campaign.is_sensitive, campaign.kind) == ("DRAFT", True, "PERSON")
    assert list(Subject.objects.values_list("person_id", flat=True)) == [district.persons["disabled"].pk]
    told = Event.objects.get(name="insight.coverage.assign")
    assert "difabel" not in json.dumps(told.data).lower()
    with pytest.raises(Denied):
        actions.assign_cell(cell=cell_of(wanted), visits=visits, by=cast.actor("BACK_OFFICE"), at=clock.now())
    with pytest.raises(Refused):
        actions.assign_cell(
            cell=cell_of(cell(cover, "tanpa", "family", area=KECAMATAN)), visits=visits, by=officer, at=clock.now()
        )


def test_small_counts_are_hidden_from_those_who_may_not_open_the_list(cast: Cast, district: District) -> None:
    for number in range(7):
        person = make_person(f"Warga {number}", FAR_VILLAGE)
        make_condition(person, "DISABILITAS")
        make_family(person)
    cover = counted()
    kecamatan = cast.actor("DATA_OFFICER")  # sees persons, not health
    wanted = cell(cover, "difabel-tanpa-pbi", "person", area=REGENCY)
    by_area = {
        each.key: (each.base, each.count) for each in queries.count_by(kecamatan, cover, wanted, queries.BY_AREA)
    }
    assert by_area == {KECAMATAN: (None, None), "73.12.02": (None, None)}, "one small line hides its neighbour too"
    assert not queries.can_open_cell(kecamatan, wanted)
    manager = cast.actor("SLRT_MANAGER")
    assert queries.count_cell(manager, cover, wanted).count == 8


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=8))
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
def test_protected_lines_tell_no_small_count(pairs: list[tuple[int, int]]) -> None:
    figures = [
        Figure(key=str(place), label="", base=count + rest, count=count) for place, (count, rest) in enumerate(pairs)
    ]
    shown = protect(figures, hides_base=False)
    for before, after in zip(figures, shown, strict=True):
        if after.count is not None:
            assert after.count == before.count
            assert not 0 < after.count < THRESHOLD
            assert not 0 < (before.base or 0) - after.count < THRESHOLD
    hidden = [before for before, after in zip(figures, shown, strict=True) if after.count is None]
    known = [each for each in figures if each not in hidden and each.count]
    if len(hidden) == 1:
        assert not known, "a single hidden line would follow from the sum"


def test_a_rule_that_changes_is_asked_anew_over_the_same_snapshot(cast: Cast, district: District) -> None:
    cover = counted()
    before = queries.count_cell(cast.actor("BACK_OFFICE"), cover, cell(cover, "berhak-tanpa", "family"))
    Terms.objects.filter(component=get_component("rastra")).update(rule_text="jumlah_anggota >= 1", rule_digest="lain")
    again = get_cover(on=TODAY)
    assert again.taken_at == cover.taken_at
    after = queries.count_cell(cast.actor("BACK_OFFICE"), again, cell(again, "berhak-tanpa", "family"))
    assert (before.base, after.base) == (1, 5)
    assert not {row[0] for row in again.ask("DESCRIBE cover_persons")} & {"name", "nik", "nik_status", "kk"}


def test_pages_without_a_snapshot_say_so(cast: Cast, district: District) -> None:
    browser = Browser(cast, "DATA_OFFICER")
    for name in ("coverage", "coverage-gap", "coverage-export"):
        assert "Salinan data belum dibuat" in text_of(browser.get(reverse(f"web:insight:{name}")))
    shown = browser.get(reverse("web:insight:coverage-list"), ukuran="tanpa", satuan="family")
    assert "Salinan data belum dibuat" in text_of(shown)


def test_the_pages_and_their_files(cast: Cast, district: District) -> None:
    counted()
    browser = Browser(cast, "DATA_OFFICER")
    page = browser.get(reverse("web:insight:coverage"), satuan="family", wilayah=REGENCY)
    text = text_of(page)
    assert page.status_code == 200
    for words in (
        "Tidak menerima apa pun",
        "KIS + KIP + KKS + PKH + Sembako",
        "Kecamatan Marioriwawo",
        "per 1 Agustus 2026",
    ):
        assert words in text, words
    assert b"<svg" in page.content
    gap = text_of(browser.get(reverse("web:insight:coverage-gap"), ukuran="difabel-tanpa-pbi", satuan="person"))
    assert "disamarkan" in gap
    assert "Berhak, belum menerima" in gap
    listed = text_of(
        browser.get(reverse("web:insight:coverage-list"), ukuran="tanpa", satuan="family", wilayah=VILLAGE)
    )
    assert "Cicci Kosong" in listed
    assert "Fatma Tetangga" not in listed
    export = reverse("web:insight:coverage-export")
    assert "tidak satu pun" in browser.get(export).content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(browser.get(export, bentuk="xlsx", ukuran="tanpa", satuan="person").content))
    assert book.active is not None
    assert book.active.max_row > 5
    files = reverse("web:insight:coverage-list-export")
    csv_text = browser.get(files, ukuran="tanpa", satuan="family").content.decode("utf-8-sig")
    assert "Cicci Kosong" in csv_text
    printed = browser.get(files, ukuran="tanpa", satuan="family", bentuk="cetak")
    assert "Menu utama" not in printed.content.decode()
    assert Event.objects.filter(name="insight.coverage.export").count() == 2
    for bad in ({"ukuran": "g99"}, {"ukuran": "'; --"}, {"satuan": "kuda", "ukuran": "tanpa"}, {"wilayah": "x"}):
        asked = {"ukuran": "tanpa", "satuan": "family"} | bad
        assert browser.get(reverse("web:insight:coverage-list"), **asked).status_code == 404, bad
        assert browser.get(reverse("web:insight:coverage"), **asked).status_code == 200
    assert Browser(cast, "ADMINISTRATOR").get(reverse("web:insight:coverage")).status_code == 403


def test_a_sensitive_list_asks_for_a_purpose_first(cast: Cast, district: District) -> None:
    counted()
    browser = Browser(cast, "SLRT_MANAGER")
    url = reverse("web:insight:coverage-list")
    asked = browser.get(url, ukuran="hamil-tanpa", satuan="person")
    assert asked.status_code == 303
    assert browser.post(asked["Location"], usual="penanganan kasus warga").status_code == 303
    shown = text_of(browser.get(url, ukuran="hamil-tanpa", satuan="person"))
    assert "Daeng Hamil" in shown
    assert AccessLog.objects.filter(subject_id=district.persons["mother"].pk, purpose__contains="kasus").count() == 1
    assert Browser(cast, "DATA_OFFICER").get(url, ukuran="hamil-tanpa", satuan="person").status_code == 403


def test_from_the_page_to_a_proposal_and_to_visits(cast: Cast, district: District) -> None:
    counted()
    village = Browser(cast, "VILLAGE_OPERATOR")
    page = village.get(reverse("web:insight:coverage-list"), ukuran="tanpa", satuan="family")
    sent = hidden_of(page) | {"component": str(get_component("rastra").pk)}
    answer = village.post(reverse("web:insight:coverage-propose"), **sent)
    assert (answer.status_code, ProposalLine.objects.count()) == (303, 1)
    assert reverse("web:programmes:proposal", args=[ProposalBatch.objects.get().pk]) == answer["Location"]
    office = Browser(cast, "DATA_OFFICER")
    url = reverse("web:insight:coverage-assign") + f"?ukuran=tanpa&satuan=family&wilayah={KECAMATAN}"
    assert "Jadikan kegiatan kunjungan" in text_of(office.get(url))
    answer = office.post(
        url, title="Kunjungan desa", questionnaire="usulan-10/1", due_on_0="", due_on_1="", due_on_2=""
    )
    assert answer.status_code == 303, text_of(answer)
    assert Campaign.objects.get().subjects.count() == 4
    assert "Kunjungan desa" in text_of(office.get(answer["Location"]))


@pytest.mark.requirement("R225")
def test_the_gap_of_pbi_becomes_a_list_for_cover_that_the_region_pays(
    cast: Cast, district: District, tmp_path: Path
) -> None:
    counted()
    shutil.copytree(FOLDER / "pbi-jk", tmp_path / "luar" / "pbi-jk")
    load_catalogue(by=system_actor("uji"), at=clock.now(), folder=tmp_path / "luar")
    head = district.families["entitled"].memberships.get(relation="HEAD").person
    baby, other = district.persons["baby"], district.families["nothing"].memberships.get().person
    for serial, each in enumerate((head, other), 1):
        sealed = numbers.seal_nik(a_nik(serial))
        Person.objects.filter(pk=each.pk).update(nik_cipher=sealed.cipher, nik_index=sealed.index)
    officer = Browser(cast, "PROGRAMME_OFFICER")
    gap = officer.get(reverse("web:insight:coverage-list"), ukuran="belum-pbi-jk", satuan="person", wilayah=VILLAGE)
    (link,) = [
        each["href"]
        for each in BeautifulSoup(gap.content, "html.parser").select("a")
        if "pbpu-pemda" in str(each.get("href"))
    ]
    assert officer.get(str(link)).status_code == 303  # a purpose first
    officer.post(reverse("web:registry:health-purpose"), usual="pengusulan atau penyaluran bantuan")
    shown = officer.get(str(link))
    assert "Besse Lapar" in text_of(shown)
    assert "NIK belum dicatat" in text_of(shown)  # the child has none
    assert "Ecce Difabel" not in text_of(shown)  # no decile is known: not entitled by the rule
    new, sent = reverse("web:programmes:cover-propose"), {"wilayah": VILLAGE, "siapa": "berhak"}
    for wrong in (baby, other):  # without a NIK; with one, but not entitled
        refused = officer.post(new, **sent, orang=[str(head.pk), str(wrong.pk)])
        assert refused.status_code == 422, text_of(refused)
    assert officer.post(new, wilayah=VILLAGE, siapa="difabel", orang=[str(head.pk)]).status_code == 422
    made = officer.post(new, **sent, orang=[str(head.pk)])
    assert made.status_code == 303, text_of(made)
    page = text_of(officer.get(made["Location"]))
    assert "Besse Lapar" in page
    assert not AccessLog.objects.filter(subject_id=head.pk, fields__contains=["disability"]).exists()
    again = officer.get(str(link))
    assert f"diusulkan, menunggu jawaban BPJS ({CoverList.objects.get().number})" in text_of(again)
    village = Browser(cast, "VILLAGE_OPERATOR")
    listed = village.get(reverse("web:insight:coverage-list"), ukuran="belum-pbi-jk", satuan="person")
    assert "PBPU pemda" not in text_of(listed)
    assert village.get(str(link)).status_code == 403


@pytest.mark.requirement("R232")
def test_targets_stand_by_division_and_source_of_money(cast: Cast, district: District) -> None:
    counted()
    browser = Browser(cast, "OFFICE_HEAD")
    text = text_of(browser.get(reverse("web:insight:targets")))
    for words in (
        "Bidang Perlindungan dan Jaminan Sosial",
        "APBD kabupaten/kota",
        "1.462 KK",
        "80",
        "PKH: Program Keluarga",
    ):
        assert words in text, words
    rows = browser.get(reverse("web:insight:targets-export")).content.decode("utf-8-sig").splitlines()
    assert any("Rastra" in row and ";1462;" in row for row in rows)
    assert Browser(cast, "FACILITATOR").get(reverse("web:insight:targets")).status_code == 403
