"""The pages of what-if: sliders without JavaScript, lists of people, kept scenarios, files."""

import io
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from rangkul.insight.everybody.store import Kept
from rangkul.insight.models import Scenario as KeptScenario
from rangkul.insight.whatif.in_force import InForceList, list_in_force
from rangkul.insight.whatif.scenario import Change, Scenario
from rangkul.kernel import clock
from rangkul.platform.tasks.models import Job
from rangkul.programmes.actions import change_terms, draft_terms
from rangkul.programmes.models import Quota
from rangkul.programmes.terms_writing import writing_of
from rangkul.web.insight.whatif_reading import query_of, read
from tests.insight.everybody_stage import DAY, everybody, terms_of
from tests.people import Cast
from tests.web.test_registry_pages import Browser, text_of

__all__ = ["everybody"]
pytestmark = pytest.mark.django_db

URL = "/laporan/simulasi/"


@pytest.fixture
def browser(cast: Cast, everybody: Kept) -> Browser:
    Quota.objects.filter(component__code="uep").delete()
    cast.user("DIVISION_HEAD", division="LINJAMSOS")
    made = Browser(cast, "OFFICE_HEAD")
    made.client.force_login(cast.user("DIVISION_HEAD", division="LINJAMSOS"))
    return made


@pytest.fixture
def in_force(cast: Cast, everybody: Kept) -> InForceList:
    return list_in_force(cast.actor("DIVISION_HEAD"), on=DAY)


def reading(in_force: InForceList, **said: str) -> Any:
    query = QueryDict(mutable=True)
    for name, value in said.items():
        query[name.replace("__", ".")] = value
    return read(query, in_force)


