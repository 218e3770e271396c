"""The report of unmet need: why nobody could help, where, and what who may not see persons is shown of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from rangkul.desk import actions, queries
from rangkul.desk.models import Case, Referral
from rangkul.desk.queries import period_of
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor
from tests.desk.stage import Visitor, a_matched_case, a_referral, an_agency, text_of
from tests.people import KECAMATAN, OTHER_KECAMATAN, VILLAGE, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B07")]

BOARD, LIST = "web:desk:unmet", "web:desk:unmet-list"


@pytest.fixture
def needs(cast: Cast) -> dict[str, Case]:
    """One need of each fate, by name."""
    officer, agency = cast.actor("BACK_OFFICE"), an_agency()
    fates = {name: a_matched_case(cast, sector=sector) for name, sector in SECTORS.items()}

    def refer(name: str) -> Referral:
        return a_referral(cast, fates[name], agency_id=agency.pk)  # type: ignore[no-any-return]

    def answer(referral: Referral, state: str, **more: Any) -> None:
        actions.answer_referral(
            referral_id=referral.pk, answer=state, text="Sudah kami periksa", by=officer, at=clock.now(), **more
        )

    answer(refer("full"), "DITOLAK", refusal="PENUH")
    answer(refer("refused"), "DITOLAK")
    answer(refer("anew"), "DITOLAK")
    for name in ("anew", "silent"):
        refer(name)
    answer(refer("helped"), "SELESAI")
    close(fates["nothing"], officer, "TIDAK_ADA")
    close(a_matched_case(cast, kind="PERTANYAAN"), officer, "")
    return fates


SECTORS = {
    "full": "SOSIAL_EKONOMI",
    "refused": "SOSIAL_EKONOMI",
    "anew": "",
    "silent": "",
    "helped": "",
    "nothing": "PANGAN",
}


def close(case: Case, by: Actor, reason: str) -> None:
    actions.close_case(
        case_id=case.pk, outcome="TIDAK_DAPAT", unmet_reason=reason, note="", public_note="Belum ada layanannya.",
        by=by, at=clock.now(),
    )  # fmt: skip


def this_year() -> queries.SurveyPeriod:
    return period_of(str(clock.now().year))


def test_each_need_counts_once_and_every_figure_is_its_list(cast: Cast, needs: dict[str, Case]) -> None:
    manager, today = cast.actor("SLRT_MANAGER"), clock.now().date()
    now = queries.unmet_figures(manager, this_year(), today=today)
    assert now.received == len(needs)
    assert now.by("reason", "is_open") == {("PENUH", "1"): 1, ("DITOLAK", "1"): 1, ("TIDAK_ADA", ""): 1}
    late = queries.unmet_figures(manager, this_year(), today=today + timedelta(days=30))
    assert late.by("reason")[("TAK_DIJAWAB",)] == 2, "silence counts, also of whoever was asked after a rejection"
    assert late.total == 5
    for key, count in late.counts.items():
        page = queries.list_unmet(
            manager, this_year(), today=today + timedelta(days=30), area=key.area, sector=key.sector,
            reason=key.reason, is_open=key.is_open,
        )  # fmt: skip
        assert (page.total, {each.reason for each in page.rows}) == (count, {key.reason})
    beside = cast.elsewhere("BACK_OFFICE")
    assert queries.unmet_figures(beside, this_year(), today=today).received == 0
    assert queries.list_unmet(beside, this_year(), today=today).total == 0
    assert queries.unmet_figures(cast.actor("INSTITUTION_OFFICER"), this_year(), today=today).total == 0
    assert queries.unmet_figures(manager, period_of("2019"), today=today).total == 0
    check_a_need_is_not_given_up_without_saying_why(cast, needs)
    helped = actions.close_case(
        case_id=needs["full"].pk, outcome="TERTANGANI", note="", public_note="Sudah dibantu",
        by=cast.actor("BACK_OFFICE"), at=clock.now(),
    )  # fmt: skip
    assert helped.unmet_reason == ""
    assert queries.unmet_figures(manager, this_year(), today=today).total == 2


def test_the_board_opens_its_lists_and_hides_small_figures(cast: Cast, needs: dict[str, Case]) -> None:
    year = {"periode": str(clock.now().year)}
    manager = Visitor(cast, "SLRT_MANAGER")
    shown = manager.get(reverse(BOARD), **year)
    assert f"wilayah={KECAMATAN}" in shown.content.decode(), "a district's figures stand by kecamatan and open below"
    assert "alasan=PENUH" in manager.get(reverse(BOARD), wilayah=str(KECAMATAN), **year).content.decode()
    listed = text_of(manager.get(reverse(LIST), alasan="PENUH", wilayah=str(VILLAGE), **year))
    assert needs["full"].ticket in listed
    assert needs["refused"].ticket not in listed
    table = manager.get(reverse(BOARD), bentuk="csv", **year).content.decode("utf-8-sig").splitlines()
    assert len(table) == 1 + 3
    assert table[1].startswith(f"{VILLAGE},")
    for odd in (
        {"periode": "x"},
        {"wilayah": "../../etc"},
        {"wilayah": "99.99"},
        {"alasan": "x" * 300},
        {"setelah": "x"},
    ):
        assert manager.get(reverse(LIST), **odd).status_code == 200
    reader = Visitor(cast, "KECAMATAN_OFFICER")
    covered = text_of(reader.get(reverse(BOARD), **year))
    assert "kurang dari 5" in covered
    assert reader.get(reverse(LIST), **year).status_code == 403
    assert len(reader.get(reverse(BOARD), bentuk="csv", **year).content.decode("utf-8-sig").splitlines()) == 1
    for name in ("a", "b", "c", "d"):
        close(a_matched_case(cast, concerned_name=f"Contoh {name}"), cast.actor("BACK_OFFICE"), "TIDAK_ADA")
    wider = text_of(reader.get(reverse(BOARD), **year))
    assert "kurang dari 5" not in wider
    assert "tidak ada layanan untuk itu tidak ditampilkan" in wider, (
        "5 shown beside a total of 7 would tell of the other 2"
    )
    assert "ditolak lembaga tujuan tidak ditampilkan" in wider
    assert "Semester" not in wider, "no halves: a year less a half would give the other half away"
    far = Visitor(cast, "KECAMATAN_OFFICER", OTHER_KECAMATAN)
    assert "Tidak ada kebutuhan" in text_of(far.get(reverse(BOARD), **year))
    assert Visitor(cast, "ADMINISTRATOR").get(reverse(BOARD)).status_code == 403


def check_a_need_is_not_given_up_without_saying_why(cast: Cast, needs: dict[str, Case]) -> None:
    officer, desk = cast.actor("BACK_OFFICE"), Visitor(cast, "BACK_OFFICE")
    page = reverse("web:desk:case-close", args=[needs["refused"].pk])
    assert 'value="DITOLAK" selected' in desk.get(page).content.decode(), "what the receiver said is chosen already"
    sent = {"outcome": "TIDAK_DAPAT", "public_note": "Panti penuh sampai Maret."}
    refused = desk.post(page, **sent)
    assert (refused.status_code, "sebabnya" in text_of(refused)) == (422, True)
    assert desk.post(page, **sent, unmet_reason="PENUH").status_code == 303
    with pytest.raises(Refused):
        close(needs["refused"], officer, "SEBAB_LAIN")
