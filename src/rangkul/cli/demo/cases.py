"""Cases of the demo's Puskesos: one in each state, a citizen's report from the web, and some that are late."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from rangkul.cli.demo import referrals
from rangkul.cli.demo.citizen import FAMILY_ID, WITHOUT_CARD
from rangkul.cli.demo.life import Progress, Story, area
from rangkul.desk import actions, queries
from rangkul.desk.actions import Findings, Found, Need, NewTask
from rangkul.desk.actions.escalate import escalate_due
from rangkul.desk.enums import (
    CaseKind,
    Channel,
    Outcome,
    Relationship,
    Risk,
    Sector,
    Urgency,
    Verdict,
    Way,
)
from rangkul.institutions import queries as institutions_queries
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import Actor, citizen_actor
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries

PHONE = "081200000{number:03d}"
"""Numbers of nobody: Indonesian mobile numbers with seven zeros."""


STORIES = 9
"""Families that the cases are about, each its own, so that a small demo does not look like one man's misfortune."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody of the village whom a case is about."""

    person_id: UUID
    family_id: UUID
    name: str


def hear(story: Story, progress: Progress) -> None:
    """Cases of the home village through its own desk, a few next door."""
    neighbours = _neighbours(story, story.cast.home)
    steps = (
        _fresh, _late, _matched, _handled, _proposed, _closed, _returned, _to_decide, _decided, _reported, _next_door,
        _unnamed, _twice,
    )  # fmt: skip
    for number, step in enumerate(steps):
        progress("kasus di Puskesos", number, len(steps) + 1)
        step(story, neighbours)
    _without_card(story)
    referrals.loop(story, _for_referral(story, neighbours))
    _escalated(story)
    progress("kasus di Puskesos", len(steps) + 1, len(steps) + 1)


def _neighbours(story: Story, village: str) -> list[Neighbour]:
    """Heads of families that meet a rule and wait for nothing yet; of others too where a small district has few of them."""
    desk = story.cast.actors["bo"]
    wanted = [*story.met["uep", village][:8], *story.met["rastra", village][-6:]]
    if len(set(wanted)) < STORIES:
        others = registry_queries.list_families(desk, village, on=story.calendar.today, is_past=False)
        wanted += [each.id for each in others.rows]
    found: list[Neighbour] = []
    for family in dict.fromkeys(wanted):
        if str(family) == FAMILY_ID or len(found) == STORIES:
            continue
        view = registry_queries.get_family(desk, family)
        if view.members:
            found.append(Neighbour(view.members[0].person_id, family, view.members[0].name))
    return found


def _hear(
    story: Story, about: str, text: str, days: int, *, by: Actor | None = None, village: str = "", **more: object
) -> UUID:
    calendar = story.calendar
    need = Need(
        form_key=new_id(),
        story=text,
        area=village or story.cast.home,
        reporter_name=about,
        concerned_name=about,
        phone=PHONE.format(number=days + len(text) % 700),
        **more,  # type: ignore[arg-type]
    )
    return actions.register_case(need=need, by=by or story.cast.actors["fo"], at=calendar.ago(days)).pk


def _match(story: Story, case: UUID, who: Neighbour, days: int) -> None:
    actions.match_case(
        case_id=case, person_id=who.person_id, by=story.cast.actors["fo"], at=story.calendar.ago(days, 10)
    )


def _handle(story: Story, case: UUID, days: int) -> None:
    actions.handle_case(case_id=case, by=story.cast.actors["bo"], at=story.calendar.ago(days, 11))


def _someone(neighbours: list[Neighbour], place: int) -> Neighbour | None:
    return neighbours[place % len(neighbours)] if neighbours else None


