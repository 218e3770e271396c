"""Letters of the demo: one at each step, one cancelled, one signed on behalf of the head of office."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from rangkul.cli.demo.life import Progress, Story
from rangkul.cli.demo.office import MAKER
from rangkul.desk import actions, queries
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.organisation import actions as organisation_actions
from rangkul.organisation import queries as organisation_queries

ACCOUNTS = {
    "Kepala Dinas Sosial": "kadis",
    "Kepala Bidang Perlindungan dan Jaminan Sosial": "kabid.linjamsos",
    "Kepala Bidang Rehabilitasi Sosial": "kabid.rehsos",
}
BASIS = "surat pengantar Kepala Desa Nomor 000/CONTOH/2026"
ASSESSMENT = (
    "Kepala keluarga bekerja serabutan dengan penghasilan tidak tetap. Rumah berdinding papan, air diambil dari sumur "
    "bersama. Tiga anggota keluarga masih menjadi tanggungan."
)


def write(story: Story, progress: Progress) -> None:
    """Officials get their accounts and one a power to sign; letters for the matched cases of the home village."""
    _appoint(story)
    bo = story.cast.actors["bo"]
    cases = [
        each.id
        for each in queries.list_cases(bo, "team", limit=60).rows
        if each.state in ("MATCHED", "HANDLED", "PROPOSED")
    ]
    if not cases:
        return
    plan = (("sktm", 5, "ISSUED"), ("rekomendasi", 4, "CANCELLED"), ("rekomendasi", 4, "ON_BEHALF"), ("dtsen", 3, "SIGNED"),
            ("sktm", 2, "INITIALLED"), ("rekomendasi", 1, "DRAFT"))  # fmt: skip
    for number, (kind, days, step) in enumerate(plan):
        progress("surat", number, len(plan))
        try:
            _bring(story, cases[number % len(cases)], kind, days, step)
        except Refused:
            continue  # somebody with too high a decile, or in no register: the demo says nothing untrue about them
    progress("surat", len(plan), len(plan))


def _appoint(story: Story) -> None:
    cast, calendar = story.cast, story.calendar
    office = organisation_queries.get_office()
    stand_in = None
    for official in organisation_queries.list_signatories(office, on=calendar.today):
        username = ACCOUNTS.get(official.position)
        user_id = cast.actors[username].user_id if username else None
        if username and user_id:
            organisation_actions.link_official(
                official_id=official.pk, user_id=user_id, user_name=cast.names[username], by=MAKER, at=calendar.ago(40)
            )
        if username == "kabid.rehsos":
            stand_in = official.pk
    if stand_in:
        organisation_actions.grant_mandate(
            official_id=stand_in, position="Kepala Dinas Sosial", capacity="AN", basis="SPT Nomor 000/CONTOH/2026",
            since=calendar.today - timedelta(days=30), until=calendar.today + timedelta(days=60), by=MAKER,
            at=calendar.ago(30),
        )  # fmt: skip


def _bring(story: Story, case: UUID, kind: str, days: int, step: str) -> None:
    cast, calendar = story.cast, story.calendar
    bo, section, head = cast.actors["bo"], cast.actors["kabid.linjamsos"], cast.actors["kadis"]
    letter = actions.draft_letter(
        case_id=case, kind=kind, values=_answers(story, kind, days), form_key=new_id(), by=bo, at=calendar.ago(days, 9)
    )
    if step == "DRAFT":
        return
    letter = actions.initial_letter(
        letter_id=letter.pk, revision=letter.revision, by=section, at=calendar.ago(days, 11)
    )
    if step == "INITIALLED":
        return
    signer = cast.actors["kabid.rehsos"] if step == "ON_BEHALF" else head
    letter = actions.sign_letter(letter_id=letter.pk, revision=letter.revision, by=signer, at=calendar.ago(days, 13))
    if step == "SIGNED":
        return
    _issue(story, letter.pk, letter.revision, days)
    if step == "CANCELLED":
        actions.cancel_letter(
            letter_id=letter.pk, reason="nama sekolah keliru, diganti surat baru", by=head, at=calendar.ago(days - 1, 9)
        )


def _issue(story: Story, letter_id: UUID, revision: int, days: int) -> None:
    at = story.calendar.ago(days, 15)
    actions.issue_letter(letter_id=letter_id, revision=revision, by=story.cast.actors["bo"], at=at)


def _answers(story: Story, kind: str, days: int) -> dict[str, Any]:
    made: dict[str, dict[str, Any]] = {
        "sktm": {
            "purpose": "keringanan biaya perawatan di rumah sakit", "basis": BASIS, "assessment": ASSESSMENT,
            "visited_on": story.calendar.today - timedelta(days=days + 1),
        },
        "rekomendasi": {
            "recipient": "Kepala SMA Contoh", "purpose": "keringanan biaya sekolah", "basis": BASIS,
            "findings": "keluarga berpenghasilan tidak tetap dan memiliki anak usia sekolah",
        },
        "dtsen": {"purpose": "pendaftaran KIP Kuliah"},
    }  # fmt: skip
    return made[kind]
