"""The meaning of values that both evaluators share: limits, three-valued logic, ages and dates, parameters.

Calculations are made in float64, in every engine. A number whose magnitude reaches LIMIT (2**53), and what is not a
number, is unknown (None), both where it goes into a calculation and where it comes out.

Unknown, the same in `evaluate` and `columns`: a fact that is missing, null or not a number is unknown; whatever is
compared, calculated, dated or searched from an unknown part is unknown, `terkecil` and `terbesar` included (SQL's LEAST
would skip it); only "and", "or" and `diketahui` can answer without knowing. A value (`parse_value`) that is unknown is
None for one subject and null in the column for everybody, never 0.
"""

from calendar import isleap
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from rangkul.rules.errors import FactValueError, ParameterError
from rangkul.rules.tree import Parameter, Rule, walk
from rangkul.rules.vocabulary import Fact, FactType, ParameterType

Scalar = bool | int | float | str | date
Value = Scalar | None

LIMIT = 2**53
"""Bound (exclusive) of what goes into and comes out of a calculation; float64 holds whole numbers below it exactly."""
SMALLEST_DIVISOR = 1e-9
"""A divisor nearer to zero than this counts as zero."""
MAX_DAYS = 36_600
"""The most days that `tambah_hari` adds or takes: a hundred years."""
SUM_SCALE = 10_000
"""NUMBER values are summed in ten-thousandths, so that the order of the members cannot change the sum."""


def all_of(results: Iterable[Value]) -> bool | None:
    """Kleene AND: false wins, then unknown; nothing gives true."""
    unknown = False
    for result in results:
        if result is False:
            return False
        unknown = unknown or result is None
    return None if unknown else True


def any_of(results: Iterable[Value]) -> bool | None:
    """Kleene OR: true wins, then unknown; nothing gives false."""
    unknown = False
    for result in results:
        if result is True:
            return True
        unknown = unknown or result is None
    return None if unknown else False


def in_limit(number: float | None) -> float | None:
    """The number, or None when it is not a number or its magnitude reaches LIMIT."""
    return number if number is not None and abs(number) < LIMIT else None


def age_on(born: date, as_of: date) -> int | None:
    """Whole years from birth to the as-of date; unknown for a birth after it. Born on 29 February: older on 1 March."""
    if born > as_of:
        return None
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))


def latest_birth(age: int, as_of: date) -> date:
    """The latest date of birth of somebody who is at least `age` (0 to as_of.year - 1) years old on the as-of date."""
    year = as_of.year - age
    if (as_of.month, as_of.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return as_of.replace(year=year)


def shifted(day: date, days: int) -> date | None:
    """The date that many days later; unknown beyond MAX_DAYS and outside the years 1 to 9999."""
    earliest, latest = shiftable(days)
    return day + timedelta(days=days) if abs(days) <= MAX_DAYS and earliest <= day <= latest else None


def shiftable(days: int) -> tuple[date, date]:
    """The first and the last date to which that many days (at most MAX_DAYS) can be added."""
    usual = timedelta(days=min(abs(days), MAX_DAYS))
    return (date.min, date.max - usual) if days >= 0 else (date.min + usual, date.max)


def months_between(start: date, end: date) -> int:
    """Whole months from start to end, rounded down, so negative when the end comes first; a month is full on its day."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def is_within(code: str, area: str) -> bool:
    """True when the area code is the area's or lies below it."""
    return code == area or code.startswith(area + ".")


def coerce(value: object, wanted: FactType) -> Value:
    """The value as the evaluators use it; raises TypeError when it is of another type."""
    if value is None:
        return None
    match wanted:
        case FactType.BOOL if isinstance(value, bool):
            return value
        case FactType.INT if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63:
            return value
        case FactType.NUMBER if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return in_limit(float(value))
        case FactType.TEXT if isinstance(value, str):
            return str(value)
        case FactType.DATE if isinstance(value, date) and not isinstance(value, datetime):
            return value
        case _:
            raise TypeError(f"bukan {wanted.words}")


_MISSING = object()


def fact_value(fact: Fact, given: Mapping[str, object]) -> Value:
    """The fact's value; a missing key is unknown. Keys are fact names (`keluarga.desil`) or column names.

    Raises FactValueError when the value is of another type; the message leaves a sensitive value out.
    """
    value = given.get(fact.name, _MISSING)
    if value is _MISSING:
        value = given.get(fact.column)
    if value is None or (type(value) is bool and fact.type is FactType.BOOL):
        return value  # the usual, quickly
    try:
        return coerce(value, fact.type)
    except TypeError:
        shown = "" if fact.sensitive else f" {value!r}"
        raise FactValueError(
            f"Fakta `{fact.name}` harus berupa {fact.type.words}; ditemukan {type(value).__name__}{shown}"
        ) from None


def bind_parameters(rule: Rule, given: Mapping[str, object]) -> dict[str, Scalar | tuple[Scalar, ...]]:
    """Values of the parameters the rule uses. Raises ParameterError for one that is missing or of another type."""
    kinds = rule.memo.get("kinds")
    if kinds is None:
        kinds = {node.name: node.kind for node in walk(rule.root) if isinstance(node, Parameter)}
        rule.memo["kinds"] = kinds
    bound: dict[str, Scalar | tuple[Scalar, ...]] = {}
    for name in rule.parameters_used:
        if name not in given:
            raise ParameterError(f"Parameter `{name}` belum diberi nilai")
        bound[name] = _bind(name, kinds[name], given[name])
    return bound


def _bind(name: str, kind: ParameterType, value: object) -> Scalar | tuple[Scalar, ...]:
    if not kind.is_list:
        return _item(name, kind.item_type, value)
    if not isinstance(value, list | tuple | set | frozenset):
        raise ParameterError(f"Parameter `{name}` harus berupa daftar {kind.item_type.words}; ditemukan {value!r}")
    return tuple(_item(name, kind.item_type, item) for item in value)


def _item(name: str, wanted: FactType, value: object) -> Scalar:
    try:
        item = coerce(value, wanted)
    except TypeError:
        item = None
    if item is None:
        raise ParameterError(f"Parameter `{name}` harus berupa {wanted.words}; ditemukan {value!r}")
    return item