def _fresh(story: Story, neighbours: list[Neighbour]) -> None:
    who = _someone(neighbours, 0)
    name = who.name if who else "Contoh Rukayah"
    _hear(story, name, "Suami sakit sejak dua bulan, tidak ada penghasilan, beras tinggal untuk dua hari.", 0,
          sector=Sector.FOOD, urgency=Urgency.HUNGER, urgency_reason="Beras habis lusa, dua anak kecil.")  # fmt: skip
    _hear(story, "Contoh Halija", "Ingin tahu cara mendapat KIP untuk anak kelas dua SD.", 1, sector=Sector.EDUCATION)


def _late(story: Story, neighbours: list[Neighbour]) -> None:
    _hear(story, "Contoh Mansyur", "Atap rumah bocor dan dinding bambu lapuk; bertanya bantuan rumah tidak layak huni.", 20,
          sector=Sector.HOUSING)  # fmt: skip
    who = _someone(neighbours, 1)
    if who:
        case = _hear(story, who.name, "Kartu KIS tidak aktif saat berobat ke puskesmas.", 24, sector=Sector.HEALTH)
        _match(story, case, who, 23)


def _matched(story: Story, neighbours: list[Neighbour]) -> None:
    who = _someone(neighbours, 2)
    if who:
        case = _hear(story, who.name, "Ingin menambah modal warung; pernah ikut pelatihan di desa.", 3,
                     sector=Sector.SOCIAL, channel=Channel.FACILITATOR, by=story.cast.actors["fasilitator"])  # fmt: skip
        _match(story, case, who, 2)


def _handled(story: Story, neighbours: list[Neighbour]) -> None:
    who = _someone(neighbours, 3)
    if who:
        case = _hear(story, who.name, "Anak putus sekolah karena tidak ada biaya seragam dan angkutan.", 5,
                     sector=Sector.EDUCATION)  # fmt: skip
        _match(story, case, who, 4)
        _handle(story, case, 3)
        actions.note_on_case(
            case_id=case, text="Sudah bertemu wali kelas; sekolah menunggu surat keterangan dari desa.",
            by=story.cast.actors["bo"], at=story.calendar.ago(2),
        )  # fmt: skip


def _proposed(story: Story, neighbours: list[Neighbour]) -> None:
    subjects = story.take("uep", story.cast.home, 1)
    if not subjects:
        return
    view = registry_queries.get_family(story.cast.actors["bo"], subjects[0])
    who = Neighbour(view.members[0].person_id, subjects[0], view.members[0].name)
    case = _hear(story, who.name, "Mesin parut rusak; usaha kue berhenti sejak bulan lalu.", 8, sector=Sector.SOCIAL)
    _match(story, case, who, 7)
    _handle(story, case, 6)
    actions.propose_case(
        case_id=case, component_id=story.components["uep"], kind="family", subject_id=who.family_id,
        by=story.cast.actors["bo"], at=story.calendar.ago(5),
    )  # fmt: skip


def _closed(story: Story, neighbours: list[Neighbour]) -> None:
    who = _someone(neighbours, 4)
    if who:
        case = _hear(story, who.name, "Bertanya mengapa bantuan sembako bulan ini belum masuk.", 30, sector=Sector.FOOD)
        _match(story, case, who, 30)
        _handle(story, case, 29)
        actions.close_case(
            case_id=case, outcome=Outcome.INFORMED, note="Pencairan bergeser ke minggu kedua.",
            public_note="Bantuan sembako bulan ini cair pada minggu kedua. Kartu Anda tetap berlaku.",
            by=story.cast.actors["bo"], at=story.calendar.ago(28),
        )  # fmt: skip


def _returned(story: Story, neighbours: list[Neighbour]) -> None:
    case = _hear(
        story, "Contoh Sitti Nadira", "Meminta surat pengantar keringanan biaya rumah sakit.", 6, sector=Sector.HEALTH
    )
    _check(story, case, "L06", 5, "ADA", "KURANG", "KURANG", "ADA")
    actions.return_case(case_id=case, reason="", by=story.cast.actors["fo"], at=story.calendar.ago(5, 11))


