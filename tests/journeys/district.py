"""The district of the journeys: an office, a Puskesos and one official for each role, set up by the real actions."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from rangkul.accounts.actions import NewDuty, create_user
from rangkul.accounts.queries import actor_for
from rangkul.institutions.actions.load_directory import load_directory
from rangkul.kernel import clock
from rangkul.kernel.area_code import AreaCode
from rangkul.organisation import queries as organisation_queries
from rangkul.organisation.actions import NewOffice, NewOfficial, found_office, open_post
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.programmes import actions as programmes_actions
from rangkul.programmes import queries as programmes_queries
from rangkul.reference.loading import load_reference

REGENCY = "73.12"
KECAMATAN = "73.12.01"
HOME = "73.12.01.2003"
"""Desa Gattareng: the village with a full Puskesos."""
NEXT_DOOR = "73.12.01.2004"
SINCE = date(2020, 1, 1)
QUOTA = 1_462

FOUNDER = system_actor(
    "pemasang",
    permissions=frozenset({"organisation.office.change", "accounts.user.manage", "programmes.catalogue.change"}),
)
DIVISIONS = {"LINJAMSOS": "Bidang Perlindungan dan Jaminan Sosial", "REHSOS": "Bidang Rehabilitasi Sosial"}
PEOPLE = {
    "FRONT_OFFICE": ("Nurul Contoh", HOME),
    "BACK_OFFICE": ("Aswad Contoh", HOME),
    "PUSKESOS_COORDINATOR": ("Mirna Contoh", HOME),
    "FACILITATOR": ("Fadhil Contoh", HOME),
    "VILLAGE_OPERATOR": ("Salma Contoh", HOME),
    "KECAMATAN_OFFICER": ("Rizal Contoh", KECAMATAN),
    "PROGRAMME_OFFICER": ("Hartina Contoh", REGENCY),
    "DIVISION_HEAD": ("Rusdi Contoh, S.Sos.", REGENCY),
    "OFFICE_HEAD": ("Andi Contoh Wijaya, S.Sos., M.Si.", REGENCY),
    "DATA_OFFICER": ("Anwar Contoh", REGENCY),
    "AUDITOR": ("Dewi Contoh", REGENCY),
    "ADMINISTRATOR": ("Basri Contoh", REGENCY),
}
"""One invented official for each role the journeys need: name and area."""
SIX = (
    ("RESPONSIBLE", "Yuni Contoh", ""),
    ("COORDINATOR", "Mirna Contoh", "PUSKESOS_COORDINATOR"),
    ("FRONT_OFFICE", "Nurul Contoh", "FRONT_OFFICE"),
    ("BACK_OFFICE", "Aswad Contoh", "BACK_OFFICE"),
    ("DATA_OPERATOR", "Salma Contoh", "VILLAGE_OPERATOR"),
    ("FACILITATOR", "Fadhil Contoh", "FACILITATOR"),
)


@dataclass
class District:
    """Soppeng with its office; `actors` by role."""

    actors: dict[str, Actor] = field(default_factory=dict)
    components: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def found(cls, *, also: tuple[str, ...] = ("18.06",)) -> "District":
        """Areas (with those of `also`), office, people, catalogue, and the year's quota of rice."""
        load_reference(within=(REGENCY, *also))
        now = clock.now()
        office = found_office(
            office=NewOffice(
                name="Dinas Sosial Kabupaten Soppeng",
                government="Pemerintah Kabupaten Soppeng",
                area_code=REGENCY,
                city="Watansoppeng",
                time_zone="Asia/Makassar",
                address="Jalan Contoh Nomor 1, Watansoppeng",
                divisions=DIVISIONS,
                officials=(
                    NewOfficial(
                        "Kepala Dinas Sosial",
                        PEOPLE["OFFICE_HEAD"][0],
                        rank="Pembina Utama Muda",
                        nip="0" * 18,
                        is_head=True,
                        is_signatory=True,
                    ),
                ),
            ),
            since=SINCE,
            by=FOUNDER,
            at=now,
        )
        district = cls()
        divisions = {each.code: each.pk for each in organisation_queries.list_divisions(office, on=now.date())}
        for role, (name, area) in PEOPLE.items():
            duty = NewDuty(
                role=role,
                office_id=office.pk,
                areas=(area,),
                valid_from=SINCE,
                division_id=divisions["LINJAMSOS"] if role in ("PROGRAMME_OFFICER", "DIVISION_HEAD") else None,
            )
            made = create_user(
                username=role.lower(), name=name, duty=duty, by=FOUNDER, at=now, is_demo=True, password=""
            )
            district.actors[role] = actor_for(made)
        open_post(
            name="Puskesos Gattareng",
            area=AreaCode.parse(HOME),
            since=date(2024, 1, 2),
            members=[(post, name, district.actors[role].user_id if role else None) for post, name, role in SIX],
            decree_number="000/CONTOH/2024",
            by=FOUNDER,
            at=now,
        )
        load_directory(area=REGENCY, by=FOUNDER, at=now)
        programmes_actions.load_catalogue(by=FOUNDER, at=now)
        for each in programmes_queries.list_components(FOUNDER):
            district.components[each.code] = each.pk
        programmes_actions.set_quota(
            component_id=district.components["rastra"],
            fiscal_year=now.year,
            area=REGENCY,
            amount=QUOTA,
            by=FOUNDER,
            at=now,
        )
        return district
