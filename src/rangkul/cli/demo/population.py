"""Invented families of a village: the same seed and village give the same people, down to their ids."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from rangkul.cli.demo import shapes
from rangkul.cli.demo.names import Habits, habits_of, respell
from rangkul.cli.demo.shapes import Shape
from rangkul.registry.bulk import (
    ConditionRow,
    FamilyRow,
    IdentityRow,
    MembershipRow,
    OutsideRow,
    PersonRow,
    RegistryRows,
    WelfareRow,
)

BORN_BEFORE = date(2026, 1, 1)
"""Ages are counted back from this day, so that the same seed gives the same birth dates in any year."""
SEED = 7312
_ID_TIME = 1_767_225_600_000 << 80
_SINCE_DTKS = "[2022-01-01,)"
_SINCE_DTSEN = "[2025-02-01,)"
_SINCE = "[2024-01-01,)"
_DECILES = (0.13, 0.25, 0.37, 0.48, 0.59, 0.69, 0.78, 0.86, 0.93, 1.0)
_DISABILITIES = ("FISIK", "SENSORIK", "MENTAL", "INTELEKTUAL", "GANDA")
_UNTIL = (0.42, 0.62, 0.78, 0.92)
_DEVICES = {"FISIK": ("kursi roda", "tongkat", "kaki palsu"), "SENSORIK": ("alat bantu dengar", "tongkat putih")}
_HAMLETS = ("Dusun I", "Dusun II", "Dusun III", "Dusun IV")


@dataclass(slots=True)
class Member:
    """Somebody in the making."""

    id: str
    sex: str
    age: int
    relation: str
    name: str
    married: str
    born: date


class Generator:
    """Makes the families of one district, village by village."""

    def __init__(self, shape: Shape, *, families: int, seed: int = SEED) -> None:
        self.shape, self.seed = shape, seed
        self.province = shape.area[:2]
        self.habits: Habits = habits_of(self.province)
        self.parts = shapes.share_out(families, shapes.village_weights(shape.area))
        self.leprosy = shape.leprosy / max(families * shape.mean_size, 1.0)
        self.serials: Counter[str] = Counter()
        self.kecamatan = ""
        self.made = 0
        self.dice = Random(seed)  # noqa: S311 - invented people, no secret

    def chunks(self, size: int = 4_000) -> Iterator[tuple[int, RegistryRows]]:
        """Rows of about `size` families at a time, with the number of families in them."""
        rows, count = RegistryRows(), 0
        for village, number in self.parts.items():
            self._enter(village)
            for _family in range(number):
                self._add_family(rows, village)
                count += 1
                if count >= size:
                    yield count, rows
                    rows, count = RegistryRows(), 0
        if count:
            yield count, rows

    def _enter(self, village: str) -> None:
        self.dice = Random(f"{self.seed}/{village}")  # noqa: S311 - invented people, no secret
        if village[:8] != self.kecamatan:
            # Serial numbers run by kecamatan and date.
            self.kecamatan, self.serials = village[:8], Counter()
        self.prefix = "00" + village[3:5] + village[6:8]

    def _id(self) -> str:
        # Ids made one after the other lie side by side in the indexes, as real ones do.
        self.made += 1
        random = self.dice.getrandbits(74)
        return f"{_ID_TIME + (self.made >> 4 << 80) | 7 << 76 | (random >> 62) << 64 | 2 << 62 | random & (1 << 62) - 1:032x}"

    def _number(self, middle: str) -> str:
        self.serials[middle] += 1
        return f"{self.prefix}{middle}{self.serials[middle]:04d}"

    def _add_family(self, rows: RegistryRows, village: str) -> None:
        dice = self.dice
        members = self._members()
        family, head = self._id(), members[0]
        formed = max(head.born + timedelta(days=365 * 17), date(1990 + int(dice.random() * 33), 3, 1))
        formed = min(formed, date(2024, 6, 1))
        card = formed + timedelta(days=int(dice.random() * 500))
        kk = None if dice.random() < 0.012 else self._number(f"K{card:%d%m%y}").replace("K", "", 1)
        hamlet, rt, rw = (
            _HAMLETS[int(dice.random() * 4)],
            f"{1 + int(dice.random() * 12):03d}",
            f"{1 + int(dice.random() * 4):03d}",
        )
        livelihood = self._livelihood()
        place = (village, f"{hamlet}, RT {rt}/RW {rw}", hamlet, rt, rw)
        rows.families.append(FamilyRow(family, kk, *place, livelihood, head.name, formed))
        mother = next((each for each in members if each.sex == "P" and each.relation in ("HEAD", "SPOUSE")), None)
        for each in members:
            rows.persons.append(self._person(each, place, mother))
            since = max(formed, each.born) if each.born < date(2025, 6, 1) else each.born
            rows.memberships.append(MembershipRow(self._id(), each.id, family, each.relation, f"[{since},)"))
            self._befall(rows, each)
            if dice.random() < 0.004:
                self._double(rows, each, place)
        self._welfare(rows, family, members)

    def _members(self) -> list[Member]:
        dice = self.dice
        size = 1 + self._poisson(self.shape.mean_size - 1)
        sex = "L" if dice.random() < (0.55 if size == 1 else 0.86) else "P"
        head = self._member(sex, self._age(sex, 21 if size > 1 else 35, 88), "HEAD")
        members = [head]
        spouse_age = head.age
        if size > 1 and dice.random() < (0.93 if sex == "L" else 0.1):
            other = "P" if sex == "L" else "L"
            spouse_age = min(max(head.age + int(dice.gauss(-3 if sex == "L" else 3, 3)), 18), 88)
            members.append(self._member(other, spouse_age, "SPOUSE"))
            head.married = members[1].married = "MARRIED"
        else:
            head.married = "WIDOWED" if head.age > 45 else ("DIVORCED" if dice.random() < 0.5 else "SINGLE")
        youngest_parent = min(head.age, spouse_age)
        while len(members) < size:
            members.append(self._dependant(youngest_parent, len(members)))
        return members

    def _dependant(self, parent: int, place: int) -> Member:
        dice = self.dice
        sex = "L" if dice.random() < 0.51 else "P"
        draw = dice.random()
        if draw < 0.1 and parent < 65:
            age = min(parent + 19 + int(dice.random() * 16), 89)
            older = self._member(sex, age, "PARENT")
            older.married = "WIDOWED" if dice.random() < 0.7 else "MARRIED"
            return older
        if draw < 0.15 and parent > 45:
            return self._member(sex, self._age(sex, 0, max(0, min(15, parent - 40))), "GRANDCHILD")
        if draw < 0.17:
            return self._member(sex, self._age(sex, 5, 60), "OTHER")
        oldest = max(0, min(parent - 18, 34))
        return self._member(sex, self._age(sex, max(0, parent - 48) if parent - 48 < oldest else 0, oldest), "CHILD")

    def _member(self, sex: str, age: int, relation: str) -> Member:
        dice = self.dice
        born = BORN_BEFORE - timedelta(days=int(age * 365.25) + 1 + int(dice.random() * 364))
        return Member(self._id(), sex, age, relation, self.habits.give(sex, dice), "SINGLE", born)

    def _person(self, each: Member, place: tuple[str, ...], mother: Member | None) -> PersonRow:
        dice = self.dice
        draw, nik, status = dice.random(), None, "TIDAK_PUNYA"
        if draw > 0.015:
            day = each.born.day + (40 if each.sex == "P" else 0)
            nik = self._number(f"{day:02d}{each.born:%m%y}")
            status = "ADA_PADAN" if draw > 0.13 else ("BELUM_DICEK" if draw > 0.05 else "ADA_TIDAK_PADAN")
        elif 16 < each.age < 30:
            status = "BELUM_REKAM"
        known = mother.name if mother is not None and each.relation == "CHILD" else self.habits.give("P", dice)
        return PersonRow(
            each.id, each.name, nik, status, each.sex, self.shape.city, each.born, known, each.married, "", "", *place
        )

    def _befall(self, rows: RegistryRows, each: Member) -> None:
        """Conditions and memberships that come to one person."""
        dice = self.dice
        if dice.random() < 0.006 + 0.0006 * each.age:
            kind = _DISABILITIES[bisect(_UNTIL, dice.random())]
            severity = ("RINGAN", "SEDANG", "BERAT")[int(dice.random() * 3)]
            self._condition(rows, each.id, "DISABILITAS", kind, severity)
            if kind in _DEVICES and dice.random() < 0.22:
                choices = _DEVICES[kind]
                self._condition(rows, each.id, "BUTUH_ALAT_BANTU", device=choices[int(dice.random() * len(choices))])
        if dice.random() < self.leprosy:
            self._condition(rows, each.id, "KUSTA")
        if each.age >= 60 and dice.random() < 0.028:
            self._condition(rows, each.id, "LANSIA_TERLANTAR")
        elif each.age < 18 and dice.random() < 0.002:
            self._condition(rows, each.id, "ANAK_TERLANTAR")
        elif each.sex == "P" and each.married == "MARRIED" and 19 < each.age < 41 and dice.random() < 0.03:
            rows.conditions.append(
                ConditionRow(self._id(), each.id, None, "HAMIL", "", "", "", "[2026-08-01,2027-05-01)")
            )

    def _condition(
        self, rows: RegistryRows, person: str, kind: str, disability: str = "", severity: str = "", device: str = ""
    ) -> None:
        rows.conditions.append(ConditionRow(self._id(), person, None, kind, disability, severity, device, _SINCE))

    def _welfare(self, rows: RegistryRows, family: str, members: list[Member]) -> None:
        """Decile, DTKS ids and programmes of others: the poorer, the more of them."""
        dice = self.dice
        decile = 1 + bisect(_DECILES, dice.random())
        if dice.random() < 0.9:
            rows.welfare.append(WelfareRow(self._id(), None, family, "DTSEN", decile, _SINCE_DTSEN))
        if dice.random() < (0.34 if decile <= 4 else 0.03):
            rows.conditions.append(ConditionRow(self._id(), None, family, "RAWAN_PANGAN", "", "", "", _SINCE))
        if dice.random() < (0.78 if decile <= 4 else 0.11):
            for each in members:
                if dice.random() < 0.94:
                    value = f"{dice.getrandbits(128):032X}"
                    rows.identities.append(IdentityRow(self._id(), each.id, None, "ID_DTKS", value, _SINCE_DTKS))
            self._programmes(rows, family, members, decile)
        elif dice.random() < 0.2:
            for each in members:
                self._outside(rows, "PBI_JK", person=each.id)

    def _programmes(self, rows: RegistryRows, family: str, members: list[Member], decile: int) -> None:
        dice = self.dice
        is_pkh = dice.random() < (0.5 if decile <= 3 else 0.1)
        is_bpnt = is_pkh or dice.random() < (0.45 if decile <= 4 else 0.1)
        for programme, receives in (("PKH", is_pkh), ("BPNT", is_bpnt), ("KKS", is_bpnt)):
            if receives:
                number = f"{dice.getrandbits(40):013d}" if programme != "BPNT" else ""
                self._outside(rows, programme, family=family, number=number)
        if dice.random() < 0.75:
            for each in members:
                self._outside(rows, "PBI_JK", person=each.id, number=f"0000{dice.getrandbits(29):09d}")
        for each in members:
            if 6 <= each.age <= 20 and dice.random() < 0.35:
                self._outside(rows, "KIP", person=each.id)

    def _outside(
        self,
        rows: RegistryRows,
        programme: str,
        *,
        person: str | None = None,
        family: str | None = None,
        number: str = "",
    ) -> None:
        rows.outside.append(OutsideRow(self._id(), person, family, programme, number, _SINCE))

    def _double(self, rows: RegistryRows, each: Member, place: tuple[str, ...]) -> None:
        """The same person once more as an old list had her: another spelling, no NIK, no family."""
        name = respell(each.name, self.dice)
        rows.persons.append(
            PersonRow(self._id(), name, None, "TIDAK_PUNYA", each.sex, "", each.born, "", each.married, "", "", *place)
        )

    def _livelihood(self) -> str:
        draw = self.dice.random()
        for name, share in self.shape.livelihoods:
            draw -= share
            if draw < 0:
                return name
        return "LAIN"

    def _age(self, sex: str, lowest: int, highest: int) -> int:
        span, weights = shapes.ages(self.province, sex, lowest, highest)
        return span[min(bisect(weights, self.dice.random() * weights[-1]), len(span) - 1)]

    def _poisson(self, mean: float) -> int:
        """How many times chance knocks (Knuth); small means only."""
        limit, product, count = 2.718281828459045**-mean, self.dice.random(), 0
        while product > limit:
            product *= self.dice.random()
            count += 1
        return min(count, 11)
