"""Handling of the parser's raw tree: places, children, and the wrapper levels of the grammar."""

from lark import Token, Tree

from rangkul.rules.tree import Span

Raw = Tree[Token]

_WRAPPERS = {
    "expr", "conditionalor", "conditionaland", "relation", "addition", "multiplication", "unary", "member", "primary",
}  # fmt: skip


def span(raw: Raw) -> Span:
    """Where the raw tree stands."""
    meta = raw.meta
    return Span(meta.start_pos, meta.end_pos, meta.line, meta.column)


def child(raw: Raw, index: int) -> Raw:
    """The child tree at the index."""
    found = raw.children[index]
    if not isinstance(found, Tree):
        raise TypeError(f"{raw.data} has a token at {index}")
    return found


def word(raw: Raw, index: int) -> str:
    """The child token at the index, as text."""
    return str(raw.children[index])


def strip(raw: Raw) -> Raw:
    """The raw tree without the levels of the grammar that hold a single part."""
    while raw.data in _WRAPPERS and len(raw.children) == 1 and isinstance(raw.children[0], Tree):
        raw = raw.children[0]
    return raw


def flatten(raw: Raw) -> list[Raw]:
    """The parts of `a && b && c` (or of `||`) in reading order; brackets keep their own level."""
    parts: list[Raw] = []
    kind = raw.data
    while raw.data == kind and len(raw.children) == 2:
        parts.append(child(raw, 1))
        raw = child(raw, 0)
    return [raw, *parts[::-1]]


def arguments(raw: Raw, index: int) -> list[Raw]:
    """The expressions of the argument list at the index, empty when there is none."""
    return [part for part in child(raw, index).children if isinstance(part, Tree)] if len(raw.children) > index else []
