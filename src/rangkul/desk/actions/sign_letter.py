"""Initials of the section head, the signature of the official in office, and sending a letter back to its draft."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions import steps
from rangkul.desk.actions.draft_letter import (
    check_revision,
    get_kind,
    keep_letter,
    lock_letter,
    note_letter,
)
from rangkul.desk.errors import UnableToSign
from rangkul.desk.letters.content import content_of, kept_signer, seal_paper
from rangkul.desk.letters.paper import paper_of
from rangkul.desk.letters.sections import section_instead_of
from rangkul.desk.models import Letter
from rangkul.desk.policies.letters import check_can_letter
from rangkul.desk.workflow import LETTER
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.organisation import queries as organisation_queries
from rangkul.organisation.queries import Signer
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor

FACTS_HOLD = timedelta(days=14)
"""How long facts of the registry stand in a draft before they must be taken anew."""


@action("desk.letter.initial")
def initial_letter(*, letter_id: UUID, revision: int, by: Actor, at: datetime) -> Letter:
    """Initials of the section head on the draft as it was read (`revision`).

    Raises `Denied` (role, area, own draft, another section), `LetterChanged`, `UnableToMove`, `Refused` (old facts).
    """
    letter = lock_letter(letter_id)
    check_can_letter(by, "initial", letter, section=section_instead_of(by, letter.kind, at))
    letter.state = LETTER.move(letter.state, "initial")
    check_revision(letter, revision)
    _check_facts_hold(letter, clock.local_date(at, settings.TIME_ZONE))
    letter.initialled_by, letter.initialled_by_name, letter.initialled_at = by.user_id, by.name, at
    letter.returned_reason = ""
    keep_letter(letter, at)
    note_letter("desk.letter.initial", letter, by=by, at=at)
    return letter


@action("desk.letter.sign")
def sign_letter(*, letter_id: UUID, revision: int, by: Actor, at: datetime, as_mandate: UUID | None = None) -> Letter:
    """The signature: what is on paper and the block of whoever signs are fixed now.

    The actor signs as the office holder of this day, or by a power to sign (`as_mandate` chooses between several).
    Raises `UnableToSign` without either, `Denied` (own draft, own initials), `LetterChanged`, `UnableToMove`, `Refused`.
    """
    letter = lock_letter(letter_id)
    check_can_letter(by, "sign", letter)
    letter.state = LETTER.move(letter.state, "sign")
    check_revision(letter, revision)
    today = clock.local_date(at, settings.TIME_ZONE)
    _check_facts_hold(letter, today)
    signer = _signer(by, today, as_mandate)
    values, facts = content_of(letter)
    data = paper_of(letter.case, get_kind(letter.kind), values=values, facts=facts, signer=signer.block(), on=today)
    letter.paper_cipher = seal_paper(data)
    letter.signed_by, letter.signed_by_name, letter.signed_at = by.user_id, by.name, at
    letter.signer = kept_signer(signer)
    keep_letter(letter, at)
    note_letter("desk.letter.sign", letter, by=by, at=at, signer=signer.title())
    return letter


@action("desk.letter.return")
def return_letter(*, letter_id: UUID, reason: str, by: Actor, at: datetime) -> Letter:
    """Send a letter back to its draft with what is to be changed; initials and signature fall away."""
    letter = lock_letter(letter_id)
    check_can_letter(by, "return", letter)
    why = steps.said("Yang perlu diperbaiki", reason, remedy="tulis apa yang harus diubah penulis konsep")
    letter.state = LETTER.move(letter.state, "return")
    letter.initialled_by, letter.initialled_by_name, letter.initialled_at = None, "", None
    letter.signed_by, letter.signed_by_name, letter.signed_at = None, "", None
    letter.signer, letter.paper_cipher, letter.returned_reason = {}, None, why[:300]
    keep_letter(letter, at)
    note_letter("desk.letter.return", letter, by=by, at=at, reason=letter.returned_reason)
    return letter


def _signer(by: Actor, today: date, as_mandate: UUID | None) -> Signer:
    office = organisation_queries.get_office()
    ways = organisation_queries.list_signers_of(office, by.user_id, on=today) if by.user_id else []
    if as_mandate is not None:
        ways = [each for each in ways if each.mandate_id == as_mandate]
    if not ways:
        raise UnableToSign(
            f"Pada {clock.format_date(today)} Anda tidak tercatat sebagai pejabat penanda tangan, dan tidak memegang "
            "kuasa tanda tangan (a.n., Plt. atau Plh.). Minta administrator mencatatnya pada halaman Penanda tangan surat."
        )
    return ways[0]


def _check_facts_hold(letter: Letter, today: date) -> None:
    if letter.facts_on + FACTS_HOLD < today:
        raise Refused(
            field="Data registri pada konsep", value=clock.format_date(letter.facts_on),
            expected=f"data yang diambil paling lama {FACTS_HOLD.days} hari lalu",
            remedy="kembalikan ke konsep; begitu disimpan lagi, data registri diambil ulang",
        )  # fmt: skip
