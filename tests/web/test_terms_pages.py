"""Pages of terms in plain forms: write, check, count, cases, review, publish, read; and what nobody else may open."""

import json
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from rangkul.insight.everybody.actions import take_snapshot
from rangkul.kernel import clock
from rangkul.platform.policy.actor import system_actor
from rangkul.programmes import actions
from rangkul.programmes.actions import CatalogueLoad
from rangkul.programmes.models import Programme, Terms
from rangkul.programmes.policies.terms import can_draft, why_not
from rangkul.registry.models import Family
from rangkul.web.programmes.worklist import sections
from tests.people import VILLAGE, Cast
from tests.programmes.conftest import catalogue  # noqa: F401 - a fixture
from tests.programmes.factories import a_family, a_person, has_condition, has_decile
from tests.programmes.proposal_stage import today
from tests.web.fragments import assert_in_page
from tests.web.test_proposals_pages import Browser, soup, words

pytestmark = pytest.mark.django_db


class Desk:
    """The browsers of those who write, review and read, and the address of each page about one version."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.head = Browser(cast, "DIVISION_HEAD", division="LINJAMSOS")
        self.chief = Browser(cast, "OFFICE_HEAD")

    def open_draft(self, code: str = "rastra") -> Terms:
        self.head.post(reverse("web:programmes:terms-draft", args=[code]))
        return Terms.objects.get(component__code=code, state="DRAFT")

    def edit(self, terms: Terms, do: str = "save", **changes: Any) -> Any:
        """Open the editor, change boxes, press a button."""
        filled = boxes(self.head.page("terms-edit", terms.pk), "penyunting") | {"do": do} | changes
        return self.head.post(url("terms-edit", terms), **filled)

    def filled(self, terms: Terms) -> dict[str, str]:
        return boxes(self.head.page("terms-edit", terms.pk), "penyunting")


def url(name: str, terms: Terms, *more: Any) -> str:
    return reverse(f"web:programmes:{name}", args=[terms.pk, *more])


def boxes(response: Any, form_id: str = "") -> dict[str, str]:
    """What a form of the page would send as it stands, without its buttons."""
    page: BeautifulSoup = soup(response)
    form: Any = page.find("form", id=form_id) if form_id else page.find("main").find_all("form")[-1]  # type: ignore[union-attr]
    found = {}
    for box in form.find_all(["input", "textarea", "select"]):
        name = box.get("name")
        if not name or (box.get("type") == "checkbox" and not box.has_attr("checked")):
            continue
        if box.name == "textarea":
            found[name] = box.text.removeprefix("\n")
        elif box.name == "select":
            chosen = box.find("option", selected=True) or box.find("option")
            found[name] = chosen["value"] if chosen else ""
        else:
            found[name] = box.get("value", "")
    found.pop("csrfmiddlewaretoken", None)
    return found


@pytest.fixture
def desk(cast: Cast, catalogue: CatalogueLoad) -> Desk:  # noqa: F811
    return Desk(cast)


@pytest.fixture
def families(desk: Desk) -> list[Family]:
    """Twelve families: deciles 1 to 6, two of each; all food-insecure but the last. A snapshot of them is kept."""
    found = []
    for number in range(12):
        family = a_family(str(VILLAGE), head_name=f"KEPALA {number}")
        a_person(str(VILLAGE), family, born=date(1980, 1, 1))
        has_decile(family, 1 + number // 2)
        if number < 11:
            has_condition(family, "RAWAN_PANGAN")
        found.append(family)
    take_snapshot(as_of=today(), by=system_actor("uji"), at=clock.now())
    return found


def ready(desk: Desk) -> Terms:
    """A draft that may be handed in, written through the pages."""
    terms = desk.open_draft()
    desk.edit(terms, change_note="uji", legal_basis="Perbup 1/2026", tariff="100.000")
    return terms


def take(browser: Browser, name: str, terms: Terms, **given: Any) -> Any:
    """Open a step's page and press its button."""
    return browser.post(url(f"terms-{name}", terms), **(boxes(browser.page(f"terms-{name}", terms.pk)) | given))


