"""A cell and an actor as plain data: in addresses, and in the arguments of a job."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rangkul.insight.coverage.cover import Cover
from rangkul.insight.coverage.errors import NoSuchCell
from rangkul.insight.coverage.queries import Wanted, wanted_from
from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.platform.policy.actor import Actor

KEYS = {"ukuran": "code", "satuan": "unit", "wilayah": "area", "jk": "sex", "umur": "age", "disabilitas": "disability"}
"""Keys of an address, and what they are of a cell."""


def wanted_of(cover: Cover, cell: Mapping[str, str]) -> Wanted:
    """The cell of an address. Raises NoSuchCell for a measure or an area that is not."""
    given = {name: cell[key] for key, name in KEYS.items() if cell.get(key)}
    area = given.pop("area", "")
    try:
        place = str(AreaCode.parse(area)) if area else ""
    except Refused:
        raise NoSuchCell(area) from None
    found = wanted_from(cover, code=given.pop("code", ""), unit=given.pop("unit", ""), area=place, **given)
    if found is None:
        raise NoSuchCell(cell.get("ukuran"))
    return found


def cell_of(wanted: Wanted) -> dict[str, str]:
    """The cell as an address names it, without empty keys."""
    told = {
        "ukuran": wanted.measure.code,
        "satuan": wanted.unit,
        "wilayah": wanted.area,
        "jk": wanted.sex,
        "umur": wanted.age,
        "disabilitas": wanted.disability,
    }
    return {key: value for key, value in told.items() if value}


def scope_of(actor: Actor) -> dict[str, Any]:
    """The actor as a job keeps them: what they were allowed when they asked."""
    return {
        "user_id": str(actor.user_id) if actor.user_id else None,
        "name": actor.name,
        "role": actor.role,
        "permissions": sorted(actor.permissions),
        "areas": [str(each) for each in actor.areas],
        "division_id": str(actor.division_id) if actor.division_id else None,
        "office_id": str(actor.office_id) if actor.office_id else None,
        "purpose": actor.purpose,
    }


def actor_of(scope: Mapping[str, Any]) -> Actor:
    """The actor of a kept scope."""
    return Actor(
        user_id=UUID(scope["user_id"]) if scope["user_id"] else None,
        name=scope["name"],
        role=scope["role"],
        permissions=frozenset(scope["permissions"]),
        areas=tuple(AreaCode.parse(each) for each in scope["areas"]),
        division_id=UUID(scope["division_id"]) if scope["division_id"] else None,
        office_id=UUID(scope["office_id"]) if scope["office_id"] else None,
        purpose=scope["purpose"],
    )
