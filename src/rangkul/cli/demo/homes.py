"""Institutions of the demo: two panti with residents, papers that expire, a merge, new LKS on their way, agreements."""

from datetime import timedelta
from uuid import UUID

from rangkul.cli.demo.life import Progress, Story
from rangkul.desk import queries as desk_queries
from rangkul.institutions import actions
from rangkul.institutions.actions import Ground
from rangkul.institutions.enums import Paper
from rangkul.kernel.errors import RangkulError
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries

OLD_AGE = 60
_REASONS = (
    "Tinggal sendiri sejak anaknya merantau, tidak lagi dapat memasak.",
    "Rumah roboh, tidak ada keluarga yang menampung.",
    "Ditemukan di pasar oleh fasilitator, tidak ada keluarga.",
)


def settle(story: Story, progress: Progress) -> None:
    """Found the panti, bring people into it, and show what a year of keeping institutions leaves behind."""
    by = story.cast.actors["rehsos"]
    progress("lembaga dan penghuni", 0, 4)
    panti = _panti(story, by)
    story.cast.hire("panti", "INSTITUTION_OFFICER", (), institution_id=panti)
    progress("lembaga dan penghuni", 1, 4)
    _residents(story, by, panti)
    _requests(story, by, panti)
    progress("lembaga dan penghuni", 2, 4)
    _merged(story, by)
    _applications(story, by)
    progress("lembaga dan penghuni", 3, 4)
    _agreements(story, by)
    progress("lembaga dan penghuni", 4, 4)


def _found(
    story: Story, by: Actor, name: str, kind: str, village: str, days: int, *, beds: dict[str, tuple[int, str, str]]
) -> UUID:
    at = story.calendar.ago(days)
    home = actions.register_institution(
        name=name, kind=kind, area=village, serves_area=story.cast.shape.area, owner="KABUPATEN",
        leader_name=next(story.cast.invented), address="Jalan Contoh Nomor 7", by=by, at=at,
    ).pk  # fmt: skip
    for room, (number, serves, sex) in beds.items():
        actions.set_beds(
            institution_id=home, name=room, beds=number, serves=serves, sex=sex,
            since=story.calendar.today - timedelta(days=days), by=by, at=at,
        )  # fmt: skip
    return home


def _panti(story: Story, by: Actor) -> UUID:
    today, cast = story.calendar.today, story.cast
    rooms = {"Wisma Melati": (6, "LANSIA", "P"), "Wisma Kenanga": (4, "LANSIA", "L")}
    panti = _found(story, by, "Panti Sosial Lanjut Usia Contoh", "PANTI", cast.next_door, 700, beds=rooms)
    actions.record_registration(
        institution_id=panti, number="000/STT/CONTOH/2024", since=today - timedelta(days=690),
        until=today + timedelta(days=40), issued_by="Dinas Sosial", by=by, at=story.calendar.ago(690),
    )  # fmt: skip
    actions.record_accreditation(
        institution_id=panti, grade="A", body="BALKS", number="000/CONTOH", since=today - timedelta(days=600), until=None,
        by=by, at=story.calendar.ago(600),
    )  # fmt: skip
    for position in ("Kepala panti", "Sekretaris", "Bendahara"):
        actions.appoint_board_member(
            institution_id=panti, name=next(cast.invented), position=position, phone="",
            since=today - timedelta(days=600), until=None, by=by, at=story.calendar.ago(600),
        )  # fmt: skip
    return panti


def _residents(story: Story, by: Actor, panti: UUID) -> None:
    """The oldest of a few families who wait for nothing; one of them has gone home again."""
    calendar = story.calendar
    stays = []
    for number, person in enumerate(_elders(story, by, 5)):
        days = 200 - 35 * number
        try:
            stays.append(
                actions.admit_resident(
                    institution_id=panti,
                    person_id=person,
                    since=calendar.today - timedelta(days=days),
                    referral_id=None,
                    reason=_REASONS[number % len(_REASONS)],
                    by=by,
                    at=calendar.ago(days),
                )
            )
        except RangkulError:
            continue
    if len(stays) > 1:
        actions.discharge_resident(
            residency_id=stays[0].pk, on=calendar.today - timedelta(days=20), reason="REUNIFIKASI",
            destination="rumah anak di desa tetangga", note="Dijemput anaknya.", by=by, at=calendar.ago(20),
        )  # fmt: skip


