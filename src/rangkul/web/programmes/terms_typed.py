"""What stands in the rule editor: read from a kept version or from a form that is not saved yet, and checked as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from rangkul.kernel.errors import Refused
from rangkul.programmes.entries import parameter_types, vocabulary_of
from rangkul.programmes.errors import RuleRefused
from rangkul.programmes.terms_cases import Judging
from rangkul.programmes.terms_writing import TermsWriting, check_writing, writing_of
from rangkul.rules.errors import RuleError
from rangkul.rules.parse import Rule, parse_rule
from rangkul.rules.vocabulary import Vocabulary
from rangkul.web.programmes import terms_builder as builder
from rangkul.web.programmes.terms_forms import TermsForm
from rangkul.web.programmes.terms_rows import (
    ParameterRow,
    PartBoxes,
    RankingRow,
    parameter_rows,
    part_boxes,
    ranking_rows,
    typed_labels,
    typed_parameters,
    typed_parts,
    typed_ranking,
)

BUILD, WRITE = "susun", "teks"
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Typed:
    """The editor's content. `rule` is the checked rule or None, `problems` what is wrong, by the part it is about."""

    unit: str
    mode: str
    rule_text: str
    built: builder.Built
    form: TermsForm
    parameters: dict[str, Any]
    parameter_rows: list[ParameterRow]
    ranking: list[dict[str, str]]
    revision: int
    parts: dict[str, Any] = field(default_factory=dict)
    rule: Rule | None = None
    rule_error: RuleError | None = None
    problems: list[str] = field(default_factory=list)
    value_errors: dict[str, RuleError] = field(default_factory=dict)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words the rule may use."""
        return vocabulary_of(self.unit)

    @property
    def is_building(self) -> bool:
        """Whether the rule is put together from rows rather than written."""
        return self.mode == BUILD

    @property
    def ranking_rows(self) -> list[RankingRow]:
        """The ranking with spare rows."""
        return ranking_rows(self.ranking)

    @property
    def part_boxes(self) -> list[PartBoxes]:
        """The parts of the aid with a spare row; none where no members are counted."""
        return part_boxes(self.parts) if self.vocabulary.members else []

    @property
    def whole_parameters(self) -> list[str]:
        """Parameters that hold a whole number: a part counts by them."""
        return [name for name, value in self.parameters.items() if type(value) is int]

    def judging(self, fallback: date) -> Judging:
        """What the cases are judged by, as the form stands."""
        writing = self.writing(fallback)
        return Judging(
            unit=self.unit,
            rule_text=self.rule_text,
            parameters=self.parameters,
            on=writing.valid_from,
            amount_text=writing.amount_text,
            tariff=writing.tariff,
            parts=self.parts if self.is_sound else {},
        )

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong with rule, amounts, ranking and parameters."""
        return self.rule is not None and not self.problems and not self.value_errors

    def writing(self, fallback: date) -> TermsWriting:
        """The content as an action takes it; `fallback` stands for a first day that can't be read."""
        said = getattr(self.form, "cleaned_data", {})
        last = said.get("valid_last")
        return TermsWriting(
            valid_from=said.get("valid_from") or fallback,
            valid_to=last + _DAY if last else None,
            rule_text=self.rule_text,
            parameters=self.parameters,
            labels=typed_labels(self.parameter_rows),
            rule_note=_plain(said.get("rule_note", "")),
            required_registry=said.get("required_registry", ""),
            quantity=said.get("quantity"),
            tariff=said.get("tariff"),
            amount_text=_plain(said.get("amount_text", "")).strip(),
            ranking=self.ranking,
            parts=self.parts,
            deliveries_per_year=said.get("deliveries_per_year") or 1,
            legal_basis=_plain(said.get("legal_basis", "")),
            change_note=_plain(said.get("change_note", "")),
        )

    def switched(self, mode: str) -> "Typed":
        """The same content shown the other way: rows of the rule as it reads now, or its text."""
        if mode != BUILD:
            return replace(self, mode=WRITE)
        if self.rule is not None:
            built = builder.built_of(self.rule, parameter_types(self.parameters))
        elif self.mode == BUILD:
            built = self.built  # rows that are not finished yet stay as they are
        else:
            built = builder.built_of_text(self.rule_text)
        return replace(self, mode=BUILD, built=built)


def _plain(text: str) -> str:
    """With the line ends that are kept: forms send CRLF, which would look like a change."""
    return text.replace("\r\n", "\n")


def from_terms(terms: Any) -> Typed:
    """The editor filled from a kept version."""
    initial = {
        name: getattr(terms, name)
        for name in (
            *("tariff", "amount_text", "deliveries_per_year", "required_registry"),
            *("rule_note", "legal_basis", "change_note"),
        )
    }
    if terms.quantity is not None:
        initial["quantity"] = f"{terms.quantity.normalize():f}".replace(".", ",")
    initial["valid_from"] = terms.valid.lower
    initial["valid_last"] = terms.valid.upper - _DAY if terms.valid.upper else None
    typed = Typed(
        unit=terms.component.unit,
        mode=WRITE,
        rule_text=terms.rule_text,
        built=builder.Built("all", ()),
        form=TermsForm(initial=initial),
        parameters=dict(terms.parameters),
        parameter_rows=parameter_rows(terms.parameters, terms.labels),
        ranking=list(terms.ranking),
        parts=dict(terms.parts),
        revision=terms.revision,
    )
    _check(typed, terms.valid.lower, writing_of(terms))
    return typed.switched(BUILD)


def from_form(terms: Any, data: QueryDict | Mapping[str, str]) -> Typed:
    """The editor as its form was sent; whatever is wrong is told, nothing is raised."""
    unit = terms.component.unit
    parameters, rows = typed_parameters(data)
    mode = BUILD if data.get("mode") == BUILD else WRITE
    vocabulary = vocabulary_of(unit)
    built = builder.typed_rows(data, vocabulary)
    text = builder.text_of(built, vocabulary) if mode == BUILD else data.get("rule_text", "").replace("\r\n", "\n")
    revision = data.get("revision", "")
    typed = Typed(
        unit=unit,
        mode=mode,
        rule_text=text,
        built=built,
        form=TermsForm(data),
        parameters=parameters,
        parameter_rows=rows,
        ranking=typed_ranking(data),
        parts=typed_parts(data) if vocabulary.members else {},
        revision=int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 6 else 0,
    )
    typed.problems += built.problems if mode == BUILD else []
    typed.problems += [f"{row.name or '–'}: {row.problem}" for row in rows if row.problem]
    typed.form.is_valid()
    _check(typed, terms.valid.lower, None)
    return typed


def _check(typed: Typed, fallback: date, kept: TermsWriting | None) -> None:
    """Rule first (its error points at a place), then everything else at once."""
    if typed.is_building and typed.built.problems:
        return
    try:
        types = parameter_types(typed.parameters)
        typed.rule = parse_rule(typed.rule_text, typed.vocabulary, types)
    except RuleError as error:
        typed.rule_error = error
        return
    except ValueError:
        return
    try:
        check_writing(kept or typed.writing(fallback), typed.unit)
    except RuleRefused as refused:
        typed.value_errors[refused.field] = refused.error
    except Refused as refused:
        typed.problems.append(refused.message)
