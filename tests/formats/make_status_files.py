"""Files about people whom the registry knows, with the real headers of each format and cells that invite mistakes."""

from collections.abc import Callable, Iterator
from pathlib import Path

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


def pbi(path: Path, people: People) -> Path:
    header = ["NOKA", "NIK", "Nama", "Tanggal Lahir", "Status", "Faskes Tk 1", "Kelas Rawat"]
    rows = (
        [f"{place:013d}", each.nik, each.name, f"{each.born:%d/%m/%Y}", "AKTIF", tricky(place), "III"]
        for place, each in enumerate(_everybody(people))
    )
    return write_csv(path, header, rows, delimiter=";")


def pip(path: Path, people: People) -> Path:
    header = [
        "Tahun",
        "No KIP",
        "NISN",
        "NIK",
        "Nama Siswa",
        "Tanggal Lahir",
        "Nama Sekolah",
        "Kelas",
        "Nominal",
        "No Rekening",
    ]
    rows = (
        ["2026", f"KIP{place:05d}", f"{place:010d}", each.nik, each.name, each.born.isoformat(), tricky(place), "07", "450000", f"0{place}"]
        for place, each in enumerate(_everybody(people))
        if each.relation == 4
    )  # fmt: skip
    return write_csv(path, header, rows)


def dukcapil(path: Path, people: People) -> Path:
    header = ["NIK", "NAMA_LGKP", "TGL_LHR", "HASIL PADAN", "TGL_MATI", "COCOK_NAMA", "KETERANGAN"]
    results = ["PADAN", "TIDAK PADAN", "BELUM REKAM", "GANDA", "MENINGGAL"]
    rows = (
        [
            each.nik,
            each.name,
            each.born.isoformat(),
            results[place % 5],
            "3 Mei 2026" if place % 5 == 4 else "",
            "098",
            tricky(place),
        ]
        for place, each in enumerate(_everybody(people))
    )
    return write_csv(path, header, rows)


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
