"""Rows of a form without a fixed number: parameters, ranking and parts of a version, as typed and as kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.numerals import format_number, read_whole
from rangkul.programmes.entries import parameter_label

KINDS: tuple[tuple[str, str | Promise], ...] = (
    ("INT", _("bilangan bulat")),
    ("NUMBER", _("bilangan pecahan")),
    ("TEXT", _("teks")),
    ("BOOL", _("ya/tidak")),
    ("TEXT_LIST", _("daftar teks")),
    ("INT_LIST", _("daftar bilangan")),
)
SPARE = 2
_DECIMAL = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
MOST = 60


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One parameter as typed; `problem` says what is wrong with it."""

    number: int
    name: str = ""
    kind: str = "INT"
    value: str = ""
    problem: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class RankingRow:
    number: int
    value: str = ""
    direction: str = "naik"


def parameter_rows(parameters: Mapping[str, Any], labels: Mapping[str, str]) -> list[ParameterRow]:
    """Kept parameters as rows, with spare ones below."""
    rows = [
        ParameterRow(n, name, kind_of(value), shown(value), label=labels.get(name, ""))
        for n, (name, value) in enumerate(parameters.items())
    ]
    return rows + [ParameterRow(len(rows) + n) for n in range(SPARE)]


def typed_parameters(data: Mapping[str, str]) -> tuple[dict[str, Any], list[ParameterRow]]:
    """(parameters, rows with what is wrong) of a form's `param-name-N`, `param-kind-N`, `param-value-N`, `param-label-N`."""
    parameters: dict[str, Any] = {}
    rows: list[ParameterRow] = []
    for n in _numbers(data, "param-name-"):
        name, text = data.get(f"param-name-{n}", "").strip(), data.get(f"param-value-{n}", "").strip()
        kind = data.get(f"param-kind-{n}", "INT")
        if not name and not text:
            continue
        value, problem = _read(kind, text)
        if not name:
            problem = _now("Tulis nama parameter.")
        elif name in parameters:
            problem = _now("Nama parameter ini sudah dipakai di atas.")
        elif not problem:
            parameters[name] = value
        label = " ".join(data.get(f"param-label-{n}", "").split())
        rows.append(ParameterRow(len(rows), name, kind, text, problem, label))
    return parameters, rows + [ParameterRow(len(rows) + n) for n in range(SPARE)]


def parameters_told(terms: Any, unit: str) -> list[tuple[str, str, str]]:
    """(what people call it, name, value) of each parameter of kept terms."""
    return [(parameter_label(unit, terms.labels, name), name, shown(value)) for name, value in terms.parameters.items()]


def typed_labels(rows: Sequence[ParameterRow]) -> dict[str, str]:
    """{parameter: what people call it} of the rows that can be used."""
    return {each.name: each.label for each in rows if each.name and each.label and not each.problem}


def ranking_rows(ranking: Sequence[Mapping[str, str]]) -> list[RankingRow]:
    """A kept ranking as rows, with spare ones below."""
    rows = [RankingRow(n, each.get("value", ""), each.get("direction", "naik")) for n, each in enumerate(ranking)]
    return rows + [RankingRow(len(rows) + n) for n in range(SPARE)]


def typed_ranking(data: Mapping[str, str]) -> list[dict[str, str]]:
    """The ranking of a form's `rank-value-N` and `rank-direction-N`; empty rows are left out."""
    found = []
    for n in _numbers(data, "rank-value-"):
        text = data.get(f"rank-value-{n}", "").strip()
        if text:
            found.append({"value": text, "direction": data.get(f"rank-direction-{n}", "naik")})
    return found


@dataclass(frozen=True, slots=True)
class PartBoxes:
    """One part of a family's aid as typed: who counts, by which parameter, at most how many (a parameter too)."""

    number: int
    name: str = ""
    when: str = ""
    value: str = ""
    at_most: str = ""


def part_boxes(parts: Mapping[str, Any]) -> list[PartBoxes]:
    """Kept or typed parts as rows, with a spare one below."""
    rows = [
        PartBoxes(n, each.get("name", ""), each.get("when", ""), each.get("value", ""), each.get("at_most", ""))
        for n, each in enumerate(parts.get("listed", ()))
    ]
    return [*rows, PartBoxes(len(rows))]


def typed_parts(data: Mapping[str, str]) -> dict[str, Any]:
    """The parts of a form's `part-name-N`, `-when-N`, `-value-N`, `-max-N` and `part-people`; empty rows are left out."""
    listed = []
    for n in _numbers(data, "part-name-"):
        name, when = (
            data.get(f"part-name-{n}", "").strip(),
            data.get(f"part-when-{n}", "").replace("\r\n", "\n").strip(),
        )
        value, limit = _parameter_named(data, f"part-value-{n}"), _parameter_named(data, f"part-max-{n}")
        if name or when or value or limit:
            listed.append({"name": name, "when": when, "value": value, "at_most": limit})
    return {"at_most": _parameter_named(data, "part-people"), "listed": listed} if listed else {}


def _parameter_named(data: Mapping[str, str], key: str) -> str:
    return data.get(key, "").strip().removeprefix("param.")


def kind_of(value: Any) -> str:
    """The kind of a kept parameter, as the list of kinds names it."""
    match value:
        case bool():
            return "BOOL"
        case int():
            return "INT"
        case float():
            return "NUMBER"
        case [int(), *_]:
            return "INT_LIST"
        case list():
            return "TEXT_LIST"
        case _:
            return "TEXT"


def shown(value: Any) -> str:
    """A kept parameter as people write it."""
    if isinstance(value, bool):
        return _now("ya") if value else _now("tidak")
    if isinstance(value, int):
        return format_number(value)
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def _read(kind: str, text: str) -> tuple[Any, str]:
    if not text:
        return None, _now("Isi nilainya.")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    match kind:
        case "INT":
            whole = read_whole(text)
            return whole, "" if whole is not None else _now("Tulis bilangan bulat, misalnya 60 atau 600.000.")
        case "NUMBER":
            plain = text.replace(".", "").replace(",", ".") if "," in text else text
            return (float(plain), "") if _DECIMAL.fullmatch(plain) else (None, _now("Tulis bilangan, misalnya 2,5."))
        case "BOOL":
            answer = {"ya": True, "true": True, "yes": True, "tidak": False, "false": False, "no": False}
            found = answer.get(text.lower())
            return found, "" if found is not None else _now("Tulis ya atau tidak.")
        case "TEXT_LIST":
            return parts, "" if parts else _now("Tulis sedikitnya satu nilai.")
        case "INT_LIST":
            wholes = [read_whole(part) for part in parts]
            wrong = not wholes or None in wholes
            return wholes, _now("Tulis bilangan bulat yang dipisahkan koma.") if wrong else ""
        case "TEXT":
            return text, ""
        case _:
            return None, _now("Pilih jenis parameter.")


def _numbers(data: Mapping[str, str], prefix: str) -> list[int]:
    """The row numbers that a form holds, in order, as many as one may send."""
    endings = (key.removeprefix(prefix) for key in data if key.startswith(prefix))
    return sorted({int(each) for each in endings if each.isascii() and each.isdigit() and len(each) < 4})[:MOST]
