"""The covering letter of a referral: its draft comes with the referral, and falls away when nobody needs it any more."""

from datetime import datetime

from django.conf import settings

from rangkul.desk.actions.draft_letter import keep_letter, note_letter
from rangkul.desk.letters.content import content_of, seal_content
from rangkul.desk.letters.referral import ABOUT_REFERRAL, KIND, facts_of, values_of
from rangkul.desk.models import Case, Letter, Referral
from rangkul.desk.workflow import LETTER
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel import clock
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor

_UNSIGNED = ("DRAFT", "INITIALLED")


def draft_for(case: Case, referral: Referral, *, code: str, by: Actor, at: datetime) -> Letter:
    """The draft of the letter to the referral's agency, to be initialled and signed like every letter."""
    assert referral.agency_id is not None
    agency = institutions_queries.get_agency(referral.agency_id)
    today = clock.local_date(at, settings.TIME_ZONE)
    companion = by.name if referral.is_accompanied else ""
    facts = facts_of(case, referral, agency, code=code, companion=companion, on=today)
    letter = Letter.objects.create(
        case=case, person_id=case.person_id, form_key=new_id(), kind=KIND, area_code=case.area_code,
        about_name=case.concerned_name[:200], recipient=agency.name[:200],
        content_cipher=seal_content(values_of(referral), facts), facts_on=today, drafted_by=by.user_id,
        drafted_by_name=by.name, drafted_at=at, updated_at=at,
    )  # fmt: skip
    note_letter("desk.letter.draft", letter, by=by, at=at)
    return letter


def tell_new_code(referral: Referral, code: str) -> None:
    """Keep the new code beside the letter's facts, for the slip that goes with it; the letter's own words do not tell it."""
    if referral.letter_id is None:
        return
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=referral.letter_id)
    values, facts = content_of(letter)
    facts[ABOUT_REFERRAL]["code"] = code
    letter.content_cipher = seal_content(values, facts)
    letter.save(update_fields=["content_cipher"])


def drop_draft(referral: Referral, *, reason: str, by: Actor, at: datetime) -> None:
    """Cancel the letter of a referral that was taken back or answered before the letter had a number."""
    letter = _find(referral, *_UNSIGNED, "SIGNED")
    if letter is None:
        return
    letter.state = LETTER.move(letter.state, "cancel")
    letter.cancelled_at, letter.cancelled_by_name, letter.cancelled_reason = at, by.name[:200], reason[:300]
    keep_letter(letter, at)
    note_letter("desk.letter.cancel", letter, by=by, at=at, reason=letter.cancelled_reason)


def _find(referral: Referral, *states: str) -> Letter | None:
    """The referral's letter, locked, while it is in one of these states."""
    if referral.letter_id is None:
        return None
    found = Letter.objects.select_for_update(of=("self",)).select_related("case")
    return found.filter(pk=referral.letter_id, state__in=states).first()