def test_the_whole_way_in_plain_forms(desk: Desk) -> None:
    terms = desk.open_draft()
    changed = desk.edit(
        terms,
        **{
            "param-value-0": "3",
            "param-label-0": "desil  keluarga paling tinggi",
            "change_note": "batas diturunkan",
            "legal_basis": "Perbup 1/2026",
            "tariff": "150.000",
        },
    )
    assert changed.url == url("terms", terms)
    page = words(desk.head.page("terms", terms.pk))
    assert "3 atau kurang" in page
    assert "Desil keluarga paling tinggi param.desil_tertinggi" in page
    assert 'value="desil keluarga paling tinggi"' in desk.head.page("terms-edit", terms.pk).content.decode()
    assert "Rp150.000" in page
    assert "Tepat di batas desil" in page  # the case that no longer holds
    stopped = take(desk.head, "submit", terms)
    assert stopped.status_code == 422
    assert "Tepat di batas desil" in words(stopped)
    cases = boxes(desk.head.page("terms-cases", terms.pk)) | {"expect-1": "tidak terpenuhi", "do": "save"}
    assert desk.head.post(url("terms-cases", terms), **cases).status_code == 302
    assert take(desk.head, "submit", terms).status_code == 302
    assert [s.count for s in sections(desk.cast.actor("OFFICE_HEAD")) if "Ketentuan" in s.title] == [1]
    assert "rastra" not in desk.chief.page("terms-list").content.decode() or "versi 2" in words(
        desk.chief.page("terms-list")
    )
    assert take(desk.chief, "review", terms, note="sesuai").status_code == 302
    assert take(desk.chief, "publish", terms).status_code == 302
    terms.refresh_from_db()
    assert (terms.state, terms.parameters) == ("PUBLISHED", {"desil_tertinggi": 3})
    history = words(desk.head.page("terms-history", "rastra"))
    assert "Diterbitkan" in history
    assert "Perbup 1/2026" in history
    assert "Versi 1" in history


def test_a_wrong_rule_is_shown_at_its_place_and_nothing_is_lost(desk: Desk) -> None:
    terms = desk.open_draft()
    text = desk.edit(terms, do="to-text")
    filled = boxes(text, "penyunting") | {
        "rule_text": "rawan_pangan\n && dsil <= 4",
        "do": "save",
        "rule_note": "tetap ada",
    }
    refused = desk.head.post(url("terms-edit", terms), **filled)
    assert refused.status_code == 422
    told = words(refused)
    assert "baris 2, kolom 5" in told
    assert "desil" in told
    assert "^" in told
    again = boxes(refused, "penyunting")
    assert (again["rule_text"], again["rule_note"]) == (filled["rule_text"], "tetap ada")
    assert Terms.objects.get(pk=terms.pk).revision == terms.revision


def test_rows_and_text_are_two_ways_to_the_same_rule(desk: Desk) -> None:
    terms = desk.open_draft()
    before = desk.filled(terms)
    assert before["mode"] == "susun"
    as_text = boxes(desk.edit(terms, do="to-text"), "penyunting")
    assert as_text["mode"] == "teks"
    as_rows = boxes(desk.head.post(url("terms-edit", terms), **as_text, do="to-rows"), "penyunting")
    rows = ("fact-", "operator-", "value-", "who-", "text-", "join")
    assert {k: v for k, v in as_rows.items() if k.startswith(rows)} == {
        k: v for k, v in before.items() if k.startswith(rows)
    }
    added = {"fact-2": "menerima_pkh", "operator-2": "no", "value-2": "", "who-2": ""}
    assert desk.edit(terms, **added).status_code == 302
    terms.refresh_from_db()
    assert "!menerima_pkh" in terms.rule_text
    wrong = desk.edit(terms, **{"fact-0": "desil", "operator-0": "<=", "value-0": "empat", "text-0": ""})
    assert wrong.status_code == 422
    assert "empat" in words(wrong)


