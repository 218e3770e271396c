"""From the address of the page to a scenario and back: what a slider, a box or a text of a rule says.

A slider and the number beside it have each their own name, and the value both began with is sent along: whichever
differs from it was moved, so the page works without JavaScript. Addresses made by `query_of` hold only what is other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from rangkul.insight.whatif.asking import facts_left_out
from rangkul.insight.whatif.in_force import InForce, InForceList
from rangkul.insight.whatif.scenario import NO_REGISTRY, POOR_DECILE, Change, Scenario
from rangkul.kernel.errors import Refused
from rangkul.programmes.enums import RequiredRegistry
from rangkul.programmes.terms_writing import MAX_RANKING

ASKED = "hitung"
LONGEST_RULE = 10_000
MOST_MONEY = 10**15
LIMITS = {"tarif": (0, 10**12), "kali": (0, 366), "kuota": (0, 10**8)}
_FIELD = {"tarif": "tariff", "kali": "deliveries", "kuota": "quota"}


@dataclass(slots=True)
class Reading:
    """A scenario with what could not be read: {name of the control: what is wrong}."""

    scenario: Scenario
    problems: dict[str, str] = field(default_factory=dict)
    is_from_form: bool = False


def read(given: QueryDict, in_force: InForceList) -> Reading:
    """The scenario of an address; names it does not know are passed over."""
    reader = _Reader(given)
    codes = tuple(code for code in given.getlist("program") if in_force.of(code) is not None)
    changes = {}
    for terms in in_force.chosen(codes):
        change = reader.change(terms, in_force)
        if not change.is_empty:
            changes[terms.code] = change
    poor = reader.whole("desil", POOR_DECILE, 1, 10)
    scenario = Scenario(
        components=codes,
        changes=changes,
        budget=reader.whole("anggaran", None, 0, MOST_MONEY),
        poor=POOR_DECILE if poor is None else poor,
    )
    return Reading(scenario, reader.problems, ASKED in given)


def query_of(scenario: Scenario) -> str:
    """The shortest address of a scenario, without the question mark."""
    pairs: list[tuple[str, str]] = [("program", code) for code in scenario.components]
    if scenario.poor != POOR_DECILE:
        pairs.append(("desil", str(scenario.poor)))
    if scenario.budget is not None:
        pairs.append(("anggaran", str(scenario.budget)))
    for code, change in scenario.changes.items():
        texts = (("aturan", change.rule_text), ("nilai", change.amount_text), ("registri", change.registry))
        pairs += [(f"{code}.{name}", text) for name, text in texts if text]
        if change.ranking:
            pairs.append((f"{code}.urutan", order_as_text(change.ranking)))
        pairs += [(f"{code}.param.{name}", as_text(value)) for name, value in change.parameters.items()]
        for name, attribute in _FIELD.items():
            value = getattr(change, attribute)
            if value is not None:
                pairs.append((f"{code}.{name}", str(value)))
        pairs += [(f"{code}.tanpa", each) for each in change.without]
    return urlencode(pairs)


def order_as_text(ranking: Iterable[tuple[str, str]]) -> str:
    """An order as it stands in a box: one step a line."""
    return "\n".join(f"{text} {direction}" for text, direction in ranking)


def as_text(value: Any) -> str:
    """A parameter's value as it stands in a box."""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


