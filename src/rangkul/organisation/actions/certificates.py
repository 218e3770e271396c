"""Certificates of an activity: asked for, signed by somebody else, written one by one in the background, bound into one file."""

from datetime import datetime
from uuid import UUID

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.organisation.models import Activity, Participant
from rangkul.organisation.papers import bundle_pdf, capacity_of, certificate_data
from rangkul.organisation.policies import check_can_record, check_can_sign_certificates
from rangkul.organisation.queries.activities import lock_activity
from rangkul.organisation.queries.signers import list_signers_of
from rangkul.platform.audit.actions import action, record
from rangkul.platform.documents.actions import issue_document
from rangkul.platform.documents.models import Document
from rangkul.platform.files.actions import keep_file
from rangkul.platform.policy.actor import Actor
from rangkul.platform.tasks.models import Job
from rangkul.platform.tasks.runner import enqueue, has_stopped
from rangkul.reference import queries as reference_queries

JOB = "organisation.certificate.write"
SERIES = "sertifikat"
OWNER = "activity-certificate"


@action("organisation.certificate.request")
def request_certificates(*, activity_id: UUID, by: Actor, at: datetime) -> Activity:
    """Ask for the signature under the certificates of everybody who attended and has none yet; no number is given yet.

    Raises `Refused` before attendance was marked, when nobody waits for one, while they wait for the signature or are
    being written; `Denied`.
    """
    activity = lock_activity(by, activity_id)
    check_can_record(by, activity.area_code)
    waiting = activity.participants.filter(attended=True, certificate_id__isnull=True).count()
    if activity.attendance_at is None or not activity.participants.filter(attended=True).exists():
        raise Refused(
            field="Sertifikat",
            value="",
            expected="kegiatan dengan kehadiran yang sudah dicatat",
            remedy="catat kehadiran dulu",
        )
    if activity.certificates_job and not has_stopped(activity.certificates_job):
        raise Refused(
            field="Sertifikat", value="sedang dibuat", expected="pekerjaan yang sudah selesai", remedy="tunggu sebentar"
        )
    if not waiting and activity.certificates_file:
        raise Refused(
            field="Sertifikat", value="", expected="peserta hadir yang belum bersertifikat", remedy="semua sudah dibuat"
        )
    if activity.certificates_asked_at is not None:
        raise Refused(
            field="Sertifikat", value="menunggu tanda tangan", expected="sertifikat yang belum diajukan",
            remedy=f"sudah diajukan {activity.certificates_asked_by_name}; tunggu tanda tangannya",
        )  # fmt: skip
    activity.certificates_asked_by, activity.certificates_asked_at = by.user_id, at
    activity.certificates_asked_by_name = by.name[:200]
    activity.save(update_fields=["certificates_asked_by", "certificates_asked_by_name", "certificates_asked_at"])
    data = {"people": waiting}
    record("organisation.certificate.request", by=by, at=at, on=activity, area=activity.area_code, data=data)
    return activity


@action("organisation.certificate.sign")
def sign_certificates(*, activity_id: UUID, people: int, by: Actor, at: datetime) -> Job:
    """Sign the certificates of the `people` that were read; then they are numbered and written, and bound into one file.

    The actor signs as the office holder of this day, or by a power to sign. Raises `Refused` (nothing asked for, the
    list has changed, no power to sign), `Denied` (role, area, asked for by oneself).
    """
    activity = lock_activity(by, activity_id)
    check_can_sign_certificates(by, activity)
    waiting = activity.participants.filter(attended=True, certificate_id__isnull=True).count()
    if activity.certificates_asked_at is None:
        raise Refused(
            field="Sertifikat", value="", expected="sertifikat yang diajukan untuk ditandatangani",
            remedy="mungkin sudah ditandatangani; muat ulang halamannya",
        )  # fmt: skip
    if people != waiting:
        raise Refused(
            field="Peserta yang hadir", value=people, expected=f"{waiting} orang",
            remedy="daftar hadir berubah sejak halaman dibuka; muat ulang, periksa, lalu tanda tangani",
        )  # fmt: skip
    today = clock.local_date(at, activity.office.time_zone)
    ways = list_signers_of(activity.office, by.user_id, on=today) if by.user_id else []
    if not ways:
        raise Refused(
            field="Penanda tangan", value=by.name, expected="pejabat penanda tangan atau pemegang kuasa pada hari ini",
            remedy="minta administrator mencatat kuasanya pada halaman Penanda tangan surat",
        )  # fmt: skip
    scope = {
        "user_id": str(by.user_id or ""),
        "name": by.name,
        "role": by.role,
        "areas": [str(each) for each in by.areas],
    }
    job = enqueue(JOB, title=f"Sertifikat {activity.name}"[:300], by=by, activity_id=str(activity.pk), scope=scope)
    activity.certificates_job, activity.certificates_signer = job.pk, ways[0].block()
    activity.certificates_asked_by, activity.certificates_asked_at = None, None
    activity.save(
        update_fields=["certificates_job", "certificates_signer", "certificates_asked_by", "certificates_asked_at"]
    )
    data = {"people": waiting, "signer": ways[0].title()}
    record("organisation.certificate.sign", by=by, at=at, on=activity, area=activity.area_code, data=data)
    return job


