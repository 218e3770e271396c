"""Lists of the health office by a column mapping: pregnancies and the nutrition of small children, as measured.

The header of a real file (e-PPGBM, cohort of mothers) was never seen, so a person says what the columns are. Statuses are
taken as they are given and never computed here; words that are not known are asked for. The list is written again with a
row for each measurement, only for who may see health.
"""

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from rangkul.exchange import writing
from rangkul.exchange.whom import BORN, KK, NAME, NIK, PLACE, whom
from rangkul.platform.exporting.exporters import Exporter, Sheet, Wanted, register_exporter
from rangkul.platform.importing.cells import code_reader, date_reader
from rangkul.platform.importing.checking import Checked, Slice
from rangkul.platform.importing.formats import Column, Layout
from rangkul.platform.importing.landing import Format, register_format
from rangkul.platform.importing.models import ImportBatch
from rangkul.reference.forms import Form
from rangkul.registry.enums import HealthKind, HealthSource, HealthStatus, Source
from rangkul.registry.exports.health import Measured, list_health
from rangkul.registry.imports.statuses.landing import landing_code
from rangkul.registry.imports.statuses.record import PERSON, health_claim, sheet_claim, status_frame

CODE = "health.measured"
_PREGNANT = {
    "HAMIL": HealthStatus.PREGNANT_NORMAL,
    "HAMIL NORMAL": HealthStatus.PREGNANT_NORMAL,
    "RISIKO TINGGI": HealthStatus.PREGNANT_RISK,
    "RISTI": HealthStatus.PREGNANT_RISK,
    "HAMIL RISTI": HealthStatus.PREGNANT_RISK,
    "KEK": HealthStatus.PREGNANT_KEK,
    "HAMIL KEK": HealthStatus.PREGNANT_KEK,
    "KURANG ENERGI KRONIS": HealthStatus.PREGNANT_KEK,
}
_NUTRITION = {
    "NORMAL": HealthStatus.NORMAL,
    "GIZI BAIK": HealthStatus.NORMAL,
    "GIZI NORMAL": HealthStatus.NORMAL,
    "PENDEK": HealthStatus.STUNTED,
    "STUNTING": HealthStatus.STUNTED,
    "SANGAT PENDEK": HealthStatus.SEVERELY_STUNTED,
    "GIZI KURANG": HealthStatus.UNDERNOURISHED,
    "KURANG": HealthStatus.UNDERNOURISHED,
    "GIZI BURUK": HealthStatus.WASTED,
    "BURUK": HealthStatus.WASTED,
}
_SERVICES = {
    "PMT": HealthStatus.EXTRA_FOOD,
    "MAKANAN TAMBAHAN": HealthStatus.EXTRA_FOOD,
    "PEMBERIAN MAKANAN TAMBAHAN": HealthStatus.EXTRA_FOOD,
    "POSYANDU": HealthStatus.POSYANDU,
    "KUNJUNGAN POSYANDU": HealthStatus.POSYANDU,
}
STATUSES = {word: (HealthKind.PREGNANCY, status) for word, status in _PREGNANT.items()} | {
    word: (HealthKind.NUTRITION, status) for word, status in _NUTRITION.items()
}
STATUSES |= {word: (HealthKind.SERVICE, status) for word, status in _SERVICES.items()}
STATUSES_TOLD = (
    "HAMIL, RISTI, KEK untuk ibu; NORMAL, PENDEK, SANGAT PENDEK, GIZI KURANG, GIZI BURUK untuk balita; PMT, POSYANDU"
)
SOURCES = {each.value: each.value for each in HealthSource} | {"E-PPGBM": HealthSource.EPPGBM.value}
_DAYS_OF_PREGNANCY = 280
LAYOUT = Layout(
    code=CODE,
    columns=(
        NIK,
        KK,
        Column(NAME.name, ("nama balita", "nama anak", "nama ibu hamil", *NAME.aliases), is_required=True),
        BORN,
        *PLACE,
        Column("status", ("status gizi", "TB/U", "status TB/U", "status ibu", "hasil"), is_required=True),
        Column("tanggal_periksa", ("Tanggal Pengukuran", "Tgl Ukur", "tanggal ukur", "tgl periksa"), is_required=True),
        Column("perkiraan_lahir", ("HPL", "hari perkiraan lahir", "taksiran persalinan")),
        Column("sumber"),
    ),
)
FORM = Form(code="DINKES", version="1", title="Daftar Dinas Kesehatan", source="tanpa susunan resmi", questions=())
"""Keeps, sealed and only for who may see health, the columns of a measurement's row that nobody gave a meaning."""
LABELS = {
    "nik": "NIK",
    "no_kk": "Nomor KK",
    "nama": "Nama ibu hamil atau balita",
    "tanggal_lahir": "Tanggal lahir",
    "kecamatan": "Kecamatan",
    "desa": "Desa atau kelurahan",
    "status": "Status ibu hamil atau gizi balita",
    "tanggal_periksa": "Tanggal pemeriksaan",
    "perkiraan_lahir": "Perkiraan lahir",
    "sumber": "Sumber (EPPGBM, PUSKESMAS, POSYANDU)",
}


