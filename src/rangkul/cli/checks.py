"""What `rangkul doctor` looks at: one function per question, each answer with what to do about it."""

import locale
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

from rangkul.cli import installation
from rangkul.config.env import Env

LEAST_FREE_MB = 500
LITTLE_FREE_MB = 2_000
LEAST_POSTGRES = 150_000
SEAL_HOURS = 2
NEXT_YEAR_FROM = 10
"""The month from which the next year's days off are usually decreed and already wanted."""
OUTBOX_HOURS = 24
MEGABYTE = 1024 * 1024


class Verdict(Enum):
    """How a check ended, in the words that are printed."""

    OK = "OK"
    WARNING = "PERINGATAN"
    WRONG = "SALAH"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: what was looked at, what was found, what to do where it is not well."""

    verdict: Verdict
    subject: str
    found: str
    remedy: str = ""


def ok(subject: str, found: str) -> Finding:
    """All is well."""
    return Finding(Verdict.OK, subject, found)


def warning(subject: str, found: str, remedy: str) -> Finding:
    """Works, but somebody should look."""
    return Finding(Verdict.WARNING, subject, found, remedy)


def wrong(subject: str, found: str, remedy: str) -> Finding:
    """Does not work, or is not safe."""
    return Finding(Verdict.WRONG, subject, found, remedy)


def examine() -> Iterator[Finding]:
    """Every finding, one after the other; what cannot be asked because something below it is wrong is left out."""
    yield check_python()
    try:
        env = installation.load_env()
    except installation.BadSetting as problem:
        yield wrong("pengaturan", str(problem), "perbaiki variabel itu; daftar lengkap: rangkul settings")
        return
    yield ok("pengaturan", f"data di {env.data_dir}" + (", DEMO" if env.demo else ""))
    for look in (check_data_dir, check_disk, check_user, check_clock, check_translations, check_fonts):
        yield look(env)
    try:
        database = installation.open_database(env)
        installation.set_up_django()
    except installation.PostgresProblem as problem:
        yield wrong("PostgreSQL", str(problem), "docs/operations.md, bagian PostgreSQL")
        return
    if database.cluster is not None and database.cluster.status().note:
        yield warning("folder PostgreSQL", database.cluster.status().note, "ikutkan dalam cadangan")
    for ask in (check_reachable, check_extensions, check_owner, check_walls, check_migrations):
        finding = _asked(ask)
        yield finding
        if ask is check_reachable and finding.verdict is Verdict.WRONG:
            return
    yield check_web_role(database)
    yield check_static_files(env)
    yield _asked(check_worker)
    yield _asked(check_seal)
    yield _asked(check_calendar)
    yield _asked(check_outbox)
    yield _asked(check_inspectorate)
    yield _asked(check_open_files)


def check_python() -> Finding:
    """Python 3.13."""
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] == (3, 13):
        return ok("Python", found)
    return wrong("Python", found, "Rangkul diuji dengan Python 3.13: make setup")


def check_data_dir(env: Env) -> Finding:
    """The data folder is writable, and its secrets are for its owner only."""
    if not os.access(env.data_dir, os.W_OK | os.X_OK):
        return wrong("folder data", f"{env.data_dir} tidak dapat ditulis", "perbaiki pemilik atau hak aksesnya")
    open_to_others = [path.name for path in _secret_paths(env) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if open_to_others:
        return wrong("folder data", "rahasia terbaca orang lain: " + ", ".join(open_to_others),
                     f"chmod -R go= {env.secrets_dir}")  # fmt: skip
    return ok("folder data", "dapat ditulis, rahasia tertutup")


def check_disk(env: Env) -> Finding:
    """Enough room for the database to grow."""
    free = shutil.disk_usage(env.data_dir).free // MEGABYTE
    found = f"sisa {free:,} MB".replace(",", ".")
    if free < LEAST_FREE_MB:
        return wrong("ruang disk", found, "kosongkan disk sekarang; PostgreSQL berhenti bila penuh")
    if free < LITTLE_FREE_MB:
        return warning("ruang disk", found, "kosongkan disk atau pindahkan folder data")
    return ok("ruang disk", found)


def check_user(_env: Env) -> Finding:
    """The web process should not be root."""
    if os.geteuid() == 0 and not _env.demo:
        return warning("pengguna sistem", "root", "jalankan sebagai pengguna biasa (docs/operations.md, systemd)")
    return ok("pengguna sistem", f"uid {os.geteuid()}")


def check_clock(env: Env) -> Finding:
    """The clock is not obviously wrong (deadlines and signatures depend on it)."""
    built = datetime.fromtimestamp(Path(__file__).stat().st_mtime, tz=UTC)
    now = datetime.now(tz=UTC)
    if now < built - timedelta(days=1):
        return wrong(
            "jam", f"{now:%Y-%m-%d %H:%M} UTC, lebih tua dari program ini", "nyalakan NTP: timedatectl set-ntp true"
        )
    return ok("jam", f"{now:%Y-%m-%d %H:%M} UTC, zona kantor {env.time_zone}")


def check_translations(_env: Env) -> Finding:
    """Every .po has a .mo that is not older."""
    package = Path(installation.__file__).resolve().parent.parent
    sources = list(package.rglob("locale/*/LC_MESSAGES/*.po"))
    stale = [path for path in sources if not _is_newer(path.with_suffix(".mo"), path)]
    if stale:
        return wrong("terjemahan", f"{len(stale)} dari {len(sources)} belum dikompilasi", "make setup")
    return ok("terjemahan", f"{len(sources)} katalog")


def check_fonts(_env: Env) -> Finding:
    """Letters are set with fonts that typst carries itself; the terminal should know UTF-8."""
    try:
        import typst  # noqa: F401
    except ImportError:
        return wrong("huruf surat", "paket typst tidak terpasang", "make setup")
    if locale.getpreferredencoding(False).upper().replace("-", "") not in ("UTF8", "646"):
        return warning("huruf surat", f"terminal {locale.getpreferredencoding(False)}", "export LC_ALL=C.UTF-8")
    return ok("huruf surat", "typst dengan hurufnya sendiri")


def check_reachable() -> Finding:
    """The server answers and is 15 or newer."""
    number, text = _one("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
    if int(str(number)) < LEAST_POSTGRES:
        return wrong("PostgreSQL", str(text), "Rangkul memerlukan PostgreSQL 15 atau lebih baru")
    return ok("PostgreSQL", f"{text}")


def check_extensions() -> Finding:
    """Trigram search and exclusion constraints are there."""
    rows = _all("SELECT extname FROM pg_extension")
    missing = {"pg_trgm", "btree_gist", "fuzzystrmatch"} - {str(row[0]) for row in rows}
    if missing:
        statements = " ".join(f"CREATE EXTENSION {name};" for name in sorted(missing))
        return wrong("ekstensi", "tidak ada " + ", ".join(sorted(missing)), f"sebagai superuser: {statements}")
    return ok("ekstensi", "pg_trgm, btree_gist, fuzzystrmatch")


def check_owner() -> Finding:
    """We are no superuser: a superuser passes every wall."""
    (is_super,) = _one("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    if is_super:
        return wrong("peran pemilik", "superuser atau BYPASSRLS", "pakai peran biasa di DATABASE_URL")
    return ok("peran pemilik", "bukan superuser")


def check_walls() -> Finding:
    """The web role owns nothing, bypasses nothing, and persons stand behind row-level security."""
    roles = _all("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = 'rangkul_app'")
    if not roles:
        return wrong("dinding data", "peran rangkul_app tidak ada", "rangkul migrate")
    (owned,) = _one("SELECT count(*) FROM pg_class WHERE relowner = 'rangkul_app'::regrole")
    if roles[0][0] or owned:
        statement = "ALTER ROLE rangkul_app NOSUPERUSER NOBYPASSRLS NOCREATEROLE; dan cabut kepemilikannya"
        return wrong("dinding data", "peran rangkul_app terlalu berkuasa", statement)
    (walls,) = _one("SELECT count(*) FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace")
    (persons,) = _one("SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass('registry_person')") or (None,)
    if persons is False:
        return wrong("dinding data", "registry_person tanpa row-level security", "rangkul migrate")
    return ok("dinding data", f"{walls} tabel di balik row-level security")


def check_migrations() -> Finding:
    """The tables are as new as the program."""
    missing = installation.list_unapplied_migrations()
    if missing:
        return wrong("tabel", f"{len(missing)} migrasi belum dijalankan", "buat cadangan, lalu: rangkul migrate")
    return ok("tabel", "mutakhir")


def check_web_role(database: installation.Database) -> Finding:
    """The web process signs in as somebody else than the owner of the tables."""
    if database.app_url == database.owner_url:
        return warning("peran web", "sama dengan pemilik tabel", "isi DATABASE_APP_URL dengan peran rangkul_app")
    import psycopg

    try:
        with psycopg.connect(database.app_url, connect_timeout=5) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as error:
        return wrong("peran web", str(error).splitlines()[0], "periksa DATABASE_APP_URL")
    return ok("peran web", "terpisah dari pemilik tabel")


def check_static_files(env: Env) -> Finding:
    """Static files have been gathered."""
    if not (env.data_dir / "static" / "staticfiles.json").is_file():
        return warning("berkas statis", "belum dikumpulkan", "rangkul migrate (atau jalankan rangkul serve)")
    return ok("berkas statis", str(env.data_dir / "static"))


def check_worker() -> Finding:
    """A background worker gave a sign of life in the last minute."""
    rows = _all("SELECT to_regclass('procrastinate_workers')")
    if rows[0][0] is None:
        return warning("pekerja latar", "tabel antrean belum ada", "rangkul migrate")
    (seconds,) = _one("SELECT extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers")
    if seconds is None or int(str(seconds)) > 60:
        return warning("pekerja latar", "tidak berjalan", "rangkul serve menjalankannya; atau rangkul worker")
    return ok("pekerja latar", f"tanda hidup {seconds} detik yang lalu")


def check_seal() -> Finding:
    """The audit trail was sealed lately."""
    if _all("SELECT to_regclass('audit_seal')")[0][0] is None:
        return warning("segel audit", "belum ada tabel segel", "rangkul migrate")
    (hours,) = _one("SELECT (extract(epoch FROM now() - max(sealed_at)) / 3600)::int FROM audit_seal")
    if hours is None or int(str(hours)) > SEAL_HOURS:
        found = "belum pernah" if hours is None else f"terakhir {hours} jam yang lalu"
        return warning("segel audit", found, "pastikan pekerja latar berjalan, lalu: rangkul audit verify")
    return ok("segel audit", f"terakhir {hours} jam yang lalu")


def check_calendar() -> Finding:
    """Days off of this year and, from October on, of the next: deadlines are counted with them."""
    if _all("SELECT to_regclass('reference_calendaryear')")[0][0] is None:
        return warning("kalender kerja", "tabel kalender belum ada", "rangkul migrate")
    today = datetime.now(tz=UTC).date()
    wanted = [today.year, *([today.year + 1] if today.month >= NEXT_YEAR_FROM else [])]
    rows = _all("SELECT year, is_confirmed FROM reference_calendaryear")
    known = {int(str(year)): bool(confirmed) for year, confirmed in rows}
    missing = [str(year) for year in wanted if year not in known]
    (cases,) = _one("SELECT count(*) FROM desk_case WHERE state <> 'CLOSED' AND unknown_years <> '{}'")
    if missing:
        found = f"hari libur {', '.join(missing)} belum diisi; {cases} tenggat kasus menyentuh tahun tanpa kalender"
        return warning("kalender kerja", found, "isi dari SKB 3 Menteri: menu Organisasi, Kalender kerja")
    unchecked = [str(year) for year in wanted if not known[year]]
    if unchecked:
        found = f"hari libur {', '.join(unchecked)} dari daftar bawaan, belum diperiksa kantor"
        return warning("kalender kerja", found, "cocokkan dengan SKB 3 Menteri, lalu simpan di Kalender kerja")
    return ok("kalender kerja", f"hari libur {', '.join(map(str, wanted))} diisi kantor")


def check_outbox() -> Finding:
    """Nothing in the outbox waits for long, failed or is uncertain."""
    if _all("SELECT to_regclass('outbox_delivery')")[0][0] is None:
        return warning("kotak keluar", "belum ada tabelnya", "rangkul migrate")
    (on,) = _one("SELECT count(*) FROM outbox_channelsetting WHERE is_on")
    counts = "count(*) FILTER (WHERE state = '{}' AND {})"
    late = counts.format("WAITING", f"queued_at < now() - interval '{OUTBOX_HOURS} hours'")
    waiting, dead, unsure = _one(
        f"SELECT {late}, {counts.format('DEAD', 'NOT is_test')}, {counts.format('UNCERTAIN', 'NOT is_test')}"  # noqa: S608 - constants
        " FROM outbox_delivery"
    )
    found = (
        f"{on} saluran menyala, {dead} gagal, {unsure} tidak pasti, {waiting} menunggu lebih dari {OUTBOX_HOURS} jam"
    )
    if dead or unsure or waiting:
        return warning("kotak keluar", found, "rangkul outbox status; lalu halaman Kotak keluar")
    return ok("kotak keluar", found)


def check_inspectorate() -> Finding:
    """Somebody outside the office can answer what is complained of its head."""
    (waiting,) = _one("SELECT count(*) FROM desk_complaint WHERE reach = 4 AND state NOT IN ('ANSWERED', 'CLOSED')")
    (holders,) = _one(
        "SELECT count(*) FROM accounts_duty AS d JOIN accounts_user AS u ON u.id = d.user_id AND u.is_active"
        " WHERE d.role = 'INSPECTORATE' AND d.valid_from <= current_date"
        " AND (d.valid_to IS NULL OR d.valid_to > current_date)"
    )
    if holders or not waiting:
        return ok("pengaduan tentang kepala", "ada petugas Inspektorat" if holders else "tidak ada yang menunggu")
    return warning("pengaduan tentang kepala", f"{waiting} menunggu dan tidak ada akun Inspektorat",
                   "buat akun dengan peran Inspektorat daerah; tidak ada petugas kantor yang dapat menjawabnya")  # fmt: skip


def check_open_files() -> Finding:
    """Everything that was handed in lies encrypted on the disk, photos without what the camera wrote."""
    if not _all(
        "SELECT 1 FROM information_schema.columns WHERE table_name = 'files_storedfile' AND column_name = 'sealed_sha256'"
    ):
        return warning("berkas", "tabel berkas belum mutakhir", "rangkul migrate")
    (still_open,) = _one("SELECT count(*) FROM files_storedfile WHERE sealed_sha256 = ''")
    (unclean,) = _one(
        "SELECT count(*) FROM audit_event WHERE name = 'files.file.seal' AND data ->> 'is_clean' = 'false'"
    )
    if still_open:
        return warning("berkas", f"{still_open} berkas lama belum dienkripsi, fotonya masih memuat data kamera",
                       "rangkul seal-files")  # fmt: skip
    told = f", {unclean} foto lama tidak dapat dibersihkan" if unclean else ""
    return ok("berkas", f"semuanya terenkripsi{told}")


def _asked(ask: Callable[[], Finding]) -> Finding:
    from django.db import DatabaseError

    try:
        return ask()
    except DatabaseError as error:
        return wrong(ask.__name__.removeprefix("check_"), str(error).splitlines()[0], "lihat docs/operations.md")


def _all(question: str) -> list[tuple[object, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question)
        return list(cursor.fetchall())


def _one(question: str) -> tuple[object, ...]:
    rows = _all(question)
    return rows[0] if rows else (None,)


def _secret_paths(env: Env) -> list[Path]:
    return [env.secrets_dir, *env.secrets_dir.iterdir()] if env.secrets_dir.is_dir() else []


def _is_newer(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime_ns >= source.stat().st_mtime_ns