def test_counts_money_and_examples_while_typing(desk: Desk, families: list[Family]) -> None:
    terms = ready(desk)
    filled = desk.filled(terms) | {"param-value-0": "2", "tariff": "200.000", "deliveries_per_year": "4"}
    shown = desk.head.post(url("terms-check", terms), **filled)
    told = words(shown)
    assert "4 KK" in told
    assert "8 KK" in told
    assert "-4" in told  # four fewer than the version in force reaches
    assert "Rp3.200.000" in told  # 4 families, 4 deliveries, Rp200.000
    buttons = [each["formaction"] for each in soup(shown).find_all("button", formaction=True)]
    assert len(buttons) == 9  # four that meet it, five that do not
    example = desk.head.post(str(buttons[0]), **filled)
    assert example.status_code == 200
    assert "memenuhi syarat" in words(example)
    assert "2 atau kurang" in words(example)
    kept = desk.head.post(str(buttons[0]))
    assert "4 atau kurang" in words(kept)
    page = desk.head.get(url("terms-reach", terms))
    assert "8 KK" in words(page)
    part = desk.head._back(desk.head.client.get(url("terms-reach", terms), headers={"HX-Request": "true"}))
    assert_in_page(part.content, page.content)
    checked = desk.head.post(url("terms-edit", terms), **filled, do="check")
    assert_in_page(shown.content, checked.content)


def test_amounts_that_differ_are_added_up(desk: Desk, families: list[Family]) -> None:
    terms = ready(desk)
    amount = "desil == 1 ? 300000 : 100000"
    filled = desk.filled(terms) | {"param-value-0": "2", "amount_text": amount, "deliveries_per_year": "1"}
    assert "Rp800.000" in words(desk.head.post(url("terms-check", terms), **filled))
    wrong = words(desk.head.post(url("terms-check", terms), **(filled | {"amount_text": "rawan_pangan"})))
    assert "Perhitungan nilai, baris 1" in wrong


def test_without_a_snapshot_the_page_says_so(desk: Desk) -> None:
    terms = ready(desk)
    assert "Salinan data" in words(desk.head.post(url("terms-check", terms), **desk.filled(terms)))


def test_few_recipients_of_a_sensitive_component_are_not_told(desk: Desk, families: list[Family]) -> None:
    sick = a_person(str(VILLAGE), families[0], relation="CHILD", born=date(2000, 1, 1))
    has_condition(sick, "KUSTA")
    take_snapshot(as_of=today(), by=system_actor("uji"), at=clock.now())
    rehsos = Browser(desk.cast, "DIVISION_HEAD", division="REHSOS")
    rehsos.post(reverse("web:programmes:terms-draft", args=["permakanan-kusta"]))
    terms = Terms.objects.get(component__code="permakanan-kusta", state="DRAFT")
    told = words(rehsos.get(url("terms-reach", terms)))
    assert "1 orang" in told
    page = words(desk.chief.get(url("terms-reach", terms)))  # the head of office sees no health data
    assert "data kesehatan" in page
    assert "1 orang" not in page
    example = url("terms-example", terms, "person", sick.pk)
    assert rehsos.post(example).status_code == 200
    assert desk.chief.post(example).status_code == 404


def test_completion_is_served_to_the_editor(desk: Desk) -> None:
    terms = desk.open_draft()
    filled = desk.filled(terms) | {"text": "rawan", "position": "5"}
    found = json.loads(desk.head.post(url("terms-complete", terms), **filled).content)["items"]
    assert found[0]["text"] == "rawan_pangan"
    assert found[0]["start"] == 0
    below = desk.filled(terms) | {
        "text": "desil <= 4\r\n&& raw",
        "position": "17",
    }  # a browser sends CRLF and counts LF
    found = json.loads(desk.head.post(url("terms-complete", terms), **below).content)["items"]
    assert (found[0]["text"], found[0]["start"]) == ("rawan_pangan", 14)