@action("organisation.certificate.issue")
def issue_certificate(*, participant_id: UUID, by: Actor, at: datetime) -> Document:
    """Write the certificate of one who attended: numbered, with a QR code. A second call gives the first one again.

    Raises `Refused` for somebody who did not attend, `Denied`.
    """
    activity_id = Participant.objects.values_list("activity_id", flat=True).get(pk=participant_id)
    activity = Activity.objects.select_related("office").get(pk=activity_id)
    check_can_record(by, activity.area_code)
    participant = Participant.objects.select_for_update(of=("self",)).get(pk=participant_id)
    if participant.certificate_id is not None:
        record(
            "organisation.certificate.repeat", by=by, at=at, on=activity, area=participant.area_code, data={"people": 1}
        )
        return Document.objects.get(pk=participant.certificate_id)
    if not activity.certificates_signer:
        raise Refused(
            field="Sertifikat", value="", expected="sertifikat yang sudah ditandatangani",
            remedy="ajukan dulu, lalu minta pejabat menandatanganinya",
        )  # fmt: skip
    if not participant.attended:
        raise Refused(
            field="Peserta", value=participant.name, expected="peserta yang hadir", remedy="perbaiki kehadirannya dulu"
        )
    place = reference_queries.area_label(participant.area_code)
    shared = certificate_data(activity)
    document = issue_document(
        kind="certificate",
        series=SERIES,
        template="certificate",
        data=shared | {"name": participant.name, "capacity": capacity_of(participant, place)},
        title=f"Sertifikat {activity.name}"[:300],
        subject=("activity", activity.pk),
        area=participant.area_code,
        by=by,
        at=at,
    )
    participant.certificate_id = document.pk
    participant.save(update_fields=["certificate_id"])
    data = {"number": document.number}
    record("organisation.certificate.issue", by=by, at=at, on=activity, area=participant.area_code, data=data)
    return document


@action("organisation.certificate.bind")
def bind_certificates(*, activity_id: UUID, by: Actor, at: datetime) -> Activity:
    """Put the certificates of everybody into one PDF for printing, by place and name. Raises `Refused` for none, `Denied`."""
    activity = lock_activity(by, activity_id)
    check_can_record(by, activity.area_code)
    people = list(activity.participants.exclude(certificate_id=None).order_by("area_code", "name"))
    documents = Document.objects.in_bulk([each.certificate_id for each in people if each.certificate_id])
    if not people:
        raise Refused(
            field="Sertifikat", value="", expected="sedikitnya satu sertifikat", remedy="buat sertifikatnya dulu"
        )
    places = reference_queries.labels_of({each.area_code for each in people})
    content = bundle_pdf(
        activity,
        [(each, places[each.area_code], documents[each.certificate_id]) for each in people if each.certificate_id],
        on=clock.local_date(at, activity.office.time_zone),
        at=at,
    )
    stored = keep_file(
        content=content,
        name=f"sertifikat {activity.name}.pdf",
        kind="ATTACHMENT",
        owner=(OWNER, activity.pk),
        area=activity.area_code,
        by=by,
        at=at,
    )
    activity.certificates_file = stored.pk
    activity.save(update_fields=["certificates_file"])
    record(
        "organisation.certificate.bind",
        by=by,
        at=at,
        on=activity,
        area=activity.area_code,
        data={"people": len(people)},
    )
    return activity
