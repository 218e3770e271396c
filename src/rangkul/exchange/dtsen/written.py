"""Writing the deciles of a day's quarter in the columns that `dtsen.desil` reads."""

from collections.abc import Iterator

from rangkul.exchange import writing
from rangkul.exchange.dtsen.desil import CODE, FORM
from rangkul.exchange.periods import quarter_code
from rangkul.kernel.period import Period
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.registry.enums import Source
from rangkul.registry.exports.facts import list_statuses

HEADER = ["periode", "no_kk", "nik", "nama_kepala_keluarga", "tanggal_lahir", *writing.PLACES, "alamat", "rt", "rw", "desil_nasional",
          *(each.header for each in FORM.questions)]  # fmt: skip


def sheets(wanted: Wanted) -> Iterator[Sheet]:
    """One row per family, or per person listed without a family."""
    more = writing.rest_of(wanted, FORM)
    return writing.sheet("Desil", [*HEADER, *more], _rows(wanted, more))


def _rows(wanted: Wanted, more: list[str]) -> Iterator[list[str]]:
    found = list_statuses(wanted.actor, area=wanted.area, source=Source.DTSEN.value, on=wanted.as_of, form=FORM)
    for line in found:
        who, period = line.subject, Period(line.row.period.lower, line.row.period.upper)
        where = who.family if who.is_family else who.person
        yield [
            quarter_code(period),
            who.kk if who.is_family else "",
            who.nik,
            who.name,
            writing.day(who.birth_date),
            *writing.places(who),
            where.address if where else "",
            where.rt if where else "",
            where.rw if where else "",
            "" if line.row.decile is None else str(line.row.decile),
            *(line.answers.get(each.name, "") for each in FORM.questions),
            *writing.rest(line, more),
        ]


register_exporter(Exporter(code=CODE, title="Desil DTSEN per triwulan", sheets=sheets))
