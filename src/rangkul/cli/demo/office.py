"""The invented office of a demo district: divisions, officials, posts with their people, and an account for each role."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from rangkul.accounts.actions import NewDuty, create_user
from rangkul.accounts.queries import actor_for
from rangkul.cli.demo import shapes
from rangkul.cli.demo.names import pool
from rangkul.cli.demo.shapes import Shape
from rangkul.desk.actions import load_catalogue_into_directory
from rangkul.institutions.actions import load_directory, register_institution
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.organisation import queries as organisation_queries
from rangkul.organisation.actions import NewOffice, NewOfficial, found_office, open_post
from rangkul.platform.policy.actor import Actor, system_actor

SINCE = date(2020, 1, 1)
NO_NIP = "0" * 18

DIVISIONS = {
    "SEKRETARIAT": "Sekretariat",
    "LINJAMSOS": "Bidang Perlindungan dan Jaminan Sosial",
    "REHSOS": "Bidang Rehabilitasi Sosial",
    "DAYASOS": "Bidang Pemberdayaan Sosial",
    "PFM": "Bidang Penanganan Fakir Miskin",
}
_HEADS = (
    ("SEKRETARIAT", "Sekretaris Dinas", "Contoh Marwah, S.E."),
    ("LINJAMSOS", "Kepala Bidang Perlindungan dan Jaminan Sosial", "Contoh Rusdi, S.Sos."),
    ("REHSOS", "Kepala Bidang Rehabilitasi Sosial", "Contoh Hasriani, S.Psi."),
    ("DAYASOS", "Kepala Bidang Pemberdayaan Sosial", "Contoh Jamaluddin, S.Sos."),
    ("PFM", "Kepala Bidang Penanganan Fakir Miskin", "Contoh Nirwana, S.H."),
)
HEAD_NAME = "Andi Contoh Wijaya, S.Sos., M.Si."
INSPECTOR_NAME = "Contoh Inspektur Wahid"

MAKER = system_actor(
    "pembuat data contoh",
    permissions=frozenset(
        {"organisation.office.change", "accounts.user.manage", "registry.bulk.fill", "programmes.catalogue.change"}
        | {"organisation.official.link", "organisation.mandate.grant"}
    ),
)


@dataclass(slots=True)
class Cast:
    """Everybody who acts in the demo, by user name; `home` is the village of the full post, `next_door` its neighbour."""

    shape: Shape
    office_id: UUID
    division_ids: dict[str, UUID]
    villages: list[str]
    home: str
    next_door: str
    at: datetime
    actors: dict[str, Actor] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    invented: Iterator[str] = field(default_factory=lambda: iter(()))

    def hire(
        self, username: str, role: str, areas: tuple[str, ...], *, name: str = "", division: str = "",
        post_id: UUID | None = None, institution_id: UUID | None = None, is_demo: bool = True,
    ) -> Actor:  # fmt: skip
        """Open an account (or find the one opened before) and give the actor it makes."""
        if username not in self.actors:
            duty = NewDuty(
                role=role,
                office_id=self.office_id,
                areas=areas,
                valid_from=SINCE,
                division_id=self.division_ids[division] if division else None,
                post_id=post_id,
                institution_id=institution_id,
            )
            self.names[username] = name or next(self.invented)
            made = create_user(
                username=username, name=self.names[username], duty=duty, by=MAKER, at=self.at, is_demo=is_demo
            )
            self.actors[username] = actor_for(made)
        return self.actors[username]

    def operator(self, village: str) -> Actor:
        """The operator of a village; only the home village's has a ready-made account."""
        if village == self.home:
            return self.actors["operator"]
        return self.hire(f"operator.{village}", "VILLAGE_OPERATOR", (village,), is_demo=False)

    def kecamatan(self, village: str) -> Actor:
        """The officer of the village's kecamatan."""
        area = village[:8]
        if area == self.home[:8]:
            return self.actors["kecamatan"]
        return self.hire(f"kecamatan.{area}", "KECAMATAN_OFFICER", (area,), is_demo=False)


def found(shape: Shape, at: datetime) -> Cast:
    """Found the office, open its posts, and hire everybody."""
    office = found_office(
        office=NewOffice(
            name=f"Dinas Sosial {shape.name}",
            government=f"Pemerintah {shape.name}",
            area_code=shape.area,
            city=shape.city,
            time_zone=shape.time_zone,
            address=f"Jalan Contoh Nomor 1, {shape.city}",
            phone="(0484) 000000",
            email="dinsos@contoh.invalid",
            village_label=shape.village_label,
            divisions=DIVISIONS,
            officials=(
                NewOfficial(
                    "Kepala Dinas Sosial",
                    HEAD_NAME,
                    rank="Pembina Utama Muda",
                    nip=NO_NIP,
                    is_head=True,
                    is_signatory=True,
                ),
                *(
                    NewOfficial(title, name, division=code, rank="Pembina", nip=NO_NIP, is_signatory=True)
                    for code, title, name in _HEADS
                ),
            ),
        ),
        since=SINCE,
        by=MAKER,
        at=at,
    )
    villages = sorted(shapes.village_weights(shape.area), key=lambda code: -shapes.village_weights(shape.area)[code])
    home = villages[0]
    next_door = next(code for code in villages[1:] if code[:8] == home[:8])
    divisions = {
        each.code: each.pk
        for each in organisation_queries.list_divisions(office, on=clock.local_date(at, settings.TIME_ZONE))
    }
    load_directory(area=shape.area, by=MAKER, at=at)
    load_catalogue_into_directory(by=MAKER, at=at)
    cast = Cast(shape, office.pk, divisions, villages, home, next_door, at, invented=_officials())
    _hire_everybody(cast)
    _open_posts(cast)
    _register_institutions(cast)
    return cast


