"""Every text has its English translation: none missing, doubtful, left over, or with other blanks."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.house.tree import PACKAGE, files, listing, shown, syntax

CALLS = {
    "_": (0,), "gettext": (0,), "gettext_lazy": (0,), "gettext_noop": (0,), "ngettext": (0, 1), "ngettext_lazy": (0, 1),
    "pgettext": ("context", 1), "pgettext_lazy": ("context", 1), "npgettext": ("context", 1, 2),
    "npgettext_lazy": ("context", 1, 2),
}  # fmt: skip
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(npgettext|pgettext|ngettext|gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
BLANKS = re.compile(r"%\(\w+\)[sdf]|{\w*}|%[sd]")

Key = tuple[str, str]  # context, msgid


def in_python(path: Path) -> Iterator[tuple[int, Key]]:
    """Texts of a Python file with their lines; a text that is not a literal is none."""
    known = _known_names(path)
    for node in ast.walk(syntax(path)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in known:
            continue
        yield from _of_call(node, CALLS[known[node.func.id]])


def _known_names(path: Path) -> dict[str, str]:
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in CALLS
    }


def _of_call(node: ast.Call, shape: tuple[object, ...]) -> Iterator[tuple[int, Key]]:
    texts = [a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args]
    context = texts[0] or "" if shape[0] == "context" else ""
    first = shape[1] if shape[0] == "context" else shape[0]
    assert isinstance(first, int)
    text = texts[first] if first < len(texts) else None
    if text:
        yield node.lineno, (context, text)


def in_template(path: Path) -> Iterator[tuple[int, Key]]:
    """Texts of a template with their lines."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for found in IN_TEMPLATE.finditer(source):
        texts = [ast.literal_eval(text) for text in re.findall(LITERAL, found[2])]
        context = texts.pop(0) if "pgettext" in found[1] else ""
        if texts and texts[0]:
            yield source.count("\n", 0, found.start()) + 1, (context, texts[0])


@cache
def texts() -> dict[Key, str]:
    """Every text of the product with the first place it stands."""
    found: dict[Key, str] = {}
    for path in files(PACKAGE, ".py"):
        if "migrations" not in path.parts:
            for line, key in in_python(path):
                found.setdefault(key, f"{shown(path)}:{line}")
    for path in files(PACKAGE / "web", ".html"):
        for line, key in in_template(path):
            found.setdefault(key, f"{shown(path)}:{line}")
    return found


@cache
def catalogues() -> list[tuple[Path, Catalog]]:
    found = []
    for path in files(PACKAGE, ".po"):
        with path.open("rb") as stream:
            found.append((path, read_po(stream, locale="en")))
    return found


def entries() -> Iterator[tuple[Path, Message]]:
    for path, catalogue in catalogues():
        yield from ((path, message) for message in catalogue if message.id)


def key_of(message: Message) -> Key:
    return message.context or "", message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


def forms_of(message: Message) -> list[str]:
    return [str(s) for s in message.string] if isinstance(message.string, tuple | list) else [str(message.string)]


def test_every_text_has_an_english_translation() -> None:
    have = {key_of(message) for _path, message in entries() if all(forms_of(message))}
    problems = [
        f"{place}  {key[1]!r}" for key, place in sorted(texts().items(), key=lambda entry: entry[1]) if key not in have
    ]
    assert not problems, listing(problems)


def test_nothing_doubtful_or_struck_out() -> None:
    problems = [f"{shown(path)}: fuzzy {key_of(message)[1]!r}" for path, message in entries() if message.fuzzy]
    problems += [
        f"{shown(path)}: {len(catalogue.obsolete)} obsolete" for path, catalogue in catalogues() if catalogue.obsolete
    ]
    assert not problems, listing(problems)


def test_no_translation_without_a_text() -> None:
    used = set(texts())
    problems = [f"{shown(path)}: {key_of(message)[1]!r}" for path, message in entries() if key_of(message) not in used]
    assert not problems, listing(problems)


def test_translations_have_the_same_blanks() -> None:
    problems = []
    for path, message in entries():
        source = set(BLANKS.findall(key_of(message)[1]))
        problems += [
            f"{shown(path)}: {form!r}" for form in forms_of(message) if form and set(BLANKS.findall(form)) - source
        ]
    assert not problems, listing(problems)
