"""What the documents tell people to type exists, and CI types the same."""

import re
from pathlib import Path

import click
import pytest

from rangkul.cli.main import root
from tests.house.tree import ROOT, files, listing, shown

DOCUMENTS = sorted([*ROOT.glob("*.md"), *files(ROOT / "docs", ".md")])
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
PICTURES = ROOT / "docs" / "pictures"


def code_of(path: Path) -> str:
    """What stands in code in a document: fenced, indented, or between backticks."""
    text = path.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`|^ {4}.+$", text, re.MULTILINE | re.DOTALL))


def test_make_targets_in_documents_exist() -> None:
    problems = [
        f"{shown(path)}: make {target}"
        for path in DOCUMENTS
        for target in re.findall(r"\bmake ([a-z][a-z-]*)", code_of(path))
        if target not in TARGETS
    ]
    assert not problems, listing(problems)


def test_commands_in_documents_exist() -> None:
    known = set(root.list_commands(click.Context(root)))
    problems = [
        f"{shown(path)}: rangkul {name}"
        for path in DOCUMENTS
        if "adr" not in path.parts
        for name in re.findall(r"(?:`|^ {4}|bin/)rangkul ([a-z][a-z-]*)", code_of(path), re.MULTILINE)
        if name not in known
    ]
    assert not problems, listing(problems)


@pytest.mark.parametrize("target", ["demo", "test", "check", "bench", "requirements"])
def test_the_readme_names_the_targets(target: str) -> None:
    assert f"make {target}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_runs_what_people_run() -> None:
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "make check" in ci
    assert "make test" in ci
    assert set(re.findall(r"\bmake ([a-z-]+)", ci)) <= TARGETS
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_links_between_documents_lead_somewhere() -> None:
    problems = []
    for path in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8")):
            place = (path.parent / target).resolve()
            is_picture = place.is_relative_to(PICTURES) and not PICTURES.exists()
            if not place.exists() and not is_picture:
                problems.append(f"{shown(path)}: {target}")
    assert not problems, listing(problems)


def test_every_decision_is_in_the_index() -> None:
    index = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    problems = [p.name for p in sorted((ROOT / "docs/adr").glob("0*.md")) if p.name not in index]
    assert not problems, listing(problems)


def test_agents_is_short() -> None:
    assert len((ROOT / "AGENTS.md").read_text(encoding="utf-8").splitlines()) <= 60
