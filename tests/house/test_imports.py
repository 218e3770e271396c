"""Floors and rooms: imports point down, and a room's tables are its own."""

import sys
from pathlib import Path

from tests.house.tree import PACKAGE, ROOT, files, imported_names, listing, run, shown

ROOMS = (
    "reference", "organisation", "accounts", "registry", "institutions", "verivali", "programmes", "desk", "delivery", "insight",
)  # fmt: skip
# The signed-in user is Django's own affair and needs its class.
ALLOWED = {("web/accounts", "accounts"), ("web/shared", "accounts")}


def test_import_contracts_hold() -> None:
    done = run(str(Path(sys.executable).parent / "lint-imports"), "--config", str(ROOT / ".importlinter"))
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_a_rooms_models_are_imported_by_itself_only() -> None:
    problems = []
    for path in files(PACKAGE, ".py"):
        parts = path.relative_to(PACKAGE).parts
        home = "/".join(parts[:2]) if parts[0] in {"web", "cli", "exchange", "platform"} else parts[0]
        for line, name in imported_names(path):
            for room in ROOMS:
                is_table = name == f"rangkul.{room}.models" or name.startswith(f"rangkul.{room}.models.")
                if is_table and home != room and (home, room) not in ALLOWED:
                    problems.append(f"{shown(path)}:{line} imports {name}")
    assert not problems, listing(sorted(set(problems)))
