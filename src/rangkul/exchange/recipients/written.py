"""Writing the lists of recipients in the columns that are read: KKS with BPNT and PKH, PBI-JK, PIP/KIP."""

from collections.abc import Callable, Iterator

from rangkul.exchange import writing
from rangkul.exchange.recipients import kks, pbi, pip
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.reference.forms import Form
from rangkul.registry.enums import IdentityKind, OutsideProgramme
from rangkul.registry.exports.facts import Line, list_memberships

_WHO = ["NIK", "No KK", "Nama", "Tanggal Lahir", "Provinsi", "Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan", "Alamat"]


def _who(line: Line) -> list[str]:
    who = line.subject
    person = who.person
    return [
        who.nik,
        who.kk,
        who.name,
        writing.day(who.birth_date),
        *writing.places(who),
        person.address if person else "",
    ]


def _answers(line: Line, form: Form) -> list[str]:
    return [line.answers.get(each.name, "") for each in form.questions]


def _register(
    *,
    code: str,
    source: str,
    form: Form,
    title: str,
    programme: str,
    header: list[str],
    cells: Callable[[Line], list[str]],
) -> None:
    whole = [*header, *_WHO, *(each.header for each in form.questions)]

    def rows(wanted: Wanted) -> Iterator[list[str]]:
        found = list_memberships(
            wanted.actor, area=wanted.area, source=source, programmes=[programme], on=wanted.as_of, form=form
        )
        for line in found:
            yield [*cells(line), *_who(line), *_answers(line, form)]

    def sheets(wanted: Wanted) -> Iterator[Sheet]:
        return writing.sheet("Daftar", whole, rows(wanted))

    register_exporter(Exporter(code=code, title=title, sheets=sheets))


def _kks_cells(line: Line) -> list[str]:
    beside = line.beside
    has_pkh = OutsideProgramme.PKH.value in beside
    return [
        line.row.number,
        "YA" if OutsideProgramme.BPNT.value in beside else "",
        "YA" if has_pkh else "",
        beside.get(OutsideProgramme.PKH.value, ""),
        line.numbers.get(IdentityKind.DTKS_ID.value, ""),
    ]


_register(
    code=kks.CODE,
    source=kks.SOURCE,
    form=kks.FORM,
    title="Daftar KKS/BPNT/PKH (Kemensos)",
    programme=OutsideProgramme.KKS.value,
    header=["No KKS", "Status BPNT", "Status PKH", "No PKH", "ID DTKS"],
    cells=_kks_cells,
)
_register(
    code=pbi.CODE,
    source=pbi.SOURCE,
    form=pbi.FORM,
    title="Peserta PBI-JK (BPJS Kesehatan)",
    programme=OutsideProgramme.PBI_JK.value,
    header=["No JKN", "Status Peserta"],
    cells=lambda line: [line.row.number, "AKTIF"],
)
_register(
    code=pip.CODE,
    source=pip.SOURCE,
    form=pip.FORM,
    title="Penerima PIP/KIP",
    programme=OutsideProgramme.KIP.value,
    header=["Tahun", "No KIP"],
    cells=lambda line: [str(line.row.period.lower.year), line.row.number],
)