def _hire_everybody(cast: Cast) -> None:
    home, regency = cast.home, cast.shape.area
    kecamatan = home[:8]
    own = sorted({code[:8] for code in cast.villages})
    several = (kecamatan, *[code for code in own if code != kecamatan][:2])
    cast.hire("fo", "FRONT_OFFICE", (home,))
    cast.hire("bo", "BACK_OFFICE", (home,))
    cast.hire("koordinator", "PUSKESOS_COORDINATOR", (home,))
    cast.hire("fasilitator", "FACILITATOR", (home,))
    cast.hire("operator", "VILLAGE_OPERATOR", (home,))
    cast.hire("fo.tetangga", "FRONT_OFFICE", (cast.next_door,))
    cast.hire("kecamatan", "KECAMATAN_OFFICER", (kecamatan,))
    cast.hire("tksk", "TKSK", (kecamatan,))
    cast.hire("supervisor", "SUPERVISOR", several)
    cast.hire("manajer", "SLRT_MANAGER", (regency,))
    cast.hire("linjamsos", "PROGRAMME_OFFICER", (regency,), division="LINJAMSOS")
    cast.hire("rehsos", "PROGRAMME_OFFICER", (regency,), division="REHSOS")
    cast.hire("kabid.linjamsos", "DIVISION_HEAD", (regency,), division="LINJAMSOS", name=_HEADS[1][2])
    cast.hire("kabid.rehsos", "DIVISION_HEAD", (regency,), division="REHSOS", name=_HEADS[2][2])
    cast.hire("kadis", "OFFICE_HEAD", (regency,), name=HEAD_NAME)
    cast.hire("data", "DATA_OFFICER", (regency,))
    cast.hire("auditor", "AUDITOR", (regency,))
    cast.hire("inspektorat", "INSPECTORATE", (regency,), name=INSPECTOR_NAME)
    cast.hire("admin", "ADMINISTRATOR", (regency,))


def _open_posts(cast: Cast) -> None:
    """A full post at home, and posts that are still filling up in a few more villages."""
    six = (
        ("RESPONSIBLE", next(cast.invented), None),
        *(
            (role, cast.names[username], cast.actors[username].user_id)
            for role, username in (
                ("COORDINATOR", "koordinator"),
                ("FRONT_OFFICE", "fo"),
                ("BACK_OFFICE", "bo"),
                ("DATA_OPERATOR", "operator"),
                ("FACILITATOR", "fasilitator"),
            )
        ),
    )
    _open(cast, cast.home, six)
    _open(cast, cast.next_door, [("FRONT_OFFICE", cast.names["fo.tetangga"], cast.actors["fo.tetangga"].user_id)])
    for village in cast.villages[2:8]:
        if village != cast.next_door:
            _open(
                cast,
                village,
                [(role, next(cast.invented), None) for role in ("COORDINATOR", "FRONT_OFFICE", "BACK_OFFICE")],
            )


def _open(cast: Cast, village: str, members: object) -> None:
    from rangkul.reference.queries import get_area

    open_post(
        name=f"Puskesos {get_area(village).name}",
        area=AreaCode.parse(village),
        since=date(2024, 1, 2),
        members=members,  # type: ignore[arg-type]
        decree_number="000/CONTOH/2024",
        address="Kantor desa/kelurahan",
        by=MAKER,
        at=cast.at,
    )


def _register_institutions(cast: Cast) -> None:
    """Seven LKSA, as many as the article counts; one has an officer with an account."""
    names = ("Harapan", "Kasih", "Mandiri", "Sejahtera", "Bahagia", "Amanah", "Cahaya")
    places = [cast.home, *[code for code in cast.villages if code != cast.home]]
    for number, (name, village) in enumerate(zip(names, places, strict=False)):
        institution = register_institution(
            name=f"LKSA {name} Contoh",
            kind="LKSA",
            area=village,
            leader_name=next(cast.invented),
            registration_number=f"000/LKSA/CONTOH/{number + 1}",
            registered_until=clock.local_date(cast.at, settings.TIME_ZONE).replace(month=12, day=31),
            client_count=14 + 7 * number,
            by=MAKER,
            at=cast.at,
        )
        if number == 0:
            cast.hire("lksa", "INSTITUTION_OFFICER", (), institution_id=institution.pk)


def _officials() -> Iterator[str]:
    """Names of invented officials without end, each with the word "Contoh" in it."""
    given = pool("officials")
    second = "Contoh", "Puspa Contoh", "Karya Contoh", "Bakti Contoh", "Adi Contoh", "Murni Contoh", "Jaya Contoh"
    for last in second:
        for first in given:
            yield f"{first} {last}"
