"""A fragment that htmx asks for is the same part of the page that a full reload gives."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup

WEB = Path(__file__).resolve().parents[2] / "src/rangkul/web"
_ASKING = re.compile(r"<[^<]*?\bhx-(?:get|post)=\"(?P<url>(?:\{%.*?%\}|[^\"])*)\"(?:\{%.*?%\}|[^<>])*", re.DOTALL)


def asking_tags() -> Iterator[tuple[str, str, str]]:
    """Every tag of a template that asks for something by htmx: template, address as written, tag."""
    for path in sorted(WEB.rglob("*.html")):
        for found in _ASKING.finditer(path.read_text(encoding="utf-8")):
            yield path.name, found["url"], found.group()


def assert_in_page(part: bytes, page: bytes) -> None:
    """What htmx was given stands in the page, whatever the token of its forms."""
    assert b"<html" not in part
    wanted = _even(part)
    assert wanted
    assert wanted in _even(page)


def _even(html: bytes) -> str:
    soup = BeautifulSoup(html, "html.parser")
    for token in soup.find_all("input", attrs={"name": "csrfmiddlewaretoken"}):
        token.decompose()
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", str(soup))).strip()
