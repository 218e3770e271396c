"""Writing the people of an area as OpenSID's population workbook: 43 columns, sheet "Data Penduduk", OpenSID's codes.

Columns that the registry has no place for (agama, golongan darah, akta …) are left blank, which says nothing when read.
"""

from collections.abc import Iterator

from rangkul.exchange import writing
from rangkul.exchange.opensid.columns import CODE, LAYOUT, NAMES
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.registry.enums import IdentityKind, MaritalStatus, NikStatus, OutsideProgramme, Relation, Sex, Source
from rangkul.registry.exports.people import Human, list_people

SEX = {Sex.MALE.value: "1", Sex.FEMALE.value: "2"}
MARITAL = {
    MaritalStatus.SINGLE.value: "1",
    MaritalStatus.MARRIED.value: "2",
    MaritalStatus.DIVORCED.value: "3",
    MaritalStatus.WIDOWED.value: "4",
}
RELATION = {
    Relation.HEAD.value: "1",
    Relation.CHILD.value: "4",
    Relation.CHILD_IN_LAW.value: "5",
    Relation.GRANDCHILD.value: "6",
    Relation.PARENT.value: "7",
    Relation.OTHER.value: "9",
    Relation.SERVANT.value: "10",
}
_HUSBAND, _WIFE = "2", "3"
_ALIVE, _DEAD = "1", "2"
_NOT_RECORDED, _PBI, _PREGNANT = "2", "2", "1"


def sheets(wanted: Wanted) -> Iterator[Sheet]:
    """One row per person."""
    yield Sheet(name=LAYOUT.sheets[0], header=[NAMES], rows=_rows(wanted))


def _rows(wanted: Wanted) -> Iterator[list[str]]:
    for each in list_people(wanted.actor, area=wanted.area, source=Source.OPENSID.value, on=wanted.as_of):
        told = _told(each)
        yield [told.get(name, "") for name in NAMES]


def _told(each: Human) -> dict[str, str]:
    person, who = each.person, each.subject
    is_pbi = OutsideProgramme.PBI_JK.value in each.programmes
    return {
        "alamat": person.address,
        "dusun": person.hamlet,
        "rw": person.rw,
        "rt": person.rt,
        "nama": person.name,
        "no_kk": who.kk,
        "nik": who.nik,
        "sex": SEX.get(person.sex, ""),
        "tempatlahir": person.birth_place,
        "tanggallahir": writing.day(person.birth_date),
        "pendidikan_kk_id": person.education_code,
        "pekerjaan_id": person.occupation_code,
        "status_kawin": MARITAL.get(person.marital_status, ""),
        "kk_level": _relation(who.relation, person.sex),
        "nama_ibu": person.mother_name,
        "cacat_id": each.disability,
        "hamil": _PREGNANT if each.is_pregnant else "",
        "status_rekam": _NOT_RECORDED if person.nik_status == NikStatus.NOT_RECORDED else "",
        "status_dasar": _DEAD if person.died_on else _ALIVE,
        "id_asuransi": _PBI if is_pbi else "",
        "no_asuransi": each.numbers.get(IdentityKind.JKN.value, "") if is_pbi else "",
    }


def _relation(relation: str, sex: str) -> str:
    if relation == Relation.SPOUSE:
        return _HUSBAND if sex == Sex.MALE else _WIFE
    return RELATION.get(relation, "")


register_exporter(Exporter(code=CODE, title="Penduduk OpenSID (Excel)", sheets=sheets))
