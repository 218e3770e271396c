"""Writing those whom DTKS lists as the individual export of SIKS-NG: 23 columns, words instead of codes.

Occupation, TIDAK for a programme and finer words come back as the newest DTKS file had them (`WelfareStatus.told`), and
columns that no format knows behind them, only for who may see health, for nobody knows what they tell.
"""

from collections.abc import Iterator, Sequence

from rangkul.exchange import writing
from rangkul.exchange.as_came import as_came, in_full, relation_as_came
from rangkul.exchange.siks_ng import codes
from rangkul.exchange.siks_ng.columns import CODE, HEADER
from rangkul.exchange.siks_ng.dtks import LIMITS, PADAN, RELATION
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.platform.importing.cells import yes_no_reader
from rangkul.registry.enums import IdentityKind, Source
from rangkul.registry.exports.people import Human, leftover_columns, list_people

SOURCE = Source.DTKS.value
_SERVED = yes_no_reader("program")


def sheets(wanted: Wanted) -> Iterator[Sheet]:
    """One row per person whom DTKS lists on the day."""
    more = leftover_columns(wanted.actor, area=wanted.area, source=SOURCE, on=wanted.as_of, known=LIMITS)
    return writing.sheet("DTKS", [*HEADER, *more], _rows(wanted, more))


def _rows(wanted: Wanted, more: Sequence[str]) -> Iterator[list[str]]:
    for each in list_people(wanted.actor, area=wanted.area, source=SOURCE, on=wanted.as_of, are_listed_by=SOURCE):
        yield [*_row(each), *(each.leftover.get(name, "") for name in more)]


def _row(each: Human) -> list[str]:
    person, who, told = each.person, each.subject, each.told
    home = in_full(
        each.leftover,
        {
            "alamat": person.address,
            "dusun": person.hamlet,
            "rt": person.rt,
            "rw": person.rw,
            "tempat_lahir": person.birth_place,
        },
    )
    padan = told.get("keterangan_padan", "")
    return [
        each.numbers.get(IdentityKind.DTKS_ID.value, ""),
        *writing.places(who),
        home["alamat"],
        home["dusun"],
        home["rt"],
        home["rw"],
        who.kk,
        who.nik,
        person.name,
        writing.day(person.birth_date),
        home["tempat_lahir"],
        person.sex,
        told.get("pekerjaan", ""),
        person.mother_name,
        relation_as_came(told.get("hubungan_keluarga", ""), each, RELATION, was_read=bool(told)),
        as_came(padan, PADAN, person.nik_status, codes.PADAN_WRITTEN.get(person.nik_status, "")) if who.nik else padan,
        *(_served(each, name, code) for name, code in codes.PROGRAMMES.items()),
    ]


def _served(each: Human, name: str, programme: str) -> str:
    is_served = programme in each.programmes
    return as_came(each.told.get(name, ""), _SERVED, is_served, "YA" if is_served else "")


register_exporter(Exporter(code=CODE, title="Individu DTKS (SIKS-NG)", sheets=sheets))
