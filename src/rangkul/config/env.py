"""The environment of an installation: read once, typed, and refused loudly when wrong."""

import contextlib
import difflib
import os
import secrets as randomness
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rangkul.config import values
from rangkul.config.variables import BY_NAME, OUTSIDE_THE_PROGRAM, VARIABLES, BadSetting, refusal

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1", "[::1]")


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
    source_url: str
    """Where the source of the running version can be had (AGPL 13); empty: no link."""
    proxies: tuple[str, ...]
    """Addresses whose word about the visitor's address is taken."""
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
        host = "localhost" if values.is_loopback(self.bind) or values.is_every_address(self.bind) else self.bind
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"


def load_env(environ: Mapping[str, str] = os.environ) -> Env:
    """Read the environment; secrets that are not given are generated once under the data folder (mode 0600).

    Raises BadSetting for a wrong value, for an unknown `RANGKUL_*` name, and for a demo open to others by accident.
    """
    _refuse_unknown(environ)
    reader = _Reader(environ)
    data_dir = reader.path("RANGKUL_DATA") or project_dir() / ".data"
    if data_dir.exists() and not data_dir.is_dir():
        raise refusal("RANGKUL_DATA", str(data_dir))
    bind = reader.parsed("RANGKUL_BIND", values.address, "127.0.0.1")
    database_url = reader.parsed("DATABASE_URL", values.postgres_url, None)
    database_app_url = reader.parsed("DATABASE_APP_URL", values.postgres_url, None)
    if database_app_url and not database_url:
        raise BadSetting(
            "DATABASE_APP_URL", value=None, expected="DATABASE_URL juga diisi", example=BY_NAME["DATABASE_URL"].example
        )
    port_of_postgres = reader.parsed("RANGKUL_POSTGRES_PORT", lambda text: values.whole_number(text, 1, 65535), None)
    demo, demo_public = reader.flag("RANGKUL_DEMO"), reader.flag("RANGKUL_DEMO_PUBLIC")
    allowed_hosts = _allowed_hosts(reader, bind, demo=demo, demo_public=demo_public)
    keep = data_dir / "secrets"
    return Env(
        data_dir=data_dir,
        database_url=database_url,
        database_app_url=database_app_url,
        secret_key=reader.secret("RANGKUL_SECRET_KEY", keep, values.long_text, lambda: randomness.token_urlsafe(64)),
        field_keys=reader.secret("RANGKUL_FIELD_KEYS", keep, values.versioned_keys, lambda: f"1:{values.new_key()}"),
        index_key=reader.secret("RANGKUL_INDEX_KEY", keep, values.key, values.new_key),
        debug=reader.flag("RANGKUL_DEBUG"),
        demo=demo,
        demo_public=demo_public,
        allowed_hosts=allowed_hosts,
        bind=bind,
        port=reader.parsed("RANGKUL_PORT", lambda text: values.whole_number(text, 1, 65535), 8000),
        workers=reader.parsed(
            "RANGKUL_WORKERS", lambda text: values.whole_number(text, 1, 64), values.default_workers()
        ),
        is_https=reader.flag("RANGKUL_HTTPS"),
        source_url=reader.parsed("RANGKUL_SOURCE_URL", values.web_address, ""),
        proxies=reader.parsed("RANGKUL_PROXIES", values.addresses, ()),
        log_level=reader.parsed("RANGKUL_LOG_LEVEL", values.log_level, "INFO"),
        time_zone=reader.parsed("RANGKUL_TIME_ZONE", values.time_zone, "Asia/Makassar"),
        postgres_bin=reader.parsed("RANGKUL_POSTGRES_BIN", values.postgres_bin, None),
        postgres_port=port_of_postgres,
    )


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
            raise refusal(name, text) from None

    def flag(self, name: str) -> bool:
        return self.parsed(name, values.truth, False)

    def path(self, name: str) -> Path | None:
        return self.parsed(name, values.folder, None)

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
    hosts = reader.parsed("RANGKUL_ALLOWED_HOSTS", values.hosts, None)
    is_open = not values.is_loopback(bind)
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
