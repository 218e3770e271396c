"""Services as a citizen looks for them: by need, or by the words people use."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from rangkul.desk.queries.catalogue import Service, list_services
from rangkul.kernel.yaml_text import read_yaml

FILE = Path(__file__).parent.parent / "data" / "needs.yaml"
_WORD = re.compile(r"\w+")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class NeedOfLife:
    """What somebody may be in need of, with the codes of the services that answer it."""

    code: str
    label: str
    services: tuple[str, ...]
    words: frozenset[str]


def list_needs() -> list[NeedOfLife]:
    """The needs in the order of the file, in the reader's language."""
    return list(_read((get_language() or "id")[:2]))


def find_services(text: str = "", need: str = "") -> list[Service]:
    """Services for a need, or those in which every word of `text` (or its beginning) occurs, best first; all for neither.

    A service is also found by the words of the needs that it answers ("berobat" finds the health card).
    """
    known = list_services()
    chosen = next((each for each in list_needs() if each.code == need), None)
    if chosen is not None:
        known = [each for code in chosen.services for each in known if each.code == code]
    asked = [word for word in _words(text) if len(word) >= _SHORTEST]
    if not asked:
        return known
    ranked = [(_hits(each, asked), place, each) for place, each in enumerate(known)]
    return [each for hits, _place, each in sorted(ranked, key=lambda entry: (-entry[0], entry[1])) if hits]


def _hits(service: Service, asked: list[str]) -> int:
    """How well a service answers: words in its name count double; 0 unless every word of the question is found."""
    name = set(_words(service.name))
    rest = set(_words(" ".join([service.about, service.output, *service.requirements])))
    needs = {word for need in list_needs() if service.code in need.services for word in need.words}
    marks = [2 if _in(word, name) else 1 if _in(word, rest | needs) else 0 for word in asked]
    return sum(marks) if all(marks) else 0


def _in(word: str, words: set[str]) -> bool:
    return any(each.startswith(word) for each in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@cache
def _read(language: str) -> tuple[NeedOfLife, ...]:
    entries = read_yaml(FILE.read_text(encoding="utf-8"))["needs"]
    return tuple(
        NeedOfLife(
            code=entry["code"],
            label=entry["en"] if language == "en" else entry["label"],
            services=tuple(entry["services"]),
            words=frozenset(_words(f"{entry['words']} {entry['label']} {entry['en']}")),
        )
        for entry in entries
    )
