"""Which folders a cluster uses: beside the data, or in /var/lib/rangkul where its user cannot reach the data."""

import hashlib
import json
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rangkul.platform.postgres.account import Account, choose_account
from rangkul.platform.postgres.errors import UnableToUseFolder

SHELTER = Path("/var/lib/rangkul")
LONGEST_SOCKET_PATH = 107
"""Bytes in sockaddr_un.sun_path on Linux, less the closing zero; macOS allows 103."""
SOCKET_PORT = 5432
"""Only names the socket file; nothing listens on this TCP port unless asked to."""


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of one cluster; `note` says in words why it is not beside the data, where it is not."""

    home: Path
    sockets: Path
    note: str = ""

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """Folder of the server's log files, one per weekday."""
        return self.home / "log"

    @property
    def stderr(self) -> Path:
        """What the server said before its log files were open."""
        return self.log / "start.log"


def find_places(root: Path, name: str) -> Places | None:
    """Return the remembered places of the cluster `name` under the data folder `root`, None before the first start."""
    try:
        kept = json.loads((root / f"{name}.json").read_text(encoding="utf-8"))
        return Places(Path(kept["home"]), Path(kept["sockets"]), kept["note"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise UnableToUseFolder(
            f"Berkas {root / name}.json rusak. Hapus berkas itu lalu mulai lagi; isi basis data tidak ikut terhapus."
        ) from None


def choose_places(root: Path, name: str, shelter: Path) -> tuple[Places, Account]:
    """Choose, make and remember the folders of a cluster; what was remembered is used again. Caller holds the lock."""
    kept = find_places(root, name)
    beside = root / name
    account = choose_account(beside)
    home = _existing_home(kept, beside, shelter)
    if home != beside:
        account = choose_account(home)
    note = kept.note if kept else ""
    if home == beside and not _is_reachable(home, account):
        home = _sheltered(beside, shelter)
        account = choose_account(home)
        _make_private(home, account)
        note = (
            f"Pengguna {account.name} tidak dapat mencapai {root}, jadi berkas PostgreSQL disimpan di {home}. "
            "Ikutkan folder itu dalam cadangan."
        )
    places = Places(home, _sockets_for(home, kept), note)
    _make_private(places.sockets, account)
    _make_private(places.log, account)
    _remember(root / f"{name}.json", places)
    return places, account


def _existing_home(kept: Places | None, beside: Path, shelter: Path) -> Path:
    # The data folder may have been moved since its places were remembered: beside the data always wins.
    if (beside / "data").exists():
        return beside
    if kept is not None and kept.home.exists():
        return kept.home
    sheltered = _sheltered(beside, shelter)
    return sheltered if os.geteuid() == 0 and sheltered.exists() else beside


def _sheltered(beside: Path, shelter: Path) -> Path:
    mark = hashlib.sha256(os.fsencode(beside)).hexdigest()[:12]
    return shelter / f"{beside.name}-{mark}"


def _is_reachable(home: Path, account: Account) -> bool:
    is_new = not home.exists()
    _make_private(home, account)
    if not account.is_other or (account.can("x", home) and account.can("w", home)):
        return True
    if is_new:
        home.rmdir()
    return False


def _sockets_for(home: Path, kept: Places | None) -> Path:
    if kept is not None and kept.home == home and _is_short(kept.sockets) and _can_be_there(kept.sockets):
        return kept.sockets
    preferred = home / "run"
    if _is_short(preferred):
        return preferred
    mark = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    folders = [Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent"), Path(tempfile.gettempdir())]
    folders.append(Path("/tmp"))  # noqa: S108 - made 0700, and refused if it is somebody else's
    if os.geteuid() == 0:
        folders.insert(0, Path("/run"))
    for folder in folders:
        candidate = folder / f"rangkul-{os.geteuid()}-{mark}"
        if folder.is_dir() and os.access(folder, os.W_OK) and _is_short(candidate):
            return candidate
    raise UnableToUseFolder(
        f"Jalur {preferred} terlalu panjang untuk soket PostgreSQL. Pilih RANGKUL_DATA yang pendek."
    )


def _can_be_there(folder: Path) -> bool:
    return folder.is_dir() or os.access(folder.parent, os.W_OK)


def _is_short(folder: Path) -> bool:
    return len(os.fsencode(folder / f".s.PGSQL.{SOCKET_PORT}.lock")) <= LONGEST_SOCKET_PATH


def _make_private(folder: Path, account: Account) -> None:
    """Make a folder only the account can enter; one that somebody else put there first is refused."""
    try:
        folder.mkdir(parents=True, mode=0o700)
        account.own(folder)
    except FileExistsError:
        state = folder.lstat()
        if not stat.S_ISDIR(state.st_mode) or state.st_uid not in (account.uid, os.geteuid()):
            raise UnableToUseFolder(
                f"{folder} sudah ada dan milik orang lain. Pindahkan, atau pilih RANGKUL_DATA lain."
            ) from None
        if state.st_uid != account.uid:
            account.own(folder)
        if stat.S_IMODE(state.st_mode) != 0o700:
            folder.chmod(0o700)
    except OSError as error:
        raise UnableToUseFolder(
            f"Folder {folder} tidak dapat dibuat ({error.strerror}). Periksa hak tulis dan sisa ruang, "
            "atau pilih folder lain dengan RANGKUL_DATA."
        ) from None


def _remember(path: Path, places: Places) -> None:
    draft = path.with_suffix(".json.new")
    text = json.dumps({"home": str(places.home), "sockets": str(places.sockets), "note": places.note}, indent=1)
    draft.write_text(text + "\n", encoding="utf-8")
    draft.replace(path)
