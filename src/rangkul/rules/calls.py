"""Checks of functions (`umur(x)`) and of questions about members (`anggota.exists(a, …)`)."""

from abc import ABC, abstractmethod
from typing import NoReturn

from rangkul.rules.constants import read_date
from rangkul.rules.errors import suggest
from rangkul.rules.raw import Raw, arguments, child, span, strip, word
from rangkul.rules.tree import (
    Age,
    AllOf,
    AnyOf,
    AsOf,
    Constant,
    Known,
    Node,
    Not,
    Quantifier,
    Quantity,
    Span,
    StartsWith,
)
from rangkul.rules.vocabulary import FactType, Vocabulary

FUNCTIONS = ("diketahui", "tanggal", "tanggal_acuan", "umur")
MEMBER_METHODS = ("exists", "all", "count", "size", "sum", "filter", "map")
_EXAMPLES = {
    "exists": "exists(a, a.umur >= 60)",
    "all": "all(a, a.umur >= 18)",
    "count": "count(a, a.umur < 7)",
    "filter": "filter(a, a.umur < 7).size()",
    "sum": "sum(a, a.penghasilan)",
    "map": "map(a, a.penghasilan).sum()",
    "size": "size()",
}


class CallChecks(ABC):
    """The part of the checker that knows functions; the rest of the language is in `check`."""

    vocabulary: Vocabulary
    variable: str | None

    @abstractmethod
    def check(self, raw: Raw, depth: int = 0) -> Node:
        """The checked node of a raw tree."""

    @abstractmethod
    def expect(self, raw: Raw, wanted: FactType, depth: int) -> Node:
        """The checked node, which must be of the wanted type."""

    @abstractmethod
    def fail(self, at: Raw | Span, message: str, *, found: str = "", expected: str = "") -> NoReturn:
        """Raise RuleError at the place."""

    @abstractmethod
    def source(self, raw: Raw) -> str:
        """The text as written."""

    def function(self, raw: Raw, depth: int) -> Node:
        """`name(arguments)`"""
        name, given = word(raw, 0), arguments(raw, 1)
        if name not in FUNCTIONS:
            hint = suggest(name, FUNCTIONS)
            known = ", ".join(f"`{function}`" for function in FUNCTIONS)
            self.fail(raw, f"fungsi `{name}` tidak dikenal.{hint}", found=f"`{self.source(raw)}`", expected=known)
        wanted = 0 if name == "tanggal_acuan" else 1
        if len(given) != wanted:
            self.fail(
                raw,
                f"`{name}` memerlukan {wanted} isi di dalam kurung.",
                found=f"{len(given)} isi",
                expected=f"`{name}({'x' if wanted else ''})`",
            )
        match name:
            case "tanggal_acuan":
                return AsOf(type=FactType.DATE, span=span(raw))
            case "tanggal":
                return self._date(raw, given[0], depth)
            case "umur":
                born = self.check(given[0], depth + 1)
                if born.type is not FactType.DATE:
                    self.fail(
                        born.span,
                        "`umur` dihitung dari tanggal lahir.",
                        found=f"`{self.source(given[0])}` ({born.type.words})",
                        expected="fakta berjenis tanggal",
                    )
                return Age(type=FactType.INT, span=span(raw), born=born)
            case _:
                operand = self.check(given[0], depth + 1)
                self.refuse_members(operand)
                return Known(type=FactType.BOOL, span=span(raw), operand=operand)

    def _date(self, raw: Raw, given: Raw, depth: int) -> Node:
        written = self.check(given, depth + 1)
        value = read_date(written.value) if isinstance(written, Constant) and isinstance(written.value, str) else None
        if value is None:
            self.fail(
                given,
                "tanggal tidak dapat dibaca.",
                found=f"`{self.source(given)}`",
                expected='tahun-bulan-hari yang ada di kalender, misalnya `tanggal("2022-01-31")`',
            )
        return Constant(type=FactType.DATE, span=span(raw), value=value)

    def method(self, raw: Raw, depth: int) -> Node:
        """`x.name(arguments)`"""
        name = word(raw, 1)
        steps = self._steps(raw)
        if steps is None:
            return self._text_method(raw, name, depth)
        if name not in MEMBER_METHODS:
            hint = suggest(name, MEMBER_METHODS)
            known = ", ".join(f"`{method}`" for method in MEMBER_METHODS)
            self.fail(raw, f"`{name}` tidak dikenal untuk daftar anggota.{hint}", expected=known)
        if self.variable is not None:
            self.fail(
                raw,
                "pertanyaan tentang anggota tidak dapat berada di dalam pertanyaan tentang anggota.",
                found=f"`{self.source(raw)}`",
                expected="dua pertanyaan terpisah yang digabung dengan `&&`",
            )
        if name in ("filter", "map"):
            self.fail(raw, f"`{name}` menghasilkan daftar, bukan nilai.", expected=f"`.{_EXAMPLES[name]}`")
        return self._quantifier(raw, name, steps, depth)

    def refuse_members(self, *nodes: Node) -> None:
        """Fail when a node is the list of members itself."""
        for node in nodes:
            if node.type is FactType.MEMBERS:
                self.fail(
                    node.span,
                    "daftar anggota bukan sebuah nilai.",
                    expected="pertanyaan tentang anggota, misalnya `anggota.size()`",
                )

    def _steps(self, raw: Raw) -> list[Raw] | None:
        """The filter and map calls before this call, or None when it is not about members."""
        members = self.vocabulary.member_list
        steps: list[Raw] = []
        owner = strip(child(raw, 0))
        while owner.data == "member_dot_arg" and word(owner, 1) in ("filter", "map"):
            steps.append(owner)
            owner = strip(child(owner, 0))
        is_list = members is not None and owner.data == "ident" and word(owner, 0) == members.name
        return steps[::-1] if is_list else None

    def _text_method(self, raw: Raw, name: str, depth: int) -> Node:
        owner = strip(child(raw, 0))
        if name in MEMBER_METHODS:
            self.fail(
                raw,
                f"`{name}` hanya untuk daftar anggota.",
                found=f"`{self.source(owner)}`",
                expected=f"`anggota.{_EXAMPLES[name]}`",
            )
        if name != "startsWith":
            hint = suggest(name, ("startsWith", *MEMBER_METHODS))
            self.fail(raw, f"fungsi `{name}` tidak dikenal.{hint}", expected="`startsWith`")
        given = arguments(raw, 2)
        if len(given) != 1:
            self.fail(raw, "`startsWith` memerlukan 1 isi di dalam kurung.", expected='`kode.startsWith("73.12")`')
        operand = self.expect(owner, FactType.TEXT, depth + 1)
        prefix = self.expect(given[0], FactType.TEXT, depth + 1)
        return StartsWith(type=FactType.BOOL, span=span(raw), operand=operand, prefix=prefix)

    def _quantifier(self, raw: Raw, name: str, steps: list[Raw], depth: int) -> Node:
        mapped = steps.pop() if steps and word(steps[-1], 1) == "map" else None
        for step in steps:
            if word(step, 1) == "map":
                self.fail(step, "`map` hanya dapat menjadi langkah terakhir sebelum `sum()`.")
        if mapped is not None and (name != "sum" or arguments(raw, 2)):
            self.fail(raw, f"sesudah `map` tidak dapat memakai `{name}`.", expected="`.map(a, …).sum()`")
        place = span(raw)
        where = [self._body(step, FactType.BOOL, depth) for step in steps]
        if name == "sum":
            source = mapped or raw
            value = self._body(source, None, depth)
            if not value.type.is_numeric:
                self.fail(value.span, f"{value.type.words} tidak dapat dijumlahkan.", expected="bilangan")
            return Quantifier(
                type=value.type, span=place, quantity=Quantity.SUM, condition=_both(where, place), value=value
            )
        if name == "size" and arguments(raw, 2):
            self.fail(raw, "`size` tidak memerlukan isi di dalam kurung.", expected="`size()` atau `count(a, …)`")
        body = self._body(raw, FactType.BOOL, depth) if name != "size" and not _bare_count(name, raw) else None
        if name == "all" and body is not None:
            required = body
            if where:
                excepted = Not(type=FactType.BOOL, span=place, operand=_both(where, place))
                required = AnyOf(type=FactType.BOOL, span=place, operands=(excepted, body))
            return Quantifier(type=FactType.BOOL, span=place, quantity=Quantity.ALL, condition=required)
        condition = _both([*where, *([body] if body else [])], place)
        if name == "exists":
            return Quantifier(type=FactType.BOOL, span=place, quantity=Quantity.EXISTS, condition=condition)
        return Quantifier(type=FactType.INT, span=place, quantity=Quantity.COUNT, condition=condition)

    def _body(self, raw: Raw, wanted: FactType | None, depth: int) -> Node:
        """The checked second argument of `method(a, expression)`."""
        name, given = word(raw, 1), arguments(raw, 2)
        variable = strip(given[0]) if given else None
        if len(given) != 2 or variable is None or variable.data != "ident":
            self.fail(
                raw,
                f"`{name}` memerlukan nama anggota dan sebuah ungkapan.",
                found=f"`{self.source(raw)}`",
                expected=f"`anggota.{_EXAMPLES[name]}`",
            )
        chosen = word(variable, 0)
        if chosen in ("param", *self.vocabulary.names) or any(
            known.startswith(f"{chosen}.") for known in self.vocabulary.names
        ):
            self.fail(variable, f"`{chosen}` sudah menjadi nama lain.", expected="nama pendek, misalnya `a`")
        self.variable = chosen
        try:
            if wanted is not None:
                return self.expect(given[1], wanted, depth + 1)
            return self.check(given[1], depth + 1)
        finally:
            self.variable = None


def _bare_count(name: str, raw: Raw) -> bool:
    return name == "count" and not arguments(raw, 2)


def _both(parts: list[Node], place: Span) -> Node:
    if not parts:
        return Constant(type=FactType.BOOL, span=place, value=True)
    return parts[0] if len(parts) == 1 else AllOf(type=FactType.BOOL, span=place, operands=tuple(parts))
