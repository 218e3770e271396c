"""Writing the people of an area as a list with the columns that every list of persons may have, in words.

Columns that a mapped list had besides, and that nobody gave a meaning, stand behind them as they came: sealed until now,
and only for who may see health, for nobody knows what they tell.
"""

from collections.abc import Iterator

from rangkul.exchange import writing
from rangkul.exchange.any_table.columns import CODE, LABELS
from rangkul.exchange.any_table.persons import CAME, RELATION
from rangkul.exchange.as_came import in_full, relation_as_came
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.registry.enums import Source
from rangkul.registry.exports.people import Human, leftover_columns, list_people

SOURCE = Source.OTHER.value
_OURS = frozenset({*LABELS.values(), *(f"{CAME}{name}" for name in LABELS)})


def sheets(wanted: Wanted) -> Iterator[Sheet]:
    """One row per person."""
    more = leftover_columns(wanted.actor, area=wanted.area, source=SOURCE, on=wanted.as_of, known=_OURS)
    yield Sheet(name="Daftar orang", header=[[*LABELS.values(), *more]], rows=_rows(wanted, more))


def _rows(wanted: Wanted, more: list[str]) -> Iterator[list[str]]:
    for each in list_people(wanted.actor, area=wanted.area, source=SOURCE, on=wanted.as_of):
        told = _told(each)
        yield [*(told[name] for name in LABELS), *(each.leftover.get(name, "") for name in more)]


def _told(each: Human) -> dict[str, str]:
    person, who = each.person, each.subject
    came = {name.removeprefix(CAME): text for name, text in each.leftover.items() if name.startswith(CAME)}
    home = {"tempat_lahir": person.birth_place, "alamat": person.address, "dusun": person.hamlet, "rt": person.rt, "rw": person.rw}  # fmt: skip
    return {
        "nama": person.name,
        "nik": who.nik,
        "no_kk": who.kk,
        "jenis_kelamin": person.sex,
        "tanggal_lahir": writing.day(person.birth_date),
        "nama_ibu": person.mother_name,
        "hubungan_keluarga": relation_as_came(
            came.get("hubungan_keluarga", ""), each, RELATION, was_read=person.source == SOURCE
        ),
        "kecamatan": who.place.get("kecamatan", ""),
        "desa": who.place.get("desa", ""),
        "status_hidup": "MENINGGAL" if person.died_on else "PINDAH" if each.away_since else "HIDUP",
        **in_full(came, home),
    }


register_exporter(Exporter(code=CODE, title="Daftar orang (kolom dipadankan)", sheets=sheets))
