"""Files about people whom the registry knows, with the real headers of each format and cells that invite mistakes."""

from collections.abc import Callable, Iterator
from pathlib import Path

from rangkul.platform.importing.landing import FORMATS
from rangkul.reference.forms import get_form
from tests.exchange.make_files import Member, write_csv, write_workbook

type People = list[list[Member]]
TRICKY = ["007", "=1+1", "'KUTIP", "'=A1", "-", "@orang", "+62 812-0000-0000", "77", "O'NEIL", "1.0", 'a;b,"c"']


def tricky(place: int) -> str:
    """A text that a spreadsheet or a careless reader would spoil."""
    return TRICKY[place % len(TRICKY)]


def _everybody(people: People) -> Iterator[Member]:
    return (each for family in people for each in family)


def _answers(form: str, seed: int, *, skip: tuple[str, ...] = ()) -> dict[str, str]:
    """{header: answer}: the first code of a list, a code that no list knows, or a tricky text."""
    found = {}
    for place, each in enumerate(get_form(form).questions):
        if each.name in skip:
            continue
        if each.codes:
            found[each.header] = "99" if place % 5 == 4 else next(iter(each.codes))
        else:
            found[each.header] = tricky(place + seed)
    return found


OWN: dict[str, dict[str, list[str]]] = {
    "kemensos.kks": {"nomor_kks": ["00{n:014d}"], "status_bpnt": ["YA", "TIDAK"], "status_pkh": ["YA", "TIDAK", "YA", "T"],
                     "no_pkh": ["0{n}73"], "id_dtks": ["contoh-{n}"], "no_rekening": ["00{n}"]},
    "bpjs.pbi": {"no_jkn": ["{n:013d}"], "status_peserta": ["AKTIF", "NONAKTIF", "A", "TIDAK AKTIF"]},
    "pip.recipients": {"tahun": ["2026"], "no_kip": ["KIP{n:05d}"], "nisn": ["{n:010d}"]},
    "dukcapil.matched": {"hasil": ["PADAN", "TIDAK DITEMUKAN", "BELUM REKAM", "GANDA", "MENINGGAL"],
                         "tanggal_meninggal": ["", "", "", "", "3 Mei 2026"]},
    "dtsen.desil": {"periode": ["TW III 2026"], "desil": ["1", "DESIL 5", "10"]},
}  # fmt: skip
"""What the columns of a list say that are not in its form: the words that lists use, in turn, {n} counted."""
FORM_OF = {"kemensos.kks": "KKS", "bpjs.pbi": "PBI", "pip.recipients": "PIP", "dukcapil.matched": "DUKCAPIL", "dtsen.desil": "DTSEN"}  # fmt: skip
OF_FAMILIES = ("kemensos.kks", "dtsen.desil")
UNKNOWN = ["Catatan petugas", "", "catatan petugas"]
"""Headers that no format knows: one of them twice, and none at all between them."""


def kks(path: Path, people: People) -> Path:
    header = [
        "No KKS",
        "No KK",
        "NIK",
        "Nama Pengurus",
        "Status BPNT",
        "Status PKH",
        "No PKH",
        "ID DTKS",
        "No Rekening",
        "Bank",
    ]
    rows = (
        [f"00{place:014d}", family[0].kk, family[0].nik, family[0].name, "YA", "TIDAK" if place % 2 else "YA",
         "" if place % 2 else f"0{place}73", f"contoh-{place}", f"00{place}", tricky(place)]
        for place, family in enumerate(people)
    )  # fmt: skip
    return write_workbook(path, header, rows, sheet="KPM")


def listed(code: str, path: Path, people: People, place: list[str]) -> Path:
    """A list with every column of its format filled, and three columns that nobody knows; pupils only for PIP."""
    columns = FORMATS[code].layout.columns
    asked = [each.name for each in get_form(FORM_OF[code]).questions]
    header = [*(each.aliases[0] if each.aliases else each.name for each in columns), *UNKNOWN]

    def rows() -> Iterator[list[object]]:
        everybody = [each[0] for each in people] if code in OF_FAMILIES else [*_everybody(people)]
        for n, each in enumerate(one for one in everybody if code != "pip.recipients" or one.relation == 4):
            told = {
                "nik": each.nik, "no_kk": each.kk, "nama": each.name, "alamat": "JL CONTOH", "rt": each.rt, "rw": "001",
                "tanggal_lahir": (f"{each.born:%d/%m/%Y}", each.born.isoformat())[n % 2],
                **dict(zip(("provinsi", "kabupaten", "kecamatan", "desa"), place, strict=True)),
                **{name: tricky(n + at) for at, name in enumerate(asked)},
                **{name: words[n % len(words)].format(n=n) for name, words in OWN[code].items()},
            }  # fmt: skip
            yield [*(told[column.name] for column in columns), tricky(n), "" if n else "tanpa judul", f"lagi {n}"]

    return (
        write_csv(path, header, rows(), delimiter=";")
        if path.suffix == ".csv"
        else write_workbook(path, header, rows())
    )