def check(rows: Slice, batch: ImportBatch) -> Checked:
    """Status rows of one slice: one measurement each, about a person whom the registry knows."""
    told = whom(rows, batch, needs=("nik", "nama"))
    reader = code_reader("status", {word: word for word in STATUSES}, told=STATUSES_TOLD)
    word = rows.read("status", reader, pl.String)
    rows.missing(word, "status", expected=STATUSES_TOLD, remedy="isi statusnya atau hapus baris ini")
    measured = rows.read("tanggal_periksa", date_reader("Tanggal pemeriksaan", not_after=batch.as_of), pl.Date)
    rows.missing(measured, "tanggal_periksa", expected="tanggal pemeriksaan", remedy="isi tanggalnya")
    latest = batch.as_of + timedelta(days=_DAYS_OF_PREGNANCY + 20)
    due = rows.read("perkiraan_lahir", date_reader("Perkiraan lahir", not_after=latest), pl.Date)
    source = rows.read("sumber", code_reader("sumber", SOURCES, told="EPPGBM, PUSKESMAS, atau POSYANDU"), pl.String)
    kind = word.replace_strict({each: str(kind) for each, (kind, _s) in STATUSES.items()}, default=None)
    status = word.replace_strict({each: str(status) for each, (_k, status) in STATUSES.items()}, default=None)
    frame = pl.DataFrame({"kind": kind, "measured": measured, "due": due}, schema_overrides={"kind": pl.String})
    until = frame.select(
        pl.when(pl.col("kind") == HealthKind.PREGNANCY.value).then(
            pl.coalesce(pl.col("due"), pl.col("measured") + pl.duration(days=_DAYS_OF_PREGNANCY))
        )
    ).to_series()
    is_past = frame.select((pl.col("due") <= pl.col("measured")) & (pl.col("kind") == HealthKind.PREGNANCY.value))
    rows.add(
        is_past.to_series(),
        "perkiraan_lahir",
        code="TANGGAL_TERBALIK",
        expected="tanggal sesudah pemeriksaan",
        remedy="salin hari perkiraan lahir dari buku KIA",
    )
    claim = health_claim(
        rows, kind=kind, status=status, measured_on=measured, until_on=until,
        source=source.fill_null(HealthSource.HEALTH_CENTRE.value),
        where=word.is_not_null() & measured.is_not_null(),
    )  # fmt: skip
    rest = sheet_claim(
        rows, PERSON, FORM, start=measured, until=measured.dt.offset_by("1d"), where=measured.is_not_null()
    )
    return rows.checked(status_frame(rows, told, subject=PERSON, claims=[claim, rest]))


FORMAT = register_format(
    Format(
        layout=LAYOUT,
        title="Ibu hamil dan gizi balita dari Dinas Kesehatan",
        landing=landing_code(Source.OTHER.value),
        check=check,
        is_mapped_only=True,
        labels=LABELS,
    )
)
_WORDS = {str(status): word for word, (_kind, status) in reversed(STATUSES.items())}
_HEADER = ["NIK", "No KK", "Nama", "Tanggal Lahir", *writing.PLACES, "Alamat", "RT", "RW", "Status", "Tanggal Periksa",
           "Perkiraan Lahir", "Sumber"]  # fmt: skip


def sheets(wanted: Wanted) -> Iterator[Sheet]:
    """One row per measurement until the day."""
    found = list(list_health(wanted.actor, area=wanted.area, on=wanted.as_of, form=FORM.code))
    more = sorted({name for each in found for name in each.rest})
    rows = ([*_row(each), *(each.rest.get(name, "") for name in more)] for each in found)
    return writing.sheet("Dinas Kesehatan", [*_HEADER, *more], rows)


def _row(each: Measured) -> list[str]:
    who, person, row = each.subject, each.subject.person, each.row
    usual = row.measured_on + timedelta(days=_DAYS_OF_PREGNANCY)
    return [
        who.nik,
        who.kk,
        who.name,
        writing.day(who.birth_date),
        *writing.places(who),
        *((person.address, person.rt, person.rw) if person else ("", "", "")),
        _WORDS.get(row.status, row.status),
        writing.day(row.measured_on),
        "" if row.until_on == usual else writing.day(row.until_on),
        row.source,
    ]


register_exporter(Exporter(code=CODE, title="Ibu hamil dan gizi balita dari Dinas Kesehatan", sheets=sheets))
