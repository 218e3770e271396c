"""Templates of messages and whom they go to: short fixed sentences with few declared values, nothing personal."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise

from rangkul.platform.outbox.errors import BadMessage, BadTemplate, Outdated

LONGEST_VALUE = 80
LONGEST_TEXT = 300
PERSONAL_WORDS = frozenset(
    {
        "name",
        "nama",
        "person",
        "warga",
        "nik",
        "kk",
        "alamat",
        "address",
        "phone",
        "telepon",
        "email",
        "story",
        "cerita",
    }
    | {"need", "kebutuhan", "note", "catatan", "diagnosis", "health", "kesehatan", "birth", "lahir", "reason", "alasan"}
)
"""Words that no value of a message may be named by: a message lies open on a phone's lock screen."""
_CODE = re.compile(r"[a-z_]+(\.[a-z_]+){1,3}")
_VALUE = re.compile(r"[a-z][a-z_]*")
_LONG_NUMBER = re.compile(r"(?:\d[ .\-]?){9,}")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message is for: an official (`user_id`), or a citizen's phone or e-mail address.

    The phone and the address are used only where the citizen agreed (`has_consent`, written down on the case).
    """

    user_id: UUID | None = None
    phone: str = ""
    email: str = ""
    has_consent: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of message. `text` is one sentence with {blanks}; `values` are the blanks in the order gateways want them.

    `is_urgent` lets it out in the quiet hours, to officials only. `late` is a last blank that is filled only when the
    message leaves, by `find_late` with the id of what it is about: a link that opens something is in no row of the
    outbox, and when there is none any more the message is not sent.
    """

    code: str
    text: str | Promise
    values: tuple[str, ...] = ()
    is_urgent: bool = False
    late: str = ""
    find_late: Callable[[UUID], str | None] | None = None

    @property
    def gateway_name(self) -> str:
        """The name under which WhatsApp knows the template: letters, digits and underscores."""
        return self.code.replace(".", "_")

    def check(self, values: Mapping[str, object]) -> dict[str, str]:
        """The values as texts, in the template's order. Raises `BadMessage`."""
        if set(values) != set(self.values):
            raise BadMessage(f"{self.code} takes {sorted(self.values)}, given {sorted(values)}")
        kept = {name: str(values[name]) for name in self.values}
        for name, text in kept.items():
            if not text or len(text) > LONGEST_VALUE or not text.isprintable():
                raise BadMessage(f"{self.code}: {name} is empty, too long or not one line")
            if _LONG_NUMBER.search(text):
                raise BadMessage(f"{self.code}: {name} holds a long number")
        return kept

    def sentence(self, values: Mapping[str, str], *, language: str | None = None) -> str:
        """The words, in the reader's language or the given one; a late blank that is not given stays a dot."""
        filled = {self.late: "…", **values} if self.late else values
        if language is None:
            return str(self.text).format(**filled)
        with translation.override(language):
            return str(self.text).format(**filled)

    def values_to_send(self, values: Mapping[str, str], about_id: UUID) -> dict[str, str]:
        """The values in the order gateways want them, the late one last. Raises `Outdated`."""
        kept = {name: values[name] for name in self.values}
        if self.find_late is None:
            return kept
        found = self.find_late(about_id)
        if not found:
            raise Outdated(self.code)
        return {**kept, self.late: found}


_TEMPLATES: dict[str, Template] = {}


def register_template(
    code: str,
    text: str | Promise,
    *,
    values: tuple[str, ...] = (),
    is_urgent: bool = False,
    late: str = "",
    find_late: Callable[[UUID], str | None] | None = None,
) -> Template:
    """Declare a message, in the room's `apps.ready`. The same again is the same; other words under a code are refused.

    Raises `BadTemplate`: a blank that is not declared, a value named like something personal, a text too long.
    """
    template = Template(code=code, text=text, values=values, is_urgent=is_urgent, late=late, find_late=find_late)
    for problem in problems_of(template):
        raise BadTemplate(problem)
    known = _TEMPLATES.get(code)
    if known is not None and (str(known.text), known.values) != (str(text), values):
        raise BadTemplate(f"{code} is registered with other words")
    _TEMPLATES[code] = template
    return template


def problems_of(template: Template) -> Iterator[str]:
    """What is wrong with a template, a sentence each."""
    source = _source(template.text)
    blanks = {field for _text, field, _spec, _conversion in Formatter().parse(source) if field is not None}
    if not _CODE.fullmatch(template.code):
        yield f"{template.code!r} is not room.noun.verb"
    declared = [*template.values, *([template.late] if template.late else [])]
    if blanks != set(declared) or len(set(declared)) != len(declared):
        yield f"{template.code}: the text has {sorted(blanks)}, declared are {sorted(declared)}"
    if len(source) > LONGEST_TEXT:
        yield f"{template.code}: the text has {len(source)} characters, at most {LONGEST_TEXT}"
    for name in declared:
        if not _VALUE.fullmatch(name):
            yield f"{template.code}: {name!r} is no name of a value"
        if PERSONAL_WORDS & set(name.split("_")):
            yield f"{template.code}: {name} would be personal"


def template_named(code: str) -> Template:
    """The template of that code. Raises `BadMessage`."""
    found = _TEMPLATES.get(code)
    if found is None:
        raise BadMessage(f"no template {code}")
    return found


def find_template(code: str) -> Template | None:
    """The template of that code, None when the program no longer has it."""
    return _TEMPLATES.get(code)


def list_templates() -> list[Template]:
    """Every template, by code."""
    return [_TEMPLATES[code] for code in sorted(_TEMPLATES)]


def _source(text: str | Promise) -> str:
    # Before the apps are ready there is no catalogue of translations, and the source language needs none.
    with translation.override(None):
        return str(text)
