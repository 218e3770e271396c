"""Writing the lists of recipients in the columns that are read: KKS with BPNT and PKH, PBI-JK, PIP/KIP."""

from collections.abc import Callable, Iterator
from itertools import chain

from rangkul.exchange import writing
from rangkul.exchange.as_came import as_came
from rangkul.exchange.recipients import kks, pbi, pip
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.reference.forms import Form
from rangkul.registry.enums import IdentityKind, OutsideProgramme
from rangkul.registry.exports.facts import Line, list_memberships, list_sheets

_WHO = ["NIK", "No KK", "Nama", "Tanggal Lahir", "Provinsi", "Kabupaten/Kota", "Kecamatan", "Desa/Kelurahan", "Alamat", "RT",
        "RW"]  # fmt: skip


def _who(line: Line) -> list[str]:
    who = line.subject
    person = who.person
    return [
        who.nik,
        who.kk,
        who.name,
        writing.day(who.birth_date),
        *writing.places(who),
        *((person.address, person.rt, person.rw) if person else ("", "", "")),
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
    unserved: Callable[[Wanted], Iterator[Line]] | None = None,
) -> None:
    """`unserved` are persons whom the list names without a membership."""
    whole = [*header, *_WHO, *(each.header for each in form.questions)]

    def rows(wanted: Wanted, more: list[str]) -> Iterator[list[str]]:
        found = list_memberships(
            wanted.actor, area=wanted.area, source=source, programmes=[programme], on=wanted.as_of, form=form
        )
        for line in chain(found, unserved(wanted) if unserved else ()):
            yield [*cells(line), *_who(line), *_answers(line, form), *writing.rest(line, more)]

    def sheets(wanted: Wanted) -> Iterator[Sheet]:
        more = writing.rest_of(wanted, form)
        return writing.sheet("Daftar", [*whole, *more], rows(wanted, more))

    register_exporter(Exporter(code=code, title=title, sheets=sheets))


def _kks_cells(line: Line) -> list[str]:
    has_bpnt, has_pkh = (each.value in line.beside for each in (OutsideProgramme.BPNT, OutsideProgramme.PKH))
    return [
        line.row.number,
        as_came(line.answers.get("status_bpnt", ""), kks.SERVED, has_bpnt, "YA" if has_bpnt else ""),
        as_came(line.answers.get("status_pkh", ""), kks.SERVED, has_pkh, "YA" if has_pkh else ""),
        line.beside.get(OutsideProgramme.PKH.value, "" if has_pkh else line.answers.get("no_pkh", "")),
        line.numbers.get(IdentityKind.DTKS_ID.value, ""),
    ]


def _inactive(wanted: Wanted) -> Iterator[Line]:
    """Whom the list names as not active, and who is in no membership that it tells."""
    for line in list_sheets(wanted.actor, area=wanted.area, form=pbi.FORM, on=wanted.as_of, of="person"):
        told = line.answers.get("status_peserta", "")
        if OutsideProgramme.PBI_JK.value not in line.beside and told and not pbi.READ(told):
            yield line


def _pbi_cells(line: Line) -> list[str]:
    is_active = OutsideProgramme.PBI_JK.value in line.beside
    number = line.row.number if is_active else line.numbers.get(IdentityKind.JKN.value, "")
    told = line.answers.get("status_peserta", "")
    return [number, as_came(told, pbi.READ, is_active, "AKTIF" if is_active else "NONAKTIF")]


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
    cells=_pbi_cells,
    unserved=_inactive,
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