def _requests(story: Story, by: Actor, panti: UUID) -> None:
    """The panti asks to take somebody in and waits, was refused once, and holds a bed for whom the desk will bring."""
    own, desk, calendar = story.cast.actors["panti"], story.cast.actors["bo"], story.calendar
    for name, reason, days in (("Saleha Contoh", _REASONS[2], 2), ("Mappa Contoh", _REASONS[1], 9)):
        row = actions.offer_bed(
            institution_id=panti, name=name, sex="P" if days == 2 else "L", birth_date=None, origin="pasar",
            reason=reason, by=own, at=calendar.ago(days),
        )  # fmt: skip
    actions.answer_request(request_id=row.pk, verb="refuse", text="Anaknya sudah menjemput.", by=by, at=calendar.ago(8))
    page = desk_queries.list_referrals(desk, "open", limit=50)
    for referral in [each for each in page.rows if each.is_home][:1]:
        asked = actions.ask_for_bed(
            institution_id=panti, referral_id=referral.id, name=referral.concerned_name, sex="", birth_date=None,
            area=referral.area_code, origin="", reason=referral.reason, by=desk, at=calendar.ago(1),
        )  # fmt: skip
        actions.answer_request(
            request_id=asked.pk, verb="accept", text="Dapat diantar pagi hari.", by=own, at=calendar.ago(1, 14)
        )


def _elders(story: Story, by: Actor, number: int) -> list[UUID]:
    found: list[UUID] = []
    limit = story.calendar.today.replace(year=story.calendar.today.year - OLD_AGE, day=1)
    for village in (story.cast.next_door, story.cast.home):
        for family in reversed(story.met.get(("rastra", village), [])):
            for member in registry_queries.get_family(by, family).members:
                if member.birth_date and member.birth_date < limit and member.is_present and member.died_on is None:
                    found.append(member.person_id)
                    break
            if len(found) == number:
                return found
    return found


def _merged(story: Story, by: Actor) -> None:
    """Perlindungan Anak became part of the Panti Asuhan Anak (R213)."""
    village = story.cast.villages[2]
    old = _found(story, by, "UPT Perlindungan Anak Contoh", "UPT", village, 900, beds={"Kamar anak": (8, "ANAK", "")})
    new = _found(story, by, "Panti Sosial Asuhan Anak Contoh", "PANTI", village, 900, beds={"Asrama": (20, "ANAK", "")})
    ground = Ground(
        on=story.calendar.today - timedelta(days=120), decree="000/CONTOH/2026",
        reason="Hasil kajian: kedua lembaga melayani anak yang sama dan berbagi halaman.",
    )  # fmt: skip
    actions.merge_institutions(from_ids=[old], into_id=new, ground=ground, by=by, at=story.calendar.ago(120))
    actions.record_accreditation(
        institution_id=new, grade="C", body="BALKS", number="", since=story.calendar.today - timedelta(days=760), until=None,
        by=by, at=story.calendar.ago(100),
    )  # fmt: skip


def _applications(story: Story, by: Actor) -> None:
    """Three groups on their way, one of them with papers missing."""
    calendar, cast = story.calendar, story.cast
    every = list(Paper.values)
    for number, (name, papers) in enumerate(
        (
            ("LKS Difabel Mandiri Contoh", every),
            ("LKS Rumah Belajar Contoh", every),
            ("LKS Sahabat Lansia Contoh", every[:5]),
        )
    ):
        days = 60 - 15 * number
        kind = "LKS_DISABILITAS" if number == 0 else "LKS"
        made = actions.apply_for_registration(
            name=name, kind=kind, area=cast.villages[number], leader_name=next(cast.invented), papers=papers,
            on=calendar.today - timedelta(days=days), by=by, at=calendar.ago(days),
        ).pk  # fmt: skip
        if papers != every:
            continue
        on = calendar.today - timedelta(days=days - 5)
        actions.check_application(application_id=made, on=on, note="", by=by, at=calendar.ago(days - 5))
        if number:
            continue
        later = calendar.today - timedelta(days=days - 12)
        found = "Kantor dan pengurus ada, dua belas klien didampingi."
        actions.visit_application(application_id=made, on=later, note=found, by=by, at=calendar.ago(days - 12))
        actions.recommend_application(
            application_id=made, on=later, note="Layak didaftarkan.", by=by, at=calendar.ago(days - 13)
        )


def _agreements(story: Story, by: Actor) -> None:
    calendar, area = story.calendar, story.cast.shape.area
    for number, (party, kind, subject, days, left) in enumerate(
        (
            ("Persatuan Penyandang Disabilitas Contoh", "ORG_DISABILITAS", "Pendataan penyandang disabilitas", 300, 60),
            ("Yayasan Peduli Lansia Contoh", "LSM", "Pendampingan lanjut usia di rumah", 200, 500),
            ("Universitas Contoh", "PERGURUAN_TINGGI", "Praktik kerja sosial di Puskesos", 800, -60),
        )
    ):
        actions.record_partnership(
            number=f"00{number + 1}/MoU/CONTOH", subject=subject, party=party, party_kind=kind, area=area,
            since=calendar.today - timedelta(days=days), until=calendar.today + timedelta(days=left),
            scope="Seluruh desa dan kelurahan.", by=by, at=calendar.ago(days),
        )  # fmt: skip
