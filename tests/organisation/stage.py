"""A bimtek as the office held it, and the list it pastes: 25 villages with six people each."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

from rangkul.organisation import actions
from rangkul.organisation.models import Activity
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries
from tests.people import REGENCY, Cast

HELD_ON = date(2018, 12, 6)
AT = datetime(2018, 12, 6, 6, 0, tzinfo=UTC)
VENUE = "UPT Lingkungan Pondok Sosial"
ROLES = ("kepala desa", "kesra", "operator desa", "operator desa", "fasilitator", "fasilitator")
FIRST = ("Aisyah", "Baso", "Cenning", "Daeng", "Emmi", "Fahmi")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass
class ActivityStage:
    cast: Cast
    manager: Actor
    activity: Activity

    @classmethod
    def build(cls, cast: Cast) -> "ActivityStage":
        manager = cast.actor("SLRT_MANAGER")
        activity = actions.record_activity(activity=new_activity(), by=manager, at=AT)
        return cls(cast=cast, manager=manager, activity=activity)

    def add(self, lines: str, by: Actor | None = None) -> Activity:
        return actions.add_participants(activity_id=self.activity.pk, lines=lines, by=by or self.manager, at=AT)

    def add_everybody(self) -> Activity:
        return self.add("\n".join(six_from_each(25)))


def new_activity(**changes: object) -> actions.NewActivity:
    told = {
        "kind": "BIMTEK",
        "name": "Bimtek Puskesos dan SLRT",
        "held_on": HELD_ON,
        "venue": VENUE,
        "area": REGENCY,
        **changes,
    }
    return actions.NewActivity(**told)  # type: ignore[arg-type]


def six_from_each(villages: int) -> list[str]:
    """Lines of the list: six invented people of each of the first villages of the kabupaten."""
    lines = []
    for letter, village in zip(LETTERS, islice(reference_queries.list_villages(REGENCY), villages), strict=False):
        parent = village.code.parent
        assert parent is not None
        place = f"{village.label}, {reference_queries.area_name(parent)}"
        lines += [f"{first} Contoh {letter}; {role}; {place}" for first, role in zip(FIRST, ROLES, strict=True)]
    return lines
