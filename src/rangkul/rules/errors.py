"""What can be wrong with a rule or with the values given to it, told so that the writer can mend it."""

from collections.abc import Iterable
from difflib import get_close_matches

MAX_SHOWN = 60
"""No message repeats more of what was written."""


class RuleError(ValueError):
    """A rule text that cannot be used; `line` and `column` count from 1.

    `str()` gives the whole message: the place, the line with a caret below it, what was found and what was expected.
    """

    def __init__(
        self, message: str, *, line: int, column: int, found: str = "", expected: str = "", text: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected
        self.text = text

    @property
    def caret(self) -> str:
        """The faulty line and a caret under the place; long lines are cut around it."""
        lines = self.text.splitlines() or [""]
        shown = lines[min(self.line, len(lines)) - 1]
        start = max(0, self.column - 61)
        window = shown[start : start + 100].replace("\t", " ")
        return f"  {window}\n  {' ' * (self.column - 1 - start)}^"

    def __str__(self) -> str:
        parts = [f"Baris {self.line}, kolom {self.column}: {self.message}", self.caret]
        if self.found:
            parts.append(f"Ditemukan: {self.found}.")
        if self.expected:
            parts.append(f"Seharusnya: {self.expected}.")
        return "\n".join(parts)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.message, self.line, self.column, self.found, self.expected, self.text))


def _rebuild(message: str, line: int, column: int, found: str, expected: str, text: str) -> RuleError:
    return RuleError(message, line=line, column=column, found=found, expected=expected, text=text)


class ParameterError(ValueError):
    """A parameter that a rule uses is missing, empty or of another type."""


class FactValueError(ValueError):
    """A fact's value, or the column that holds it, is not of the type the vocabulary promises."""


class CaseError(ValueError):
    """A file of readable cases that cannot be read."""


def suggest(name: str, known: Iterable[str], also: Iterable[str] = ()) -> str:
    """` Maksud Anda `x`?` for the nearest of the known names, else of `also` (the other language), or an empty text."""
    for names in (known, also):
        by_fold = {candidate.casefold(): candidate for candidate in names}
        near = get_close_matches(name[:MAX_SHOWN].casefold(), by_fold, n=1, cutoff=0.6)
        if near:
            return f" Maksud Anda `{by_fold[near[0]]}`?"
    return ""


def cut(written: str) -> str:
    """What was written, on one line and at most MAX_SHOWN letters."""
    shown = " ".join(written.split())
    return shown if len(shown) <= MAX_SHOWN else shown[: MAX_SHOWN - 1] + "…"
