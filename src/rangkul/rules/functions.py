"""The functions of the language: their names in both languages, what goes into them, an example."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """A function; `name` is canonical, `english` may be written instead. `most` is how many parts it takes at most."""

    name: str
    english: str
    least: int
    most: int
    example: str
    label: str

    @property
    def english_example(self) -> str:
        """The example as somebody who writes English names would write it."""
        return self.example.replace(f"{self.name}(", f"{self.english}(", 1)


_LISTED = (
    Function("diketahui", "known", 1, 1, "diketahui(desil)", "ya bila fakta itu diketahui"),
    Function("tanggal", "date", 1, 1, 'tanggal("2022-01-31")', "tanggal yang tetap"),
    Function("tanggal_acuan", "as_of", 0, 0, "tanggal_acuan()", "tanggal yang ditanyakan"),
    Function("umur", "age", 1, 1, "umur(a.tanggal_lahir)", "umur dalam tahun penuh pada tanggal acuan"),
    Function("tambah_hari", "add_days", 2, 2, "tambah_hari(tanggal_acuan(), -30)", "tanggal sekian hari sesudahnya"),
    Function(
        "hari_antara", "days_between", 2, 2, "hari_antara(terdaftar_sejak, tanggal_acuan())",
        "jumlah hari dari tanggal pertama sampai tanggal kedua",
    ),
    Function(
        "bulan_antara", "months_between", 2, 2, "bulan_antara(terdaftar_sejak, tanggal_acuan())",
        "jumlah bulan penuh dari tanggal pertama sampai tanggal kedua",
    ),
    Function("terkecil", "math.least", 2, 10, "terkecil(jumlah_anggota, 4)", "bilangan yang terkecil"),
    Function("terbesar", "math.greatest", 2, 10, "terbesar(jumlah_anggota, 1)", "bilangan yang terbesar"),
    Function("di_wilayah", "in_area", 1, 1, 'di_wilayah("73.12.01")', "tinggal di wilayah itu atau di bawahnya"),
)  # fmt: skip
FUNCTIONS = {function.name: function for function in _LISTED}
_BY_ANY_NAME = {name: function for function in _LISTED for name in (function.name, function.english)}

INSTEAD = {
    "has": "`diketahui(fakta)`", "exists": "`anggota.exists(a, …)`", "all": "`anggota.all(a, …)`",
    "size": "`anggota.size()`", "min": "`terkecil(a, b)`", "max": "`terbesar(a, b)`",
    "least": "`math.least(a, b)`", "greatest": "`math.greatest(a, b)`",
    "timestamp": '`tanggal("2022-01-31")`', "duration": "`hari_antara(a, b)`", "now": "`tanggal_acuan()`",
    "hari_ini": "`tanggal_acuan()`", "today": "`as_of()`",
    "ada": "`exists(a, …)`", "semua": "`all(a, …)`", "setiap": "`all(a, …)`", "saring": "`filter(a, …)`",
    "hitung": "`count(a, …)`", "banyak": "`size()`", "jumlah": "`sum(a, …)`", "jumlahkan": "`sum(a, …)`",
    "berawalan": '`startsWith("73.12")`', "exists_one": "`count(a, …) == 1`",
}  # fmt: skip
"""What to write instead of words that people try: of CEL at large, of Indonesian, of other languages."""


def find_function(name: str) -> Function | None:
    """The function of that name in either language, or None."""
    return _BY_ANY_NAME.get(name)


def function_names(*, english: bool) -> tuple[str, ...]:
    """All names, in the wanted language."""
    return tuple(function.english if english else function.name for function in _LISTED)


def listed(names: Iterable[str]) -> str:
    """`a`, `b`, `c`"""
    return ", ".join(f"`{name}`" for name in names)
