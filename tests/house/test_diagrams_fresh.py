"""The reference pages say what the code says."""

import sys

from tests.house.tree import ROOT, run


def test_reference_pages_are_fresh() -> None:
    done = run(sys.executable, "scripts/make_docs.py", "--check")
    assert done.returncode == 0, f"run `python scripts/make_docs.py`: {done.stdout}{done.stderr[-1500:]}"


def test_every_page_has_a_maker() -> None:
    source = (ROOT / "scripts/make_docs.py").read_text(encoding="utf-8")
    strangers = [path.name for path in (ROOT / "docs/reference").glob("*.md") if f'"{path.name}"' not in source]
    assert not strangers
