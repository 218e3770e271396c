"""The page of readable cases: what is given, who lives there, what is expected; written without knowing the language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from rangkul.kernel import clock
from rangkul.kernel.numerals import format_number, read_whole
from rangkul.programmes import actions
from rangkul.programmes.entries import vocabulary_of
from rangkul.programmes.policies import terms as policies
from rangkul.programmes.queries import terms as queries
from rangkul.programmes.terms_cases import EXPECT_AMOUNT, EXPECTED, facts_used, failing, judging
from rangkul.rules.vocabulary import Fact, FactType, Vocabulary
from rangkul.web.programmes.attempts import attempt
from rangkul.web.programmes.terms_builder import values_for
from rangkul.web.programmes.terms_editor import crumbs
from rangkul.web.shared.acting import acting
from rangkul.web.shared.fields import number_of

MOST_CASES = 100
FEW = 3
"""So many cases stand open; of more only those with something to do."""
MOST_MEMBERS = 12
_PLACE = "_place"


@dataclass(frozen=True, slots=True)
class Box:
    """One fact of a case: what may be chosen (empty: typed), what is there, and what is wrong with it."""

    name: str
    label: str
    value: str
    options: Sequence[tuple[str, str]]
    is_number: bool
    problem: str = ""


@dataclass(slots=True)
class Card:
    """One case as the page shows it; `kept` is its place among the kept ones.

    `amount`, `as_of` and `because` (one a line) are what is looked at beside the answer; "" where nothing is.
    """

    number: int
    kept: str
    name: str
    expect: str
    boxes: list[Box]
    members: list[list[Box]] = field(default_factory=list)
    failure: str = ""
    amount: str = ""
    as_of: str = ""
    because: str = ""
    problem: str = ""
    is_open: bool = False

    @property
    def expected_words(self) -> str:
        """The answer that is right, in words."""
        return dict(zip(EXPECTED, _expected_labels(), strict=True)).get(self.expect, "")

    @property
    def looks_closer(self) -> bool:
        """Whether more than the answer is looked at."""
        return bool(self.amount or self.as_of or self.because or self.problem)


@never_cache
def terms_cases(request: HttpRequest, terms_id: UUID) -> HttpResponse:
    """The cases of a version: read by whoever may see it, written while it is a draft."""
    actor = acting(request)
    terms = queries.get_terms(actor, terms_id)
    may_write = terms.state == "DRAFT" and policies.can_draft(actor, terms.component)
    page = _Page(terms)
    problem, status, opened = "", 200, None
    cases = [{**case, _PLACE: place} for place, case in enumerate(terms.cases)]
    if request.method == "POST":
        policies.check_can_draft(actor, terms.component)
        cases, wrong = page.read(request.POST)
        do = request.POST.get("do", "save")
        if do == "add":
            cases.append({"name": "", "expect": EXPECTED[0], "given": {}})
        elif do.startswith("member-"):
            opened = number_of(do.removeprefix("member-"))
            _add_member(cases, opened)
        elif wrong:
            problem, status = _("Ada nilai yang tidak dapat dibaca; lihat tanda di bawah."), 422
        else:
            done, problem = attempt(
                lambda: actions.set_cases(
                    terms_id=terms_id,
                    cases=[_without_place(case) for case in cases],
                    revision=number_of(request.POST.get("revision", "")),
                    by=actor,
                    at=clock.now(),
                )
            )
            if done is not None:
                messages.success(request, _("Contoh kasus disimpan."))
                return redirect("web:programmes:terms-cases", terms_id)
            status = 422
    elif not cases and may_write:
        cases = [{"name": "", "expect": EXPECTED[0], "given": {}}]
    context = {
        "terms": terms,
        "cards": page.cards(cases, opened),
        "expected": [(value, label) for value, label in zip(EXPECTED, _expected_labels(), strict=True)],
        "may_write": may_write,
        "has_members": page.members != (),
        "problem": problem,
        "crumbs": crumbs(terms),
    }
    return render(request, "programmes/terms_cases.html", context, status=status)


class _Page:
    """Knows which facts the page shows: those the rule uses, and those some case gives."""

    def __init__(self, terms: Any) -> None:
        self.terms = terms
        self.vocabulary: Vocabulary = vocabulary_of(terms.component.unit)
        self.kept: list[dict[str, Any]] = list(terms.cases)
        self.by = judging(terms, terms.component.unit)
        used, used_of_member = facts_used(self.by)
        given = {name for case in self.kept for name in case.get("given", {})}
        told = {name for case in self.kept for each in case.get("members", []) for name in each}
        self.own = tuple(
            fact
            for fact in self.vocabulary.facts
            if fact.type is not FactType.MEMBERS and (fact.name in used | given or fact.column in given)
        )
        self.members = tuple(f for f in self.vocabulary.members if f.name in used_of_member | told)
        self.typed: dict[str, str] = {}
        self.wrong: dict[str, str] = {}

    def read(self, data: Mapping[str, str]) -> tuple[list[dict[str, Any]], bool]:
        """(cases of the form, whether some value can't be read). A case without a name and facts is left out."""
        cases = []
        self.typed = dict(data.items())
        numbers = sorted({n for key in data if (n := number_of(key.removeprefix("name-"))) is not None})
        for n in numbers[:MOST_CASES]:
            if f"drop-{n}" in data:
                continue
            place = number_of(data.get(f"kept-{n}", ""))
            given = self._facts(self.own, f"given-{n}", data)
            members = self._members(n, data)
            name = data.get(f"name-{n}", "").strip()[:200]
            if not (name or given or members):
                continue
            rest = self._closer(n, data)
            expect = data.get(f"expect-{n}", EXPECTED[0])
            case = {"name": name, "given": given, "expect": expect if expect in EXPECTED else EXPECTED[0], **rest}
            cases.append(case | ({"members": members} if members else {}) | ({} if place is None else {_PLACE: place}))
        return cases, bool(self.wrong)

    def _closer(self, n: int, data: Mapping[str, str]) -> dict[str, Any]:
        """What is looked at beside the answer: rupiah, another day than the first of the version, wanted reasons."""
        found: dict[str, Any] = {}
        day, amount = data.get(f"day-{n}", "").strip()[:10], data.get(f"amount-{n}", "").strip()[:30].casefold()
        if day:
            try:
                found["as_of"] = date.fromisoformat(day).isoformat()
            except ValueError:
                self.wrong[f"day-{n}"] = _("Tulis tanggalnya lengkap.")
        because = [line.strip()[:200] for line in data.get(f"because-{n}", "").splitlines() if line.strip()]
        if because:
            found["because"] = because[:20]
        if amount == EXPECTED[2]:
            found[EXPECT_AMOUNT] = EXPECTED[2]
        elif amount:
            whole = read_whole(amount.removeprefix("rp").strip())
            if whole is None or whole < 0:
                self.wrong[f"amount-{n}"] = _("Tulis rupiah bulat, misalnya 750.000, atau “belum diketahui”.")
            else:
                found[EXPECT_AMOUNT] = whole
        return found

    def cards(self, cases: Sequence[Mapping[str, Any]], opened: int | None) -> list[Card]:
        """The cases as the page shows them, each with what the rule says otherwise; open where there is something to do."""
        cards = []
        for n, case in enumerate(cases):
            members = [
                self._boxes(self.members, f"member-{n}-{m}", each) for m, each in enumerate(case.get("members", []))
            ]
            cards.append(
                Card(
                    number=n,
                    kept=str(case.get(_PLACE, "")),
                    name=str(case.get("name", "")),
                    expect=str(case.get("expect", "")),
                    boxes=self._boxes(self.own, f"given-{n}", case.get("given", {})),
                    members=members,
                    failure=self._failure(case),
                    amount=self.typed.get(f"amount-{n}", "") if f"amount-{n}" in self.wrong else _amount(case),
                    as_of=str(case.get("as_of", "")),
                    because="\n".join(map(str, case.get("because", ()))),
                    problem=self.wrong.get(f"amount-{n}", self.wrong.get(f"day-{n}", "")),
                )
            )
        for card in cards:
            wrong = any(box.problem for boxes in (card.boxes, *card.members) for box in boxes)
            card.is_open = bool(
                wrong or card.problem or card.failure or not card.name or card.number == opened or len(cards) <= FEW
            )
        return cards

    def _failure(self, case: Mapping[str, Any]) -> str:
        if not case.get("name") or not self.terms.rule_text:
            return ""
        found = failing([_without_place(case)], self.by)
        return found[0].partition(": ")[2] or found[0] if found else ""

    def _members(self, n: int, data: Mapping[str, str]) -> list[dict[str, Any]]:
        return [
            self._facts(self.members, f"member-{n}-{m}", data)
            for m in range(MOST_MEMBERS)
            if f"there-{n}-{m}" in data and f"away-{n}-{m}" not in data
        ]

    def _facts(self, facts: Sequence[Fact], prefix: str, data: Mapping[str, str]) -> dict[str, Any]:
        found = {}
        for fact in facts:
            key = f"{prefix}-{fact.column}"
            text = data.get(key, "").strip()[:200]
            if not text:
                continue
            value = _value(fact, text)
            if value is None:
                self.wrong[key] = _("tidak dapat dibaca sebagai %(kind)s") % {"kind": fact.type.words}
            else:
                found[fact.name] = value
        return found

    def _boxes(self, facts: Sequence[Fact], prefix: str, given: Mapping[str, Any]) -> list[Box]:
        return [
            self._box(fact, f"{prefix}-{fact.column}", given.get(fact.name, given.get(fact.column))) for fact in facts
        ]

    def _box(self, fact: Fact, key: str, value: Any) -> Box:
        options: list[tuple[str, str]] = []
        if fact.type is FactType.BOOL:
            options = [("ya", _("ya")), ("tidak", _("tidak"))]
        elif values_for(fact.name):
            options = values_for(fact.name)
        problem = self.wrong.get(key, "")
        return Box(
            name=key,
            label=fact.label,
            value=self.typed.get(key, "") if problem else _shown(value),
            options=options,
            is_number=fact.type.is_numeric,
            problem=problem,
        )


def _without_place(case: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in case.items() if key != _PLACE}


def _add_member(cases: list[dict[str, Any]], number: int | None) -> None:
    if number is not None and number < len(cases) and len(cases[number].get("members", [])) < MOST_MEMBERS:
        cases[number]["members"] = [*cases[number].get("members", []), {}]


def _value(fact: Fact, text: str) -> Any:
    """What was typed as the fact's type, None when it can't be."""
    match fact.type:
        case FactType.BOOL:
            return {"ya": True, "tidak": False}.get(text)
        case FactType.INT:
            return read_whole(text)
        case FactType.NUMBER:
            plain = text.replace(".", "").replace(",", ".") if "," in text else text
            return float(plain) if plain.replace(".", "", 1).lstrip("-").isdigit() and plain.isascii() else None
        case FactType.DATE:
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError:
                return None
        case _:
            return text


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return "" if value is None else str(value)


def _amount(case: Mapping[str, Any]) -> str:
    value = case.get(EXPECT_AMOUNT, "")
    return format_number(value) if isinstance(value, int) else EXPECTED[2] if value is None else str(value)


def _expected_labels() -> tuple[str, str, str]:
    return _("memenuhi syarat"), _("tidak memenuhi syarat"), _("belum dapat dinilai")
