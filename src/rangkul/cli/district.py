"""The demo district as the command line sees it: is it there, make it, who may sign in."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

DISTRICTS = ("soppeng", "tanggamus", "jember", "kota-kupang", "ntb")

Progress = Callable[[str, int, int], None]
"""Called as progress(what, done, total)."""


class DistrictNotReady(RuntimeError):
    """The district has a name here but no people yet."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One ready-made account: `role_label` in words, `area` where its duty is."""

    username: str
    name: str
    role: str
    role_label: str
    area: str
    user_id: UUID


def check_ready(district: str) -> None:
    """Raise `DistrictNotReady` for a district that cannot be built yet."""
    from rangkul.cli.demo.shapes import SHAPES

    if district not in SHAPES:
        raise DistrictNotReady(
            f"Kabupaten contoh {district} belum tersedia; yang tersedia: {', '.join(sorted(SHAPES))}."
        )


def is_built() -> bool:
    """True where a demo district is in the database."""
    return bool(list_accounts())


def build(*, district: str, families: int | None, progress: Progress) -> None:
    """Make the district `district` (one of DISTRICTS), with its accounts; `families` None means its real number."""
    from rangkul.cli.demo.build import build_district
    from rangkul.cli.demo.shapes import SHAPES

    check_ready(district)
    shape = SHAPES[district]
    build_district(shape, families=families or shape.families, progress=progress)


def list_accounts() -> list[DemoAccount]:
    """Every ready-made account, one at least for each role, in the order of the roles."""
    from django.conf import settings

    from rangkul.accounts import queries
    from rangkul.accounts.roles import BY_CODE, ROLES
    from rangkul.kernel import clock
    from rangkul.reference.queries import labels_of

    order = [role.code for role in ROLES]
    today = clock.local_date(clock.now(), settings.TIME_ZONE)
    duties = [duty for user in queries.list_demo_users() for duty in queries.list_duties(user, on=today)[:1]]
    labels = labels_of({code for duty in duties for code in duty.area_codes})
    found = [
        DemoAccount(
            username=duty.user.username,
            name=duty.user.name,
            role=duty.role,
            role_label=str(BY_CODE[duty.role].label),
            area=", ".join(labels[code] for code in duty.area_codes),
            user_id=duty.user_id,
        )
        for duty in duties
    ]
    return sorted(found, key=lambda account: order.index(account.role))
