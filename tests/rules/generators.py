"""Random vocabularies, well-typed rules and values over them, and families, for the property tests of every engine."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pyarrow as pa
from hypothesis import strategies as st

from rangkul.rules.vocabulary import Fact, FactType, ParameterType, Vocabulary

SCALARS = (FactType.BOOL, FactType.INT, FactType.NUMBER, FactType.TEXT, FactType.DATE)
ARROW = {
    FactType.BOOL: pa.bool_(),
    FactType.INT: pa.int64(),
    FactType.NUMBER: pa.float64(),
    FactType.TEXT: pa.string(),
    FactType.DATE: pa.date32(),
}
WHOLE = (0, 1, 2, 3, 4, 7, 60, -1, -5, 2**53 - 1, 2**53, -(2**62))
NUMBERS = (0.0, 0.1, 0.2, 0.3, 1.5, 2.0, -0.25, 1e-12, 1e12, 9e15, 1e300, float("nan"), float("inf"), 0.00005)
CODES = ("73", "73.12", "73.1", "73.120", "73.12.01", "73.12.01.2001", "73.12/", "")
TEXTS = ("", "P", "L", "petani", "73.12.01", "73.12", 'it\'s \\ "q"', "ß日本")
DAYS = (
    date(2000, 2, 29),
    date(2001, 2, 28),
    date(2001, 3, 1),
    date(1966, 11, 22),
    date(1966, 11, 23),
    date(2019, 6, 1),
    date(2020, 1, 31),
    date(9999, 12, 31),
    date(1, 1, 1),
)
AS_OF_DAYS = (date(2026, 11, 22), date(2024, 2, 29), date(2027, 2, 28), date(2026, 1, 1))
PARAMETERS = {
    "i": ParameterType.INT,
    "n": ParameterType.NUMBER,
    "t": ParameterType.TEXT,
    "d": ParameterType.DATE,
    "b": ParameterType.BOOL,
    "daftar_t": ParameterType.TEXT_LIST,
    "daftar_i": ParameterType.INT_LIST,
    "w": ParameterType.TEXT,
}


@dataclass(frozen=True)
class World:
    """A vocabulary with families to ask about."""

    vocabulary: Vocabulary
    families: tuple[dict[str, object], ...]
    members: tuple[tuple[dict[str, object], ...], ...]
    parameters: dict[str, object]
    as_of: date

    def arrow_tables(self) -> tuple[pa.Table, pa.Table]:
        """The same families and their members as columns; keys `id` and `keluarga_id`."""
        numbered = [{"id": number, **family} for number, family in enumerate(self.families)]
        rows = [{"keluarga_id": number, **row} for number, family in enumerate(self.members) for row in family]
        return (
            pa.Table.from_pylist(numbered, _schema("id", self.vocabulary.facts)),
            pa.Table.from_pylist(rows, _schema("keluarga_id", self.vocabulary.members)),
        )


def _schema(key: str, facts: tuple[Fact, ...]) -> pa.Schema:
    return pa.schema([(key, pa.int64()), *((fact.name, ARROW[fact.type]) for fact in facts)])


def _value(random: Random, fact: Fact, as_of: date) -> object:
    if random.random() < 0.25:
        return None
    if fact.name == "kode_wilayah":
        return random.choice(CODES)
    match fact.type:
        case FactType.BOOL:
            return random.random() < 0.5
        case FactType.INT:
            return random.choice(WHOLE)
        case FactType.NUMBER:
            return random.choice(NUMBERS)
        case FactType.TEXT:
            return random.choice(TEXTS)
        case _:
            near = as_of.replace(day=28) - timedelta(
                days=random.choice((0, 365, 366, 7305, 21915)) - random.randint(-3, 3)
            )
            return random.choice((*DAYS, near))


@st.composite
def worlds(draw: st.DrawFn, families: int) -> World:
    """A vocabulary of two to five facts a type, with families of none to five members; data come from a drawn seed."""
    random = Random(draw(st.integers(0, 2**32)))
    facts = tuple(
        Fact(f"{kind.value.lower()}_{number}", kind, f"fakta {number}", "uji", english=f"en_{kind.value}_{number}")
        for kind in SCALARS
        for number in range(random.randint(1, 3))
    )
    of_members = tuple(
        Fact(f"m_{fact.name}", fact.type, fact.label, "uji", english=f"m_{fact.english}") for fact in facts
    )
    facts = (*facts, Fact("kode_wilayah", FactType.TEXT, "wilayah", "uji", english="area_code"))
    as_of = random.choice(AS_OF_DAYS)

    def row(among: tuple[Fact, ...]) -> dict[str, object]:
        return {fact.name: _value(random, fact, as_of) for fact in among}

    return World(
        vocabulary=Vocabulary("family", facts, of_members),
        families=tuple(row(facts) for _ in range(families)),
        members=tuple(
            tuple(row(of_members) for _ in range(random.choice((0, 0, 1, 1, 2, 3, 5)))) for _ in range(families)
        ),
        parameters={
            "i": random.choice(WHOLE[:10]),
            "n": random.choice(NUMBERS[:9]),
            "t": random.choice(TEXTS),
            "d": random.choice(DAYS),
            "b": random.random() < 0.5,
            "daftar_t": random.sample(TEXTS, random.randint(0, 3)),
            "daftar_i": random.sample(WHOLE[:8], random.randint(0, 3)),
            "w": random.choice(CODES),
        },
        as_of=as_of,
    )


class RuleWriter:
    """Writes a random well-typed rule as CEL text."""

    def __init__(self, draw: st.DrawFn, vocabulary: Vocabulary) -> None:
        self.draw = draw
        self.vocabulary = vocabulary
        self.in_member = False

    def pick(self, *options: str) -> str:
        return self.draw(st.sampled_from(options))

    def write(self, kind: FactType, depth: int) -> str:
        """An expression of the type, at most `depth` levels deep."""
        if depth <= 0 or (kind in (FactType.TEXT, FactType.DATE) and self.pick("leaf", "deep") == "leaf"):
            return self.leaf(kind)
        match kind:
            case FactType.BOOL:
                return self.boolean(depth - 1)
            case FactType.INT | FactType.NUMBER:
                return self.number(kind, depth - 1)
            case FactType.DATE if self.pick("if", "shift") == "shift":
                days = self.pick("0", "30", "-400", "36600", "param.i")
                return f"{self.name('tambah_hari', 'add_days')}({self.write(kind, depth - 1)}, {days})"
            case _:
                return self.conditional(kind, depth - 1)

    def name(self, indonesian: str, english: str) -> str:
        """One of the two languages."""
        return self.pick(indonesian, english)

    def leaf(self, kind: FactType) -> str:
        own = [self.name(fact.name, fact.english) for fact in self.vocabulary.facts if fact.type is kind]
        if self.in_member:
            members = [fact for fact in self.vocabulary.members if fact.type is kind]
            own += [f"a.{self.name(fact.name, fact.english)}" for fact in members] * 2
        return self.pick(*own, *own, self.constant(kind), f"param.{kind.value[0].lower()}")

    def constant(self, kind: FactType) -> str:
        match kind:
            case FactType.BOOL:
                return self.pick("true", "false")
            case FactType.INT:
                return self.pick("0", "1", "3", "60", "-5", "9007199254740991")
            case FactType.NUMBER:
                return self.pick("0.0", "0.1", "0.3", "1.5", "-0.25", "1e12")
            case FactType.TEXT:
                return self.pick('"P"', "'petani'", '"73.12"', '""', "'it\\'s'")
            case _:
                return self.pick('tanggal("2000-02-29")', 'tanggal("2001-02-28")', "tanggal_acuan()")

    def conditional(self, kind: FactType, depth: int) -> str:
        return f"({self.write(FactType.BOOL, depth)} ? {self.write(kind, depth)} : {self.write(kind, depth)})"

    def numeric(self) -> FactType:
        return self.draw(st.sampled_from((FactType.INT, FactType.NUMBER)))

    def member_body(self, kind: FactType, depth: int) -> str:
        self.in_member = True
        try:
            return self.write(kind, depth)
        finally:
            self.in_member = False

    def filters(self, depth: int) -> str:
        return self.pick("", "", f".filter(a, {self.member_body(FactType.BOOL, min(depth, 1))})")

    def boolean(self, depth: int) -> str:  # noqa: C901 - one branch per form
        forms = [
            "&&",
            "||",
            "!",
            "compare",
            "compare",
            "compare",
            "in",
            "in_list",
            "if",
            "known",
            "age",
            "prefix",
            "area",
        ]
        form = self.pick(*forms, *(() if self.in_member else ("exists", "all", "exists", "all", "members", "members")))
        match form:
            case "&&" | "||":
                return f"({self.write(FactType.BOOL, depth)} {form} {self.write(FactType.BOOL, depth)})"
            case "!":
                return f"!{self.write(FactType.BOOL, depth)}"
            case "if":
                return self.conditional(FactType.BOOL, depth)
            case "known":
                return f"{self.name('diketahui', 'known')}({self.write(self.draw(st.sampled_from(SCALARS)), depth)})"
            case "age":
                operator = self.pick("<", "<=", ">", ">=", "==", "!=")
                age, bound = (
                    f"umur({self.write(FactType.DATE, 0)})",
                    self.pick("0", "1", "20", "60", "param.i", "int_0"),
                )
                return f"({age} {operator} {bound})" if self.pick("l", "r") == "l" else f"({bound} {operator} {age})"
            case "area":
                area = self.pick('"73"', '"73.12"', '"73.12.01"', "param.w")
                return f"{self.name('di_wilayah', 'in_area')}({area})"
            case "prefix":
                return f"{self.write(FactType.TEXT, 0)}.startsWith({self.leaf(FactType.TEXT)})"
            case "in":
                kind = self.draw(st.sampled_from(SCALARS))
                options = [self.pick(self.constant(kind), self.leaf(kind)) for _ in range(self.draw(st.integers(1, 3)))]
                return f"({self.write(kind, depth)} in [{', '.join(options)}])"
            case "in_list":
                kind = self.draw(st.sampled_from((FactType.TEXT, FactType.INT)))
                return f"({self.write(kind, depth)} in param.daftar_{kind.value[0].lower()})"
            case "exists" | "all":
                members = self.name("anggota", "members")
                return f"{members}{self.filters(depth)}.{form}(a, {self.member_body(FactType.BOOL, depth)})"
            case "members":
                operator = self.pick("<", "<=", ">", ">=", "==", "!=")
                return f"({self.members(depth)} {operator} {self.write(self.numeric(), 0)})"
            case _:
                return self.comparison(depth)

    def comparison(self, depth: int) -> str:
        kind = self.draw(st.sampled_from(SCALARS))
        ordered = kind not in (FactType.BOOL, FactType.TEXT)
        operator = self.pick("==", "!=", *(("<", "<=", ">", ">=") if ordered else ()))
        kinds = (self.numeric(), self.numeric()) if kind.is_numeric else (kind, kind)
        return f"({self.write(kinds[0], depth)} {operator} {self.write(kinds[1], depth)})"

    def members(self, depth: int) -> str:
        match self.pick("count", "size", "sum", "sum", "map"):
            case "count":
                return f"anggota{self.filters(depth)}.count(a, {self.member_body(FactType.BOOL, depth)})"
            case "size":
                return f"anggota{self.filters(depth)}.size()"
            case "sum":
                return f"anggota{self.filters(depth)}.sum(a, {self.member_body(self.numeric(), depth)})"
            case _:
                return f"anggota{self.filters(depth)}.map(a, {self.member_body(self.numeric(), depth)}).sum()"

    def number(self, kind: FactType, depth: int) -> str:
        own = ("/", "/") if kind is FactType.NUMBER else ("age", "days", "months")
        match self.pick("+", "-", "*", "negate", "if", "leaf", "least", "greatest", *own):
            case "negate":
                return f"(-{self.write(kind, depth)})"
            case "if":
                return self.conditional(kind, depth)
            case "leaf":
                return self.leaf(kind)
            case "age":
                return f"umur({self.write(FactType.DATE, 0)})"
            case "least" | "greatest" as form:
                name = self.name("terkecil" if form == "least" else "terbesar", f"math.{form}")
                others = [
                    self.numeric() if kind is FactType.NUMBER else kind for _ in range(self.draw(st.integers(1, 2)))
                ]
                return (
                    f"{name}({', '.join([self.write(kind, depth), *(self.write(other, depth) for other in others)])})"
                )
            case "days" | "months" as form:
                name = self.name("hari_antara" if form == "days" else "bulan_antara", f"{form}_between")
                return f"{name}({self.write(FactType.DATE, depth)}, {self.write(FactType.DATE, 0)})"
            case "/":
                divisor = self.write(self.numeric(), depth)
                # A divisor of constants only may be zero, and then the rule is refused.
                is_fixed = not any(word in divisor for word in ("_", "param", "anggota", "members"))
                return f"({self.write(kind, depth)} / {'3' if is_fixed else divisor})"
            case operator:
                other = self.numeric() if kind is FactType.NUMBER else kind
                return f"({self.write(kind, depth)} {operator} {self.write(other, depth)})"


@st.composite
def rule_texts(draw: st.DrawFn, vocabulary: Vocabulary, depth: int = 3) -> str:
    """A well-typed yes/no rule over the vocabulary."""
    return RuleWriter(draw, vocabulary).write(FactType.BOOL, depth)


@st.composite
def value_texts(draw: st.DrawFn, vocabulary: Vocabulary, depth: int = 3) -> str:
    """A well-typed value over the vocabulary: a calculation, or what members count or sum up to."""
    writer = RuleWriter(draw, vocabulary)
    return writer.members(depth - 1) if writer.pick("a", "b", "c") == "a" else writer.write(writer.numeric(), depth)
