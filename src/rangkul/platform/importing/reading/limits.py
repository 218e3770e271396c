"""How large a file and its parts may be, and why a file is refused; knows nothing of Django."""

from dataclasses import dataclass
from pathlib import Path

MAX_FILE = 300 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_UNPACKED_XLSX = 2 * 1024**3
STREAM_ABOVE = 100 * 1024 * 1024
MAX_RATIO = 100
RATIO_MATTERS_ABOVE = 1024 * 1024
MAX_PARTS = 2_000
MAX_CELL = 32_767
MAX_LINE = 1024 * 1024
MAX_COLUMNS = 400
MAX_ROWS = 2_000_000
MAX_SHEETS = 200
COUNTED_ROWS = 50_000
HEADER_WITHIN = 15
MEMORY_BYTES = 3 * 1024**3
LEAST_MEMORY = 512 * 1024**2
_CGROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
CPU_SECONDS = 900
WALL_SECONDS = 1_800
UNKNOWN_HEADER = "UNKNOWN_HEADER"


@dataclass
class UnableToRead(Exception):
    """Why the file cannot be read: `found`, `expected` and `remedy` in the words of a village officer.

    `code` is UNKNOWN_HEADER when only the columns are strange, so that a person can map them.
    """

    found: str
    expected: str
    remedy: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.found}: {self.expected}; {self.remedy}"


def memory_here(root: Path = Path("/")) -> int:
    """How much the reading process may take here: three quarters of the machine or its container, at most 3 GB.

    PostgreSQL and the pages live beside it; on a machine of 1 GB the reader is refused memory before they are killed.
    """
    told = [_machine(root), *(_number(root / name.lstrip("/")) for name in _CGROUPS)]
    total = min((each for each in told if each), default=MEMORY_BYTES * 2)
    return max(LEAST_MEMORY, min(MEMORY_BYTES, total * 3 // 4))


def _machine(root: Path) -> int:
    try:
        lines = (root / "proc/meminfo").read_text("ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemTotal:"))
    except (OSError, StopIteration, ValueError, IndexError):
        return 0


def _number(path: Path) -> int:
    """A limit in bytes; 0 where there is none ("max", or a file that is not there)."""
    try:
        return int(path.read_text("ascii"))
    except (OSError, ValueError):
        return 0


def progress_of(target: Path) -> Path:
    """Where the reading process leaves word of how many rows it has written to `target`."""
    return target.with_suffix(".rows")
