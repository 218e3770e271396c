"""Checks of functions: `umur(x)`, `terkecil(a, b)`, `kode_wilayah.startsWith("73.12")`."""

from abc import ABC, abstractmethod
from typing import NoReturn

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.rules.constants import read_date
from rangkul.rules.errors import cut, suggest
from rangkul.rules.functions import INSTEAD, Function, find_function, function_names, listed
from rangkul.rules.raw import Raw, arguments, child, span, strip, word
from rangkul.rules.tree import (
    Age,
    AsOf,
    Constant,
    DateUnit,
    Elapsed,
    Extreme,
    InArea,
    Known,
    Node,
    Parameter,
    Reference,
    ShiftedDate,
    Span,
    StartsWith,
)
from rangkul.rules.values import MAX_DAYS
from rangkul.rules.vocabulary import FactType, Vocabulary


class CallChecks(ABC):
    """The part of the checker that knows functions; questions about members are in `members`, the rest in `check`."""

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

    @property
    @abstractmethod
    def is_english(self) -> bool:
        """True when the rule is written with English names."""

    @abstractmethod
    def hint(self, name: str, indonesian: tuple[str, ...], english: tuple[str, ...]) -> str:
        """` Maksud Anda `x`?` in the language the rule is written in."""

    def function(self, raw: Raw, depth: int) -> Node:
        """`name(arguments)`"""
        return self.call(raw, word(raw, 0), arguments(raw, 1), depth)

    def call(self, raw: Raw, name: str, given: list[Raw], depth: int) -> Node:
        """The node of a function with what stands in its brackets."""
        function = find_function(name)
        if function is None:
            self._unknown_function(raw, name, given)
        if not function.least <= len(given) <= function.most:
            counted = f"{function.least} sampai {function.most}" if function.least < function.most else function.least
            self.fail(
                raw,
                f"`{name}` memerlukan {counted} isi di dalam kurung.",
                found=f"{len(given)} isi",
                expected=f"`{self._example(function)}`",
            )
        return self._called(raw, function, given, depth)

    def _called(self, raw: Raw, function: Function, given: list[Raw], depth: int) -> Node:
        place = span(raw)
        match function.name:
            case "tanggal_acuan":
                return AsOf(type=FactType.DATE, span=place)
            case "tanggal":
                return self._date(raw, given[0], depth)
            case "umur":
                return Age(type=FactType.INT, span=place, born=self._day(function, given[0], depth))
            case "tambah_hari":
                return self._shifted(raw, function, given, depth)
            case "hari_antara" | "bulan_antara" as name:
                start, end = (self._day(function, part, depth) for part in given)
                unit = DateUnit.DAYS if name == "hari_antara" else DateUnit.MONTHS
                return Elapsed(type=FactType.INT, span=place, unit=unit, start=start, end=end)
            case "terkecil" | "terbesar" as name:
                return self._extreme(raw, given, depth, is_least=name == "terkecil")
            case "di_wilayah":
                return self._in_area(raw, given[0], depth)
            case _:
                operand = self.check(given[0], depth + 1)
                self.refuse_members(operand)
                return Known(type=FactType.BOOL, span=place, operand=operand)

    def refuse_members(self, *nodes: Node) -> None:
        """Fail when a node is the list of members itself."""
        for node in nodes:
            if node.type is FactType.MEMBERS:
                self.fail(
                    node.span,
                    "daftar anggota bukan sebuah nilai.",
                    expected="pertanyaan tentang anggota, misalnya `anggota.size()`",
                )

    def text_method(self, raw: Raw, name: str, depth: int) -> Node:
        """`x.name(…)` where x is neither the list of members nor `math`."""
        owner = strip(child(raw, 0))
        if name != "startsWith":
            instead = INSTEAD.get(name)
            hint = f" Sebagai gantinya: {instead}." if instead else suggest(name, ("startsWith",))
            self.fail(
                raw,
                f"fungsi `{cut(name)}` tidak dikenal.{hint}",
                found=f"`{self.source(raw)}`",
                expected="`startsWith`",
            )
        given = arguments(raw, 2)
        if len(given) != 1:
            self.fail(raw, "`startsWith` memerlukan 1 isi di dalam kurung.", expected='`kode.startsWith("73.12")`')
        operand = self.expect(owner, FactType.TEXT, depth + 1)
        prefix = self.expect(given[0], FactType.TEXT, depth + 1)
        return StartsWith(type=FactType.BOOL, span=span(raw), operand=operand, prefix=prefix)

    def _example(self, function: Function) -> str:
        return function.english_example if self.is_english else function.example

    def _unknown_function(self, raw: Raw, name: str, given: list[Raw]) -> NoReturn:
        known = function_names(english=self.is_english)
        hint = self.hint(name, function_names(english=False), function_names(english=True))
        # menerima("PKH") is the fact menerima_pkh.
        argument = self.source(given[0]).strip("\"'").casefold().replace("-", "_") if len(given) == 1 else ""
        fact = self.vocabulary.find_fact(f"{name}_{argument}") or self.vocabulary.find_fact(name)
        if name in INSTEAD:
            hint = f" Sebagai gantinya: {INSTEAD[name]}."
        elif fact is not None:
            hint = f" Maksud Anda fakta `{fact.english if self.is_english and fact.english else fact.name}`?"
        self.fail(
            raw, f"fungsi `{cut(name)}` tidak dikenal.{hint}", found=f"`{self.source(raw)}`", expected=listed(known)
        )

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

    def _day(self, function: Function, given: Raw, depth: int) -> Node:
        day = self.check(given, depth + 1)
        if day.type is not FactType.DATE:
            needs = "tanggal lahir" if function.name == "umur" else "tanggal"
            self.fail(
                day.span,
                f"`{function.name}` dihitung dari {needs}.",
                found=f"`{self.source(given)}` ({day.type.words})",
                expected="fakta berjenis tanggal",
            )
        return day

    def _shifted(self, raw: Raw, function: Function, given: list[Raw], depth: int) -> Node:
        day, days = self._day(function, given[0], depth), self.check(given[1], depth + 1)
        if not isinstance(days, Constant | Parameter) or days.type is not FactType.INT:
            self.fail(
                given[1],
                "jumlah hari harus tetap, tidak dari fakta.",
                found=f"`{self.source(given[1])}`",
                expected="bilangan bulat atau parameter; dari fakta: `hari_antara(a, b) > fakta`",
            )
        if isinstance(days, Constant) and isinstance(days.value, int) and abs(days.value) > MAX_DAYS:
            self.fail(
                given[1],
                "jumlah hari terlalu besar.",
                found=f"`{self.source(given[1])}`",
                expected=f"paling banyak {MAX_DAYS} hari ke depan atau ke belakang",
            )
        return ShiftedDate(type=FactType.DATE, span=span(raw), day=day, days=days)

    def _extreme(self, raw: Raw, given: list[Raw], depth: int, *, is_least: bool) -> Node:
        operands = tuple(self.check(part, depth + 1) for part in given)
        for node, part in zip(operands, given, strict=True):
            if not node.type.is_numeric:
                self.fail(
                    part,
                    f"{node.type.words} tidak dapat dicari yang ter{'kecil' if is_least else 'besar'}.",
                    found=f"`{self.source(part)}` ({node.type.words})",
                    expected="bilangan",
                )
        whole = all(node.type is FactType.INT for node in operands)
        kind = FactType.INT if whole else FactType.NUMBER
        return Extreme(type=kind, span=span(raw), is_least=is_least, operands=operands)

    def _in_area(self, raw: Raw, given: Raw, depth: int) -> Node:
        fact = self.vocabulary.area_fact
        if fact is None:
            self.fail(raw, "wilayah tidak ada dalam kosakata ini.", expected="fakta yang dikenal")
        area = self.expect(given, FactType.TEXT, depth + 1)
        if not isinstance(area, Constant | Parameter):
            self.fail(
                given,
                "kode wilayah harus tetap, tidak dari fakta.",
                found=f"`{self.source(given)}`",
                expected='`di_wilayah("73.12.01")` atau `di_wilayah(param.wilayah)`',
            )
        if isinstance(area, Constant):
            try:
                AreaCode(str(area.value))
            except Refused:
                self.fail(
                    given,
                    "kode wilayah tidak dapat dibaca.",
                    found=f"`{self.source(given)}`",
                    expected='kode Kemendagri, misalnya "73.12" (kabupaten) atau "73.12.01.2001" (desa)',
                )
        place = span(raw)
        return InArea(
            type=FactType.BOOL,
            span=place,
            operand=Reference(type=FactType.TEXT, span=place, fact=fact, of_member=False),
            area=area,
        )
