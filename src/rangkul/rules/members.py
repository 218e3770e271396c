"""Checks of questions about members: `anggota.exists(a, …)`, `anggota.filter(a, …).map(a, …).sum()`."""

from rangkul.rules.calls import CallChecks
from rangkul.rules.errors import cut, suggest
from rangkul.rules.functions import INSTEAD, find_function, listed
from rangkul.rules.raw import Raw, arguments, child, span, strip, word
from rangkul.rules.tree import AllOf, AnyOf, Constant, Node, Not, Quantifier, Quantity, Span
from rangkul.rules.vocabulary import FactType

MEMBER_METHODS = ("exists", "all", "count", "size", "sum", "filter", "map")
EXAMPLES = {
    "exists": "exists(a, a.umur >= 60)",
    "all": "all(a, a.umur >= 18)",
    "count": "count(a, a.umur < 7)",
    "filter": "filter(a, a.umur < 7).size()",
    "sum": "sum(a, a.penghasilan)",
    "map": "map(a, a.penghasilan).sum()",
    "size": "size()",
}
"""How each is written, after `anggota.`"""


class MemberChecks(CallChecks):
    """The part of the checker that knows members; they are asked one by one, never inside one another."""

    def method(self, raw: Raw, depth: int) -> Node:
        """`x.name(arguments)`"""
        name = word(raw, 1)
        owner = strip(child(raw, 0))
        if owner.data == "ident" and word(owner, 0) == "math":
            return self._mathematics(raw, name, depth)
        steps = self._steps(raw)
        if steps is None:
            if name in MEMBER_METHODS:
                self.fail(
                    raw,
                    f"`{name}` hanya untuk daftar anggota.",
                    found=f"`{self.source(owner)}`",
                    expected=f"`anggota.{EXAMPLES[name]}`",
                )
            return self.text_method(raw, name, depth)
        if name not in MEMBER_METHODS:
            hint = f" Sebagai gantinya: {INSTEAD[name]}." if name in INSTEAD else suggest(name, MEMBER_METHODS)
            self.fail(raw, f"`{cut(name)}` tidak dikenal untuk daftar anggota.{hint}", expected=listed(MEMBER_METHODS))
        if self.variable is not None:
            self.fail(
                raw,
                "pertanyaan tentang anggota tidak dapat berada di dalam pertanyaan tentang anggota.",
                found=f"`{self.source(raw)}`",
                expected="dua pertanyaan terpisah yang digabung dengan `&&`",
            )
        if name in ("filter", "map"):
            self.fail(raw, f"`{name}` menghasilkan daftar, bukan nilai.", expected=f"`.{EXAMPLES[name]}`")
        return self._quantifier(raw, name, steps, depth)

    def _mathematics(self, raw: Raw, name: str, depth: int) -> Node:
        if find_function(f"math.{name}") is None:
            self.fail(
                raw,
                f"fungsi `math.{cut(name)}` tidak dikenal.",
                found=f"`{self.source(raw)}`",
                expected="`math.least(a, b)` atau `math.greatest(a, b)`",
            )
        return self.call(raw, f"math.{name}", arguments(raw, 2), depth)

    def _steps(self, raw: Raw) -> list[Raw] | None:
        """The filter and map calls before this call, or None when it is not about members."""
        members = self.vocabulary.member_list
        steps: list[Raw] = []
        owner = strip(child(raw, 0))
        while owner.data == "member_dot_arg" and word(owner, 1) in ("filter", "map"):
            steps.append(owner)
            owner = strip(child(owner, 0))
        if members is None or owner.data != "ident" or word(owner, 0) not in (members.name, members.english):
            return None
        return steps[::-1]

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
                expected=f"`anggota.{EXAMPLES[name]}`",
            )
        chosen = word(variable, 0)
        names = ("param", "math", *self.vocabulary.names, *self.vocabulary.english_names)
        if any(known == chosen or known.startswith(f"{chosen}.") for known in names):
            self.fail(variable, f"`{cut(chosen)}` sudah menjadi nama lain.", expected="nama pendek, misalnya `a`")
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
