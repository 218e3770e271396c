"""Which section of the office answers for a kind of letter."""

from datetime import date, datetime

from django.conf import settings

from rangkul.desk.letters.kinds import LetterKind, find_letter_kind, list_letter_kinds
from rangkul.kernel import clock
from rangkul.organisation import queries as organisation_queries
from rangkul.organisation.queries import find_office
from rangkul.platform.policy.actor import Actor


def section_instead_of(actor: Actor, kind: str, at: datetime) -> str:
    """The section that must initial a letter of this kind when the actor heads another one; "" when they may.

    An actor without a section answers for all (an office without sections), and so does every section for a kind whose
    section the office does not have.
    """
    found = find_letter_kind(kind)
    if found is None or not found.division or actor.division_id is None:
        return ""
    return _instead(actor, found, _sections(clock.local_date(at, settings.TIME_ZONE)))


def kinds_of_section(actor: Actor, *, on: date) -> list[str]:
    """Codes of the kinds that this actor's section initials, in one look at the sections."""
    kinds = list_letter_kinds()
    if actor.division_id is None:
        return [each.code for each in kinds]
    sections = _sections(on)
    return [each.code for each in kinds if not _instead(actor, each, sections)]


def _instead(actor: Actor, kind: LetterKind, sections: dict[str, tuple[object, str]]) -> str:
    own, name = sections.get(kind.division, (None, ""))
    return "" if own is None or own == actor.division_id else name


def _sections(on: date) -> dict[str, tuple[object, str]]:
    office = find_office()
    if office is None:
        return {}
    return {each.code: (each.pk, each.name) for each in organisation_queries.list_divisions(office, on=on)}
