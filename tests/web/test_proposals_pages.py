"""Pages of proposals, decisions and enrolment: the whole way in plain forms, and what nobody else may open."""

import io
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from rangkul.kernel.clock import format_date
from rangkul.kernel.ids import new_id
from rangkul.platform.audit.models import Event
from rangkul.programmes.actions.decide_batch import decide_batch
from rangkul.programmes.models import Decree, Enrolment, ProposalBatch, ProposalLine
from rangkul.web.programmes.worklist import sections
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.programmes.proposal_stage import Stage, lines_of, today
from tests.registry.factories import a_nik, make_condition, make_family, make_identity, make_person

pytestmark = pytest.mark.django_db


class Browser:
    """A signed-in browser; after each request the test's own database role is back."""

    def __init__(self, cast: Cast, role: str, area: Any = None, *, division: str | None = None) -> None:
        self.client = Client()
        self.client.force_login(cast.user(role, area, division=division))

    def get(self, url: str, **data: Any) -> Any:
        return self._back(self.client.get(url, data))

    def post(self, url: str, **data: Any) -> Any:
        return self._back(self.client.post(url, data))

    def page(self, name: str, *args: Any) -> Any:
        """Open a page that must be there."""
        response = self.get(reverse(f"web:programmes:{name}", args=args))
        assert response.status_code == 200
        return response

    def send(self, name: str, *args: Any, **data: Any) -> Any:
        """Open the page, fill in its last form, send it."""
        filled = fields_of(self.page(name, *args)) | data
        return self.post(reverse(f"web:programmes:{name}", args=args), **filled)

    def _back(self, response: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        return response


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(response: Any) -> str:
    return soup(response).get_text(" ", strip=True)


def fields_of(response: Any) -> dict[str, str]:
    """What the last form of the page would send as it stands."""
    form = soup(response).find("main").find_all("form")[-1]  # type: ignore[union-attr]
    found = {str(each["name"]): str(each.get("value", "")) for each in form.find_all("input") if each.get("name")}
    for select in form.find_all("select"):
        chosen = select.find("option", selected=True) or select.find("option")
        found[str(select["name"])] = str(chosen["value"]) if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return Stage.build(cast, quota=1)


@pytest.fixture
def operator(cast: Cast) -> Browser:
    return Browser(cast, "VILLAGE_OPERATOR")


@pytest.fixture
def head(cast: Cast) -> Browser:
    return Browser(cast, "DIVISION_HEAD", division="LINJAMSOS")


@pytest.mark.requirement("R017")
@pytest.mark.requirement("R019")
def test_the_whole_way_in_plain_forms(cast: Cast, stage: Stage, operator: Browser, head: Browser) -> None:
    first, second = stage.family("Sitti Contoh"), stage.family("Rahman Contoh")
    made = operator.send("proposal-create", component=str(stage.component.pk), area=VILLAGE)
    batch = ProposalBatch.objects.get()
    assert made.url == reverse("web:programmes:proposal-add-line", args=[batch.pk])
    for family, name in ((first, "Siti"), (second, "Rahman")):
        found = operator.post(made.url, q=name)
        assert f'value="{family.pk}"' in found.content.decode()
        added = operator.post(made.url, kind="family", subject=str(family.pk))
        assert added.status_code == 302
    sent = operator.send(
        "proposal-submit",
        batch.pk,
        musyawarah_on_hari="20",
        musyawarah_on_bulan="10",
        musyawarah_on_tahun=str(today().year),
        musyawarah_place="Balai desa",
        musyawarah_attendance="37",
        **{f"urutan-{line.pk}": rank for line, rank in zip(lines_of(batch).values(), ("2", "1"), strict=True)},
    )
    assert sent.status_code == 302, words(sent)
    ranked = list(ProposalLine.objects.order_by("rank").values_list("family_id", flat=True))
    assert ranked == [second.pk, first.pk]
    Browser(cast, "KECAMATAN_OFFICER").send("proposal-check", batch.pk)
    Browser(cast, "PROGRAMME_OFFICER", division="LINJAMSOS").send("proposal-verify", batch.pk)
    asked = head.send("proposal-decide", batch.pk)
    assert asked.status_code == 200
    assert "1 KK melebihi sisa kuota" in words(asked)
    assert not Decree.objects.exists()
    done = head.post(reverse("web:programmes:proposal-decide", args=[batch.pk]), **fields_of(asked))
    decree = Decree.objects.get()
    assert done.url == reverse("web:programmes:decree", args=[decree.pk])
    page = head.get(done.url)
    assert decree.number in words(page)
    assert reverse("web:platform:document", args=[decree.document_id]) in page.content.decode()
    assert Enrolment.objects.get().family_id == second.pk
    assert "Daftar tunggu" in words(operator.page("proposal", batch.pk)).replace("daftar tunggu", "Daftar tunggu")


def test_a_second_decision_on_the_page_is_told_plainly(stage: Stage, head: Browser, cast: Cast) -> None:
    batch = stage.verified(stage.family("Satu"))
    asked = head.send("proposal-decide", batch.pk)
    decree = decide_batch(batch_id=batch.pk, by=cast.actor("OFFICE_HEAD"), at=stage.tick())
    url = reverse("web:programmes:proposal-decide", args=[batch.pk])
    late = head.post(url, **fields_of(asked))
    assert late.url == reverse("web:programmes:proposal", args=[batch.pk])
    told = words(head.get(late.url))
    assert "sudah diputuskan oleh" in told
    assert decree.number in told
    assert Decree.objects.count() == 1


def test_a_double_click_makes_one_decree(stage: Stage, head: Browser) -> None:
    batch = stage.verified(stage.family("Satu"))
    sure = fields_of(head.send("proposal-decide", batch.pk))
    url = reverse("web:programmes:proposal-decide", args=[batch.pk])
    answers = [head.post(url, **sure).status_code for _click in range(2)]
    assert answers == [302, 302]
    assert Decree.objects.count() == Enrolment.objects.count() == 1


def test_a_refusal_without_a_reason_is_asked_for(stage: Stage, head: Browser) -> None:
    batch = stage.verified(stage.family("Satu"))
    line = ProposalLine.objects.get()
    answer = head.send("proposal-decide", batch.pk, **{f"outcome-{line.pk}": "REFUSED"})
    assert answer.status_code == 422
    assert "Pilih alasan" in words(answer)
    named = head.send("proposal-decide", batch.pk, **{f"outcome-{line.pk}": "REFUSED", f"reason-{line.pk}": "MAMPU"})
    head.post(reverse("web:programmes:proposal-decide", args=[batch.pk]), **fields_of(named))
    line.refresh_from_db()
    assert (line.state, line.refusal_reason) == ("REFUSED", "MAMPU")


def test_a_form_sent_twice_leads_to_the_same_batch(stage: Stage, operator: Browser) -> None:
    filled = {
        "key": str(new_id()),
        "area": VILLAGE,
        "component": str(stage.component.pk),
        "fiscal_year": str(today().year),
    }
    url = reverse("web:programmes:proposal-create")
    first, second = operator.post(url, **filled), operator.post(url, **filled)
    batch = ProposalBatch.objects.get()
    assert second.url == reverse("web:programmes:proposal", args=[batch.pk])
    assert str(batch.pk) in first.url


@pytest.mark.requirement("R018")
def test_the_page_says_why_somebody_cannot_be_added(stage: Stage, operator: Browser) -> None:
    family, batch = stage.family("Tanpa", listed=False), stage.draft()
    url = reverse("web:programmes:proposal-add-line", args=[batch.pk])
    answer = operator.post(url, kind="family", subject=str(family.pk))
    assert answer.status_code == 422
    assert "ID DTKS" in words(answer)
    answer = operator.post(url, kind="keluarga besar", subject=str(family.pk))
    assert answer.status_code == 422
    assert "pilih lagi dari daftar" in words(answer)
    assert not ProposalLine.objects.exists()


def test_who_does_not_meet_the_rule_is_proposed_with_a_reason_only(stage: Stage, operator: Browser) -> None:
    family, batch = stage.family("Cukup", hungry=False), stage.draft()
    url = reverse("web:programmes:proposal-add-line", args=[batch.pk])
    asked = operator.post(url, kind="family", subject=str(family.pk))
    assert asked.status_code == 422
    assert "rawan pangan" in words(asked)
    operator.post(url, **(fields_of(asked) | {"override_reason": "rumahnya terbakar"}))
    assert ProposalLine.objects.get().override_reason == "rumahnya terbakar"
    assert "rumahnya terbakar" in words(operator.page("proposal", batch.pk))


def test_a_nik_is_searched_by_post_and_never_shown(stage: Stage, operator: Browser) -> None:
    nik = a_nik(7)
    person = make_person("Ber Nik", nik=str(nik))
    family = make_family(person)
    make_condition(family, "RAWAN_PANGAN")
    make_identity(person, "ID_DTKS", "DTKS-7")
    batch = stage.draft()
    answer = operator.post(reverse("web:programmes:proposal-add-line", args=[batch.pk]), q=str(nik))
    assert str(family.pk) in answer.content.decode()
    shown = [
        str(nik) in each for each in answer.content.decode().split("<main")[1].split("<form") if "search" not in each
    ]
    assert not any(shown)
    search = soup(answer).find("form", class_="search")
    assert search is not None
    assert search["method"] == "post"


@pytest.mark.parametrize(
    "page",
    [
        "proposal",
        "proposal-submit",
        "proposal-check",
        "proposal-verify",
        "proposal-decide",
        "proposal-return",
        "proposal-withdraw",
    ],
)
def test_the_next_village_does_not_find_the_batch(cast: Cast, stage: Stage, page: str) -> None:
    batch = stage.draft(stage.family("Satu"))
    stranger = Browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE)
    assert stranger.get(reverse(f"web:programmes:{page}", args=[batch.pk])).status_code == 404


