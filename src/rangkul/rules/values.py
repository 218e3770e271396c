"""The meaning of values that both evaluators share: limits, three-valued logic, ages, parameters.

Calculations are made in float64, in every engine. A number whose magnitude reaches LIMIT (2**53), and what is not a
number, is unknown (None), both where it goes into a calculation and where it comes out.
"""

from calendar import isleap
from collections.abc import Iterable, Mapping
from datetime import date, datetime
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


def fact_value(fact: Fact, given: Mapping[str, object]) -> Value:
    """The fact's value; a missing key is unknown. Keys are fact names (`keluarga.desil`) or column names.

    Raises FactValueError when the value is of another type; the message leaves a sensitive value out.
    """
    value = given.get(fact.name, given.get(fact.column))
    try:
        return coerce(value, fact.type)
    except TypeError:
        shown = "" if fact.sensitive else f" {value!r}"
        raise FactValueError(
            f"Fakta `{fact.name}` harus berupa {fact.type.words}; ditemukan {type(value).__name__}{shown}"
        ) from None


def bind_parameters(rule: Rule, given: Mapping[str, object]) -> dict[str, Scalar | tuple[Scalar, ...]]:
    """Values of the parameters the rule uses. Raises ParameterError for one that is missing or of another type."""
    kinds = {node.name: node.kind for node in walk(rule.root) if isinstance(node, Parameter)}
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
