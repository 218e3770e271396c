"""The demo district as the command line sees it: is it there, make it, who may sign in."""

from collections.abc import Callable
from dataclasses import dataclass

DISTRICTS = ("soppeng", "tanggamus", "jember", "kota-kupang", "ntb")

Progress = Callable[[str, int, int], None]
"""Called as progress(what, done, total)."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One ready-made account: `role_label` in words, `area` where its duty is."""

    username: str
    name: str
    role: str
    role_label: str
    area: str


def is_built() -> bool:
    """True where a demo district is in the database."""
    return bool(list_accounts())


def build(*, district: str, families: int | None, progress: Progress) -> None:
    """Make the district `district` (one of DISTRICTS), with its accounts; `families` None means its real number."""
    progress(f"kabupaten {district}", 0, families or 0)


def list_accounts() -> list[DemoAccount]:
    """Every ready-made account, one at least for each role, in the order of the roles."""
    return []
