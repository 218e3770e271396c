"""What somebody writes as terms, checked before it is kept: rule, parameters, amounts, ranking."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from rangkul.kernel.errors import Refused
from rangkul.programmes.entries import parameter_types, vocabulary_of
from rangkul.programmes.enums import RequiredRegistry
from rangkul.programmes.errors import RuleRefused
from rangkul.programmes.models import Terms
from rangkul.programmes.parts import when_rule
from rangkul.rules.errors import RuleError
from rangkul.rules.parse import Rule, parse_rule
from rangkul.rules.vocabulary import ParameterType

MAX_PARAMETERS = 40
MAX_ITEMS = 200
MAX_WORDS = 200
MAX_LABEL = 80
MAX_RUPIAH = 10**15
MAX_DELIVERIES = 366
MAX_RANKING = 8
MAX_PARTS = 20
DIRECTIONS = ("naik", "turun")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsWriting:
    """Terms as written; `valid_to` is the first day after (None: open), money in whole rupiah.

    `labels` says what people call a parameter: {name: words}.
    """

    valid_from: date
    valid_to: date | None = None
    rule_text: str = ""
    rule_note: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    required_registry: str = ""
    quantity: Decimal | None = None
    tariff: int | None = None
    amount_text: str = ""
    ranking: Sequence[Mapping[str, str]] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)
    deliveries_per_year: int = 1
    legal_basis: str = ""
    change_note: str = ""


def check_writing(writing: TermsWriting, unit: str) -> Rule:
    """The checked rule of what was written for a component with this unit.

    Raises RuleRefused (a text of the rules' language, with its place) and Refused (anything else).
    """
    if writing.valid_to is not None and writing.valid_to <= writing.valid_from:
        _refuse(_("Hari terakhir berlaku"), writing.valid_to, _("tanggal sesudah hari mulai berlaku"))
    types = _checked_parameters(writing.parameters)
    check_labels(writing.labels, writing.parameters)
    rule = _parsed("rule_text", writing.rule_text, unit, types)
    if writing.amount_text.strip():
        _parsed_value("amount_text", writing.amount_text, unit, types)
    if len(writing.ranking) > MAX_RANKING:
        _refuse(_("Urutan prioritas"), len(writing.ranking), _("paling banyak %(n)s tingkat") % {"n": MAX_RANKING})
    for number, each in enumerate(writing.ranking, 1):
        if each.get("direction") not in DIRECTIONS:
            _refuse(_("Arah urutan ke-%(n)s") % {"n": number}, each.get("direction"), _("naik atau turun"))
        _parsed_value(f"ranking-{number}", str(each.get("value", "")), unit, types)
    check_parts(writing.parts, writing.parameters, unit)
    if writing.required_registry not in RequiredRegistry.values:
        _refuse(_("Registri yang diwajibkan"), writing.required_registry, _("salah satu pilihan"))
    _check_figures(writing)
    return rule


def check_parts(parts: Mapping[str, Any], parameters: Mapping[str, Any], unit: str) -> None:
    """Refuse parts of a family's aid that cannot be counted: conditions, names, parameters of value and caps.

    Raises RuleRefused (`part-N`: the N-th condition, with the place in it) and Refused.
    """
    if not parts:
        return
    listed, what = parts.get("listed", ()), _("Komponen tiap anggota")
    if not vocabulary_of(unit).members:
        _refuse(what, len(listed), _("bantuan yang penerimanya keluarga"))
    if not 0 < len(listed) <= MAX_PARTS:
        _refuse(what, len(listed), _("1 sampai %(n)s komponen") % {"n": MAX_PARTS})
    names = [str(each.get("name", "")).strip() for each in listed]
    if not all(names) or len(set(names)) != len(names) or any(len(name) > MAX_WORDS for name in names):
        _refuse(what, ", ".join(names)[:MAX_WORDS], _("nama pendek yang terisi dan berbeda untuk setiap komponen"))
    _check_counted_with(parts, parameters)
    types = parameter_types(parameters)
    for number, each in enumerate(listed, 1):
        try:
            when_rule(str(each.get("when", "")), unit, types)
        except RuleError as error:
            raise RuleRefused(field=f"part-{number}", error=error) from error


def _check_counted_with(parts: Mapping[str, Any], parameters: Mapping[str, Any]) -> None:
    """Each value and cap is the name of a parameter that holds a whole number."""
    wanted = [(_("batas orang sekeluarga"), parts.get("at_most", ""), False)]
    for each in parts["listed"]:
        name = each.get("name", "")
        wanted.append((_("nilai %(part)s") % {"part": name}, each.get("value", ""), True))
        wanted.append((_("batas %(part)s") % {"part": name}, each.get("at_most", ""), False))
    for what, parameter, is_needed in wanted:
        if not parameter and not is_needed:
            continue
        value = parameters.get(parameter)
        if type(value) is not int or not 0 <= value <= MAX_RUPIAH:
            _refuse(
                _("Komponen tiap anggota, %(what)s") % {"what": what},
                parameter,
                _("nama parameter yang berisi bilangan bulat dari 0, misalnya pkh_hamil"),
            )


def writing_of(terms: Terms) -> TermsWriting:
    """A kept version as it was written."""
    names = set(TermsWriting.__dataclass_fields__) - {"valid_from", "valid_to"}
    return TermsWriting(
        valid_from=terms.valid.lower, valid_to=terms.valid.upper, **{name: getattr(terms, name) for name in names}
    )


def check_labels(labels: Mapping[str, str], parameters: Mapping[str, Any]) -> None:
    """Refuse what people call a parameter when there is no such parameter, or the words are too long."""
    for name, text in labels.items():
        if name not in parameters:
            _refuse(_("Sebutan parameter"), name, _("nama parameter yang ada"))
        if len(text) > MAX_LABEL:
            _refuse(_("Sebutan parameter"), text[:MAX_LABEL], _("paling banyak %(n)s huruf") % {"n": MAX_LABEL})


def _checked_parameters(parameters: Mapping[str, Any]) -> dict[str, ParameterType]:
    if len(parameters) > MAX_PARAMETERS:
        _refuse(_("Parameter"), len(parameters), _("paling banyak %(n)s parameter") % {"n": MAX_PARAMETERS})
    for name, value in parameters.items():
        if not _NAME.fullmatch(name):
            _refuse(
                _("Nama parameter"),
                name,
                _("huruf kecil, angka dan garis bawah, diawali huruf, misalnya desil_tertinggi"),
            )
        items = value if isinstance(value, list) else [value]
        if len(items) > MAX_ITEMS or any(isinstance(each, str) and len(each) > MAX_WORDS for each in items):
            _refuse(
                _("Parameter %(name)s") % {"name": name}, "", _("paling banyak %(n)s nilai pendek") % {"n": MAX_ITEMS}
            )
    try:
        return parameter_types(parameters)
    except ValueError:
        _refuse(_("Parameter"), "", _("angka, teks, ya/tidak, atau daftar yang tidak kosong"))


def _check_figures(writing: TermsWriting) -> None:
    if writing.tariff is not None and not 0 <= writing.tariff <= MAX_RUPIAH:
        _refuse(_("Nilai tiap penyaluran"), writing.tariff, _("rupiah bulat dari 0"))
    if writing.quantity is not None and not 0 <= writing.quantity < 10**10:
        _refuse(_("Jumlah tiap penyaluran"), writing.quantity, _("bilangan dari 0"))
    if not 1 <= writing.deliveries_per_year <= MAX_DELIVERIES:
        _refuse(
            _("Penyaluran setahun"), writing.deliveries_per_year, _("bilangan 1 sampai %(n)s") % {"n": MAX_DELIVERIES}
        )


def _parsed(name: str, text: str, unit: str, types: Mapping[str, ParameterType]) -> Rule:
    try:
        return parse_rule(text, vocabulary_of(unit), types)
    except RuleError as error:
        raise RuleRefused(field=name, error=error) from error


def _parsed_value(name: str, text: str, unit: str, types: Mapping[str, ParameterType]) -> Rule:
    from rangkul.rules.parse import parse_value

    try:
        return parse_value(text, vocabulary_of(unit), types)
    except RuleError as error:
        raise RuleRefused(field=name, error=error) from error


def _refuse(what: str, value: object, expected: str) -> NoReturn:
    raise Refused(field=what, value=value, expected=expected, remedy=_("perbaiki isian ini lalu simpan lagi"))
