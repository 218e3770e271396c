"""OpenSID's workbook of the participants of one programme: sheet "Program" says which, sheet "Peserta" who.

Headers are real (format_impor_program_bantuan). The first column is a NIK or a nomor KK after "Sasaran Program"; what is
for households (RTM) or groups is refused. The programme is told by its name; one without a name we know is "OTHER", and
its own name stays with each participant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

import polars as pl

from rangkul.exchange import writing
from rangkul.kernel.errors import Refused
from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.nik import Nik
from rangkul.kernel.text import clean
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.platform.importing import storage
from rangkul.platform.importing.cells import date_reader
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.errors import FileRefused
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.platform.importing.reading.sandbox import peek_table
from rangkul.reference.forms import get_form
from rangkul.registry.enums import OutsideProgramme, Source
from rangkul.registry.exports.facts import Line, list_memberships
from rangkul.registry.imports.remarks import CLEAN_KK, CLEAN_NIK
from rangkul.registry.imports.statuses.landing import landing_code
from rangkul.registry.imports.statuses.record import FAMILY, PERSON, member_claim, sheet_claim, status_frame

CODE = "opensid.participants"
SOURCE = Source.OPENSID.value
FORM = get_form("OPENSID_PROGRAM")
HEADER = ["Peserta", "No. Peserta", "NIK", "Nama", "Tempat Lahir", "Tanggal Lahir", "Alamat"]
END = "###"
_PEOPLE, _FAMILIES = "1", "2"
_NAMES = (
    (OutsideProgramme.PKH, ("PKH", "KELUARGA HARAPAN")),
    (OutsideProgramme.BPNT, ("BPNT", "SEMBAKO", "PANGAN NON TUNAI")),
    (OutsideProgramme.BLT_DD, ("BLT DD", "BLT-DD", "BLT DANA DESA", "LANGSUNG TUNAI DANA DESA")),
    (OutsideProgramme.KIP, ("KIP", "PIP", "INDONESIA PINTAR")),
    (OutsideProgramme.KKS, ("KKS", "KELUARGA SEJAHTERA")),
    (OutsideProgramme.PBI_JK, ("PBI", "KIS", "JAMKESMAS")),
)
_CARD = ("nama", "tempat_lahir", "alamat")
"""What stands on the participant's card: theirs, whatever the registry knows of the person by now."""
_FAR_AHEAD = date(2099, 12, 31)
LAYOUT = Layout(
    code=CODE,
    columns=(
        Column("peserta", is_required=True),
        Column("no_peserta", ("No. Peserta", "Nomor Peserta"), is_required=True),
        Column("nik"),
        Column("nama"),
        Column("tempat_lahir"),
        Column("tanggal_lahir"),
        Column("alamat"),
    ),
    ends_with=END,
    sheets=("Peserta",),
    beside=("Program",),
)


@dataclass(frozen=True, slots=True)
class Programme:
    """What the sheet "Program" says: kind of participants, our programme, period, and its own words for the form."""

    is_for_families: bool
    code: str
    start: date | None
    until: date | None
    answers: dict[str, str]


def programme_named(name: str) -> str:
    """The programme of others that a name means; OTHER when it is none we know."""
    words = f" {' '.join(clean(name).upper().replace('/', ' ').split())} "
    return next(
        (each.value for each, marks in _NAMES if any(f" {mark} " in words for mark in marks)),
        OutsideProgramme.OTHER.value,
    )