@pytest.mark.parametrize(
    ("page", "state", "data"),
    [
        ("proposal-check", "SUBMITTED", {}),
        ("proposal-verify", "CHECKED", {}),
        ("proposal-decide", "VERIFIED", {"sure": "ya"}),
        ("proposal-return", "SUBMITTED", {"reason": "BERKAS_KURANG"}),
    ],
)
def test_the_operator_cannot_take_the_steps_of_others(
    stage: Stage, operator: Browser, page: str, state: str, data: dict[str, str]
) -> None:
    batch = stage.bring_to(stage.draft(stage.family("Satu")), state)
    url = reverse(f"web:programmes:{page}", args=[batch.pk])
    assert operator.get(url).status_code == 403  # no form that is refused only when it is sent
    assert operator.post(url, revision=batch.revision, **data).status_code == 403
    batch.refresh_from_db()
    assert batch.state == state


def test_returning_and_refusing_a_line_say_why(cast: Cast, stage: Stage) -> None:
    batch = stage.bring_to(stage.draft(stage.family("Satu"), stage.family("Dua")), "CHECKED")
    officer = Browser(cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    line = ProposalLine.objects.order_by("rank")[0]
    assert officer.send("proposal-refuse-line", line.pk).status_code == 422
    officer.send("proposal-refuse-line", line.pk, reason="TIDAK_DITEMUKAN", note="rumah kosong")
    officer.send("proposal-return", batch.pk, reason="DATA_KELIRU", note="alamat")
    told = words(officer.page("proposal", batch.pk))
    assert str(batch.fiscal_year) in told
    for part in ("rumah kosong", "data penerima keliru atau tidak padan: alamat"):
        assert part in told


def test_the_list_opens_on_what_waits_for_me(cast: Cast, stage: Stage, operator: Browser) -> None:
    batch = stage.bring_to(stage.draft(stage.family("Satu")), "SUBMITTED")
    waiting = Browser(cast, "KECAMATAN_OFFICER").page("proposal-list")
    assert batch.number in words(waiting)
    assert batch.number not in words(operator.get(reverse("web:programmes:proposal-list"), daftar="mine"))
    assert batch.number in words(operator.get(reverse("web:programmes:proposal-list"), daftar="open"))
    assert batch.number not in words(Browser(cast, "KECAMATAN_OFFICER", "73.12.02").page("proposal-list"))


def test_a_long_list_is_paged_there_and_back(cast: Cast, stage: Stage, operator: Browser) -> None:
    numbers = [stage.draft().number for _each in range(30)][::-1]
    url = reverse("web:programmes:proposal-list")
    first = operator.get(url)
    assert [number in words(first) for number in numbers] == [True] * 25 + [False] * 5
    older = soup(first).find("a", rel="next")["href"]  # type: ignore[index]
    second = operator.get(url + str(older))
    assert [number in words(second) for number in numbers] == [False] * 25 + [True] * 5
    newer = soup(second).find("a", rel="prev")["href"]  # type: ignore[index]
    assert words(operator.get(url + str(newer))) == words(first)


def test_the_batch_page_asks_a_bounded_number_of_queries(
    stage: Stage, operator: Browser, django_assert_max_num_queries: Any
) -> None:
    small = stage.draft(stage.family("Satu"))
    large = stage.draft(*(stage.family(f"Banyak {number}") for number in range(12)))
    operator.page("proposal", small.pk)
    with django_assert_max_num_queries(60) as few:
        operator.page("proposal", small.pk)
    with django_assert_max_num_queries(len(few.captured_queries)):
        operator.page("proposal", large.pk)


def test_the_worklist_of_each_rung(cast: Cast, stage: Stage) -> None:
    batch = stage.draft(stage.family("Satu"))
    people = {
        "DRAFT": stage.operator,
        "SUBMITTED": stage.kecamatan,
        "CHECKED": stage.officer,
        "VERIFIED": stage.head,
    }
    for state in people:
        ProposalBatch.objects.update(state=state)
        counts = {name: [section.count for section in sections(actor)] for name, actor in people.items()}
        assert counts == {name: [1 if name == state else 0] for name in people}
    assert list(sections(cast.actor("AUDITOR"))) == []
    assert [section.count for section in sections(cast.actor("DIVISION_HEAD", division="REHSOS"))] == [0]
    assert batch.number in next(iter(sections(stage.head))).rows[0].detail


@pytest.fixture
def enrolled(stage: Stage) -> Enrolment:
    decide_batch(batch_id=stage.verified(stage.family("=HYPERLINK(1)")).pk, by=stage.head, at=stage.tick())
    return Enrolment.objects.get()


def test_the_exported_list_runs_no_formula_and_leaves_a_trace(cast: Cast, enrolled: Enrolment) -> None:
    office = Browser(cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    url = reverse("web:programmes:enrolment-export")
    text = office.get(url, bentuk="csv").content.decode("utf-8-sig")
    assert "Keluarga =HYPERLINK(1)" in text or "'=HYPERLINK(1)" in text
    book = load_workbook(io.BytesIO(office.get(url, bentuk="xlsx").content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert Event.objects.filter(name="programmes.enrolment.export").count() == 2


def test_the_list_of_recipients_counts_by_unit_and_filters(cast: Cast, stage: Stage, enrolled: Enrolment) -> None:
    office = Browser(cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    page = office.page("enrolment-list")
    assert "1 KK" in words(page)
    empty = office.get(reverse("web:programmes:enrolment-list"), status="ENDED")
    assert "Belum ada peserta" in words(empty)
    # as of a day: whoever ended since is there, the heading and the file name the day; nobody before the decree
    Enrolment.objects.update(
        state="ENDED", exit_reason="GRADUASI", valid_to=enrolled.valid_from + timedelta(days=30), exit_evidence="BA 1"
    )
    then, before = (enrolled.valid_from + timedelta(days=shift) for shift in (3, -1))
    url = reverse("web:programmes:enrolment-list")
    assert "HYPERLINK" not in words(office.get(url))
    shown = words(office.get(url, per=then.isoformat()))
    assert f"Peserta program per {format_date(then)}" in shown and "1 KK" in shown and "HYPERLINK" in shown
    assert "GRADUASI" not in shown and "Coret" not in shown
    assert "HYPERLINK" not in words(office.get(url, per=before.isoformat()))
    assert "2026-13" in words(office.get(url, per="2026-13"))
    table = office.get(reverse("web:programmes:enrolment-export"), bentuk="csv", per=then.isoformat())
    assert then.isoformat() in table["Content-Disposition"]
    head, row = table.content.decode("utf-8-sig").splitlines()
    assert head.endswith(";Keadaan per") and row.endswith(f";{then.isoformat()}")
    neighbour = Browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE)
    assert "HYPERLINK" not in words(neighbour.get(url, per=then.isoformat()))
    assert enrolled.decree.number not in words(
        Browser(cast, "VILLAGE_OPERATOR", NEIGHBOUR_VILLAGE).page("enrolment-list")
    )


@pytest.mark.requirement("R015")
def test_striking_off_on_the_page(cast: Cast, enrolled: Enrolment) -> None:
    office = Browser(cast, "PROGRAMME_OFFICER", division="LINJAMSOS")
    assert office.send("enrolment-end", enrolled.pk, reason="MENINGGAL", evidence="").status_code == 422
    assert office.send("enrolment-end", enrolled.pk, reason="MENINGGAL", evidence="Akta 12/2026").status_code == 302
    enrolled.refresh_from_db()
    assert (enrolled.state, enrolled.exit_reason, enrolled.valid_to) == ("ENDED", "MENINGGAL", today())
    again = office.send("enrolment-end", enrolled.pk, reason="MENINGGAL", evidence="Akta 12/2026")
    assert "sudah berakhir" in words(again)


def test_another_bidang_does_not_strike_off(cast: Cast, enrolled: Enrolment) -> None:
    other = Browser(cast, "PROGRAMME_OFFICER", division="REHSOS")
    url = reverse("web:programmes:enrolment-end", args=[enrolled.pk])
    filled = fields_of(other.get(url)) | {"reason": "MENINGGAL", "evidence": "Akta"}
    assert other.post(url, **filled).status_code == 403
    assert Enrolment.objects.get().state == "ACTIVE"


def test_the_family_page_shows_what_it_is_served_by_and_proposed_for(
    stage: Stage, operator: Browser, enrolled: Enrolment
) -> None:
    batch = stage.draft(stage.family("Dua"))
    served = words(operator.get(reverse("web:registry:family", args=[enrolled.family_id])))
    assert "Usulan dan kepesertaan" in served
    assert enrolled.decree.number in served
    proposed = words(operator.get(reverse("web:registry:family", args=[stage.families[1].pk])))
    assert batch.number in proposed


@pytest.mark.requirement("R017")
def test_the_timeline_of_the_family_tells_the_way(stage: Stage, operator: Browser, enrolled: Enrolment) -> None:
    told = words(operator.get(reverse("web:registry:family", args=[enrolled.family_id])))
    assert f"Ditetapkan sebagai penerima Bantuan beras dengan SK {enrolled.decree.number}" in told


def test_the_timeline_does_not_name_a_sensitive_component(cast: Cast) -> None:
    stage = Stage.build(cast, sensitive=True)
    family = stage.family("Rahasia")
    decide_batch(batch_id=stage.verified(family).pk, by=stage.head, at=stage.tick())
    told = words(Browser(cast, "FRONT_OFFICE").get(reverse("web:registry:family", args=[family.pk])))
    assert "Ditetapkan sebagai penerima bantuan dengan SK" in told
    assert stage.component.name not in told
