"""From the raw CEL tree to the checked tree: names are known, types fit, nothing but the vocabulary is reached."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import NoReturn

from lark import Tree

from rangkul.rules.constants import BadLiteralError, read_literal
from rangkul.rules.errors import RuleError, cut, suggest
from rangkul.rules.evaluate import Scene, evaluate
from rangkul.rules.functions import function_names
from rangkul.rules.members import MemberChecks
from rangkul.rules.raw import Raw, arguments, child, flatten, span, strip, word
from rangkul.rules.tree import (
    AllOf,
    AnyOf,
    Arithmetic,
    AsOf,
    Comparison,
    Conditional,
    Constant,
    Membership,
    Negation,
    Node,
    Not,
    Parameter,
    Reference,
    Span,
    is_fixed,
    walk,
)
from rangkul.rules.values import SMALLEST_DIVISOR
from rangkul.rules.vocabulary import FactType, ParameterType, Vocabulary

MAX_DEPTH = 40
MAX_NODES = 500

_COMPARISONS = {
    "relation_lt": "<",
    "relation_le": "<=",
    "relation_gt": ">",
    "relation_ge": ">=",
    "relation_eq": "==",
    "relation_ne": "!=",
}
_ARITHMETIC = {"addition_add": "+", "addition_sub": "-", "multiplication_mul": "*", "multiplication_div": "/"}


class Checker(MemberChecks):
    """Checks one rule text; `check` is the entrance."""

    def __init__(self, text: str, vocabulary: Vocabulary, parameters: Mapping[str, ParameterType]) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.parameters = parameters
        self.variable: str | None = None
        self._nodes = 0

    def check(self, raw: Raw, depth: int = 0) -> Node:  # noqa: C901, RET503 - one case per form, `fail` never returns
        """The checked node of a raw tree. Raises RuleError at the first thing that does not fit."""
        raw = strip(raw)
        if depth > MAX_DEPTH:
            self.fail(
                raw,
                "aturan terlalu bertingkat.",
                found=f"`{self.source(raw)}`",
                expected=f"paling banyak {MAX_DEPTH} tingkat kurung",
            )
        if raw.data == "paren_expr":
            return self.check(child(raw, 0), depth + 1)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self.fail(raw, "aturan terlalu besar.", expected=f"paling banyak {MAX_NODES} bagian; pecah aturannya")
        match str(raw.data):
            case "expr":
                return self._conditional(raw, depth)
            case "conditionalor" | "conditionaland" as joined:
                operands = tuple(self.expect(part, FactType.BOOL, depth + 1) for part in flatten(raw))
                kind = AnyOf if joined == "conditionalor" else AllOf
                return kind(type=FactType.BOOL, span=span(raw), operands=operands)
            case "relation":
                return self._relation(raw, depth)
            case "addition" | "multiplication":
                return self._arithmetic(raw, depth)
            case "unary":
                return self._unary(raw, depth)
            case "literal":
                return self._literal(raw)
            case "ident":
                return self._name(raw, word(raw, 0))
            case "member_dot":
                return self._dotted(raw)
            case "member_dot_arg":
                return self.method(raw, depth)
            case "ident_arg":
                return self.function(raw, depth)
            case "list_lit":
                self.fail(raw, "daftar hanya dapat dipakai di sebelah kanan `in`.", expected="`fakta in [1, 2]`")
            case _:
                self.fail(raw, "bentuk ini tidak ada dalam bahasa aturan.", found=f"`{self.source(raw)}`")

    def expect(self, raw: Raw, wanted: FactType, depth: int) -> Node:
        """The checked node, which must be of the wanted type."""
        node = self.check(raw, depth)
        if node.type is not wanted:
            self.fail(
                raw,
                f"bagian ini harus {wanted.words}.",
                found=f"`{self.source(raw)}` ({node.type.words})",
                expected="syarat, misalnya dengan perbandingan `<=`" if wanted is FactType.BOOL else wanted.words,
            )
        return node

    def fail(self, at: Raw | Span, message: str, *, found: str = "", expected: str = "") -> NoReturn:
        """Raise RuleError at the place."""
        place = at if isinstance(at, Span) else span(at)
        raise RuleError(message, line=place.line, column=place.column, found=found, expected=expected, text=self.text)

    def source(self, raw: Raw) -> str:
        """The text as written, cut when long."""
        place = span(raw)
        return cut(self.text[place.start : place.end])

    @cached_property
    def is_english(self) -> bool:
        """True when the rule is written with English names: more of its words are only English than only Indonesian."""
        members = self.vocabulary.members
        english = {*self.vocabulary.english_names, *function_names(english=True), *(fact.english for fact in members)}
        own = {*self.vocabulary.names, *function_names(english=False), *(fact.name for fact in members)}
        words = set(re.findall(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?", self.text))
        words |= {part for each in words for part in each.split(".")}
        return len(words & (english - own)) > len(words & (own - english))

    def hint(self, name: str, indonesian: tuple[str, ...], english: tuple[str, ...]) -> str:
        """` Maksud Anda `x`?` in the language the rule is written in."""
        first, second = (english, indonesian) if self.is_english else (indonesian, english)
        return suggest(name, first, second)

    def _conditional(self, raw: Raw, depth: int) -> Node:
        condition = self.expect(child(raw, 0), FactType.BOOL, depth + 1)
        then, otherwise = (self.check(child(raw, index), depth + 1) for index in (1, 2))
        kind = then.type
        if then.type is not otherwise.type:
            if not (then.type.is_numeric and otherwise.type.is_numeric):
                self.fail(
                    child(raw, 2),
                    "kedua cabang `? :` harus sejenis.",
                    found=f"{then.type.words} dan {otherwise.type.words}",
                    expected=then.type.words,
                )
            kind = FactType.NUMBER
        self.refuse_members(then, otherwise)
        return Conditional(type=kind, span=span(raw), condition=condition, then=then, otherwise=otherwise)

    def _relation(self, raw: Raw, depth: int) -> Node:
        operation = child(raw, 0)
        if operation.data == "relation_in":
            return self._membership(raw, depth)
        operator = _COMPARISONS[operation.data]
        for side in (child(operation, 0), child(raw, 1)):
            if self.source(side) == "null":
                self.fail(
                    side,
                    "`null` tidak dapat dibandingkan.",
                    expected="`diketahui(fakta)` atau `!diketahui(fakta)`",
                )
        left, right = self.check(child(operation, 0), depth + 1), self.check(child(raw, 1), depth + 1)
        self.refuse_members(left, right)
        if left.type is not right.type and not (left.type.is_numeric and right.type.is_numeric):
            self.fail(
                right.span,
                f"{left.type.words} tidak dapat dibandingkan dengan {right.type.words}.",
                found=f"`{self.source(raw)}`",
                expected=f"{left.type.words} di kedua sisi `{operator}`",
            )
        if operator not in ("==", "!=") and left.type in (FactType.BOOL, FactType.TEXT):
            self.fail(
                raw,
                f"{left.type.words} tidak mempunyai urutan.",
                found=f"`{operator}`",
                expected="`==`, `!=` atau `in`",
            )
        return Comparison(type=FactType.BOOL, span=span(raw), operator=operator, left=left, right=right)

    def _membership(self, raw: Raw, depth: int) -> Node:
        item = self.check(child(child(raw, 0), 0), depth + 1)
        self.refuse_members(item)
        listing = strip(child(raw, 1))
        if listing.data != "list_lit":
            chosen = self._dotted(listing, lists=True) if listing.data == "member_dot" else None
            if not isinstance(chosen, Parameter) or not chosen.kind.is_list:
                self.fail(listing, "sebelah kanan `in` harus berupa daftar.", expected="`[1, 2]` atau parameter daftar")
            if chosen.type is not item.type:
                self._mixed_list(raw, item, chosen)
            return Membership(type=FactType.BOOL, span=span(raw), item=item, parameter=chosen)
        options = tuple(self.check(part, depth + 1) for part in arguments(listing, 0))
        if not options:
            self.fail(listing, "daftar kosong.", expected="paling sedikit satu nilai, misalnya `[1, 2]`")
        self.refuse_members(*options)
        for option in options:
            if option.type is not item.type and not (option.type.is_numeric and item.type.is_numeric):
                self._mixed_list(raw, item, option)
        return Membership(type=FactType.BOOL, span=span(raw), item=item, options=options)

    def _mixed_list(self, raw: Raw, item: Node, option: Node) -> NoReturn:
        self.fail(
            option.span,
            f"{item.type.words} dicari dalam daftar {option.type.words}.",
            found=f"`{self.source(raw)}`",
            expected=f"daftar {item.type.words}",
        )

    def _arithmetic(self, raw: Raw, depth: int) -> Node:
        operation = child(raw, 0)
        operator = _ARITHMETIC.get(operation.data)
        if operator is None:
            self.fail(raw, "sisa bagi `%` tidak ada dalam bahasa aturan.", expected="`+`, `-`, `*` atau `/`")
        left, right = self.check(child(operation, 0), depth + 1), self.check(child(raw, 1), depth + 1)
        for node in (left, right):
            if not node.type.is_numeric:
                self.fail(
                    node.span, f"{node.type.words} tidak dapat dihitung dengan `{operator}`.", expected="bilangan"
                )
        if operator == "/":
            self._refuse_zero(child(raw, 1), right)
        whole = operator != "/" and left.type is right.type is FactType.INT
        kind = FactType.INT if whole else FactType.NUMBER
        return Arithmetic(type=kind, span=span(raw), operator=operator, left=left, right=right)

    def _refuse_zero(self, raw: Raw, divisor: Node) -> None:
        """A divisor that is zero for everybody is a mistake; one that is zero for somebody is unknown there."""
        if any(isinstance(part, Parameter | AsOf) for part in walk(divisor)) or not is_fixed(divisor):
            return
        value = evaluate(divisor, Scene(facts={}, members=(), parameters={}, as_of=date.min))
        if isinstance(value, int | float) and abs(value) < SMALLEST_DIVISOR:
            self.fail(raw, "pembagian dengan nol.", found=f"`{self.source(raw)}`", expected="pembagi yang bukan nol")

    def _unary(self, raw: Raw, depth: int) -> Node:
        if child(raw, 0).data == "unary_not":
            return Not(type=FactType.BOOL, span=span(raw), operand=self.expect(child(raw, 1), FactType.BOOL, depth + 1))
        operand = self.check(child(raw, 1), depth + 1)
        if not operand.type.is_numeric:
            self.fail(operand.span, f"{operand.type.words} tidak dapat diberi tanda minus.", expected="bilangan")
        if isinstance(operand, Constant) and isinstance(operand.value, int | float):
            return Constant(type=operand.type, span=span(raw), value=-operand.value)
        return Negation(type=operand.type, span=span(raw), operand=operand)

    def _literal(self, raw: Raw) -> Node:
        token = raw.children[0]
        if isinstance(token, Tree):
            raise TypeError("a literal holds a token")
        try:
            kind, value = read_literal(token)
        except BadLiteralError as error:
            self.fail(raw, error.message, found=f"`{self.source(raw)}`", expected=error.expected)
        return Constant(type=kind, span=span(raw), value=value)

    def _name(self, raw: Raw, name: str) -> Node:
        if name == self.variable:
            self.fail(raw, f"`{name}` adalah seorang anggota, bukan nilai.", expected=f"`{name}.nama_fakta`")
        fact = self.vocabulary.find_fact(name)
        if fact is None:
            if name == "param":
                self.fail(raw, "nama parameter belum ditulis.", expected="`param.nama`")
            hint = self.hint(name, self.vocabulary.names, self.vocabulary.english_names)
            if self.variable and self.vocabulary.find_member_fact(name):
                hint = f" Maksud Anda `{self.variable}.{name}`?"
            self._unknown_fact(raw, name, hint)
        return Reference(type=fact.type, span=span(raw), fact=fact, of_member=False)

    def _unknown_fact(self, raw: Raw, name: str, hint: str) -> NoReturn:
        self.fail(
            raw,
            f"fakta `{cut(name)}` tidak dikenal.{hint}",
            found=f"`{cut(name)}`",
            expected="nama fakta yang dikenal",
        )

    def _dotted(self, raw: Raw, *, lists: bool = False) -> Node:
        owner, name = strip(child(raw, 0)), word(raw, 1)
        if owner.data != "ident":
            self.fail(raw, f"`{self.source(raw)}` tidak dikenal.", expected="`nama_fakta` atau `param.nama`")
        holder = word(owner, 0)
        if holder == self.variable:
            fact = self.vocabulary.find_member_fact(name)
            if fact is None:
                members = self.vocabulary.members
                hint = self.hint(name, tuple(each.name for each in members), tuple(each.english for each in members))
                self.fail(raw, f"anggota tidak mempunyai fakta `{cut(name)}`.{hint}", expected="nama fakta anggota")
            return Reference(type=fact.type, span=span(raw), fact=fact, of_member=True)
        if holder == "param":
            kind = self.parameters.get(name)
            if kind is None:
                hint = suggest(name, self.parameters)
                self.fail(raw, f"parameter `{cut(name)}` tidak dikenal.{hint}", expected="nama parameter yang dikenal")
            if kind.is_list and not lists:
                self.fail(raw, f"parameter `{name}` adalah daftar.", expected=f"`fakta in param.{name}`")
            return Parameter(type=kind.item_type, span=span(raw), name=name, kind=kind)
        full = f"{holder}.{name}"
        fact = self.vocabulary.find_fact(full)
        if fact is None:
            self._unknown_fact(raw, full, self.hint(full, self.vocabulary.names, self.vocabulary.english_names))
        return Reference(type=fact.type, span=span(raw), fact=fact, of_member=False)
