"""Letters for tests: an office whose head has an account, a listed person with a case, letters at any step."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg.types.range import DateRange

from rangkul.accounts.models import Duty
from rangkul.accounts.queries import actor_for
from rangkul.desk import actions
from rangkul.desk.models import Case, Letter
from rangkul.kernel.ids import new_id
from rangkul.organisation.models import Official
from rangkul.platform.documents.models import Document
from rangkul.platform.policy.actor import Actor
from rangkul.registry.models import Person
from tests.desk.stage import a_case
from tests.people import VILLAGE, Cast
from tests.registry.factories import a_nik, make_family, make_person, make_status

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
LATER = datetime.fromisoformat("2026-03-05T09:00:00+08:00")
ASSESSMENT = "Rumah papan tanpa jamban, kepala keluarga buruh tani dengan tiga tanggungan."
ANSWERS: dict[str, dict[str, object]] = {
    "rekomendasi": {
        "recipient": "Kepala SMA Contoh", "purpose": "keringanan biaya sekolah", "basis": "surat pengantar 145/2026",
        "findings": "keluarga berpenghasilan tidak tetap",
    },
    "pbi": {
        "recipient": "BPJS Kesehatan Contoh", "facility": "Puskesmas Contoh", "doctor_note": "surat 12/PKM/2026",
    },
    "dtsen": {"purpose": "pendaftaran KIP Kuliah"},
    "sktm": {
        "purpose": "keringanan biaya rumah sakit", "basis": "surat pengantar 145/2026", "assessment": ASSESSMENT,
        "visited_on": date(2026, 3, 1),
    },
    "panti": {
        "institution": "Panti Werdha Contoh", "basis": "surat permohonan 9/2026", "found_at": "emperan pasar",
        "family_contact": "tidak ada", "assessment": ASSESSMENT,
    },
    "serah-terima": {
        "institution": "Panti Werdha Contoh", "receiver": "Ambo Contoh", "receiver_position": "Pengurus",
        "officer": "Petugas Contoh", "officer_position": "Pekerja sosial", "handed_on": date(2026, 3, 2),
        "held_at": "Panti Werdha Contoh", "condition": "sehat dan dapat berjalan sendiri",
    },
}  # fmt: skip


@dataclass
class Stage:
    """The desk's people and one matched case of a person with a decile."""

    cast: Cast
    person: Person
    case: Case
    head: Official
    writer: Actor = field(init=False)
    section: Actor = field(init=False)
    signer: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.writer = self.cast.actor("BACK_OFFICE")
        self.section = self.cast.actor("DIVISION_HEAD", division="LINJAMSOS")
        self.signer = self.cast.actor("OFFICE_HEAD")

    def draft(self, kind: str = "rekomendasi", *, by: Actor | None = None, at: datetime = AT, **more: Any) -> Letter:
        words: dict[str, Any] = {"case_id": self.case.pk, "form_key": new_id(), "values": ANSWERS[kind]}
        return actions.draft_letter(kind=kind, by=by or self.writer, at=at, **(words | more))

    def initialled(self, kind: str = "rekomendasi", **more: Any) -> Letter:
        letter = self.draft(kind, **more)
        section = self.section if kind not in ("panti", "serah-terima") else self.rehsos
        return actions.initial_letter(letter_id=letter.pk, revision=letter.revision, by=section, at=AT)

    def signed(self, kind: str = "rekomendasi", *, by: Actor | None = None, at: datetime = AT, **more: Any) -> Letter:
        letter = self.initialled(kind, **more)
        return actions.sign_letter(letter_id=letter.pk, revision=letter.revision, by=by or self.signer, at=at)

    def issued(self, kind: str = "rekomendasi", *, at: datetime = AT, **more: Any) -> tuple[Letter, Document]:
        letter = self.signed(kind, **more)
        document = actions.issue_letter(letter_id=letter.pk, revision=letter.revision, by=self.writer, at=at)
        letter.refresh_from_db()
        return letter, document

    @property
    def rehsos(self) -> Actor:
        return self.cast.actor("DIVISION_HEAD", division="REHSOS")

    def succeed_head(self, name: str, on: date) -> Official:
        """A new head of office from a day on, with a new account."""
        self.head.term = DateRange(self.head.term.lower, on)
        self.head.save()
        user = self.cast.user("OFFICE_HEAD", division="REHSOS")
        return make_official(self.cast, "Kepala Dinas Sosial", name, user.pk, since=on, is_head=True)


def make_official(
    cast: Cast, position: str, name: str, user_id: UUID | None, *, since: date = date(2020, 1, 1), is_head: bool = False
) -> Official:
    return Official.objects.create(
        office=cast.office, position=position, name=name, rank="Pembina", nip="0" * 18, user_id=user_id,
        is_head=is_head, is_signatory=True, term=DateRange(since, None),
    )  # fmt: skip


def set_stage(cast: Cast, *, decile: int | None = 2) -> Stage:
    head = Official.objects.get(is_head=True)
    head.user_id = cast.user("OFFICE_HEAD").pk
    head.save()
    person = make_person("Siti Contoh", nik=str(a_nik()))
    family = make_family(person, make_person("Budi Contoh", sex="L", birth_date=date(2012, 8, 2)))
    if decile is not None:
        make_status(family, decile, since=date(2025, 2, 1), source="DTSEN", is_listed=True)
    clerk = cast.actor("BACK_OFFICE")
    case = a_case(clerk, area=VILLAGE)
    case = actions.match_case(case_id=case.pk, person_id=person.pk, by=clerk, at=AT)
    return Stage(cast, person, case, head)


def second_head(cast: Cast) -> Actor:
    duty = Duty.objects.select_related("user").get(user=cast.user("OFFICE_HEAD", division="REHSOS"))
    return actor_for(duty)
