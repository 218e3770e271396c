"""What a rule may speak about: facts of a subject, facts of its members, and dated parameters, each with a type."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Subject = Literal["family", "person", "institution"]


class FactType(StrEnum):
    """Type of a fact and of every part of a rule."""

    BOOL = "BOOL"
    INT = "INT"
    NUMBER = "NUMBER"
    TEXT = "TEXT"
    DATE = "DATE"
    MEMBERS = "MEMBERS"

    @property
    def words(self) -> str:
        """The type in Indonesian, as error messages say it."""
        return _TYPE_WORDS[self]

    @property
    def is_numeric(self) -> bool:
        """True for whole numbers and for numbers with decimals, which may be mixed."""
        return self in (FactType.INT, FactType.NUMBER)


_TYPE_WORDS = {
    FactType.BOOL: "ya/tidak",
    FactType.INT: "bilangan bulat",
    FactType.NUMBER: "bilangan",
    FactType.TEXT: "teks",
    FactType.DATE: "tanggal",
    FactType.MEMBERS: "daftar anggota",
}


class ParameterType(StrEnum):
    """Type of a dated parameter; the lists are only for the right side of `in`."""

    BOOL = "BOOL"
    INT = "INT"
    NUMBER = "NUMBER"
    TEXT = "TEXT"
    DATE = "DATE"
    INT_LIST = "INT_LIST"
    TEXT_LIST = "TEXT_LIST"

    @property
    def is_list(self) -> bool:
        """True when the parameter holds several values."""
        return self in (ParameterType.INT_LIST, ParameterType.TEXT_LIST)

    @property
    def item_type(self) -> FactType:
        """Type of the value, or of each value of a list."""
        return FactType(self.value.removesuffix("_LIST"))


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known about a subject or a member.

    `name` is the word in the rule (snake_case, or `keluarga.x` for a family's fact seen from a person), `label` the
    Indonesian noun phrase of explanations, `source` where the value comes from (for example "DTSEN triwulan II 2026").
    `when_true` and `when_false` are optional phrases for yes/no facts whose label does not make a sentence.
    `english` is the same word in English (`decile`, `family.decile`): required and unique for every fact of the
    registry's vocabularies (`tests/rules/test_english.py`); rules may use either, canonical text has `name`.
    `labels` gives the code list of a text fact, {code: Indonesian label}: sentences say the label, never the code.
    """

    name: str
    type: FactType
    label: str
    source: str
    nullable: bool = True
    sensitive: bool = False
    when_true: str = ""
    when_false: str = ""
    english: str = ""
    labels: Callable[[], Mapping[str, str]] | None = field(default=None, repr=False, compare=False)

    @property
    def column(self) -> str:
        """Name of the column that holds the fact in a table: dots become underscores."""
        return self.name.replace(".", "_")


MEMBERS_FACT = Fact(
    "anggota", FactType.MEMBERS, "anggota keluarga", "daftar anggota", nullable=False, english="members"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything a rule about one kind of subject may name.

    `facts` may hold one fact of type MEMBERS, which names the list (default `anggota`, "anggota keluarga");
    `parameter_labels` gives the Indonesian name of a parameter for explanations.
    Raises ValueError when two facts share a name or a column.
    """

    subject: Subject
    facts: tuple[Fact, ...]
    members: tuple[Fact, ...] = ()
    parameter_labels: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for facts in (self.facts, self.members):
            columns = [fact.column for fact in facts]
            words = [word for fact in facts for word in (fact.name, fact.english) if word]
            twice = sorted({each for listed in (columns, words) for each in listed if listed.count(each) > 1})
            if twice:
                raise ValueError(f"Nama fakta ganda dalam kosakata: {', '.join(twice)}")
        if any(fact.type is FactType.MEMBERS for fact in self.members):
            raise ValueError("Fakta anggota tidak dapat berupa daftar anggota")
        if sum(fact.type is FactType.MEMBERS for fact in self.facts) > 1:
            raise ValueError("Kosakata hanya dapat memuat satu daftar anggota")

    @property
    def member_list(self) -> Fact | None:
        """The fact that names the list of members, or None when the subject has no members."""
        if not self.members:
            return None
        return next((fact for fact in self.facts if fact.type is FactType.MEMBERS), MEMBERS_FACT)

    @property
    def area_fact(self) -> Fact | None:
        """The fact that `di_wilayah` asks: `kode_wilayah`, or a person's `keluarga.kode_wilayah`; None without one."""
        return next((fact for fact in self.facts if fact.name.rpartition(".")[2] == "kode_wilayah"), None)

    def find_fact(self, name: str) -> Fact | None:
        """The subject's fact of that name in either language, the list of members included, or None."""
        members = self.member_list
        if members is not None and name in (members.name, members.english):
            return members
        return _named(name, (fact for fact in self.facts if fact.type is not FactType.MEMBERS))

    def find_member_fact(self, name: str) -> Fact | None:
        """The members' fact of that name in either language, or None."""
        return _named(name, self.members)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name a rule may use outside a member expression, in Indonesian."""
        members = self.member_list
        own = tuple(fact.name for fact in self.facts if fact.type is not FactType.MEMBERS)
        return own if members is None else (*own, members.name)

    @property
    def english_names(self) -> tuple[str, ...]:
        """The same names in English, of the facts that have one."""
        own = [fact for fact in self.facts if fact.type is not FactType.MEMBERS]
        return tuple(fact.english for fact in (*own, self.member_list) if fact is not None and fact.english)


def _named(name: str, facts: Iterable[Fact]) -> Fact | None:
    return next((fact for fact in facts if name and name in (fact.name, fact.english)), None)
