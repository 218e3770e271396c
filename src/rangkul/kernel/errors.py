"""Refusals and denials: the two ways the system says no, in words an officer can act on."""

from typing import Any

SHOWN_CHARACTERS = 60


class RangkulError(Exception):
    """Root of every error the system raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Keyword-only constructors break the default pickling, and tasks and test workers pickle errors.
        return _rebuild, (type(self), self.args, self.__dict__.copy())


class Refused(RangkulError):
    """Bad input, with what was expected and what to do about it (Indonesian text).

    ``str(error)`` leaves the value out, because tracebacks and logs must not carry a NIK;
    ``error.message`` includes it and is meant for the person who typed it.
    """

    def __init__(self, *, field: str, value: object, expected: str, remedy: str) -> None:
        self.field = field
        self.value = value
        self.expected = expected
        self.remedy = remedy
        super().__init__(f"{field}: {expected}; {remedy}")

    @property
    def message(self) -> str:
        """One Indonesian sentence: field, value (at most 60 characters), what was expected, what to do."""
        shown = shorten(self.value)
        given = f"berisi “{shown}”" if str("" if self.value is None else self.value).strip() else "kosong"
        return f"{self.field} {given}, seharusnya {_bare(self.expected)}; {_bare(self.remedy)}."


class Missing(RangkulError):
    """What an address names does not exist, or is not the actor's to know of."""


class Denied(RangkulError):
    """The actor lacks a permission; ``message`` is Indonesian and may be shown to the actor."""

    def __init__(self, *, permission: str, message: str) -> None:
        self.permission = permission
        self.message = message
        super().__init__(f"{permission}: {message}")


def shorten(value: object, limit: int = SHOWN_CHARACTERS) -> str:
    """The value as one line of at most ``limit`` characters; characters that do not print are escaped."""
    text = "" if value is None else str(value)
    shown = "".join(each if each.isprintable() else _escaped(each) for each in text[: limit + 1])
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _bare(sentence: str) -> str:
    return sentence.strip().rstrip(".")


def _rebuild(kind: type[RangkulError], args: tuple[object, ...], state: dict[str, object]) -> RangkulError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
