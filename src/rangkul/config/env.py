"""The environment of an installation: every variable Rangkul reads, read once, typed, and refused loudly when wrong."""

import base64
import binascii
import contextlib
import difflib
import ipaddress
import os
import re
import secrets as randomness
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
TRUE_WORDS = ("1", "true", "yes", "on", "ya")
FALSE_WORDS = ("0", "false", "no", "off", "tidak")
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1", "[::1]")
KEY_BYTES = 32


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


@dataclass(frozen=True, slots=True)
class Env:
    """Everything an installation may set. Secrets are kept out of `repr`."""

    data_dir: Path
    database_url: str | None = field(repr=False)
    """Owner of the tables (migrations, tasks). None: the embedded PostgreSQL under `data_dir`."""
    database_app_url: str | None = field(repr=False)
    """Role of the web process, without ownership. None: derived (embedded), or the owner when DATABASE_URL is used."""
    secret_key: str = field(repr=False)
    field_keys: Mapping[int, bytes] = field(repr=False)
    """AES-256 keys of encrypted columns by version; the highest version encrypts, all decrypt."""
    index_key: bytes = field(repr=False)
    """HMAC key of the blind indexes (NIK, KK)."""
    debug: bool
    demo: bool
    demo_public: bool
    allowed_hosts: tuple[str, ...]
    bind: str
    port: int
    workers: int
    is_https: bool
    log_level: str
    time_zone: str
    postgres_bin: Path | None
    postgres_port: int | None

    @property
    def has_embedded_postgres(self) -> bool:
        """True where Rangkul runs its own PostgreSQL in `data_dir`."""
        return self.database_url is None

    @property
    def secrets_dir(self) -> Path:
        """Folder of generated secrets, for the owner only."""
        return self.data_dir / "secrets"

    @property
    def base_url(self) -> str:
        """Address to print for somebody sitting at this machine."""
        host = "localhost" if _is_loopback(self.bind) or _is_every_address(self.bind) else self.bind
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


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
)


