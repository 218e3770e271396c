"""As whom PostgreSQL runs: as ourselves, or, because it refuses root, as an unprivileged system user."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rangkul.platform.postgres.errors import UnableToUseFolder

PREFERRED = "rangkul"
SECOND_CHOICES = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """A system user for the server; `is_other` is true where we are root and step down to it."""

    name: str
    uid: int
    gid: int
    is_other: bool

    def as_process(self) -> dict[str, Any]:
        """Arguments for subprocess: who, without inherited groups, nothing readable for others."""
        stepped_down = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}
        return {**stepped_down, "umask": 0o077, "cwd": "/", "env": _clean_environment(self.name)}

    def own(self, path: Path) -> None:
        """Hand a path to this account (nothing to do where it is ours already)."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)

    def can(self, test: str, path: Path) -> bool:
        """Ask the system itself, as this account, whether `test -<test> path` holds (access lists included)."""
        try:
            command = ["/bin/sh", "-c", f'test -{test} "$1"', "sh", str(path)]
            done = subprocess.run(command, check=False, **self.as_process())
        except OSError:
            return False
        return done.returncode == 0


def choose_account(home: Path) -> Account:
    """Choose who runs the server whose files are (or will be) in `home`.

    An ordinary user runs it as himself. Root steps down to the owner of an existing cluster, else to the system user
    "rangkul" (made when missing), else to one that every system has. Raises UnableToUseFolder for a foreign folder.
    """
    me = os.geteuid()
    owner = home.stat().st_uid if home.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise UnableToUseFolder(
                f"Folder {home} milik pengguna {_name_of(owner or 0)}, bukan {_name_of(me)}. "
                "Jalankan Rangkul sebagai pengguna itu, atau pilih folder lain dengan RANGKUL_DATA."
            )
        return Account(_name_of(me), me, os.getegid(), is_other=False)
    if owner:
        entry = _find(owner)
        if entry:
            return _account(entry)
    entry = _find(PREFERRED) or _make_user()
    for name in SECOND_CHOICES:
        entry = entry or _find(name)
    if entry is None:
        raise UnableToUseFolder(
            "PostgreSQL tidak boleh berjalan sebagai root, dan sistem ini tidak punya pengguna lain untuknya. "
            f"Buat satu: useradd --system {PREFERRED}"
        )
    return _account(entry)


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, is_other=True)


def _find(who: str | int) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(who) if isinstance(who, str) else pwd.getpwuid(who)
    except KeyError:
        return None


def _name_of(uid: int) -> str:
    entry = _find(uid)
    return entry.pw_name if entry else str(uid)


def _make_user() -> pwd.struct_passwd | None:
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if useradd:
        subprocess.run(
            [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent",
             "--shell", "/usr/sbin/nologin", "--comment", "Rangkul PostgreSQL", PREFERRED],
            capture_output=True, check=False,
        )  # fmt: skip
    return _find(PREFERRED)


def _clean_environment(name: str) -> dict[str, str]:
    """Nothing of ours reaches the server: no PG* variables, no secrets, messages we can read."""
    kept = {key: os.environ[key] for key in ("PATH", "TMPDIR", "TZDIR") if key in os.environ}
    return {"PATH": "/usr/bin:/bin", **kept, "LC_ALL": "C", "LANG": "C", "HOME": "/", "USER": name}