def pbdt(path: Path, people: People) -> Path:
    """101 columns with "(n)" after the first fifty, and the second row of header."""
    questions = get_form("PBDT2015").questions
    plain = [each.header for each in questions]
    plain[79:79] = ["Nama ART", "NIK"]
    header = [f"{text} ({place})" if place <= 50 else text for place, text in enumerate(plain, start=1)]

    def rows() -> Iterator[list[object]]:
        yield ["", *(f"KOLOM {place}" for place in range(2, 102))]
        for number, family in enumerate(people):
            home = _answers("PBDT2015", number)
            for place, each in enumerate(family):
                own = _answers("PBDT2015", number + place)
                told = own | {q.header: home[q.header] for q in questions if q.part == "F"}
                told |= {"ID rumah tangga": f"0000{number:014d}", "Nama ART": each.name, "NIK": each.nik}
                told |= {
                    "Kode Provinsi": "52",
                    "Kode Kab/Kota": "06",
                    "Kode Kecamatan": "020",
                    "Kode Desa/Kelurahan": "007",
                }
                told |= {"Status KKS": "1", "Status KIP": "4", "Status PKH": "2", "Status KIS": "1"}
                yield [told[text] for text in plain]

    return (
        write_csv(path, header, rows()) if path.suffix == ".csv" else write_workbook(path, header, rows(), sheet="BDT")
    )


def art(path: Path, people: People) -> Path:
    header = [
        "kd_wilayah",
        "IDBDT",
        "IDARTBDT",
        "KDPROP",
        "KDKAB",
        "KDKEC",
        "KDDESA",
        "NoPesertaPKH",
        "Nama",
        "JnsKel",
        "TmpLahir",
        "TglLahir",
        "HubKRT",
        "NIK",
        "NoKK",
        "Hub_KRT",
        "NUK",
        "Hubkel",
        "Umur",
        "Sta_kawin",
        "Ada_akta_nikah",
        "Ada_diKK",
        "Ada_kartu_identitas",
        "Sta_hamil",
        "Jenis_cacat",
        "Penyakit_kronis",
        "Partisipasi_sekolah",
        "Pendidikan_tertinggi",
        "Kelas_tertinggi",
        "Ijazah_tertinggi",
        "Sta_Bekerja",
        "Jumlah_jamkerja",
        "Lapangan_usaha",
        "Status_pekerjaan",
        "Sta_keberadaan_art",
        "Sta_kepesertaan_pbi",
        "Ada_kks",
        "Ada_pbi",
        "Ada_kip",
        "Ada_pkh",
        "Ada_BPNT",
        "Anak_diluar_rt",
        "namagadis_ibukandung",
        "Status",
        "periode",
    ]
    serial = iter(range(10_000))

    def rows() -> Iterator[list[object]]:
        for number, family in enumerate(people):
            for place, each in enumerate(family):
                told = _answers("ART", number + place) | {
                    "Hub_KRT": f"{place}",
                    "IDBDT": f"0000{number:014d}",
                    "IDARTBDT": f"0001{next(serial):014d}",
                    "NoPesertaPKH": f"00{number + 1}",
                    "Nama": each.name,
                    "NIK": each.nik,
                    "NoKK": each.kk,
                    "TglLahir": f"{each.born:%d-%m-%Y}",
                    "Ada_kks": "1",
                    "Ada_pbi": "3",
                    "Ada_kip": "2",
                    "Ada_BPNT": "4",
                }
                yield [told.get(text, "") for text in header]

    return write_workbook(path, header, rows(), sheet="art_dtks")


def ruta(path: Path, people: People) -> Path:
    header = ["IDBDT", *(each.header for each in get_form("RUTA").questions)]
    rows = (
        [(_answers("RUTA", number) | {"IDBDT": f"0000{number:014d}", "Nama_KRT": family[0].name, "Sta_pkh": "1",
                                      "NoPesertaPKH": f"0{number}"})[text] for text in header]
        for number, family in enumerate(people)
    )  # fmt: skip
    return write_csv(path, header, rows)


def regsosek(sheet: str) -> Callable[[Path, People], Path]:
    """A maker of one of the five sheets; the header stands where it stands in the workbook of OpenSID."""
    form = get_form(f"REGSOSEK2022K.{sheet}")
    names = ["no kartu keluarga", *(("402 Nama", "403 NIK") if sheet == "4" else ())]
    header = [*names, *(each.header for each in form.questions)]

    def make(path: Path, people: People) -> Path:
        def rows() -> Iterator[list[object]]:
            yield ["", "IV. KETERANGAN"]
            yield list(header)
            for number, family in enumerate(people):
                for each in family if sheet == "4" else family[:1]:
                    told = _answers(form.code, number) | {
                        "no kartu keluarga": each.kk,
                        "402 Nama": each.name,
                        "403 NIK": each.nik,
                    }
                    if sheet == "4":
                        told |= {"406": each.born.isoformat(), "431a": "3"}
                    if sheet == "5":
                        told |= {"501a": "1", "501a Bulan": "8", "501a Tahun": "2022", "501b": "2"}
                    yield [told[text] for text in header]

        return write_workbook(path, ["III. KETERANGAN PERUMAHAN"], rows(), sheet=f"{sheet}.lembar")

    return make