def _check(story: Story, case: UUID, code: str, days: int, *states: str) -> None:
    """The front office names the service and looks through its requirements; the last state goes for the rest."""
    fo, calendar = story.cast.actors["fo"], story.calendar
    actions.choose_service(case_id=case, code=code, by=fo, at=calendar.ago(days, 10))
    rows = queries.get_flow(fo, case).requirements
    found = {
        row.id: Found(
            states[min(place, len(states) - 1)],
            *(("belum dibawa", "fotokopi dan aslinya") if states[min(place, len(states) - 1)] == "KURANG" else ()),
        )
        for place, row in enumerate(rows)
    }
    actions.check_requirements(case_id=case, found=found, by=fo, at=calendar.ago(days, 10))


def _assessed(story: Story, who: Neighbour, text: str, code: str, days: int, findings: Findings) -> UUID:
    """Heard, complete, handled and assessed by the back office, handed in for a decision."""
    bo, calendar = story.cast.actors["bo"], story.calendar
    case = _hear(story, who.name, text, days, sector=Sector.HEALTH)
    _match(story, case, who, days)
    _check(story, case, code, days, "ADA")
    _handle(story, case, days - 1)
    actions.assess_case(case_id=case, findings=findings, by=bo, at=calendar.ago(days - 1, 13))
    actions.submit_case(case_id=case, by=bo, at=calendar.ago(days - 1, 14))
    return case


def _to_decide(story: Story, neighbours: list[Neighbour]) -> None:
    """One case waits for the coordinator, with a task for the facilitator and a confidential note."""
    who = _someone(neighbours, 5)
    if who is None:
        return
    cast, calendar = story.cast, story.calendar
    findings = Findings(
        need="Perawatan dan teman sehari-hari; anak-anaknya merantau.",
        situation="Tinggal sendiri di rumah panggung, tidak ada penghasilan, makan dari tetangga.",
        risk=Risk.HIGH,
        way=Way.LETTER,
        recommendation="Surat rekomendasi ke panti sambil menunggu keluarganya dihubungi.",
    )
    case = _assessed(story, who, "Tidak ada yang mengurus sejak istrinya meninggal.", "L15", 3, findings)
    facilitator = cast.actors["fasilitator"]
    task = NewTask(
        form_key=new_id(),
        title="Hubungi anaknya di Kolaka, tanyakan kapan bisa pulang",
        due_on=calendar.today + timedelta(days=2),
        assigned_to=facilitator.user_id,
        assigned_to_name=facilitator.name,
    )
    actions.create_task(case_id=case, task=task, by=cast.actors["koordinator"], at=calendar.ago(1))
    actions.write_confidential(
        case_id=case, text="Menurut tetangga pernah bertengkar keras dengan anak bungsunya; jangan pertemukan sendirian.",
        by=facilitator, at=calendar.ago(1, 11),
    )  # fmt: skip


def _decided(story: Story, neighbours: list[Neighbour]) -> None:
    """One was approved by the coordinator and waits to be carried out."""
    who = _someone(neighbours, 6)
    if who is None:
        return
    findings = Findings(
        need="Jaminan berobat untuk cuci darah dua kali seminggu.",
        situation="Kepala keluarga buruh tani, tiga anak sekolah, KIS nonaktif sejak dua bulan.",
        risk=Risk.MEDIUM,
        way=Way.REFERRAL,
        recommendation="Rujuk ke BPJS Kesehatan untuk reaktivasi, disertai surat keterangan.",
    )
    case = _assessed(story, who, "KIS tidak aktif waktu hendak berobat.", "L06", 6, findings)
    actions.decide_case(
        case_id=case, verdict=Verdict.APPROVED, way=Way.REFERRAL, reason="", by=story.cast.actors["koordinator"],
        at=story.calendar.ago(4),
    )  # fmt: skip


def _escalated(story: Story) -> None:
    """What has run out of time by now has been told to the next ones up."""
    escalate_due(at=story.calendar.now)


