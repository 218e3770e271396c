"""Which area a shape of a file is: the property that holds the code is found, whatever it is called and however written."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rangkul.reference.boundaries.reading import Feature
from rangkul.reference.errors import UnableToReadBoundaries
from rangkul.reference.naming import name_key

_DIGITS = {1: 2, 2: 4, 3: 6, 4: 10}
_BPS_DIGITS = {1: 2, 2: 4, 3: 7, 4: 10}
_DOTTED = re.compile(r"[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{2}(?:\.[0-9]{4})?)?)?")


@dataclass(frozen=True, slots=True)
class KnownAreas:
    """The reference areas of one level: {code: name key}, and {BPS code: code}."""

    level: int
    names: Mapping[str, str]
    by_bps: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Matched:
    """Which feature belongs to which area, by which property and system; `unmatched` in words, with why."""

    key: str
    system: str
    areas: Mapping[int, str]
    unmatched: Sequence[str] = field(default_factory=tuple)


def match(features: Sequence[Feature], known: KnownAreas, *, key: str = "") -> Matched:
    """Find the property and the way of writing under which most features are areas of the level.

    Ten digits are a Kemendagri code without dots or a BPS code: names that agree count double. Raises
    UnableToReadBoundaries when no property names areas of this level.
    """
    keys = [key] if key else list(dict.fromkeys(name for each in features for name in each.properties))
    best, best_score = Matched("", "", {}), 0
    for name in keys:
        for system, read in _readings(known).items():
            found = {each.number: code for each in features if (code := read(each.properties.get(name)))}
            agree = sum(
                known.names[code] in _name_keys(each) for each in features if (code := found.get(each.number, ""))
            )
            score = len(found) + 2 * agree
            if score > best_score:
                best, best_score = Matched(name, system, found), score
    if not best_score:
        raise UnableToReadBoundaries(
            field="Kode wilayah",
            value=", ".join(keys)[:200],
            expected="satu kolom berisi kode Kemendagri (bertitik atau tidak) atau kode BPS pada tingkat itu",
            remedy="periksa --level, atau sebut kolomnya dengan --code",
        )
    unmatched = [_told(each, best.key) for each in features if each.number not in best.areas]
    return Matched(best.key, best.system, best.areas, unmatched)


def _readings(known: KnownAreas) -> dict[str, Callable[[Any], str]]:
    def dotted(value: Any) -> str:
        text = str(value).strip() if value is not None else ""
        return text if _DOTTED.fullmatch(text) and text in known.names else ""

    def undotted(value: Any) -> str:
        digits = _digits(value, _DIGITS[known.level])
        cuts = [digits[start:end] for start, end in ((0, 2), (2, 4), (4, 6), (6, 10)) if digits[start:end]]
        code = ".".join(cuts)
        return code if digits and code in known.names else ""

    def bps(value: Any) -> str:
        return known.by_bps.get(_digits(value, _BPS_DIGITS[known.level]), "")

    return {"Kemendagri bertitik": dotted, "Kemendagri tanpa titik": undotted, "BPS": bps}


def _digits(value: Any, length: int) -> str:
    """The value as so many digits: numbers that lost their form (7312010001.0) and prefixes (ID7312010001) are read."""
    if isinstance(value, bool) or value is None:
        return ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    text = text.removeprefix("ID").removesuffix(".0")
    return text if len(text) == length and text.isascii() and text.isdigit() else ""


def _name_keys(feature: Feature) -> set[str]:
    return {name_key(each) for each in feature.properties.values() if isinstance(each, str) and len(each) < 80}


def _told(feature: Feature, key: str) -> str:
    value = feature.properties.get(key)
    return f"{feature.title}: {key} {value if value not in (None, '') else 'kosong'}"


def by_area(matched: Matched, features: Iterable[Feature]) -> dict[str, list[Feature]]:
    """Features of each area; several of one code are parts of one area."""
    found: dict[str, list[Feature]] = {}
    for each in features:
        if (code := matched.areas.get(each.number)) is not None:
            found.setdefault(code, []).append(each)
    return found
