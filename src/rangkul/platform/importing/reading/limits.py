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
HEADER_WITHIN = 15
MEMORY_BYTES = 3 * 1024**3
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


def progress_of(target: Path) -> Path:
    """Where the reading process leaves word of how many rows it has written to `target`."""
    return target.with_suffix(".rows")