def load_env(environ: Mapping[str, str] = os.environ) -> Env:
    """Read the environment; secrets that are not given are generated once under the data folder (mode 0600).

    Raises BadSetting for a wrong value, for an unknown `RANGKUL_*` name, and for a demo open to others by accident.
    """
    _refuse_unknown(environ)
    reader = _Reader(environ)
    data_dir = reader.path("RANGKUL_DATA") or project_dir() / ".data"
    if data_dir.exists() and not data_dir.is_dir():
        raise _bad("RANGKUL_DATA", str(data_dir))
    bind = reader.parsed("RANGKUL_BIND", _address, "127.0.0.1")
    database_url = reader.parsed("DATABASE_URL", _postgres_url, None)
    database_app_url = reader.parsed("DATABASE_APP_URL", _postgres_url, None)
    if database_app_url and not database_url:
        raise BadSetting(
            "DATABASE_APP_URL", value=None, expected="DATABASE_URL juga diisi", example=BY_NAME["DATABASE_URL"].example
        )
    port_of_postgres = reader.parsed("RANGKUL_POSTGRES_PORT", lambda text: _whole_number(text, 1, 65535), None)
    demo, demo_public = reader.flag("RANGKUL_DEMO"), reader.flag("RANGKUL_DEMO_PUBLIC")
    allowed_hosts = _allowed_hosts(reader, bind, demo=demo, demo_public=demo_public)
    keep = data_dir / "secrets"
    return Env(
        data_dir=data_dir,
        database_url=database_url,
        database_app_url=database_app_url,
        secret_key=reader.secret("RANGKUL_SECRET_KEY", keep, _long_text, lambda: randomness.token_urlsafe(64)),
        field_keys=reader.secret("RANGKUL_FIELD_KEYS", keep, _versioned_keys, lambda: f"1:{_new_key()}"),
        index_key=reader.secret("RANGKUL_INDEX_KEY", keep, _key, _new_key),
        debug=reader.flag("RANGKUL_DEBUG"),
        demo=demo,
        demo_public=demo_public,
        allowed_hosts=allowed_hosts,
        bind=bind,
        port=reader.parsed("RANGKUL_PORT", lambda text: _whole_number(text, 1, 65535), 8000),
        workers=reader.parsed("RANGKUL_WORKERS", lambda text: _whole_number(text, 1, 64), _default_workers()),
        is_https=reader.flag("RANGKUL_HTTPS"),
        log_level=reader.parsed("RANGKUL_LOG_LEVEL", _log_level, "INFO"),
        time_zone=reader.parsed("RANGKUL_TIME_ZONE", _time_zone, "Asia/Makassar"),
        postgres_bin=reader.parsed("RANGKUL_POSTGRES_BIN", _postgres_bin, None),
        postgres_port=port_of_postgres,
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


def project_dir() -> Path:
    """The project's folder (with pyproject.toml), or the current folder when Rangkul is installed as a package."""
    candidate = Path(__file__).resolve().parents[3]
    return candidate if (candidate / "pyproject.toml").is_file() else Path.cwd()


class _Reader:
    """Values of one environment; an empty value counts as not set."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def text(self, name: str) -> str | None:
        value = self.environ.get(name, "").strip()
        file_name = self.environ.get(name + "_FILE", "").strip() if BY_NAME[name].is_secret else ""
        if value and file_name:
            raise BadSetting(
                name + "_FILE", value=file_name, expected=f"hanya satu dari {name} dan {name}_FILE",
                example=BY_NAME[name].example,
            )  # fmt: skip
        if file_name:
            try:
                value = Path(file_name).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise BadSetting(
                    name + "_FILE", value=file_name, expected=f"berkas yang dapat dibaca ({type(error).__name__})",
                    example=f"{name}_FILE=/run/secrets/{name.lower()}",
                ) from None  # fmt: skip
            if not value:
                raise BadSetting(
                    name + "_FILE", value=file_name, expected="berkas yang tidak kosong", example=BY_NAME[name].example
                )
        return value or None

    def parsed[T, D](self, name: str, parse: Callable[[str], T], default: D) -> T | D:
        text = self.text(name)
        if text is None:
            return default
        try:
            return parse(text)
        except ValueError:
            raise _bad(name, text) from None

    def flag(self, name: str) -> bool:
        return self.parsed(name, _truth, False)

    def path(self, name: str) -> Path | None:
        return self.parsed(name, lambda text: Path(text).expanduser().absolute(), None)

    def secret[T](self, name: str, folder: Path, parse: Callable[[str], T], generate: Callable[[], str]) -> T:
        text = self.text(name)
        if text is not None:
            return self.parsed(name, parse, parse(generate()))
        place = folder / name.removeprefix("RANGKUL_").lower()
        try:
            return parse(keep_secret(place, generate))
        except OSError as error:
            raise BadSetting(
                "RANGKUL_DATA", value=str(folder.parent), expected=f"folder yang boleh ditulis ({error.strerror})",
                example=BY_NAME["RANGKUL_DATA"].example,
            ) from None  # fmt: skip
        except ValueError:
            raise BadSetting(
                name, value=None, expected=f"{BY_NAME[name].expected} di dalam {place}", example=BY_NAME[name].example
            ) from None


def keep_secret(place: Path, generate: Callable[[], str]) -> str:
    """Return the secret kept in the file `place`; the first caller writes it (mode 0600, whole or not at all)."""
    with contextlib.suppress(FileNotFoundError):
        return place.read_text(encoding="utf-8").strip()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.parent.chmod(0o700)
    draft = place.with_name(f".{place.name}.{os.getpid()}.{randomness.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(generate() + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: then its secret is the secret
            os.link(draft, place)
    finally:
        draft.unlink()
    return place.read_text(encoding="utf-8").strip()


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {*BY_NAME, *OUTSIDE_THE_PROGRAM, *(f"{v.name}_FILE" for v in VARIABLES if v.is_secret)}
    for name in sorted(environ):
        if name.startswith("RANGKUL_") and name not in known:
            near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.0)[0]
            example = BY_NAME[near].example if near in BY_NAME else near
            raise BadSetting(name, value=None, expected=f"nama yang dikenal; barangkali {near}", example=example)


def _allowed_hosts(reader: _Reader, bind: str, *, demo: bool, demo_public: bool) -> tuple[str, ...]:
    hosts = reader.parsed("RANGKUL_ALLOWED_HOSTS", _hosts, None)
    is_open = not _is_loopback(bind)
    if demo and not demo_public:
        remedy = "alamat mesin ini saja, atau RANGKUL_DEMO_PUBLIC=1, sebab akun demo terbuka dengan satu klik"
        if is_open:
            raise BadSetting("RANGKUL_BIND", value=bind, expected=remedy, example="RANGKUL_BIND=127.0.0.1")
        if hosts and any(host not in LOOPBACK_NAMES for host in hosts):
            raise BadSetting(
                "RANGKUL_ALLOWED_HOSTS", value=",".join(hosts), expected=remedy,
                example="RANGKUL_ALLOWED_HOSTS=localhost",
            )  # fmt: skip
    if hosts is None and is_open:
        raise BadSetting(
            "RANGKUL_ALLOWED_HOSTS", value="", expected=f"nama situs, sebab RANGKUL_BIND={bind} terbuka bagi umum",
            example=BY_NAME["RANGKUL_ALLOWED_HOSTS"].example,
        )  # fmt: skip
    own = ("localhost", "127.0.0.1", "[::1]")
    return tuple(dict.fromkeys((*(hosts or ()), *own)))


def _bad(name: str, value: str) -> BadSetting:
    variable = BY_NAME[name]
    return BadSetting(
        name, value=None if variable.is_secret else value, expected=variable.expected, example=variable.example
    )


def _truth(text: str) -> bool:
    word = text.lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError(text)


def _whole_number(text: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise ValueError(text)
    return int(text)


def _address(text: str) -> str:
    return "127.0.0.1" if text == "localhost" else str(ipaddress.ip_address(text))


def _is_loopback(bind: str) -> bool:
    return ipaddress.ip_address(bind).is_loopback


def _is_every_address(bind: str) -> bool:
    return ipaddress.ip_address(bind).is_unspecified


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    if not hosts or not all(re.fullmatch(r"\.?[a-z0-9][a-z0-9.-]*|\[[0-9a-f:]+\]", host) for host in hosts):
        raise ValueError(text)
    return hosts


def _postgres_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ValueError(text)
    _ = parts.port  # raises ValueError for a port that is no number
    return text


def _postgres_bin(text: str) -> Path:
    folder = Path(text).expanduser().absolute()
    if not all((folder / tool).is_file() for tool in ("initdb", "postgres")):
        raise ValueError(text)
    return folder


def _log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError(text)
    return text.upper()


def _time_zone(text: str) -> str:
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(text) from error
    return text


def _long_text(text: str) -> str:
    if len(text) < 50:
        raise ValueError("too short")
    return text


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(key) != KEY_BYTES:
        raise ValueError("wrong length")
    return key


def _versioned_keys(text: str) -> Mapping[int, bytes]:
    keys: dict[int, bytes] = {}
    for part in text.split(","):
        version, colon, key = part.strip().partition(":")
        if not colon or int(version) in keys or not 1 <= int(version) <= 255:
            raise ValueError("version")
        keys[int(version)] = _key(key)
    return keys


def _new_key() -> str:
    return base64.b64encode(randomness.token_bytes(KEY_BYTES)).decode("ascii")


def _default_workers() -> int:
    return max(1, min(4, os.cpu_count() or 1))
