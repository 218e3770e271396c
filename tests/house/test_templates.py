"""Templates load, are used, carry no code of their own, and stand in a frame."""

import re
from pathlib import Path

import pytest
from django.template import engines

from tests.house.tree import PACKAGE, files, listing, shown

TEMPLATES = [path for path in files(PACKAGE / "web", ".html") if "templates" in path.parts]
FORBIDDEN = {
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "another host": re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[\w.-]+\.\w", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
}


def name_of(path: Path) -> str:
    """The name under which Django finds the template."""
    return "/".join(path.parts[path.parts.index("templates") + 1 :])


NAMES = {name_of(path): path for path in TEMPLATES}


def test_every_template_loads() -> None:
    engine = engines["django"]
    for name in NAMES:
        engine.get_template(name)


def test_no_two_templates_share_a_name() -> None:
    assert len(NAMES) == len(TEMPLATES)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_code_and_no_other_host(what: str) -> None:
    problems = [
        f"{shown(path)}:{number} {line.strip()[:90]}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if FORBIDDEN[what].search(re.sub(r"{#.*?#}", "", line))
    ]
    assert not problems, listing(problems)


def _sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in files(PACKAGE, ".py", ".html"))


def test_every_template_is_used() -> None:
    sources = _sources()
    problems = []
    for name, path in NAMES.items():
        stem = path.stem
        is_page_of_error = "/" not in name
        is_component = name.startswith(("components/", "layout/"))
        used = name in sources or (is_component and re.search(rf"""["'(\s/]{stem}["'\s)]""", sources))
        if not is_page_of_error and not used:
            problems.append(shown(path))
    assert not problems, listing(problems)


def test_every_page_stands_in_a_layout() -> None:
    sources = _sources()
    problems = []
    for name, path in NAMES.items():
        if name.startswith(("components/", "layout/")):
            continue
        text = path.read_text(encoding="utf-8")
        extends = re.search(r"{%\s*extends\s+[\"']([^\"']+)[\"']", text)
        if extends:
            ok = extends[1].startswith("layout/") or extends[1] in NAMES
        else:
            ok = re.search(rf"""{{%\s*include\s+["']{re.escape(name)}["']""", sources) is not None or "<" not in text
            ok = ok or re.search(rf"""render_to_string\(\s*["']{re.escape(name)}["']""", sources) is not None
            ok = ok or re.search(rf"""template(?:_name)?\s*=\s*["']{re.escape(name)}["']""", sources) is not None
            ok = ok or re.search(rf"""inclusion_tag\(\s*["']{re.escape(name)}["']""", sources) is not None
            ok = ok or re.search(rf"""Panel\([^)]*["']{re.escape(name)}["']""", sources) is not None
            ok = ok or re.search(r"{%\s*extends\s+layout\s*%}", text) is not None  # page or paper, chosen by the view
        if not ok:
            problems.append(shown(path))
    assert not problems, listing(problems)
