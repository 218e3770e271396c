"""What the registry hands to the rooms above: frozen records with masked numbers, never rows."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from rangkul.kernel.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHit:
    """One person found. `likeness` is 0–1; `reasons` say in Indonesian why, the strongest first."""

    id: UUID
    name: str
    masked_nik: str
    nik_status: str
    sex: str
    birth_date: date | None
    area_code: str
    area_label: str
    died_on: date | None
    family_id: UUID | None
    head_name: str
    relation: str
    likeness: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLink:
    """That a person is or was in a family."""

    family_id: UUID
    head_name: str
    relation: str
    relation_label: str
    period: Period | None
    start: date | None
    end: date | None
    end_reason: str
    is_present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityView:
    """A number in a register, in force from `start` until `end` (exclusive)."""

    id: UUID
    kind: str
    kind_label: str
    value: str
    source_label: str
    start: date | None
    end: date | None
    is_in_force: bool
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """What one registry said for one period; `decile` as imported (never computed here)."""

    id: UUID
    source: str
    source_label: str
    is_listed: bool
    decile: int | None
    start: date | None
    end: date | None
    is_in_force: bool
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideView:
    """Membership of a programme that others run."""

    id: UUID
    programme: str
    programme_label: str
    number: str
    source_label: str
    start: date | None
    end: date | None
    is_in_force: bool
    about: str
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionView:
    """A dated condition the actor may see."""

    id: UUID
    kind: str
    kind_label: str
    detail: str
    device: str
    start: date | None
    end: date | None
    is_in_force: bool
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A person as a member of one family."""

    person_id: UUID
    name: str
    masked_nik: str
    nik_status: str
    nik_status_label: str
    sex: str
    sex_label: str
    birth_date: date | None
    died_on: date | None
    relation: str
    relation_label: str
    start: date | None
    end: date | None
    end_reason_label: str
    is_present: bool


@dataclass(frozen=True, slots=True)
class MergedRecord:
    """A record that became part of the person, with what it says of itself."""

    id: UUID
    name: str
    masked_nik: str
    birth_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person as one page shows them. `hides_conditions`: the role sees no health data.

    `was_recorded` is False on a day of which nothing was on record yet: then the particulars are those of the first record.
    """

    id: UUID
    name: str
    masked_nik: str
    nik_status: str
    nik_status_label: str
    sex: str
    sex_label: str
    birth_place: str
    birth_date: date | None
    mother_name: str
    marital_status: str
    marital_status_label: str
    masked_phone: str
    area_code: str
    area_label: str
    address: str
    hamlet: str
    rt: str
    rw: str
    died_on: date | None
    source_label: str
    revision: int
    family: FamilyLink | None
    families: tuple[FamilyLink, ...] = ()
    identities: tuple[IdentityView, ...] = ()
    statuses: tuple[StatusView, ...] = ()
    outside: tuple[OutsideView, ...] = ()
    conditions: tuple[ConditionView, ...] = ()
    hides_conditions: bool = False
    merged_records: tuple[MergedRecord, ...] = ()
    was_recorded: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyView:
    """A family as its card shows it."""

    id: UUID
    head_name: str
    masked_kk: str
    kk_is_known: bool
    area_code: str
    area_label: str
    address: str
    hamlet: str
    rt: str
    rw: str
    livelihood: str
    livelihood_label: str
    formed_on: date | None
    ended_on: date | None
    source_label: str
    revision: int
    members: tuple[MemberView, ...] = ()
    former_members: tuple[MemberView, ...] = ()
    identities: tuple[IdentityView, ...] = ()
    statuses: tuple[StatusView, ...] = ()
    outside: tuple[OutsideView, ...] = ()
    conditions: tuple[ConditionView, ...] = ()
    hides_conditions: bool = False
    was_recorded: bool = True

    @property
    def label(self) -> str:
        """ "Keluarga Siti Contoh"."""
        return f"Keluarga {self.head_name}" if self.head_name else "Keluarga tanpa nama kepala"


@dataclass(frozen=True, slots=True)
class SubjectLabel:
    """How a person or family is named in somebody else's list."""

    name: str
    masked_nik: str
    area_code: str
    url: str


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """Facts for the rules on one day; null means unknown. Keys are the names of the vocabulary."""

    facts: dict[str, object] = field(default_factory=dict)
    members: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Whole numbers of identity, shown after a stated purpose; the look is logged."""

    nik: str = ""
    kk: str = ""
    phone: str = ""
