"""A cell comes back as the file had it, as long as the registry does not say otherwise by now."""

from collections.abc import Callable, Mapping

from rangkul.exchange.siks_ng.codes import relation_written
from rangkul.kernel.errors import Refused
from rangkul.registry.enums import Relation
from rangkul.registry.exports.people import Human


def as_came(came: str, read: Callable[[str], object], value: object, own: str, *, unread: object = None) -> str:
    """`came`, the file's own text, while it still reads as `value`; else `own`, how the registry writes the value.

    A text that `read` does not understand comes back as long as the registry has nothing to write instead, or has only
    `unread`, which such texts become.
    """
    if not came:
        return own
    try:
        return came if read(came) == value else own
    except Refused:
        return came if not own or value == unread else own


def in_full(came: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """`own`, texts that longer than the registry keeps stand in `came` written out while they begin the same."""
    return {name: came[name] if text and came.get(name, "").startswith(text) else text for name, text in own.items()}


def relation_as_came(came: str, each: Human, read: Callable[[str], object], *, was_read: bool) -> str:
    """The file's own word for a relation, else ours; another relation that the file did not tell stays blank."""
    relation = each.subject.relation
    if was_read and not came and relation == Relation.OTHER:
        return ""
    return as_came(came, read, relation, relation_written(relation, each.person.sex), unread=Relation.OTHER.value)
