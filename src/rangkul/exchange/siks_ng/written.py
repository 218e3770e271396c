"""Writing those whom DTKS lists as the individual export of SIKS-NG: 23 columns, words instead of codes."""

from collections.abc import Iterator

from rangkul.exchange import writing
from rangkul.exchange.siks_ng.codes import PROGRAMMES
from rangkul.exchange.siks_ng.columns import CODE, HEADER
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.registry.enums import IdentityKind, NikStatus, Relation, Sex, Source
from rangkul.registry.exports.people import Human, list_people

RELATION = {
    Relation.HEAD.value: "KEPALA KELUARGA",
    Relation.CHILD.value: "ANAK",
    Relation.CHILD_IN_LAW.value: "MENANTU",
    Relation.GRANDCHILD.value: "CUCU",
    Relation.PARENT.value: "ORANG TUA",
    Relation.OTHER.value: "FAMILI LAIN",
    Relation.SERVANT.value: "PEMBANTU",
}
PADAN = {
    NikStatus.MATCHED.value: "PADAN",
    NikStatus.UNMATCHED.value: "TIDAK PADAN",
    NikStatus.NOT_RECORDED.value: "BELUM REKAM",
    NikStatus.DOUBLE.value: "GANDA",
}


def sheets(wanted: Wanted) -> Iterator[Sheet]:
    """One row per person whom DTKS lists on the day."""
    return writing.sheet("DTKS", HEADER, _rows(wanted))


def _rows(wanted: Wanted) -> Iterator[list[str]]:
    source = Source.DTKS.value
    people = list_people(wanted.actor, area=wanted.area, source=source, on=wanted.as_of, are_listed_by=source)
    for each in people:
        yield _row(each)


def _row(each: Human) -> list[str]:
    person, who = each.person, each.subject
    relation = RELATION.get(who.relation, "")
    if who.relation == Relation.SPOUSE:
        relation = "SUAMI" if person.sex == Sex.MALE else "ISTRI"
    return [
        each.numbers.get(IdentityKind.DTKS_ID.value, ""),
        *writing.places(who),
        person.address,
        person.hamlet,
        person.rt,
        person.rw,
        who.kk,
        who.nik,
        person.name,
        writing.day(person.birth_date),
        person.birth_place,
        person.sex,
        "",
        person.mother_name,
        relation,
        PADAN.get(person.nik_status, ""),
        *("YA" if programme.value in each.programmes else "" for programme in PROGRAMMES.values()),
    ]


register_exporter(Exporter(code=CODE, title="Individu DTKS (SIKS-NG)", sheets=sheets))
