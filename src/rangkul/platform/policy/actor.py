"""The actor: a user in one role, with duty areas and a purpose."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Denied


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something: user + role + duty areas (+ division, institution) + purpose.

    `areas` are whole subtrees: a kecamatan's code covers its villages. An actor without areas sees no person.
    """

    user_id: UUID | None
    name: str
    role: str
    permissions: frozenset[str] = field(default_factory=frozenset)
    areas: tuple[AreaCode, ...] = ()
    duty_id: UUID | None = None
    office_id: UUID | None = None
    division_id: UUID | None = None
    institution_id: UUID | None = None
    post_id: UUID | None = None
    purpose: str = ""

    def may(self, permission: str) -> bool:
        """Whether the role grants `permission` ("room.noun.verb"), regardless of which object."""
        return permission in self.permissions

    def check_may(self, permission: str) -> None:
        """Raise `Denied` unless the role grants `permission`."""
        if not self.may(permission):
            raise Denied(permission=permission, message=_("Peran Anda tidak berwenang untuk tindakan ini."))

    def covers(self, area: str) -> bool:
        """Whether `area` lies in one of the duty areas."""
        return any(own.contains(AreaCode.parse(area)) for own in self.areas)

    def for_purpose(self, purpose: str) -> "Actor":
        """The same actor with a stated purpose, as the access log wants it."""
        return replace(self, purpose=purpose)

    @property
    def is_system(self) -> bool:
        return self.role == SYSTEM_ROLE


SYSTEM_ROLE = "SYSTEM"
CITIZEN_ROLE = "CITIZEN"
_OF_CITIZENS = frozenset(
    {"desk.case.report", "desk.case.attach", "desk.case.silence", "desk.complaint.silence", "desk.survey.answer"}
    | {f"desk.complaint.{verb}" for verb in ("report", "attach", "accept", "object")}
)


def system_actor(reason: str, *, areas: tuple[AreaCode, ...] = (), permissions: frozenset[str] = frozenset()) -> Actor:
    """The program itself (a task, an import, the demo): `reason` stands in the audit trail as its name."""
    return Actor(user_id=None, name=reason, role=SYSTEM_ROLE, areas=areas, permissions=permissions)


def citizen_actor(name: str = "Warga") -> Actor:
    """A member of the public on the public pages: no areas, so no person is ever visible."""
    return Actor(user_id=None, name=name, role=CITIZEN_ROLE, permissions=_OF_CITIZENS)