def _reported(story: Story, neighbours: list[Neighbour]) -> None:
    """A citizen writes from the public page, about a neighbour."""
    need = Need(
        form_key=new_id(),
        story="Tetangga kami, seorang kakek, tinggal sendiri dan sudah jarang makan. Mohon dikunjungi.",
        area=story.cast.home,
        channel=Channel.WEB,
        sector=Sector.FOOD,
        reporter_name="Contoh Irwan",
        relationship=Relationship.NEIGHBOUR,
        concerned_name="Contoh Lamellong",
        phone=PHONE.format(number=777),
    )
    actions.report_need(need=need, by=citizen_actor("Contoh Irwan"), at=story.calendar.ago(1, 20))


def _next_door(story: Story, neighbours: list[Neighbour]) -> None:
    cast = story.cast
    _hear(story, "Contoh Marliah", "Membutuhkan kursi roda untuk ibu.", 4, by=cast.actors["fo.tetangga"],
          village=cast.next_door, sector=Sector.HEALTH)  # fmt: skip


def _unnamed(story: Story, neighbours: list[Neighbour]) -> None:
    """Somebody complains without a name, by telephone."""
    need = Need(
        form_key=new_id(),
        story="Beras bantuan di dusun kami bulan lalu berkutu dan kurang dua kilogram.",
        area=story.cast.home,
        channel=Channel.PHONE,
        kind=CaseKind.COMPLAINT,
        category="N03",
        sector=Sector.FOOD,
        is_anonymous=True,
    )
    actions.register_case(need=need, by=story.cast.actors["fo"], at=story.calendar.ago(2, 13))


def _twice(story: Story, neighbours: list[Neighbour]) -> None:
    """The facilitator hears of a family whose need the desk has heard already: a conflict to be looked at."""
    who = _someone(neighbours, 3)
    if who:
        case = _hear(story, who.name, "Anak tidak sekolah lagi; menurut tetangga tidak ada biaya.", 2,
                     relationship=Relationship.NEIGHBOUR, channel=Channel.OUTREACH,
                     by=story.cast.actors["fasilitator"])  # fmt: skip
        _match(story, case, who, 1)


def _for_referral(story: Story, neighbours: list[Neighbour]) -> list[UUID]:
    """Matched cases that the Puskesos cannot meet itself."""
    found = []
    for place, text in enumerate(
        ("Atap bocor.", "Ingin belajar menjahit.", "Ibu sakit, sendirian.", "Anak putus sekolah.")
    ):
        who = _someone(neighbours, 5 + place)
        if who:
            case = _hear(story, who.name, text, 26, sector=Sector.SOCIAL)
            _match(story, case, who, 26)
            found.append(case)
    return found


def _without_card(story: Story) -> None:
    """Somebody without NIK and family card is registered at the desk and accompanied to Dispendukcapil (R408)."""
    cast, calendar = story.cast, story.calendar
    fo, bo = cast.actors["fo"], cast.actors["bo"]
    case = _hear(story, WITHOUT_CARD, "Tidak punya KTP dan KK sejak rumah terbakar; tidak bisa berobat.", 7,
                 sector=Sector.CIVIL_REGISTRY)  # fmt: skip
    person = registry_actions.register_person(
        name=WITHOUT_CARD, area=area(cast.home), sex="L", address="menumpang di rumah saudara, Dusun II",
        reason="datang ke loket tanpa surat", by=fo, at=calendar.ago(7, 10),
    )  # fmt: skip
    actions.match_case(case_id=case, person_id=person.pk, is_new=True, by=fo, at=calendar.ago(7, 11))
    agency = institutions_queries.list_agencies(bo, "DUKCAPIL").first()
    if agency is None:
        return
    actions.refer_case(
        case_id=case, agency_id=agency.pk, reason="Belum memiliki NIK dan KK, surat lama habis terbakar.",
        service_wanted="Perekaman biodata dan penerbitan KK", is_accompanied=True, by=bo, at=calendar.ago(6),
    )  # fmt: skip
