"""Referrals of the demo's Puskesos: one in each turn of the loop, to agencies by link and to officers inside."""

from typing import Any
from uuid import UUID

from rangkul.cli.demo.life import Story
from rangkul.desk import actions, policies
from rangkul.desk.actions import Inside
from rangkul.institutions import queries as institutions_queries

_ASKED = "Apakah tanahnya milik sendiri? Mohon foto surat tanahnya."


def loop(story: Story, cases: list[UUID]) -> None:
    """Up to four matched cases are referred: a question, a rejection, a colleague's turn, and silence."""
    steps = (_asked, _rejected, _inside, _silent)
    for case, step in zip(cases, steps, strict=False):
        step(story, case)


def _send(story: Story, case: UUID, kind: str, service: str, reason: str, days: int) -> Any:
    officer = story.cast.actors["bo"]
    page = institutions_queries.search_services(officer, text=service, agency_kind=kind, limit=1)
    if not page.hits:
        return None
    return actions.refer_case(
        case_id=case, agency_id=page.hits[0].agency_id, service_id=page.hits[0].id, reason=reason,
        service_wanted=page.hits[0].name, is_accompanied=False, by=officer, at=story.calendar.ago(days),
    )  # fmt: skip


def _answer(story: Story, referral: Any, answer: str, text: str, days: int) -> None:
    """The agency answers by its link."""
    if referral is None:
        return
    holder = policies.holder_of_link(
        referral.pk, name=f"{referral.to_label} (lewat tautan)", area=referral.area_code, purpose="demo"
    )
    actions.answer_referral(referral_id=referral.pk, answer=answer, text=text, by=holder, at=story.calendar.ago(days))


def _asked(story: Story, case: UUID) -> None:
    sent = _send(story, case, "PERUMAHAN", "rumah tidak layak huni", "Atap bocor dan dinding lapuk.", 4)
    _answer(story, sent, "DITANYA", _ASKED, 1)


def _rejected(story: Story, case: UUID) -> None:
    sent = _send(story, case, "TENAGA_KERJA", "pelatihan kerja", "Ingin ikut pelatihan menjahit.", 6)
    _answer(story, sent, "DITOLAK", "Kelas menjahit tahun ini sudah penuh; coba lagi bulan Januari.", 2)


def _inside(story: Story, case: UUID) -> None:
    actions.refer_case(
        case_id=case, inside=Inside("TKSK", story.cast.home[:8]), reason="Perlu kunjungan bersama dan saksi serah terima.",
        service_wanted="kunjungan rumah", is_accompanied=False, by=story.cast.actors["bo"], at=story.calendar.ago(1),
    )  # fmt: skip


def _silent(story: Story, case: UUID) -> None:
    _send(story, case, "PENDIDIKAN", "Program Indonesia Pintar", "Anak putus sekolah karena biaya.", 25)
