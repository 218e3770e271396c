"""Writing the draft of a letter for a case, and changing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from rangkul.desk.actions import steps
from rangkul.desk.errors import LetterChanged
from rangkul.desk.letters.content import content_of, seal_content
from rangkul.desk.letters.facts import take_facts
from rangkul.desk.letters.kinds import LetterKind, find_letter_kind
from rangkul.desk.letters.paper import check_values, recipient_of
from rangkul.desk.models import Letter
from rangkul.desk.policies.letters import check_can_draft_letter, check_can_letter
from rangkul.desk.workflow import LETTER
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor


@action("desk.letter.draft")
def draft_letter(
    *, case_id: UUID, kind: str, values: Mapping[str, object], form_key: UUID, by: Actor, at: datetime
) -> Letter:
    """Write the draft of a letter of `kind` for a case; the same form sent again gives the same draft.

    `values` are the answers to the kind's fields. Facts of the registry are taken now and kept with the draft. Raises
    `Refused` (unknown kind, an answer missing, a fact the letter needs is not there), `Denied`.
    """
    case = steps.lock(case_id)
    check_can_draft_letter(by, case.area_code)
    known = Letter.objects.filter(form_key=form_key).first()
    if known is not None:
        return _sent_again(known, case.pk, by, at)
    if case.state == "CLOSED":
        raise Refused(
            field="Kasus", value=case.ticket, expected="kasus yang masih terbuka",
            remedy="kasus ini sudah ditutup; catat kebutuhan baru bila warga datang lagi",
        )  # fmt: skip
    chosen = get_kind(kind)
    if chosen.is_of_referral:
        raise Refused(
            field="Jenis surat", value=chosen.name, expected="surat yang ditulis sendiri",
            remedy="kirim rujukannya; konsep suratnya dibuat bersama rujukan itu",
        )  # fmt: skip
    today = clock.local_date(at, settings.TIME_ZONE)
    answers = check_values(chosen, values, today=today)
    facts = take_facts(case, chosen, by=by, at=at)
    letter = Letter(
        case=case, person_id=case.person_id if facts["has_person"] else None, form_key=form_key, kind=chosen.code,
        area_code=case.area_code, drafted_by=by.user_id, drafted_by_name=by.name, drafted_at=at, updated_at=at,
    )  # fmt: skip
    _fill(letter, answers, facts)
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        return _sent_again(Letter.objects.filter(form_key=form_key).first(), case.pk, by, at)
    note_letter("desk.letter.draft", letter, by=by, at=at)
    return letter


@action("desk.letter.change")
def change_letter(*, letter_id: UUID, values: Mapping[str, object], revision: int, by: Actor, at: datetime) -> Letter:
    """Change a draft; the facts are taken anew (those of a referral stay). Raises `LetterChanged`, `UnableToMove`, `Refused`, `Denied`."""
    letter = lock_letter(letter_id)
    check_can_letter(by, "change", letter)
    check_revision(letter, revision)
    LETTER.move(letter.state, "change")
    chosen = get_kind(letter.kind)
    answers = check_values(chosen, values, today=clock.local_date(at, settings.TIME_ZONE))
    facts = _facts_of_referral(letter, at) if chosen.is_of_referral else take_facts(letter.case, chosen, by=by, at=at)
    _fill(letter, answers, facts)
    # Whoever wrote what now stands there counts as its author: they may neither initial nor sign it.
    letter.drafted_by, letter.drafted_by_name = by.user_id, by.name
    keep_letter(letter, at)
    note_letter("desk.letter.change", letter, by=by, at=at)
    return letter


def get_kind(code: str) -> LetterKind:
    """The kind with this code. Raises `Refused`."""
    found = find_letter_kind(code)
    if found is None:
        raise Refused(field="Jenis surat", value=code, expected="jenis yang ada di daftar", remedy="pilih dari daftar")
    return found


def lock_letter(letter_id: UUID) -> Letter:
    """The letter, locked until the transaction ends."""
    return Letter.objects.select_for_update(of=("self",)).select_related("case").get(pk=letter_id)


def check_revision(letter: Letter, revision: int) -> None:
    """Raise `LetterChanged` when the letter is no longer what the actor read."""
    if letter.revision != revision:
        raise LetterChanged("Surat ini sudah diubah petugas lain sejak Anda membukanya. Baca lagi, lalu ulangi.")


def keep_letter(letter: Letter, at: datetime) -> None:
    """Save what changed, with the next revision."""
    letter.revision += 1
    letter.updated_at = at
    letter.save()


def note_letter(name: str, letter: Letter, *, by: Actor, at: datetime, reason: str = "", **data: Any) -> None:
    """An audit event about a letter, on the timelines of its case, person and family."""
    facts = {"letter": str(letter.pk), "kind": letter.kind, "number": letter.number, **data}
    steps.note_event(name, letter.case, by=by, at=at, reason=reason, **facts)


def _facts_of_referral(letter: Letter, at: datetime) -> dict[str, Any]:
    return content_of(letter)[1] | {"on": clock.local_date(at, settings.TIME_ZONE).isoformat()}


def _fill(letter: Letter, answers: dict[str, str], facts: dict[str, Any]) -> None:
    letter.content_cipher = seal_content(answers, facts)
    letter.about_name = facts["name"][:200]
    letter.recipient = (recipient_of(answers) or letter.recipient)[:200]
    letter.facts_on = facts["on"]
    letter.returned_reason = ""


def _sent_again(known: Letter | None, case_id: UUID, by: Actor, at: datetime) -> Letter:
    if known is None or known.case_id != case_id:
        raise Refused(
            field="formulir", value="", expected="formulir yang belum pernah dikirim",
            remedy="buka formulir surat yang baru, lalu isi lagi",
        )  # fmt: skip
    note_letter("desk.letter.repeat", known, by=by, at=at)
    return known
