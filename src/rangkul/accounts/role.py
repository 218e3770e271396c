"""What a role is: a name for auditors, the level it works at, and what it may do."""

from dataclasses import dataclass

from django.utils.functional import Promise

from rangkul.kernel.area_code import AreaLevel


@dataclass(frozen=True, slots=True)
class Role:
    """A role: `level` is the level of the areas its duties name."""

    code: str
    label: str | Promise
    description: str | Promise
    level: AreaLevel
    permissions: frozenset[str]
