"""Writing the people of an area as OpenSID's population workbook: 43 columns, sheet "Data Penduduk", OpenSID's codes.

Columns that the registry has no place for (agama, golongan darah, akta …) are written as the last OpenSID file had them,
health and columns that no format knows only for who may see health. Who moved away stands there with `status_dasar` 3, the dead with 2, as OpenSID has them.
"""

from collections.abc import Iterator, Mapping

from rangkul.exchange import writing
from rangkul.exchange.as_came import as_came, in_full
from rangkul.exchange.opensid import codes
from rangkul.exchange.opensid.columns import CODE, HEALTH, HOME, LAYOUT, LEFTOVERS, NAMES
from rangkul.exchange.opensid.population import READERS
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.registry import policies
from rangkul.registry.enums import IdentityKind, NikStatus, OutsideProgramme, Relation, Sex, Source
from rangkul.registry.exports.people import Human, leftover_columns, list_people
from rangkul.registry.imports.record import ALIVE, DEAD, MOVED

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
_PBI_WRITTEN = ("2", "BPJS PENERIMA BANTUAN IURAN")
_NOT_RECORDED, _PBI, _PREGNANT = "2", "2", "1"


def sheets(wanted: Wanted) -> Iterator[Sheet]:
    """One row per person."""
    source = Source.OPENSID.value
    more = leftover_columns(wanted.actor, area=wanted.area, source=source, on=wanted.as_of, known=NAMES)
    yield Sheet(name=LAYOUT.sheets[0], header=[[*NAMES, *more]], rows=_rows(wanted, more))


def _rows(wanted: Wanted, more: list[str]) -> Iterator[list[str]]:
    hidden = {*(() if policies.can_view_health(wanted.actor) else HEALTH)}
    hidden |= {*(() if policies.can_view_home(wanted.actor) else HOME)}
    for each in list_people(wanted.actor, area=wanted.area, source=Source.OPENSID.value, on=wanted.as_of):
        left = {name: text for name, text in each.leftover.items() if name not in hidden}
        told = {name: left[name] for name in LEFTOVERS if name in left} | _told(each, left)
        yield [*(told.get(name, "") for name in NAMES), *(left.get(name, "") for name in more)]


def _told(each: Human, left: Mapping[str, str]) -> dict[str, str]:
    person, who = each.person, each.subject
    is_pbi = OutsideProgramme.PBI_JK.value in each.programmes
    life = DEAD if person.died_on else MOVED if each.away_since else ALIVE
    home = {"alamat": person.address, "dusun": person.hamlet, "rw": person.rw, "rt": person.rt, "tempatlahir": person.birth_place}  # fmt: skip
    return {
        **in_full(left, home),
        "nama": person.name,
        "no_kk": who.kk or left.get("no_kk", ""),
        "nik": who.nik,
        "sex": _coded("sex", person.sex, left),
        "tanggallahir": writing.day(person.birth_date),
        "pendidikan_kk_id": _coded("pendidikan_kk_id", person.education_code, left),
        "pekerjaan_id": _coded("pekerjaan_id", person.occupation_code, left),
        "status_kawin": _coded("status_kawin", person.marital_status, left),
        "kk_level": _relation(who.relation, person.sex, left.get("kk_level", "")),
        "nama_ibu": person.mother_name,
        "cacat_id": each.disability or _disability(left.get("cacat_id", ""), is_dead=life == DEAD),
        "hamil": _PREGNANT if each.is_pregnant else _unless(left.get("hamil", ""), _PREGNANT, "HAMIL"),
        "status_rekam": _recorded(person.nik_status, left.get("status_rekam", "")),
        "status_dasar": _coded("status_dasar", life, left),
        "id_asuransi": _PBI if is_pbi else _unless(left.get("id_asuransi", ""), *_PBI_WRITTEN),
        "no_asuransi": _insured(each, left, is_pbi=is_pbi),
    }


def _coded(name: str, value: str, left: Mapping[str, str]) -> str:
    own = codes.WRITTEN[name].get(value, "") if name in codes.WRITTEN else value
    return as_came(left.get(name, ""), READERS[name], value, own)


def _unless(text: str, *over: str) -> str:
    """What the file said, but for what the registry knows to be over."""
    return "" if text.upper() in over else text


def _disability(text: str, *, is_dead: bool) -> str:
    """That the file said there is none; a disability of the living that it told of is the registry's to tell."""
    code = codes.DISABILITY_CODES.get(text.upper(), "")
    return text if is_dead or code in ("", codes.NO_DISABILITY) else ""


def _recorded(nik_status: str, text: str) -> str:
    if nik_status == NikStatus.NOT_RECORDED:
        return _NOT_RECORDED
    return "" if text == _NOT_RECORDED and nik_status != NikStatus.UNCHECKED else text


def _insured(each: Human, left: Mapping[str, str], *, is_pbi: bool) -> str:
    own = each.numbers.get(IdentityKind.JKN.value, "")
    if is_pbi:
        return own
    return "" if left.get("id_asuransi", "").upper() in _PBI_WRITTEN else left.get("no_asuransi", "")


def _relation(relation: str, sex: str, text: str) -> str:
    if text and relation in ("", codes.RELATION.get(text.upper())):
        return text
    if relation == Relation.SPOUSE:
        return _HUSBAND if sex == Sex.MALE else _WIFE
    return RELATION.get(relation, "")


register_exporter(Exporter(code=CODE, title="Penduduk OpenSID (Excel)", sheets=sheets))
