"""Complaints of the demo district in every state, and what citizens said about the service."""

from random import Random
from uuid import UUID

from rangkul.cli.demo.life import Progress, Story
from rangkul.desk import actions
from rangkul.desk.actions import Grievance
from rangkul.desk.enums import Against, CaseKind, ComplaintOutcome
from rangkul.kernel.ids import new_id
from rangkul.platform.policy.actor import citizen_actor

PHONE = "081200000{number:03d}"
ANSWERS = {"home": 34, "next_door": 11, "third": 3}
"""Answers to the survey by village; three are too few to be shown."""
SEED = 20261122


def complain(story: Story, progress: Progress) -> None:
    """Seven complaints of the home village and some dozens of anonymous answers to the survey."""
    progress("pengaduan dan survei", 0, 2)
    _double_aid(story)
    _wrong_target(story)
    _waiting(story)
    _about_staff(story)
    _not_satisfied(story)
    progress("pengaduan dan survei", 1, 2)
    _answer_survey(story)
    progress("pengaduan dan survei", 2, 2)


def _complain(story: Story, category: str, text: str, days: int, number: int, **more: object) -> UUID:
    name = "" if more.get("is_anonymous") else "Contoh Marlina"
    grievance = Grievance(
        form_key=new_id(), story=text, area=story.cast.home, category=category, reporter_name=name,
        phone=PHONE.format(number=number), **more,  # type: ignore[arg-type]
    )  # fmt: skip
    heard = actions.report_complaint(grievance=grievance, by=citizen_actor(), at=story.calendar.ago(days))
    return heard.complaint.pk


def _answer(story: Story, complaint: UUID, outcome: ComplaintOutcome, text: str, days: int) -> None:
    officer, calendar = story.cast.actors["bo"], story.calendar
    actions.take_complaint(complaint_id=complaint, by=officer, at=calendar.ago(days + 1))
    actions.answer_complaint(complaint_id=complaint, outcome=outcome, text=text, by=officer, at=calendar.ago(days))


def _double_aid(story: Story) -> None:
    made = _complain(story, "K09", "Satu keluarga menerima Sembako dua kali, lewat suami dan lewat istri.", 20, 801,
                     programme="Sembako", about="Contoh Halimah, Dusun II")  # fmt: skip
    _answer(story, made, ComplaintOutcome.PROVEN,
            "Kami sudah datang memeriksa. Kepesertaan yang kedua diusulkan berhenti.", 12)  # fmt: skip
    actions.accept_answer(complaint_id=made, by=citizen_actor(), at=story.calendar.ago(11))


def _wrong_target(story: Story) -> None:
    made = _complain(story, "K04", "Penerima beras di RT 2 punya dua truk, sedangkan janda di sebelahnya tidak.", 9, 802,
                     programme="Beras", is_anonymous=True)  # fmt: skip
    _answer(story, made, ComplaintOutcome.PASSED_ON,
            "Akan diperiksa dalam musyawarah berikutnya. Terima kasih sudah memberi tahu.", 3)  # fmt: skip


def _waiting(story: Story) -> None:
    _complain(story, "K03", "KIS ibu saya tiba-tiba tidak aktif saat berobat.", 26, 803, programme="KIS")
    _complain(story, "N03", "Beras yang dibagikan berkutu dan kurang dari timbangan.", 2, 804, programme="Beras")
    _complain(story, "N08", "Kapan pendaftaran KIP untuk anak SMP dibuka?", 1, 805, kind=CaseKind.QUESTION)


def _about_staff(story: Story) -> None:
    """Kept from the village: only the supervisor and above see it."""
    _complain(story, "N02", "Diminta uang dua puluh ribu untuk mengambil bantuan di balai desa.", 4, 806,
              against=Against.VILLAGE, is_anonymous=True)  # fmt: skip


def _not_satisfied(story: Story) -> None:
    made = _complain(story, "K01", "Rumah bambu, kerja serabutan, tetapi tidak pernah didata.", 18, 807)
    _answer(story, made, ComplaintOutcome.INFORMED, "Silakan menunggu pendataan tahun depan.", 8)
    text = "Tahun lalu juga dijawab menunggu. Tidak ada yang datang."
    actions.object_to_answer(complaint_id=made, text=text, by=citizen_actor(), at=story.calendar.ago(7))


def _answer_survey(story: Story) -> None:
    """Marks around 3.4, the time of service a little lower, in this month and the two before."""
    chance = Random(SEED)  # noqa: S311
    cast = story.cast
    others = [code for code in cast.villages if code not in (cast.home, cast.next_door)]
    villages = {"home": cast.home, "next_door": cast.next_door, "third": others[0] if others else cast.next_door}
    for place, number in ANSWERS.items():
        for each in range(number):
            marks = [chance.choices((2, 3, 4), (1, 5, 5))[0] for _element in range(9)]
            marks[2] = min(marks[2], 3)
            marks[3] = 4
            said = {0: "Petugasnya ramah, tetapi antrean lama.", 7: "Mohon ada kursi untuk lansia."}
            actions.answer_survey(
                subject_id=new_id(), area=villages[place], post_id=None, marks=marks,
                suggestion=said.get(each, "") if place == "home" else "", by=citizen_actor(),
                at=story.calendar.ago(each % 60),
            )  # fmt: skip
