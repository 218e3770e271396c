"""What follows from the result of an approved visit: a profile, a pair to compare, a change request."""

from datetime import datetime

from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries
from rangkul.registry.enums import ChangeKind
from rangkul.verivali import profiles, requests
from rangkul.verivali.enums import Result
from rangkul.verivali.models import Visit
from rangkul.verivali.results import find_meaning
from rangkul.verivali.versions import day_of

_WHERE = {Result.MOVED: "daerah lain di Indonesia", Result.ABROAD: "luar negeri"}


def up(visit: Visit, *, by: Actor, at: datetime) -> None:
    """Do what the result asks for; results of families, and those that say nothing of the registry, ask for nothing."""
    subject = visit.subject
    if subject.person_id is None:
        return
    person_id = registry_queries.find_survivor(by, subject.person_id) or subject.person_id
    meaning = find_meaning(subject.campaign.kind, visit.result)
    if meaning is not None and meaning.asks:
        profiles.keep_profile(visit, person_id, by=by, at=at)
    if visit.result == Result.DOUBLE:
        requests.report_double(visit, person_id, by=by, at=at)
    if visit.result in _WHERE:
        where = _WHERE[Result(visit.result)]
        home = registry_queries.family_of(person_id, on=day_of(at))
        if home is not None:
            told = {"destination": where, "person": str(person_id)}
            requests.ask(visit, ChangeKind.MOVE_OUT, told, family_id=home, by=by, at=at)
