"""Checking a list of persons whose columns somebody has mapped: codes must be ours, so that unknown ones are asked for."""

from collections.abc import Callable

import polars as pl

from rangkul.exchange.any_table.columns import LABELS, LAYOUT
from rangkul.exchange.siks_ng.areas import AreaFinder, Found, ReferenceAreas
from rangkul.exchange.siks_ng.codes import SEX, SEX_TOLD, relations_written
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.kernel.family_card import NomorKK
from rangkul.kernel.nik import Nik
from rangkul.platform.importing.cells import code_reader, date_reader
from rangkul.platform.importing.checking import Checked, Problem, Slice
from rangkul.platform.importing.enums import Verdict
from rangkul.platform.importing.landing import Format, register_format, register_landing
from rangkul.platform.importing.models import ImportBatch
from rangkul.registry.enums import Relation, Source
from rangkul.registry.imports.landing import PopulationLanding, landing_code
from rangkul.registry.imports.record import ALIVE, DEAD, MOVED, population_frame
from rangkul.registry.imports.remarks import CLEAN_KK, CLEAN_NIK, remark_on_nik

_DOCUMENT = "isi sesuai kartu keluarga"
# Words only: 2 is istri in PBDT and suami in OpenSID, so numbers are for the person who knows the file.
_RELATION = {
    "KEPALA KELUARGA": Relation.HEAD,
    "KEPALA": Relation.HEAD,
    "KK": Relation.HEAD,
    "SUAMI": Relation.SPOUSE,
    "ISTRI": Relation.SPOUSE,
    "ISTERI": Relation.SPOUSE,
    "ANAK": Relation.CHILD,
    "ANAK KANDUNG": Relation.CHILD,
    "MENANTU": Relation.CHILD_IN_LAW,
    "CUCU": Relation.GRANDCHILD,
    "ORANG TUA": Relation.PARENT,
    "MERTUA": Relation.PARENT,
    "PEMBANTU": Relation.SERVANT,
    "FAMILI LAIN": Relation.OTHER,
    "LAINNYA": Relation.OTHER,
}
_RELATION_TOLD = "KEPALA KELUARGA, SUAMI, ISTRI, ANAK, MENANTU, CUCU, ORANG TUA, MERTUA, FAMILI LAIN, atau LAINNYA"
RELATION = code_reader("hubungan_keluarga", _RELATION, told=_RELATION_TOLD)
LIMITS = {"tempat_lahir": 100, "alamat": 300, "dusun": 100, "rt": 5, "rw": 5}
"""Letters of these columns that the registry keeps; a longer text is kept beside as it came."""
CAME = "~"
"""Stands before a column of ours among the columns nobody gave a meaning: the text of the file where ours says less."""
_LIFE = {"HIDUP": ALIVE, "MENINGGAL": DEAD, "MATI": DEAD, "PINDAH": MOVED}


def check(rows: Slice, batch: ImportBatch, *, finder: Callable[[str], AreaFinder] = ReferenceAreas) -> Checked:
    """Typed population rows of one slice. `finder` makes the look-up of villages for the batch's scope."""
    names = rows.text("nama")
    rows.missing(names, "nama", expected="nama lengkap", remedy=_DOCUMENT)
    nik = rows.sixteen("nik", Nik.parse, clean_form=CLEAN_NIK)
    sex = rows.read("jenis_kelamin", code_reader("jenis_kelamin", SEX, told=SEX_TOLD), pl.String)
    born = rows.read("tanggal_lahir", date_reader("Tanggal lahir", not_after=batch.as_of), pl.Date)
    relation = rows.read("hubungan_keluarga", RELATION, pl.String)
    life = rows.read(
        "status_hidup", code_reader("status_hidup", _LIFE, told="HIDUP, MENINGGAL, atau PINDAH"), pl.String
    )
    columns = {
        "row": rows.rows,
        "nik": nik,
        "kk": rows.sixteen("no_kk", NomorKK.parse, clean_form=CLEAN_KK),
        "name": names,
        "sex": sex,
        "birth_place": rows.text("tempat_lahir", 100),
        "birth_date": born,
        "mother_name": rows.text("nama_ibu"),
        "area_code": _areas(rows, batch, finder(batch.area_code)),
        "address": rows.text("alamat", 300),
        "hamlet": rows.text("dusun", 100),
        "rt": rows.text("rt", 5),
        "rw": rows.text("rw", 5),
        "relation": relation,
        "life": life.fill_null(ALIVE),
        "leftover": rows.leftover(_came(rows, relation, sex)),
    }
    remark_on_nik(rows, nik, born, sex)
    return rows.checked(population_frame(columns, height=rows.size))


def _came(rows: Slice, relation: pl.Series, sex: pl.Series) -> dict[str, pl.Series]:
    kept = {"hubungan_keluarga": rows.odd("hubungan_keluarga", relations_written(relation, sex)), **rows.cut(LIMITS)}
    return {f"{CAME}{name}": texts for name, texts in kept.items()}


def _areas(rows: Slice, batch: ImportBatch, finder: AreaFinder) -> pl.Series:
    """Villages by name; a file without a column of villages lies in the one village the upload names."""
    level = AreaCode.parse(batch.area_code).level
    if "desa" not in rows and level is AreaLevel.VILLAGE:
        return pl.Series("area_code", [str(batch.area_code)] * rows.size, dtype=pl.String)
    pairs = pl.DataFrame({"district": rows.text("kecamatan"), "village": rows.text("desa"), "row": rows.rows})
    found: dict[tuple[str | None, str | None], Found] = {}
    for district, village in pairs.select("district", "village").unique().iter_rows():
        found[district, village] = finder.find(district or "", village or "")
    areas: list[str | None] = []
    for district, village, number in pairs.iter_rows():
        place = found[district, village]
        areas.append(place.code or None)
        shown = f"{village or ''}, {district or ''}"
        if not place.code:
            told = "; ".join(place.nearest)
            rows.problems.append(
                Problem(
                    number,
                    Verdict.DOUBTFUL if told else Verdict.REFUSED,
                    "WILAYAH_BELUM_PASTI" if told else "WILAYAH_TIDAK_DIKENAL",
                    "desa" if place.is_known_district else "kecamatan",
                    shown,
                    f"nama resmi, mungkin: {told}" if told else "nama desa dan kecamatan menurut daftar Kemendagri",
                    "pilih di “Padankan isi kolom”, atau ganti dengan nama menurut daftar wilayah, lalu unggah lagi",
                    place.names,
                    place.within,
                )
            )
        elif not (place.code >= batch.area_code and place.code < f"{batch.area_code}/"):
            rows.problems.append(
                Problem(
                    number,
                    Verdict.REFUSED,
                    "DI_LUAR_WILAYAH",
                    "desa",
                    shown,
                    "desa di dalam wilayah impor ini",
                    "unggah baris ini dengan wilayah yang sesuai",
                )
            )
    return pl.Series("area_code", areas, dtype=pl.String)


register_landing(landing_code(Source.OTHER.value), PopulationLanding(Source.OTHER.value))
FORMAT = register_format(
    Format(
        layout=LAYOUT,
        title="Daftar orang, kolom dipadankan",
        landing=landing_code(Source.OTHER.value),
        check=check,
        is_mapped_only=True,
        place_columns=("desa",),
        labels=LABELS,
    )
)
