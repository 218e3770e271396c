"""Plain Indonesian for parts of a rule: quantities, requirements, values, results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rangkul.rules.plan import yes_no_asked
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
    is_fixed,
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
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
INVERTED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_RELATIONS = {
    "<": "kurang dari", "<=": "tidak lebih dari", ">": "lebih dari", ">=": "tidak kurang dari",
    "==": "sama dengan", "!=": "tidak sama dengan",
}  # fmt: skip
"""Between two parts that both differ from subject to subject."""
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


def value_shown(of: Node | Fact | None, value: Value) -> str:
    """The value as people write it, by its label where the fact has a code list: "perdagangan/jasa"."""
    fact = of.fact if isinstance(of, Reference) else of
    if isinstance(fact, Fact) and fact.labels is not None and isinstance(value, str):
        return fact.labels().get(value, value)
    return value_words(value)


def with_value(name: str, words: str) -> str:
    """Name and value beside each other: "desil keluarga 2"; where the name ends in a number, "… 4 adalah 2"."""
    return f"{name} adalah {words}" if name[-1:].isdigit() else f"{name} {words}"


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

    def quantity(self, node: Node, like: Node | None = None) -> str:  # noqa: C901 - one case per kind of node
        """A part that has a value: "desil keluarga", "jumlah anggota keluarga dengan umur kurang dari 7".

        `like` is what a fixed value is compared with: a code of its list is told by its label.
        """
        match node:
            case Reference():
                return node.fact.label
            case Constant():
                return value_shown(like, node.value)
            case Parameter():
                bound = self.parameters[node.name]
                values = bound if isinstance(bound, tuple) else (bound,)
                return joined((value_shown(like, each) for each in values), "atau")
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

    def condition(self, node: Node, *, negated: bool = False) -> str:  # noqa: C901 - one case per kind of node
        """A part that is yes or no, or its opposite: "umur 60 atau lebih dan hamil", "umur kurang dari 60 atau tidak hamil"."""
        no = "tidak " if negated else ""
        match node:
            case Not():
                return self.condition(node.operand, negated=not negated)
            case Reference():
                return fact_words(node.fact, not negated)
            case Comparison() if (asked := yes_no_asked(node)) is not None:
                return self.condition(asked[0], negated=asked[1] is negated)
            case Comparison():
                return self._compared(node, INVERTED[node.operator] if negated else node.operator)
            case Membership():
                return f"{self.quantity(node.item)} {'bukan ' if negated else ''}salah satu dari {self.options(node)}"
            case StartsWith():
                return f"{self.quantity(node.operand)} {no}berawalan {self.quantity(node.prefix)}"
            case InArea():
                return f"{self.quantity(node.operand)} di {'luar' if negated else 'dalam'} {self.quantity(node.area)}"
            case Known():
                return self.known(node, not negated)
            case AllOf() | AnyOf():
                last = "dan" if isinstance(node, AllOf) is not negated else "atau"
                return joined((self._inner(part, negated=negated) for part in node.operands), last)
            case Conditional():
                return (
                    f"jika {self.condition(node.condition)}: {self.condition(node.then, negated=negated)}, "
                    f"jika tidak: {self.condition(node.otherwise, negated=negated)}"
                )
            case Quantifier(quantity=Quantity.ALL):
                return f"{no}semua {self.members} memenuhi: {self.condition(node.condition)}"
            case Quantifier(quantity=Quantity.EXISTS):
                return f"{no}ada {self.members_with(node.condition)}"
            case Constant() | Parameter():
                value = node.value if isinstance(node, Constant) else self.parameters[node.name]
                return "selalu" if bool(value) is not negated else "tidak pernah"
            case _:
                return self.quantity(node)

    def known(self, node: Known, is_known: bool) -> str:
        """ "desil keluarga belum diketahui"; of a yes/no part "sudah diketahui apakah keluarga rawan pangan"."""
        told = f"{'sudah' if is_known else 'belum'} diketahui"
        if node.operand.type is FactType.BOOL:
            return f"{told} apakah {self.condition(node.operand)}"
        return f"{self.quantity(node.operand)} {told}"

    def options(self, node: Membership) -> str:
        """The listed values: "1, 2 atau 3"."""
        if node.parameter is not None:
            return self.quantity(node.parameter, node.item) or "daftar kosong"
        return joined((self.quantity(option, node.item) for option in node.options), "atau")

    def members_with(self, condition: Node) -> str:
        """ "anggota keluarga dengan umur 60 atau lebih", or all of them."""
        if isinstance(condition, Constant) and condition.value is True:
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
        left, right, operator = turned(node, operator)
        name = self.quantity(left, right)
        if not is_fixed(right) and left.type is not FactType.DATE:
            return f"{name} {_RELATIONS[operator]} {self.quantity(right, left)}"
        return with_value(name, bound_words(operator, self.quantity(right, left), left.type))

    def _inner(self, node: Node, *, negated: bool) -> str:
        """Part of an "and" or "or", in brackets where the next part could be read as belonging to it."""
        words, bare = self.condition(node, negated=negated), node
        while isinstance(bare, Not):
            bare = bare.operand
        is_open = isinstance(bare, AllOf | AnyOf | Conditional) or (
            isinstance(bare, Quantifier) and not isinstance(bare.condition, Constant)
        )
        return f"({words})" if is_open else words


def turned(node: Comparison, operator: str) -> tuple[Node, Node, str]:
    """Left, right and operator with what is the same for everybody on the right: `4 < desil` is `desil > 4`."""
    if is_fixed(node.left) and not is_fixed(node.right):
        return node.right, node.left, FLIPPED[operator]
    return node.left, node.right, operator