def test_cases_are_written_without_the_language(desk: Desk) -> None:
    terms = desk.open_draft()
    page = desk.head.page("terms-cases", terms.pk)
    filled = boxes(page)
    assert filled["given-0-desil"] == "2"
    assert filled["given-0-rawan_pangan"] == "ya"
    added = desk.head.post(url("terms-cases", terms), **filled, do="add")
    new = boxes(added) | {"name-5": "Desil 10", "given-5-desil": "10", "expect-5": "tidak terpenuhi", "drop-0": "on"}
    assert desk.head.post(url("terms-cases", terms), **new, do="save").status_code == 302
    terms.refresh_from_db()
    assert len(terms.cases) == 5
    assert terms.cases[-1] == {"name": "Desil 10", "given": {"desil": 10}, "expect": "tidak terpenuhi"}
    assert terms.cases[0]["as_of"] == "2022-06-01"
    wrong = boxes(desk.head.page("terms-cases", terms.pk)) | {"given-0-desil": "dua"}
    refused = desk.head.post(url("terms-cases", terms), **wrong, do="save")
    assert refused.status_code == 422
    assert "bilangan bulat" in words(refused)
    file = desk.head.get(url("terms-cases-yaml", terms)).content.decode()
    assert "name: Desil 10" in file
    assert "component: rastra" in file


def test_members_stand_in_a_case(desk: Desk) -> None:
    terms = desk.open_draft()
    text = boxes(desk.edit(terms, do="to-text"), "penyunting")
    desk.head.post(url("terms-edit", terms), **(text | {"rule_text": "anggota.exists(a, a.umur >= 60)", "do": "save"}))
    desk.head.post(url("terms-cases", terms), **boxes(desk.head.page("terms-cases", terms.pk)), do="member-0")
    added = desk.head.post(url("terms-cases", terms), **boxes(desk.head.page("terms-cases", terms.pk)), do="member-0")
    filled = boxes(added) | {"member-0-0-umur": "61", "name-0": "Ada lansia"}
    filled |= {f"drop-{n}": "on" for n in range(1, 5)}
    assert desk.head.post(url("terms-cases", terms), **filled, do="save").status_code == 302
    terms.refresh_from_db()
    assert terms.cases[0]["members"] == [{"umur": 61}]


@pytest.mark.requirement("R303")
def test_parts_of_a_family_are_written_and_the_owners_programme_is_published_by_the_head_of_office(desk: Desk) -> None:
    terms = desk.open_draft("pkh")
    filled = desk.filled(terms)
    assert (filled["part-name-0"], filled["part-when-0"], filled["part-value-0"]) == (
        "Ibu hamil", "a.hamil", "pkh_kesehatan",
    )  # fmt: skip
    assert filled["part-people"] == "maks_orang"
    assert len(terms.cases) > 10  # those of the catalogue for the version in force

    def checked(**typed: str) -> str:
        return words(desk.head.post(url("terms-check", terms), **(filled | typed)))

    assert "Komponen tiap anggota ke-1, baris 1, kolom 12" in checked(**{"part-when-0": "a.hamil && a.umr > 1"})
    assert "Komponen tiap anggota, nilai Ibu hamil" in checked(**{"part-value-0": "pkh_hilang"})
    assert "Komponen dan perhitungan nilai berbeda" in checked(**{"part-value-2": "pkh_sd"})
    text = {"text": "a.ha", "position": "4", "about": "member"}
    found = json.loads(desk.head.post(url("terms-complete", terms), **filled, **text).content)["items"]
    assert (found[0]["text"], found[0]["start"]) == ("hamil", 2)
    new = {f"part-{name}-7": value for name, value in
           {"name": "Anak 7 tahun", "when": "a.umur == 7", "value": "pkh_sd", "max": "param.maks_hamil"}.items()}  # fmt: skip
    gone = {f"part-{name}-6": "" for name in ("name", "when", "value", "max")}
    given = {"change_note": "uji", "legal_basis": "Permensos 1/2026", "param-value-0": filled["param-value-0"]}
    given["amount_text"] = filled["amount_text"].replace("\n", "\r\n")  # as a browser sends it
    saved = filled | new | gone | given | {"do": "save"}
    assert desk.head.post(url("terms-edit", terms), **saved).status_code == 302
    terms.refresh_from_db()
    assert terms.amount_text == Terms.objects.get(component__code="pkh", version=2).amount_text
    assert [each["name"] for each in terms.parts["listed"]][-2:] == ["Siswa SMP/sederajat", "Anak 7 tahun"]
    assert terms.parts["listed"][-1]["at_most"] == "maks_hamil"
    page = words(desk.head.page("terms", terms.pk))
    assert "Komponen Anak 7 tahun – Umur 7: Rp225.000, paling banyak 2 orang" in page
    other, chief = desk.cast.actor("DIVISION_HEAD", division="REHSOS"), desk.cast.actor("OFFICE_HEAD")
    assert can_draft(other, terms.component)
    assert "kepala dinas" in why_not(other, terms, "review")
    assert (why_not(chief, terms, "review"), why_not(chief, terms, "publish")) == ("", "")


