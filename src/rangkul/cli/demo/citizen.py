"""The citizens that the README walks with: findable, eligible, and not yet served."""

from datetime import date

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

NAME = "Contoh Rahmatia"
"""Ibu Contoh Rahmatia: a widow with two children and a mother of 71, food-insecure, with an ID DTKS."""
PERSON_ID = "019b76da-a800-7000-8000-000000000001"
FAMILY_ID = "019b76da-a800-7000-8000-00000000000a"
WITHOUT_CARD = "Contoh Samad"
"""Bapak Contoh Samad has neither NIK nor family card: the desk goes along with him to Dispendukcapil."""


def rows(village: str, city: str) -> RegistryRows:
    """The family of Ibu Contoh Rahmatia in a village."""
    prefix = "00" + village[3:5] + village[6:8]
    place = (village, "Dusun I, RT 001/RW 001", "Dusun I", "001", "001")
    people = (
        (1, NAME, "P", date(1984, 3, 15), "HEAD", "WIDOWED", "Contoh Hatijah", 9001),
        (2, "Contoh Fadli", "L", date(2012, 8, 2), "CHILD", "SINGLE", NAME, 9001),
        (3, "Contoh Nabila", "P", date(2017, 11, 20), "CHILD", "SINGLE", NAME, 9001),
        (4, "Contoh Hatijah", "P", date(1954, 5, 9), "PARENT", "WIDOWED", "Contoh Besse", 9001),
    )
    made = RegistryRows()
    made.families.append(
        FamilyRow(FAMILY_ID, f"{prefix}1203089001", *place, "PERDAGANGAN_JASA", NAME, date(2008, 3, 12))
    )
    for number, name, sex, born, relation, married, mother, serial in people:
        nik = f"{prefix}{born.day + (40 if sex == 'P' else 0):02d}{born:%m%y}{serial}"
        person = PERSON_ID[:-1] + str(number)
        made.persons.append(PersonRow(person, name, nik, "ADA_PADAN", sex, city, born, mother, married, "", "", *place))
        since = max(born, date(2008, 3, 12))
        made.memberships.append(MembershipRow(_id(10, number), person, FAMILY_ID, relation, f"[{since},)"))
        value = f"73120000{number:024d}"
        made.identities.append(IdentityRow(_id(20, number), person, None, "ID_DTKS", value, "[2022-01-01,)"))
        made.outside.append(
            OutsideRow(_id(30, number), person, None, "PBI_JK", f"000000000000{number}", "[2024-01-01,)")
        )
    made.welfare.append(WelfareRow(_id(40, 1), None, FAMILY_ID, "DTSEN", 2, "[2025-02-01,)"))
    made.conditions.append(ConditionRow(_id(50, 1), None, FAMILY_ID, "RAWAN_PANGAN", "", "", "", "[2025-01-01,)"))
    made.conditions.append(
        ConditionRow(_id(50, 2), PERSON_ID[:-1] + "4", None, "LANSIA_TERLANTAR", "", "", "", "[2025-01-01,)")
    )
    return made


def _id(series: int, number: int) -> str:
    return f"019b76da-a800-7000-80{series:02d}-{number:012d}"
