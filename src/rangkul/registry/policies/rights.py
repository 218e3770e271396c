"""What every policy of the room stands on: names of permissions, and the refusal in words."""

from typing import Any

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor

VIEW_PERSON = "registry.person.view"
VIEW_FAMILY = "registry.family.view"
SEARCH = "registry.person.search"
VIEW_IDENTITY = "registry.person.view_identity"
VIEW_HEALTH = "registry.person.view_health"
REGISTER_PERSON = "registry.person.register"
REGISTER_FAMILY = "registry.family.register"
CORRECT = "registry.person.correct"
RECORD = "registry.person.record"
APPLY_CHANGE = "registry.change.apply"
"""What tells who somebody is, and who belongs to which family: no role has it; whoever applies what another checked is lent it."""
ASK_CHANGE = "registry.change.ask"
CHECK_CHANGE = "registry.change.check"

VALIDATE = "registry.disability.validate"
MEET_DEVICE = "registry.device.meet"
VIEW_HOME = "registry.family.view_home"
VIEW_PAIRS = "registry.pair.view"
DECIDE_PAIR = "registry.pair.decide"
LINK = "registry.linkage.request"
TAKE_OUT = "registry.export.make"

OUTSIDE = "Data ini berada di luar wilayah tugas Anda."
_WITHOUT = {
    APPLY_CHANGE: "Hal ini tidak diubah sendirian. Ajukan perubahan; petugas lain yang memeriksanya.",
    CORRECT: "Peran Anda tidak mengubah data ini secara langsung. Ajukan perubahan; petugas Dinas memeriksa dan menerapkannya.",
}


def may(actor: Actor, permission: str) -> bool:
    """Whether the role has the permission; the program itself has every one."""
    return actor.is_system or actor.may(permission)


def check(actor: Actor, permission: str, allowed: Any) -> None:
    """Raise `Denied` unless allowed: without the permission because of the role, else because of the place."""
    if allowed:
        return
    if not may(actor, permission):
        if permission in _WITHOUT:
            raise Denied(permission=permission, message=_WITHOUT[permission])
        actor.check_may(permission)
    raise Denied(permission=permission, message=OUTSIDE)