def test_a_case_looks_at_rupiah_day_and_reasons(desk: Desk) -> None:
    terms = desk.open_draft()
    filled = boxes(desk.head.page("terms-cases", terms.pk))
    assert filled["day-0"] == "2022-06-01"
    wrong = desk.head.post(url("terms-cases", terms), **(filled | {"amount-0": "banyak"}), do="save")
    assert (wrong.status_code, "rupiah bulat" in words(wrong).lower()) == (422, True)
    assert boxes(wrong)["amount-0"] == "banyak"
    given = {"amount-0": "Rp150.000", "day-0": "2025-12-31", "because-0": "rawan pangan\r\n"}
    assert desk.head.post(url("terms-cases", terms), **(filled | given), do="save").status_code == 302
    terms.refresh_from_db()
    kept = terms.cases[0]
    assert (kept["expect_amount"], kept["as_of"], kept["because"]) == (150_000, "2025-12-31", ["rawan pangan"])
    assert "diharapkan Rp150.000, hasilnya belum diketahui" in words(desk.head.page("terms-cases", terms.pk))
    desk.edit(terms, tariff="150.000")
    assert "diharapkan Rp150.000" not in words(desk.head.page("terms-cases", terms.pk))


def test_a_hole_is_asked_about_on_the_page(desk: Desk) -> None:
    terms = ready(desk)
    year = today().year + 1
    last = {"valid_last_hari": "31", "valid_last_bulan": "12", "valid_last_tahun": str(year)}
    assert desk.edit(terms, **last).status_code == 302
    assert take(desk.head, "submit", terms).status_code == 302
    assert take(desk.chief, "review", terms).status_code == 302
    asked = take(desk.chief, "publish", terms)
    assert asked.status_code == 422
    assert f"1 Januari {year + 1}" in words(asked)
    assert take(desk.chief, "publish", terms, confirmation="program berakhir").status_code == 302
    assert "program berakhir" in words(desk.chief.page("terms", terms.pk))


def test_back_to_the_writer_and_given_up(desk: Desk) -> None:
    terms = ready(desk)
    take(desk.head, "submit", terms)
    assert take(desk.chief, "return", terms, reason="").status_code == 422
    assert take(desk.chief, "return", terms, reason="dasar hukum keliru").status_code == 302
    assert "dasar hukum keliru" in words(desk.head.page("terms-edit", terms.pk))
    assert take(desk.head, "withdraw", terms, reason="tidak jadi").status_code == 302
    assert "tidak jadi" in words(desk.head.page("terms", terms.pk))


