"""What follows from the result of an approved visit: facts, a profile, pairs to compare, a change request."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries
from rangkul.registry.enums import ChangeKind
from rangkul.verivali import profiles, requests, sheets
from rangkul.verivali.enums import Result, Verdict
from rangkul.verivali.models import Visit
from rangkul.verivali.results import find_meaning
from rangkul.verivali.versions import day_of

_WHERE = {Result.MOVED: "daerah lain di Indonesia", Result.ABROAD: "luar negeri"}
_UNKNOWN = "belum diketahui; rumahnya kosong atau tidak ada lagi"


def up(visit: Visit, *, by: Actor, at: datetime) -> None:
    """Do what the answers and the result ask for; a result that says nothing of the registry asks for nothing."""
    sheets.keep(visit, by=by, at=at)
    subject = visit.subject
    if subject.person_id is None:
        assert subject.family_id is not None
        _of_family(visit, subject.family_id, by=by, at=at)
        return
    person_id = registry_queries.find_survivor(by, subject.person_id) or subject.person_id
    meaning = find_meaning(subject.campaign.kind, visit.result)
    if meaning is not None and meaning.asks:
        profiles.keep_profile(visit, person_id, by=by, at=at)
    if visit.result == Result.DOUBLE:
        requests.report_double(visit, person_id, by=by, at=at)
    if visit.result in _WHERE:
        home = registry_queries.family_of(person_id, on=day_of(at))
        if home is not None:
            _ask_move(
                visit, home, {"destination": _WHERE[Result(visit.result)], "person": str(person_id)}, by=by, at=at
            )


def _of_family(visit: Visit, family_id: UUID, *, by: Actor, at: datetime) -> None:
    """A family that stands twice, or in another's document, does so by its members; one whose house is gone left.

    A house that is gone while the visit tells the right address is no move: the address is asked for already.
    """
    if visit.result in (Result.DOUBLE, Result.PART_OF_OTHER):
        for member in registry_queries.get_family(by, family_id).members:
            requests.report_double(visit, member.person_id, by=by, at=at)
    elif visit.result == Result.HOUSE_GONE and not visit.corrections.filter(verdict=Verdict.CORRECT).exists():
        _ask_move(visit, family_id, {"destination": _UNKNOWN}, by=by, at=at)


def _ask_move(visit: Visit, family_id: UUID, told: dict[str, Any], *, by: Actor, at: datetime) -> None:
    requests.ask(visit, ChangeKind.MOVE_OUT, told, family_id=family_id, by=by, at=at)
