"""The cast: a small office of Soppeng with one official for each role, and neighbours for the near misses."""

from dataclasses import dataclass, field
from datetime import date

from psycopg.types.range import DateRange

from rangkul.accounts.models import Duty, User
from rangkul.accounts.queries import actor_for
from rangkul.accounts.roles import ROLES
from rangkul.kernel.area_code import AreaCode, AreaLevel
from rangkul.organisation.models import Division, Office, Official, Post
from rangkul.platform.policy.actor import Actor

REGENCY = AreaCode.parse("73.12")
KECAMATAN = AreaCode.parse("73.12.01")
VILLAGE = AreaCode.parse("73.12.01.2001")
NEIGHBOUR_VILLAGE = AreaCode.parse("73.12.01.2002")
OTHER_KECAMATAN = AreaCode.parse("73.12.02")
FAR_VILLAGE = AreaCode.parse("73.12.02.2001")

_AREA_OF_LEVEL = {
    AreaLevel.VILLAGE: VILLAGE,
    AreaLevel.DISTRICT: KECAMATAN,
    AreaLevel.REGENCY: REGENCY,
    AreaLevel.PROVINCE: REGENCY.parent,
}


@dataclass
class Cast:
    """The office and its people. `actor("FRONT_OFFICE")` works in VILLAGE; `elsewhere(...)` holds the same role next door."""

    office: Office
    divisions: dict[str, Division]
    post: Post
    users: dict[str, User] = field(default_factory=dict)

    @classmethod
    def gather(cls) -> "Cast":
        office = Office.objects.create(
            name="Dinas Sosial Kabupaten Soppeng",
            government="Pemerintah Kabupaten Soppeng",
            level="REGENCY",
            area_code=REGENCY,
            city="Watansoppeng",
            time_zone="Asia/Makassar",
        )
        divisions = {
            code: Division.objects.create(office=office, code=code, name=name, valid_from=date(2020, 1, 1))
            for code, name in {
                "LINJAMSOS": "Bidang Perlindungan dan Jaminan Sosial",
                "REHSOS": "Bidang Rehabilitasi Sosial",
            }.items()
        }
        post = Post.objects.create(office=office, name="Puskesos Contoh", area_code=VILLAGE, status="ACTIVE")
        Official.objects.create(
            office=office,
            position="Kepala Dinas Sosial",
            is_head=True,
            is_signatory=True,
            name="Andi Contoh Wijaya, S.Sos., M.Si.",
            rank="Pembina Utama Muda",
            nip="000000000000000000",
            term=DateRange(date(2020, 1, 1), None),
        )
        return cls(office=office, divisions=divisions, post=post)

    def user(self, role: str, area: AreaCode | None = None, *, division: str | None = None) -> User:
        """The user who holds `role` in `area` (by default the usual area of that role's level)."""
        level = next(entry.level for entry in ROLES if entry.code == role)
        place = area or _AREA_OF_LEVEL[level] or REGENCY
        username = f"{role.lower()}.{place}" + (f".{division.lower()}" if division else "")
        if username not in self.users:
            user = User.objects.create_user(
                username=username, password="kata-sandi-uji", name=f"Petugas {role.title()}"
            )
            Duty.objects.create(
                user=user,
                role=role,
                office=self.office,
                division=self.divisions[division] if division else None,
                post=self.post if place == VILLAGE else None,
                area_codes=[place],
                valid_from=date(2020, 1, 1),
            )
            self.users[username] = user
        return self.users[username]

    def actor(self, role: str, area: AreaCode | None = None, *, division: str | None = None) -> Actor:
        duty = Duty.objects.select_related("user").get(user=self.user(role, area, division=division))
        return actor_for(duty)

    def elsewhere(self, role: str) -> Actor:
        """The same role, in the neighbour village (or kecamatan): the near miss."""
        level = next(entry.level for entry in ROLES if entry.code == role)
        return self.actor(role, NEIGHBOUR_VILLAGE if level == AreaLevel.VILLAGE else OTHER_KECAMATAN)