def test_nobody_else_opens_or_moves_a_draft(desk: Desk) -> None:
    terms = ready(desk)
    neighbour = Browser(desk.cast, "DIVISION_HEAD", division="REHSOS")
    reader = Browser(desk.cast, "FACILITATOR")
    for name in ("terms-edit", "terms-submit", "terms-withdraw"):
        assert neighbour.get(url(name, terms)).status_code == 403
    for name in ("terms", "terms-edit", "terms-cases", "terms-reach", "terms-submit"):
        assert reader.get(url(name, terms)).status_code == 404
    assert "Versi 2" not in words(reader.page("terms-history", "rastra"))
    take(desk.head, "submit", terms)
    assert desk.head.get(url("terms-review", terms)).status_code == 403  # four eyes
    assert "petugas lain" in words(desk.head.page("terms", terms.pk))
    assert desk.head.get(url("terms-edit", terms)).status_code == 404  # no draft any more
    assert reader.post(reverse("web:programmes:terms-draft", args=["rastra"])).status_code == 403


def test_whatever_is_typed_gets_an_answer(desk: Desk, families: list[Family]) -> None:
    terms = ready(desk)
    filled = desk.filled(terms) | {"mode": "teks"}
    deep = "(" * 100 + "true" + ")" * 100
    for text in ("desil <= 'empat'", "a" * 11_000, deep, "desil / 0 > 1", "__class__", "", "!" * 3000):
        typed = filled | {"rule_text": text}
        assert desk.head.post(url("terms-check", terms), **typed).status_code == 200
        assert desk.head.post(url("terms-edit", terms), **typed, do="save").status_code == 422
    half = filled | {"rule_text": "desil <= 4 && (status_rumah == 'SEWA' || anggota.exists(a, a.umur > 90))"}
    told = words(desk.head.post(url("terms-check", terms), **half))
    assert "Belum dapat dinilai 8 KK Data yang paling sering kosong: status penguasaan rumah (kosong pada 100%)" in told
    by_zero = filled | {"rule_text": "1 / (desil - desil) > 1"}
    assert "12 KK" in words(desk.head.post(url("terms-check", terms), **by_zero))  # unknown for everybody
    assert desk.head.post(url("terms-edit", terms), **by_zero, do="save").status_code == 302


def test_a_programme_begins_on_a_page(desk: Desk) -> None:
    given = {
        "name": "Bantuan beras baru",
        "code": "beras-baru",
        "division": str(desk.cast.divisions["LINJAMSOS"].pk),
        "fund_source": "APBD_KAB",
        "legal_basis": "Perbup 2/2026",
    }
    made = desk.chief.post(reverse("web:programmes:programme-create"), **given)
    assert made.url == reverse("web:programmes:component-create", args=["beras-baru"])
    twice = desk.chief.post(reverse("web:programmes:programme-create"), **given)
    assert "belum dipakai" in words(twice)
    component = {"name": "Beras", "code": "beras-10-kg", "unit": "FAMILY", "aid_form": "BARANG", "item": "beras"}
    assert desk.chief.post(made.url, **component).status_code == 302
    assert Programme.objects.get(code="beras-baru").components.get().unit == "FAMILY"
    terms = desk.open_draft("beras-10-kg")
    saved = desk.edit(
        terms, **{"fact-0": "desil", "operator-0": "<=", "value-0": "3", "legal_basis": "Perbup", "change_note": "baru"}
    )
    assert saved.status_code == 302, words(saved)
    assert desk.head.post(reverse("web:programmes:programme-create"), **given).status_code == 403


def test_somebody_elses_change_is_not_overwritten(desk: Desk) -> None:
    terms = ready(desk)
    old = desk.filled(terms)
    actions.set_cases(
        terms_id=terms.pk, cases=terms.cases, by=desk.cast.actor("DIVISION_HEAD", division="LINJAMSOS"), at=clock.now()
    )
    stale = desk.head.post(url("terms-edit", terms), **old, do="save")
    assert stale.status_code == 422
    assert "berubah setelah Anda membuka halaman" in words(stale)