@lru_cache(maxsize=16)
def _programme(batch_id: UUID, file_name: str) -> Programme:
    with storage.opened(batch_id, "") as path:
        sheets = dict(peek_table(path, file_name=file_name))
    told = {
        cells[0].strip(): cells[1].strip()
        for _, cells in sheets.get("Program", [])
        if len(cells) > 1 and cells[0].strip() != END
    }
    target = told.get("Sasaran Program", "").removesuffix(".0")
    if target not in (_PEOPLE, _FAMILIES):
        raise FileRefused(
            value=f"Sasaran Program {target or 'kosong'}",
            expected="lembar Program dengan sasaran 1 (penduduk) atau 2 (keluarga)",
            remedy="lengkapi lembar Program seperti unduhan OpenSID, lalu unggah lagi",
        )
    read = date_reader("Rentang Waktu", not_after=_FAR_AHEAD)
    try:
        start, last = (
            read(text) if (text := told.get(f"Rentang Waktu ({each})", "")) else None for each in ("Awal", "Akhir")
        )
    except Refused as error:
        raise FileRefused(value=error.value, expected=error.expected, remedy=error.remedy) from error
    return Programme(
        is_for_families=target == _FAMILIES,
        code=programme_named(told.get("Nama Program", "")),
        start=start,
        until=last + timedelta(days=1) if last else None,
        answers={each.name: text for each in FORM.questions if (text := told.get(each.header, ""))},
    )


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Status rows of one slice: one membership each, of the programme and for the time that the other sheet names."""
    programme = _programme(batch.pk, batch.file_name)
    about = FAMILY if programme.is_for_families else PERSON
    participant = (
        rows.sixteen("peserta", NomorKK.parse, clean_form=CLEAN_KK)
        if programme.is_for_families
        else rows.sixteen("peserta", Nik.parse, clean_form=CLEAN_NIK)
    )
    told = "nomor KK" if programme.is_for_families else "NIK"
    rows.missing(participant, "peserta", expected=told, remedy=f"isi {told} pesertanya atau hapus baris ini")
    columns = {
        ("kk" if programme.is_for_families else "nik"): participant,
        "name": rows.text("nama"),
        "birth_date": rows.read(
            "tanggal_lahir", date_reader("Tanggal lahir", not_after=batch.as_of), pl.Date, is_vital=False
        ),
    }
    start, until = programme.start or batch.as_of, programme.until
    claims = [
        member_claim(
            rows,
            about,
            programme=programme.code,
            start=start,
            until=until,
            number=rows.number("no_peserta", longest=40),
        ),
        sheet_claim(
            rows, about, FORM, start=start, until=until, constants=programme.answers, came=_CARD, secret=("nik",)
        ),
    ]
    return rows.checked(status_frame(rows, columns, subject=about, claims=claims))


register_format(
    Format(layout=LAYOUT, title="Peserta program OpenSID (Excel)", landing=landing_code(SOURCE), check=check)
)


def _sheets(wanted: Wanted, programme: str) -> Iterator[Sheet]:
    """The two sheets of the newest list in force: its programme, then its participants."""
    lines = list(
        list_memberships(
            wanted.actor, area=wanted.area, source=SOURCE, programmes=[programme], on=wanted.as_of, form=FORM
        )
    )
    lines = [each for each in lines if each.answers]
    newest = max(lines, default=None, key=lambda each: (each.row.period.lower, each.subject.is_family))
    chosen = [each for each in lines if newest is not None and _list_of(each) == _list_of(newest)]
    more = writing.rest_of(wanted, FORM)
    rows = [[*_row(each), *writing.rest(each, more)] for each in chosen]
    yield Sheet(name="Peserta", header=[[*HEADER, *more]], rows=[*rows, [END]])
    answers = newest.answers if newest else {}
    period = newest.row.period if newest else None
    last = period.upper - timedelta(days=1) if period and period.upper else None
    told = [
        ["ID Program", answers.get("id_program", "")],
        ["Nama Program", answers.get("nama_program", "")],
        ["Sasaran Program", _FAMILIES if newest and newest.subject.is_family else _PEOPLE],
        ["Keterangan", answers.get("keterangan", "")],
        ["Asal Dana", answers.get("asal_dana", "")],
        ["Rentang Waktu (Awal)", period.lower.isoformat() if period else ""],
        ["Rentang Waktu (Akhir)", last.isoformat() if last else ""],
        [END, ""],
    ]
    yield Sheet(name="Program", header=told, rows=[])


def _list_of(line: Line) -> tuple[object, ...]:
    return line.subject.is_family, line.row.period.lower, line.row.period.upper, line.answers.get("nama_program")


def _row(line: Line) -> list[str]:
    who, person, card = line.subject, line.subject.person, line.answers
    return [
        who.kk if who.is_family else who.nik,
        line.row.number,
        card.get("nik", who.nik),
        card.get("nama", who.name),
        card.get("tempat_lahir", person.birth_place if person else ""),
        person.birth_date.isoformat() if person and person.birth_date else "",
        card.get("alamat", person.address if person else ""),
    ]


def _register(programme: OutsideProgramme) -> None:
    register_exporter(
        Exporter(
            code=f"{CODE}.{programme.value.lower()}",
            title=f"Peserta program OpenSID: {programme.label}",
            sheets=lambda wanted: _sheets(wanted, programme.value),
            is_workbook=True,
        )
    )


for _each in OutsideProgramme:
    _register(_each)
