"""Results of matching with Dukcapil as a file: status of each NIK, and deaths.

Field names are those of the HITNIK service (domain G.5); the header of a real result file was not seen, so a column of
results goes by many names. A death closes the membership of the family; the day is the one told, else the file's.
"""

import json
from collections.abc import Iterator

import polars as pl

from rangkul.exchange import filled, writing
from rangkul.exchange.siks_ng.codes import PADAN
from rangkul.exchange.whom import BORN, KK, NAME, NIK, PLACE, whom
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.platform.importing.cells import code_reader, date_reader
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.reference.forms import get_form
from rangkul.registry.enums import NikStatus, Source
from rangkul.registry.exports.facts import list_checked
from rangkul.registry.imports.statuses.landing import landing_code
from rangkul.registry.imports.statuses.record import PERSON, checked_claim, sheet_claim, status_frame
from rangkul.registry.numbers import REST

CODE = "dukcapil.matched"
SOURCE = Source.DUKCAPIL.value
FORM = get_form("DUKCAPIL")
_DEAD = "MENINGGAL"
RESULTS = {word: status.value for word, status in PADAN.items()} | {
    "NIK TIDAK DITEMUKAN": NikStatus.UNMATCHED.value,
    "TIDAK DITEMUKAN": NikStatus.UNMATCHED.value,
    "TIDAK SESUAI": NikStatus.UNMATCHED.value,
    "TIDAK ONLINE": NikStatus.UNMATCHED.value,
    "BELUM REKAM KTP": NikStatus.NOT_RECORDED.value,
    "BELUM PEREKAMAN": NikStatus.NOT_RECORDED.value,
    _DEAD: _DEAD,
}
RESULTS_TOLD = "PADAN, TIDAK PADAN, BELUM REKAM, GANDA, atau MENINGGAL"
_READ = code_reader("hasil", RESULTS, told=RESULTS_TOLD)
WRITTEN = {
    NikStatus.MATCHED.value: "PADAN",
    NikStatus.UNMATCHED.value: "TIDAK PADAN",
    NikStatus.NOT_RECORDED.value: "BELUM REKAM",
    NikStatus.DOUBLE.value: "GANDA",
}
LAYOUT = Layout(
    code=CODE,
    columns=filled.columns(
        FORM,
        Column(NIK.name, NIK.aliases, is_required=True),
        Column(KK.name, ("NO_KK", *KK.aliases)),
        Column(NAME.name, ("NAMA_LGKP", *NAME.aliases)),
        BORN,
        *PLACE,
        Column("hasil", ("HASIL", "Hasil Padan", "Hasil Pemadanan", "Keterangan Padan", "Status Padan", "STATUS_PADAN", "Status NIK"),
               is_required=True),
        Column("tanggal_meninggal", ("TGL_MATI", "Tgl Meninggal", "Tanggal Kematian", "TGL_KEMATIAN")),
    ),
)  # fmt: skip


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Status rows of one slice: what Dukcapil says of each NIK."""
    told = whom(rows, batch, needs=("nik", "nama"))
    result = rows.read("hasil", _READ, pl.String)
    died = rows.read("tanggal_meninggal", date_reader("Tanggal meninggal", not_after=batch.as_of), pl.Date)
    frame = pl.DataFrame({"result": result, "died": died})
    died_on = frame.select(
        pl.coalesce(pl.col("died"), pl.when(pl.col("result") == _DEAD).then(pl.lit(batch.as_of)))
    ).to_series()
    status = frame.select(pl.when(pl.col("result") != _DEAD).then(pl.col("result"))).to_series()
    rows.add(
        status.is_null() & died_on.is_null() & rows.text("hasil").is_null(),
        "hasil",
        code="KOSONG",
        expected=RESULTS_TOLD,
        remedy="isi hasil pemadanannya atau hapus baris ini",
    )
    claims = [
        checked_claim(rows, nik_status=status, died_on=died_on, start=batch.as_of),
        sheet_claim(rows, PERSON, FORM, start=batch.as_of, came=("hasil",)),
    ]
    return rows.checked(status_frame(rows, told, subject=PERSON, claims=claims))


FORMAT = register_format(
    Format(layout=LAYOUT, title="Hasil pemadanan Dukcapil", landing=landing_code(SOURCE), check=check)
)
HEADER = [
    "NIK",
    "NO_KK",
    "NAMA_LGKP",
    "TGL_LHR",
    *writing.PLACES,
    "ALAMAT",
    "RT",
    "RW",
    "HASIL",
    "TGL_MATI",
    *(each.header for each in FORM.questions),
]


def sheets(wanted: Wanted) -> Iterator[Sheet]:
    """Everybody whose NIK was checked, or who died."""
    more = writing.rest_of(wanted, FORM)
    return writing.sheet("Hasil pemadanan", [*HEADER, *more], _rows(wanted, more))


def _rows(wanted: Wanted, more: list[str]) -> Iterator[list[str]]:
    found = list_checked(wanted.actor, area=wanted.area, statuses=list(WRITTEN), form=FORM, on=wanted.as_of)
    for who, answers in found:
        person = who.person
        assert person is not None
        rest = json.loads(answers.get(REST, "{}")) if more else {}
        yield [
            who.nik,
            who.kk,
            who.name,
            writing.day(person.birth_date),
            *writing.places(who),
            person.address,
            person.rt,
            person.rw,
            _result(answers.get("hasil", ""), person.nik_status, is_dead=person.died_on is not None),
            writing.day(person.died_on),
            *(answers.get(each.name, "") for each in FORM.questions),
            *(rest.get(each, "") for each in more),
        ]


def _result(came: str, nik_status: str, *, is_dead: bool) -> str:
    """The result in the file's own word while it says of the NIK, or of the death, what the registry says."""
    if came and _READ(came) in (nik_status, _DEAD if is_dead else None):
        return came
    return WRITTEN.get(nik_status, "")


register_exporter(Exporter(code=CODE, title="Hasil pemadanan Dukcapil", sheets=sheets))
