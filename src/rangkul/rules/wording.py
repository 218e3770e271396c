"""Plain Indonesian for parts of a rule: quantities, requirements, values, results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rangkul.rules.tree import (
    Age,
    AllOf,
    AnyOf,
    Arithmetic,
    AsOf,
    Comparison,
    Conditional,
    Constant,
    DateUnit,
    Elapsed,
    Extreme,
    InArea,
    Known,
    Membership,
    Negation,
    Node,
    Not,
    Parameter,
    Quantifier,
    Quantity,
    Reference,
    ShiftedDate,
    StartsWith,
)
from rangkul.rules.values import Scalar, Value
from rangkul.rules.vocabulary import Fact, FactType, Vocabulary

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
RESULT_WORDS: dict[bool | None, str] = {
    True: "terpenuhi",
    False: "tidak terpenuhi",
    None: "belum dapat dinilai",
}
INVERTED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_ARITHMETIC_WORDS = {"+": "ditambah", "-": "dikurangi", "*": "dikali", "/": "dibagi"}
_POSSESSION = ("punya_", "ada_", "memiliki_")
_NOUNS = {
    "keluarga", "anggota", "penyandang", "penerima", "warga", "anak", "lansia", "kepala", "pensiunan", "pegawai",
    "janda", "korban", "pelaku", "peserta", "mantan", "orang",
}  # fmt: skip


def value_words(value: Value) -> str:
    """A value as people write it: 1.500.000, 2,5, 1 Januari 2022, ya."""
    match value:
        case None:
            return "belum diketahui"
        case bool():
            return "ya" if value else "tidak"
        case int():
            return f"{value:,}".replace(",", ".")
        case float():
            whole, _, decimals = f"{value:,.4f}".partition(".")
            decimals = decimals.rstrip("0")
            return whole.replace(",", ".") + (f",{decimals}" if decimals else "")
        case date():
            return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        case _:
            return str(value)


def joined(parts: Iterable[str], last: str = "dan") -> str:
    """`a, b dan c`"""
    listed = list(parts)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} {last} {listed[-1]}" if listed else ""


def capital(text: str) -> str:
    """The text with its first letter in upper case and the rest untouched."""
    return text[:1].upper() + text[1:]


def fact_words(fact: Fact, value: Value) -> str:
    """A yes/no fact with its value: "ID DTKS tidak ada", "bukan keluarga rawan pangan"."""
    possession = fact.name.rpartition(".")[2].startswith(_POSSESSION)
    if value is None:
        return f"belum diketahui apakah {fact.label}{' ada' if possession else ''}"
    if value:
        return fact.when_true or (f"{fact.label} ada" if possession else fact.label)
    if fact.when_false:
        return fact.when_false
    if possession:
        return f"{fact.label} tidak ada"
    return f"{'bukan' if fact.label.split()[0].casefold() in _NOUNS else 'tidak'} {fact.label}"


def bound_words(operator: str, bound: str, kind: FactType) -> str:
    """A requirement: "4 atau kurang", "paling lambat 1 Januari 2022"."""
    if kind is FactType.DATE:
        words = {"<": "sebelum", "<=": "paling lambat", ">": "sesudah", ">=": "paling awal", "==": "tepat"}
        return f"{words.get(operator, 'bukan')} {bound}"
    match operator:
        case "<=":
            return f"{bound} atau kurang"
        case ">=":
            return f"{bound} atau lebih"
        case "<":
            return f"kurang dari {bound}"
        case ">":
            return f"lebih dari {bound}"
        case "==":
            return bound
        case _:
            return f"bukan {bound}"


@dataclass(frozen=True, slots=True)
class Words:
    """Names the parts of one rule; parameters are named by their values."""

    vocabulary: Vocabulary
    parameters: Mapping[str, Scalar | tuple[Scalar, ...]]
    as_of: date

    @property
    def members(self) -> str:
        """What the members are called, for example "anggota keluarga"."""
        fact = self.vocabulary.member_list
        return fact.label if fact else "anggota"

    def quantity(self, node: Node) -> str:  # noqa: C901 - one case per kind of node
        """A part that has a value: "desil keluarga", "jumlah anggota keluarga dengan umur kurang dari 7"."""
        match node:
            case Reference():
                return node.fact.label
            case Constant():
                return value_words(node.value)
            case Parameter():
                bound = self.parameters[node.name]
                return joined(map(value_words, bound), "atau") if isinstance(bound, tuple) else value_words(bound)
            case AsOf():
                return f"tanggal acuan {value_words(self.as_of)}"
            case Age():
                label = self.quantity(node.born)
                return (
                    "umur" + label.removeprefix("tanggal lahir")
                    if label.startswith("tanggal lahir")
                    else f"umur dari {label}"
                )
            case Arithmetic():
                left, right = self._operand(node.left, node), self._operand(node.right, node)
                return f"{left} {_ARITHMETIC_WORDS[node.operator]} {right}"
            case Extreme():
                return (
                    f"yang ter{'kecil' if node.is_least else 'besar'} dari {joined(map(self.quantity, node.operands))}"
                )
            case ShiftedDate() | Elapsed():
                return self._dated(node)
            case Negation():
                return f"minus {self.quantity(node.operand)}"
            case Conditional():
                return (
                    f"{self.quantity(node.then)} jika {self.condition(node.condition)} "
                    f"dan {self.quantity(node.otherwise)} jika tidak"
                )
            case Quantifier(quantity=Quantity.COUNT):
                return f"jumlah {self.members_with(node.condition)}"
            case Quantifier(quantity=Quantity.SUM, value=Node() as value):
                return f"jumlah {self.quantity(value)} dari {self.members_with(node.condition)}"
            case _:
                return self.condition(node)

    def condition(self, node: Node) -> str:  # noqa: C901 - one case per kind of node
        """A part that is yes or no: "umur 60 atau lebih dan hamil"."""
        match node:
            case Reference():
                return fact_words(node.fact, True)
            case Not(operand=Reference() as reference):
                return fact_words(reference.fact, False)
            case Not(operand=Comparison() as inner):
                return self._compared(inner, INVERTED[inner.operator])
            case Not():
                return f"tidak ({self.condition(node.operand)})"
            case Comparison():
                return self._compared(node, node.operator)
            case Membership():
                return f"{self.quantity(node.item)} salah satu dari {self.options(node)}"
            case StartsWith():
                return f"{self.quantity(node.operand)} berawalan {self.quantity(node.prefix)}"
            case InArea():
                return f"{self.quantity(node.operand)} di dalam {self.quantity(node.area)}"
            case Known():
                return f"{self.quantity(node.operand)} diketahui"
            case AllOf():
                return joined(self._inner(part) for part in node.operands)
            case AnyOf():
                return joined((self._inner(part) for part in node.operands), "atau")
            case Conditional():
                return (
                    f"jika {self.condition(node.condition)}: {self.condition(node.then)}, "
                    f"jika tidak: {self.condition(node.otherwise)}"
                )
            case Quantifier(quantity=Quantity.ALL):
                return f"semua {self.members} memenuhi: {self.condition(node.condition)}"
            case Quantifier():
                return f"ada {self.members_with(node.condition)}"
            case Constant():
                return "selalu" if node.value else "tidak pernah"
            case _:
                return self.quantity(node)

    def options(self, node: Membership) -> str:
        """The listed values: "1, 2 atau 3"."""
        if node.parameter is not None:
            return self.quantity(node.parameter) or "daftar kosong"
        return joined((self.quantity(option) for option in node.options), "atau")

    def members_with(self, condition: Node) -> str:
        """ "anggota keluarga dengan umur 60 atau lebih", or all of them."""
        if isinstance(condition, Constant):
            return self.members
        return f"{self.members} dengan {self.condition(condition)}"

    def _operand(self, part: Node, whole: Arithmetic) -> str:
        """Part of a calculation, in brackets where it would otherwise be read differently."""
        binds = whole.operator in "*/" or (whole.operator == "-" and part is whole.right)
        is_open = isinstance(part, Extreme | Conditional) or (isinstance(part, Arithmetic) and binds)
        return f"({self.quantity(part)})" if is_open else self.quantity(part)

    def _dated(self, node: ShiftedDate | Elapsed) -> str:
        """ "30 hari sesudah tanggal terdaftar", "jumlah bulan dari tanggal terdaftar sampai tanggal acuan"."""
        if isinstance(node, Elapsed):
            unit = "hari" if node.unit is DateUnit.DAYS else "bulan penuh"
            return f"jumlah {unit} dari {self.quantity(node.start)} sampai {self.quantity(node.end)}"
        days = node.days.value if isinstance(node.days, Constant) else self.parameters[node.days.name]
        count = int(days) if isinstance(days, int) else 0
        side = "sesudah" if count >= 0 else "sebelum"
        return f"{value_words(abs(count))} hari {side} {self.quantity(node.day)}"

    def _compared(self, node: Comparison, operator: str) -> str:
        return f"{self.quantity(node.left)} {bound_words(operator, self.quantity(node.right), node.left.type)}"

    def _inner(self, node: Node) -> str:
        words = self.condition(node)
        return f"({words})" if isinstance(node, AllOf | AnyOf | Conditional) else words
