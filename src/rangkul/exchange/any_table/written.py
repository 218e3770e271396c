"""Writing the people of an area as a list with the columns that every list of persons may have, in words.

Columns that a mapped list had besides, and that nobody gave a meaning, stand behind them as they came: sealed until now,
and only for who may see health, for nobody knows what they tell.
"""

from collections.abc import Iterator

from rangkul.exchange import writing
from rangkul.exchange.any_table.columns import CODE, LABELS
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.registry import policies
from rangkul.registry.enums import Relation, Sex, Source
from rangkul.registry.exports.people import Human, leftover_columns, list_people

RELATION = {
    Relation.HEAD.value: "KEPALA KELUARGA",
    Relation.CHILD.value: "ANAK",
    Relation.CHILD_IN_LAW.value: "MENANTU",
    Relation.GRANDCHILD.value: "CUCU",
    Relation.PARENT.value: "ORANG TUA",
    Relation.OTHER.value: "FAMILI LAIN",
    Relation.SERVANT.value: "PEMBANTU",
}
SOURCE = Source.OTHER.value


def sheets(wanted: Wanted) -> Iterator[Sheet]:
    """One row per person."""
    more: list[str] = []
    if policies.can_view_health(wanted.actor):
        found = leftover_columns(wanted.actor, area=wanted.area, source=SOURCE, on=wanted.as_of)
        more = [name for name in found if name not in LABELS.values()]
    yield Sheet(name="Daftar orang", header=[[*LABELS.values(), *more]], rows=_rows(wanted, more))


def _rows(wanted: Wanted, more: list[str]) -> Iterator[list[str]]:
    for each in list_people(wanted.actor, area=wanted.area, source=SOURCE, on=wanted.as_of):
        told = _told(each)
        yield [*(told[name] for name in LABELS), *(each.leftover.get(name, "") for name in more)]


def _told(each: Human) -> dict[str, str]:
    person, who = each.person, each.subject
    spouse = "SUAMI" if person.sex == Sex.MALE else "ISTRI"
    return {
        "nama": person.name,
        "nik": who.nik,
        "no_kk": who.kk,
        "jenis_kelamin": person.sex,
        "tempat_lahir": person.birth_place,
        "tanggal_lahir": writing.day(person.birth_date),
        "nama_ibu": person.mother_name,
        "hubungan_keluarga": spouse if who.relation == Relation.SPOUSE else RELATION.get(who.relation, ""),
        "kecamatan": who.place.get("kecamatan", ""),
        "desa": who.place.get("desa", ""),
        "alamat": person.address,
        "dusun": person.hamlet,
        "rt": person.rt,
        "rw": person.rw,
        "status_hidup": "MENINGGAL" if person.died_on else "PINDAH" if each.away_since else "HIDUP",
    }


register_exporter(Exporter(code=CODE, title="Daftar orang (kolom dipadankan)", sheets=sheets))