def test_whichever_of_slider_and_number_was_moved_counts(in_force: InForceList) -> None:
    def quota(number: str, slider: str) -> Any:
        found = reading(in_force, uep__kuota=number, uep__kuota__geser=slider, uep__kuota__lalu="20")
        return found.scenario.change_of("uep").quota

    assert quota("20", "35") == 35
    assert quota("15", "20") == 15
    assert quota("", "35") == 35, "a slider beside an empty box"
    assert quota("15", "35") == 15, "with JavaScript both move, and the number says what is meant"
    found = reading(in_force, uep__param__desil_tertinggi="4", uep__tarif="Rp 1.500.000")
    assert found.scenario.change_of("uep") == Change(tariff=1_500_000)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("uep.kuota", "-1", "bilangan bulat 0 sampai"),
        ("uep.kuota", "banyak", "bilangan bulat 0 sampai"),
        ("uep.tarif", "9" * 4400, "bilangan bulat 0 sampai"),
        ("uep.param.desil_tertinggi", "empat", "bilangan bulat, misalnya 4"),
        ("uep.param.desil_tertinggi", "4,5", "bilangan bulat, misalnya 4"),
        ("desil", "11", "bilangan bulat 1 sampai 10"),
        ("uep.urutan", "desil naik\n" * 9, "paling banyak 8 tingkat"),
        ("uep.nilai", "1" * 10_001, "10000 huruf"),
        ("uep.aturan", "x" * 10_001, "10000 huruf"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_changed(
    in_force: InForceList, name: str, value: str, expected: str
) -> None:
    query = QueryDict(mutable=True)
    query[name] = value
    found = read(query, in_force)
    assert expected in found.problems[name]
    assert "Isian ini" not in found.problems[name], "which of the boxes it is"
    assert found.scenario == Scenario()


def test_an_address_says_a_scenario_and_nothing_more(in_force: InForceList) -> None:
    scenario = Scenario(
        ("rastra", "uep"),
        {
            "uep": Change(
                *({"desil_tertinggi": 6}, "desil <= param.desil_tertinggi", 5, 2, 7, ("PKH", "rastra")),
                *("jumlah_anggota * 5", (("desil", "turun"), ("terkecil(jumlah_anggota, 3)", "naik")), "DTSEN"),
            )
        },
        budget=10,
        poor=3,
    )
    assert read(QueryDict(query_of(scenario)), in_force).scenario == scenario
    assert query_of(Scenario()) == ""
    strange = QueryDict("program=tidak-ada&program=rastra&tidak-ada.kuota=3&uep.tanpa=RAHASIA&rastra.param.xyz=1")
    assert read(strange, in_force).scenario == Scenario(("rastra",))


def test_the_page_without_javascript(browser: Browser) -> None:
    page = browser.get(URL)
    assert page.status_code == 200
    form = BeautifulSoup(page.content, "html.parser").select_one("form.whatif")
    assert form is not None
    fields = {
        str(each["name"]): str(each.get("value", ""))
        for each in form.select("input[type=range], input[type=number], input[type=hidden]")
    }
    assert fields["uep.param.desil_tertinggi"] == fields["uep.param.desil_tertinggi.geser"] == "4"
    sent = browser.get(URL, **fields | {"uep.param.desil_tertinggi.geser": "8", "program": "uep"})
    assert (sent.status_code, sent["Location"]) == (303, f"{URL}?program=uep&uep.param.desil_tertinggi=8")
    shown = browser.get(sent["Location"])
    text = text_of(shown)
    assert "Desil tertinggi: 4 → 8" in text
    assert "Data per" in text
    assert shown.content.count(b"<svg") >= 2
    pbi = BeautifulSoup(browser.get(URL, program="pbi-jk").content, "html.parser")
    sliders = pbi.select("input[type=range]")
    assert {(str(each["name"]), int(str(each["value"])) % int(str(each["step"]))) for each in sliders} == {
        (str(each["name"]), 0) for each in sliders
    }, "a browser moves a slider that stands between two steps, and 42,000 would become 40,000"
    assert pbi.select_one('input[name="pbi-jk.tarif"][value="42000"]') is not None
    wrong = browser.get(URL, **{"uep.kuota": "-3"})
    assert wrong.status_code == 422
    assert "bilangan bulat 0 sampai" in text_of(wrong)
    broken = browser.get(URL, **{"uep.aturan": "desil <= 'x'"})
    assert "Perubahan ini tidak dapat dipakai" in text_of(broken)
    assert "Terjangkau" in text_of(browser.get(URL, program="uep", cetak="1"))


def test_the_people_behind_a_figure(browser: Browser) -> None:
    query = {"program": "uep", "uep.param.desil_tertinggi": "8"}
    page = browser.get(reverse("web:insight:whatif-list", args=["uep", "menang"]), **query)
    assert page.status_code == 200
    rows = BeautifulSoup(page.content, "html.parser").select("table.case-list tbody tr")
    assert rows
    assert "KEPALA" in text_of(page)
    assert browser.get(reverse("web:insight:whatif-list", args=["uep", "semua"]), **query).status_code == 404
    assert (
        browser.get(reverse("web:insight:whatif-list", args=["uep", "menang"]), wilayah="x", **query).status_code == 404
    )


def test_keep_compare_and_throw_away(browser: Browser, cast: Cast) -> None:
    keep = reverse("web:insight:whatif-keep")
    for name, decile in (("Desil 6", "6"), ("=Desil 8", "8")):
        answer = browser.post(f"{keep}?program=uep&uep.param.desil_tertinggi={decile}", nama=name)
        assert answer.status_code == 303
    listed = browser.get(reverse("web:insight:whatif-scenarios"))
    assert "Desil 6" in text_of(listed)
    first, second = KeptScenario.objects.order_by("pk")
    compare = reverse("web:insight:whatif-compare")
    page = browser.client.get(f"{compare}?pilih={first.pk}&pilih={second.pk}")
    assert page.status_code == 200
    browser._back(page)
    assert "Desil 6" in text_of(page)
    assert browser.get(compare, pilih=str(first.pk)).status_code == 303
    stranger = Browser(cast, "DIVISION_HEAD")
    stranger.client.force_login(cast.user("DIVISION_HEAD", division="REHSOS"))
    assert "Desil 6" not in text_of(stranger.get(reverse("web:insight:whatif-scenarios")))
    assert stranger.post(reverse("web:insight:whatif-drop", args=[first.pk])).status_code == 404
    assert browser.post(reverse("web:insight:whatif-drop", args=[first.pk])).status_code == 303
    assert KeptScenario.objects.count() == 1


def test_a_draft_is_tried_and_takes_the_values_back(browser: Browser, cast: Cast) -> None:
    writer = cast.actor("PROGRAMME_OFFICER", division="LINJAMSOS")
    browser.client.force_login(cast.user("PROGRAMME_OFFICER", division="LINJAMSOS"))
    draft = draft_terms(component_id=terms_of("rastra").component_id, by=writer, at=clock.now())
    writing = writing_of(draft)
    text = f"{writing.rule_text} && jumlah_anggota >= param.paling_sedikit"
    ours = dict(writing.parameters) | {"desil_tertinggi": 6, "paling_sedikit": 3}
    draft = change_terms(
        terms_id=draft.pk,
        writing=replace(writing, rule_text=text, parameters=ours, ranking=()),
        by=writer,
        at=clock.now(),
    )
    assert "Coba rancangan ini di simulasi" in text_of(browser.get(reverse("web:programmes:terms", args=[draft.pk])))
    there = browser.get(reverse("web:insight:whatif-try", args=[draft.pk]))["Location"]
    assert there.startswith(f"{URL}?program=rastra&rastra.aturan=")
    page = browser.get(there)
    assert "Urutan prioritas: " in text_of(page)
    assert " → desil naik" in text_of(page)
    form = BeautifulSoup(page.content, "html.parser").select_one("form[action*=rancangan]")
    assert form is not None
    assert "Tulis ke rancangan versi 2" in form.get_text()
    action = str(form["action"]).replace("desil_tertinggi=6", "desil_tertinggi=7")
    given = {str(each["name"]): str(each["value"]) for each in form.select("input[type=hidden]")}
    assert browser.post(action, **given)["Location"] == reverse("web:programmes:terms", args=[draft.pk])
    draft.refresh_from_db()
    assert draft.parameters == ours | {"desil_tertinggi": 7}
    assert draft.rule_text == text.strip(), "its own parameter stays one"
    revision = draft.revision
    assert "berubah setelah Anda membuka halaman" in text_of(browser.client.post(action, given, follow=True)), (
        "sent twice: told, not written"
    )
    draft.refresh_from_db()
    assert draft.revision == revision
    stranger = Browser(cast, "OFFICE_HEAD")
    stranger.client.force_login(cast.user("PROGRAMME_OFFICER", division="REHSOS"))
    assert stranger.client.post(action, given).status_code == 403
    assert "Tulis ke rancangan" not in text_of(stranger.get(there))


def test_files(browser: Browser) -> None:
    export = reverse("web:insight:whatif-export")
    book = load_workbook(io.BytesIO(browser.get(export, program="uep").content), read_only=True)
    assert book.sheetnames == ["program", "wilayah", "keterangan"]
    text = browser.get(export, program="uep", bentuk="csv").content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("program,satuan")
    assert len(text.splitlines()) == 2
    villages = browser.get(export, program="uep", bentuk="csv", lembar="wilayah").content.decode("utf-8-sig")
    assert "73.12.01.2001" in villages


def test_without_a_snapshot_and_without_the_right(cast: Cast) -> None:
    officer = Browser(cast, "PROGRAMME_OFFICER")
    page = officer.get(URL)
    assert "Salinan data belum dibuat" in text_of(page)
    asked = officer.post(reverse("web:insight:snapshot-refresh"))
    assert asked.status_code == 303
    assert asked["Location"] == reverse("web:platform:job", args=[Job.objects.get().pk])
    facilitator = Browser(cast, "FACILITATOR")
    for name, args in (
        ("whatif", []),
        ("whatif-list", ["uep", "menang"]),
        ("whatif-scenarios", []),
        ("whatif-export", []),
    ):
        assert facilitator.get(reverse(f"web:insight:{name}", args=args)).status_code == 403, name
    assert facilitator.post(reverse("web:insight:snapshot-refresh")).status_code == 403
    assert facilitator.post(reverse("web:insight:whatif-keep"), nama="x").status_code == 403
