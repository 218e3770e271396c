"""What the demo's divisions do together: a case they share, devices they give, letters of referrals, news of the office."""

from datetime import timedelta
from uuid import UUID

from rangkul.cli.demo.life import Progress, Story
from rangkul.desk import actions, queries
from rangkul.kernel.errors import Refused
from rangkul.kernel.ids import new_id
from rangkul.organisation import actions as organisation_actions
from rangkul.organisation.actions import Words
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries

NEWS = (
    (
        "PENGUMUMAN", "Puskesos buka di desa uji coba", 20, True,
        "Warga dapat menyampaikan kebutuhan dan pengaduan di Puskesos, tanpa biaya dan tanpa KTP pun dilayani.",
    ),
    (
        "SIARAN_PERS", "Bidang Rehabilitasi Sosial menyerahkan alat bantu", 6, True,
        "Kursi roda dan alat bantu dengar diserahkan menurut urutan daftar tunggu. Yang belum menerima tetap di urutannya.",
    ),
    (
        "PENGUMUMAN", "Jadwal verifikasi dan validasi bulan depan", 1, False,
        "Petugas membawa surat tugas. Tidak ada pungutan apa pun.",
    ),
)  # fmt: skip


def work(story: Story, progress: Progress) -> None:
    """A shared case with remarks, two devices given, letters of referrals on their way, announcements."""
    progress("kerja bersama bidang", 0, 4)
    _share(story)
    progress("kerja bersama bidang", 1, 4)
    _give_devices(story)
    progress("kerja bersama bidang", 2, 4)
    _sign_referrals(story)
    progress("kerja bersama bidang", 3, 4)
    _announce(story)
    progress("kerja bersama bidang", 4, 4)


def _share(story: Story) -> None:
    desk, other, calendar = story.cast.actors["bo"], story.cast.actors["rehsos"], story.calendar
    found = [each for each in queries.list_cases(desk, "team", limit=30).rows if each.state in ("MATCHED", "HANDLED")]
    if not found or other.user_id is None:
        return
    actions.share_case(
        case_id=found[0].id, user_id=other.user_id, reason="Perlu pendapat Rehabilitasi Sosial tentang alat bantu.",
        until_on=calendar.today + timedelta(days=30), by=desk, at=calendar.ago(3),
    )  # fmt: skip
    for by, words, days in (
        (desk, f"@{other.name} mohon dilihat: apakah keluarga ini juga perlu kunjungan bidang?", 3),
        (other, "Sudah dibaca. Kami berkunjung pekan depan bersama fasilitator.", 1),
    ):
        actions.write_remark(case_id=found[0].id, form_key=new_id(), text=words, by=by, at=calendar.ago(days))


def _give_devices(story: Story) -> None:
    officer, calendar = story.cast.actors["rehsos"].for_purpose("menyerahkan alat bantu"), story.calendar
    waiting = registry_queries.list_device_needs(officer, on=calendar.today, limit=2).rows
    for need, source in zip(waiting, ("APBD_KAB", "APBN"), strict=False):
        registry_actions.meet_device(
            need_id=need.id, fund_source=source, given_on=calendar.today - timedelta(days=6),
            evidence="BAST 000/CONTOH/2026", by=officer, at=calendar.ago(5),
        )  # fmt: skip


def _sign_referrals(story: Story) -> None:
    """One letter has gone its whole way, one waits for the signature, the others for initials."""
    desk, section, head = (story.cast.actors[name] for name in ("bo", "kabid.linjamsos", "kadis"))
    drafts: list[UUID] = [each.id for each in queries.list_letters(desk, kind="rujukan", state="DRAFT").rows]
    for number, letter_id in enumerate(drafts[:2]):
        at = story.calendar.ago(1)
        try:
            letter = actions.initial_letter(letter_id=letter_id, revision=1, by=section, at=at)
        except Refused:
            continue  # a draft whose facts are too old waits to be written anew
        if number == 0:
            letter = actions.sign_letter(letter_id=letter_id, revision=letter.revision, by=head, at=at)
            actions.issue_letter(letter_id=letter_id, revision=letter.revision, by=desk, at=at)


def _announce(story: Story) -> None:
    writer, head, calendar = story.cast.actors["rehsos"], story.cast.actors["kadis"], story.calendar
    for kind, title, days, is_public, body in NEWS:
        row = organisation_actions.write_announcement(
            words=Words(kind=kind, title=title, body=body), form_key=new_id(), by=writer, at=calendar.ago(days)
        )
        if is_public:
            organisation_actions.publish_announcement(
                announcement_id=row.pk, revision=row.revision, by=head, at=calendar.ago(days - 1)
            )
