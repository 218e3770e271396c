"""The worklist of records that may be one person: found by area and state, looked at side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from rangkul.kernel.clock import format_date
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_area
from rangkul.registry import numbers, policies
from rangkul.registry.enums import PairState
from rangkul.registry.errors import NoSuchRecord
from rangkul.registry.events import FIELD_NAMES
from rangkul.registry.linkage.reasons import in_words
from rangkul.registry.merging import CHOOSABLE
from rangkul.registry.models import DuplicatePair, LinkageRun, Person
from rangkul.registry.queries.areas import area_label, area_labels
from rangkul.registry.queries.records import get_person
from rangkul.registry.queries.views import PersonView

PAGE = 25
LIKELY, CERTAIN = 4.0, 14.0
_BOTH = ("left__survivor", "right__survivor")
_UNDECIDED = (PairState.OPEN, PairState.UNSURE)
_SHOWN = ("name", "birth_date", "birth_place", "sex", "mother_name", "marital_status", "address", "hamlet", "rt", "rw")


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair as a line of the worklist."""

    id: UUID
    left: str
    right: str
    born: str
    area_label: str
    weight: float
    likelihood: str
    reasons: tuple[str, ...]
    state: str
    state_label: str
    decided_by: str
    note: str


@dataclass(frozen=True, slots=True)
class PairPage:
    """One page of the worklist; `after` is the mark of the page that follows, "" at the end."""

    rows: tuple[PairRow, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of both records; `field` is "" when it cannot be chosen."""

    label: str
    field: str
    left: str
    right: str
    differs: bool


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair side by side: what speaks for one person, what against, and every field of both."""

    id: UUID
    left: PersonView
    right: PersonView
    weight: float
    likelihood: str
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    fields: tuple[Difference, ...]
    state: str
    state_label: str
    note: str
    decided_by: str
    decided_at: datetime | None
    kept_id: UUID | None
    area_code: str


@dataclass(frozen=True, slots=True)
class RunView:
    """The latest search for duplicates."""

    area_label: str
    job_id: UUID | None
    requested_at: datetime
    requested_by: str
    finished_at: datetime | None
    persons: int
    pairs: int
    new: int
    model_version: int | None


def list_pairs(actor: Actor, *, state: str = PairState.OPEN, area: str = "", after: str = "") -> PairPage:
    """Pairs of one state in the actor's areas, the heaviest first, `PAGE` at a time (keyset)."""
    pairs = _inside(_still_two(policies.pairs_visible_to(actor)), area).filter(state=PairState(state))
    mark = _read_mark(after)
    if mark is not None:
        pairs = pairs.filter(Q(weight__lt=mark[0]) | Q(weight=mark[0], pk__gt=mark[1]))
    found = list(pairs.select_related(*_BOTH).order_by("-weight", "id")[: PAGE + 1])
    labels = area_labels(pair.area_code for pair in found)
    rows = tuple(_row(pair, labels) for pair in found[:PAGE])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return PairPage(rows, f"{last.weight!r}_{last.pk}" if last else "")


def count_pairs(actor: Actor, *, area: str = "") -> dict[str, int]:
    """How many pairs of each state the actor may see; states without any are 0."""
    pairs = _inside(_still_two(policies.pairs_visible_to(actor)), area).values("state").annotate(count=Count("pk"))
    found = dict(pairs.values_list("state", "count"))
    return {state: found.get(state, 0) for state in PairState.values}


def next_open_pair(actor: Actor, *, area: str = "") -> UUID | None:
    """The heaviest open pair, to go on with; None when the work is done."""
    pairs = _inside(_still_two(policies.pairs_visible_to(actor)), area).filter(state=PairState.OPEN)
    return pairs.order_by("-weight", "id").values_list("pk", flat=True).first()


def get_pair(actor: Actor, pair_id: UUID) -> PairView:
    """Both records side by side. Raises NoSuchRecord when the actor may not see both."""
    pair = policies.pairs_visible_to(actor).select_related(*_BOTH).filter(pk=pair_id).first()
    if pair is None:
        raise NoSuchRecord("pair", pair_id)
    speaks_for, against = in_words(pair.reasons)
    left, right = (_side(actor, person) for person in (pair.left, pair.right))
    return PairView(
        id=pair.pk,
        left=left,
        right=right,
        weight=pair.weight,
        likelihood=likelihood(pair.weight),
        speaks_for=tuple(speaks_for),
        speaks_against=tuple(against),
        fields=tuple(_differences(*_shown(pair), left, right)),
        state=pair.state,
        state_label=str(pair.get_state_display()),
        note=pair.note,
        decided_by=pair.decided_by_name,
        decided_at=pair.decided_at,
        kept_id=pair.kept_id,
        area_code=pair.area_code,
    )


def find_pair(actor: Actor, pair_id: UUID) -> DuplicatePair | None:
    """The pair when the actor may see it."""
    return policies.pairs_visible_to(actor).select_related("left", "right").filter(pk=pair_id).first()


def latest_run(actor: Actor) -> RunView | None:
    """The newest search in the actor's areas."""
    run: LinkageRun | None = policies.runs_visible_to(actor).select_related("model").order_by("-requested_at").first()
    if run is None:
        return None
    return RunView(
        area_label=area_label(run.area_code),
        job_id=run.job_id,
        requested_at=run.requested_at,
        requested_by=run.requested_by_name,
        finished_at=run.finished_at,
        persons=run.persons,
        pairs=run.pairs,
        new=run.pairs_new,
        model_version=run.model.version if run.model else None,
    )


def likelihood(weight: float) -> str:
    """The weight in a word: a number of bits says nothing at a desk."""
    return "hampir pasti" if weight >= CERTAIN else "mungkin sekali" if weight >= LIKELY else "mungkin"


def _inside(pairs: QuerySet[DuplicatePair], area: str) -> QuerySet[DuplicatePair]:
    return pairs.filter(inside_area(area)) if area else pairs


def _still_two(pairs: QuerySet[DuplicatePair]) -> QuerySet[DuplicatePair]:
    """Without undecided pairs whose two records have become one person by way of others."""
    ends = {side: Coalesce(F(f"{side}__survivor_id"), F(f"{side}_id")) for side in ("left", "right")}
    found = pairs.alias(left_now=ends["left"], right_now=ends["right"])
    return found.exclude(state__in=_UNDECIDED, left_now=F("right_now"))


def _shown(pair: DuplicatePair) -> tuple[Person, Person]:
    """Both records as they were decided on; while nothing is decided, whoever they were merged into since."""
    if pair.state not in _UNDECIDED:
        return pair.left, pair.right
    return pair.left.survivor or pair.left, pair.right.survivor or pair.right


def _row(pair: DuplicatePair, labels: Mapping[str, str]) -> PairRow:
    speaks_for, against = in_words(pair.reasons)
    left, right = _shown(pair)
    days = dict.fromkeys(format_date(each.birth_date) for each in (left, right) if each.birth_date)
    return PairRow(
        id=pair.pk,
        left=left.name,
        right=right.name,
        born=" / ".join(days),
        area_label=labels.get(pair.area_code, pair.area_code),
        weight=pair.weight,
        likelihood=likelihood(pair.weight),
        reasons=(*speaks_for, *against),
        state=pair.state,
        state_label=str(pair.get_state_display()),
        decided_by=pair.decided_by_name,
        note=pair.note,
    )


def _side(actor: Actor, person: Person) -> PersonView:
    # After a merge one of the two is no person of its own any more; its survivor is shown then.
    return get_person(actor, person.survivor_id or person.pk)


def _differences(one: Person, other: Person, left: PersonView, right: PersonView) -> list[Difference]:
    rows = [_difference(str(FIELD_NAMES[name]), name, _text(one, name), _text(other, name)) for name in _SHOWN]
    niks = [numbers.masked(each.nik_cipher, numbers.NIK) for each in (one, other)]
    same = one.nik_index is not None and other.nik_index is not None and bytes(one.nik_index) == bytes(other.nik_index)
    rows.insert(1, Difference(str(FIELD_NAMES["nik"]), "", niks[0], niks[1], not same and any(niks)))
    status = (str(one.get_nik_status_display()), str(other.get_nik_status_display()))
    rows.insert(2, _difference(str(FIELD_NAMES["nik_status"]), "", *status))
    rows.append(_difference(str(FIELD_NAMES["area_code"]), "", left.area_label, right.area_label))
    return rows


def _difference(label: str, name: str, left: str, right: str) -> Difference:
    differs = left != right
    return Difference(label, name if name in CHOOSABLE and differs and left and right else "", left, right, differs)


def _text(person: Person, name: str) -> str:
    value: Any = getattr(person, name)
    if isinstance(value, date):
        return format_date(value)
    if name in ("sex", "marital_status"):
        return str(getattr(person, f"get_{name}_display")())
    return str(value or "")


def _read_mark(after: str) -> tuple[float, UUID] | None:
    weight, _, pair_id = after.partition("_")
    try:
        return float(weight), UUID(pair_id)
    except ValueError:
        return None