class _Reader:
    def __init__(self, given: QueryDict) -> None:
        self.given = given
        self.problems: dict[str, str] = {}

    def change(self, terms: InForce, in_force: InForceList) -> Change:
        """What is other for a component; what equals the terms in force is not other."""
        numbers: dict[str, Any] = {}
        for name, attribute in _FIELD.items():
            now = getattr(terms, attribute)
            value = self.whole(f"{terms.code}.{name}", now, *LIMITS[name])
            numbers[attribute] = None if value == now else value
        known = {*facts_left_out(terms.kind), *(each.code for each in in_force.components)} - {terms.code}
        return Change(
            parameters=self._parameters(terms),
            rule_text=self._text(terms, "aturan", terms.rule_text),
            amount_text=self._text(terms, "nilai", terms.amount_text),
            ranking=self._order(terms),
            registry=self._registry(terms),
            without=tuple(dict.fromkeys(each for each in self.given.getlist(f"{terms.code}.tanpa") if each in known)),
            **numbers,
        )

    def whole(self, name: str, now: int | None, least: int, most: int) -> int | None:
        """A whole number between two bounds; `now` when the box is empty or its text cannot be used."""
        text = self._moved(name).replace(".", "").replace(" ", "").removeprefix("Rp")
        if not text:
            return now
        try:
            value = int(text) if len(text) <= len(str(most)) + 1 else most + 1
        except ValueError:
            value = least - 1
        if least <= value <= most:
            return value
        self._wrong(name, text, _("bilangan bulat %(least)s sampai %(most)s") % {"least": least, "most": most})
        return now

    def _moved(self, name: str) -> str:
        """The text of the number, or of the slider when only that one was moved."""
        number, slider = self.given.get(name, "").strip(), self.given.get(f"{name}.geser", "").strip()
        was = self.given.get(f"{name}.lalu", "").strip()
        return slider if slider and number in ("", was) and slider != was else number

    def _text(self, terms: InForce, name: str, now: str) -> str:
        text = self.given.get(f"{terms.code}.{name}", "").replace("\r\n", "\n").strip()
        if len(text) > LONGEST_RULE:
            self._wrong(f"{terms.code}.{name}", text, _("paling banyak %(most)s huruf") % {"most": LONGEST_RULE})
            return ""
        return "" if text == now.strip() else text

    def _order(self, terms: InForce) -> tuple[tuple[str, str], ...]:
        """One step a line: a value and whether it rises or falls ("naik" when nothing is said)."""
        lines = [" ".join(line.split()) for line in self._text(terms, "urutan", "").splitlines() if line.strip()]
        if len(lines) > MAX_RANKING:
            expected = _("paling banyak %(n)s tingkat") % {"n": MAX_RANKING}
            self._wrong(f"{terms.code}.urutan", "; ".join(lines), expected)
            return ()
        steps = tuple(_step(line) for line in lines)
        return () if steps == terms.ranking else steps

    def _registry(self, terms: InForce) -> str:
        said = self.given.get(f"{terms.code}.registri", "")
        known = {NO_REGISTRY, *RequiredRegistry.values}
        return said if said in known and said != (terms.required_registry or NO_REGISTRY) else ""

    def _parameters(self, terms: InForce) -> dict[str, Any]:
        changed = {}
        for name, now in terms.parameters.items():
            text = self._moved(f"{terms.code}.param.{name}")
            if not text or text == as_text(now):
                continue
            try:
                value = _like(now, text)
            except ValueError:
                self._wrong(f"{terms.code}.param.{name}", text, _EXPECTED[type(now)]())
                continue
            if value != now:
                changed[name] = value
        return changed

    def _field(self, name: str) -> str:
        """How the page calls a control, with the component it belongs to."""
        code, _dot, rest = name.rpartition(".")
        if not code:
            return str(_FIELDS[name]())
        code, is_parameter = code.removesuffix(".param"), code.endswith(".param")
        return f"{rest if is_parameter else _FIELDS[rest]()} ({code})"

    def _wrong(self, name: str, value: str, expected: str) -> None:
        refused = Refused(
            field=self._field(name),
            value=value[:200],
            expected=expected,
            remedy=_("yang dipakai tetap nilai yang berlaku"),
        )
        self.problems[name] = refused.message


_FIELDS: Mapping[str, Any] = {
    "anggaran": lambda: _("Anggaran setahun (rupiah)"),
    "desil": lambda: _("Sasaran: desil 1 sampai"),
    "tarif": lambda: _("Nilai tiap penyaluran (rupiah)"),
    "kali": lambda: _("Penyaluran setahun"),
    "kuota": lambda: _("Kuota"),
    "aturan": lambda: _("Aturan"),
    "nilai": lambda: _("Perhitungan nilai"),
    "urutan": lambda: _("Urutan prioritas"),
}
_EXPECTED: Mapping[type, Any] = {
    bool: lambda: _("“ya” atau “tidak”"),
    int: lambda: _("bilangan bulat, misalnya 4"),
    float: lambda: _("bilangan, misalnya 2,5"),
    str: lambda: _("teks yang tidak kosong"),
    list: lambda: _("daftar yang dipisah koma"),
}


def _like(now: Any, text: str) -> Any:
    """The text as a value of the same type as the one in force. Raises ValueError."""
    match now:
        case bool():
            return {"ya": True, "tidak": False}[text.lower()] if text.lower() in ("ya", "tidak") else _fail()
        case int():
            return int(text) if len(text) <= 15 else _fail()
        case float():
            value = float(text.replace(",", "."))
            return value if abs(value) < MOST_MONEY else _fail()
        case list():
            parts = [part.strip() for part in text.split(",") if part.strip()]
            return [_like(now[0], part) for part in parts] if parts else _fail()
        case _:
            return text


def _step(line: str) -> tuple[str, str]:
    text, _space, direction = line.rpartition(" ")
    return (text, direction) if direction in ("naik", "turun") and text else (line, "naik")


def _fail() -> Any:
    raise ValueError
