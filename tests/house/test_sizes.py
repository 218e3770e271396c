"""No file grows until nobody reads it whole."""

from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, files, listing, shown

# Files over their limit today, with their lines. A number may only go down; a file under its limit leaves the list.
RATCHET: dict[str, int] = {}

LIMITS = [
    ("source", 500, [PACKAGE, ROOT / "scripts"], (".py", ".sql")),
    ("tests", 800, [ROOT / "tests"], (".py",)),
    ("templates", 200, [PACKAGE], (".html", ".typ")),
    ("scripts of pages", 250, [PACKAGE], (".js", ".mjs")),
]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize(("what", "limit", "folders", "endings"), LIMITS, ids=[entry[0] for entry in LIMITS])
def test_no_file_is_over_its_limit(what: str, limit: int, folders: list[Path], endings: tuple[str, ...]) -> None:
    problems = [
        f"{shown(path)}: {_lines(path)} lines, at most {RATCHET.get(shown(path), limit)}"
        for folder in folders
        for path in files(folder, *endings)
        if "migrations" not in path.parts and _lines(path) > RATCHET.get(shown(path), limit)
    ]
    assert not problems, listing(problems)


def test_the_ratchet_only_tightens() -> None:
    limit_of = {ending: limit for _what, limit, folders, endings in LIMITS for ending in endings if folders}
    problems = []
    for name, allowed in RATCHET.items():
        path = ROOT / name
        if not path.exists() or _lines(path) <= limit_of[path.suffix]:
            problems.append(f"{name} may leave the list")
        elif _lines(path) < allowed:
            problems.append(f"{name}: write {_lines(path)} instead of {allowed}")
    assert not problems, listing(problems)
