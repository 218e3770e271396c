"""Taking a striking-off back: by a new decision, with reason and evidence; what was decided before stays readable."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.batch_desk import office_day
from rangkul.programmes.actions.end_enrolment import take_enrolment
from rangkul.programmes.actions.removal.desk import note
from rangkul.programmes.actions.removal.paper import issue_reinstatement
from rangkul.programmes.actions.seats import Seats, unspent
from rangkul.programmes.enums import EnrolmentState, RemovalState
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import Enrolment, Reinstatement, RemovalLine
from rangkul.programmes.policies import removal as policies
from rangkul.programmes.queries.subjects import about, subject_of


@action("programmes.removal.reinstate")
def reinstate(*, line_id: UUID, reason: str, evidence: str, by: Actor, at: datetime) -> Reinstatement:
    """DICORET → REINSTATED and the enrolment is active again from today, or the recommendation is taken back.

    The line keeps reason, evidence and decree of the striking-off. Raises Denied, Refused (no reason or evidence,
    nothing to take back, dead or gone, enrolled again since, no seat left).
    """
    found = RemovalLine.objects.select_related("batch__component__programme", "decree").filter(pk=line_id).first()
    if found is None:
        raise NoSuchProposal(line_id)
    policies.check_can_reinstate(by, found)
    enrolment = take_enrolment(found.enrolment_id) if found.enrolment_id else None
    line = RemovalLine.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=line_id)
    line.batch, line.decree = found.batch, found.decree
    why, shown = clean(reason), clean(evidence)[:300]
    _check(line, why, shown)
    if enrolment is not None:
        _activate(line, enrolment)
    today = office_day(at)
    signer = organisation_queries.signatory(organisation_queries.get_office(), on=today, user_id=by.user_id)
    document = issue_reinstatement(line, reason=why, evidence=shown, on=today, signer=signer, by=by, at=at)
    made = Reinstatement.objects.create(
        line=line,
        number=document.number,
        reason=why,
        evidence=shown,
        effective_on=today,
        document_id=document.pk,
        decided_by=by.user_id,
        decided_by_name=by.name,
        created_at=at,
    )
    line.state = RemovalState.REINSTATED
    line.save(update_fields=["state"])
    note("reinstate", line, by=by, at=at, reason=why, data={"decree": made.number})
    return made


def _check(line: RemovalLine, reason: str, evidence: str) -> None:
    if line.state not in (RemovalState.STRUCK_OFF, RemovalState.RECOMMENDED):
        raise Refused(
            field="Status baris",
            value=line.get_state_display(),
            expected="dicoret atau diusulkan nonaktif",
            remedy="muat ulang halaman; baris ini tidak dapat dipulihkan",
        )
    for field, value in (("Alasan pemulihan", reason), ("Bukti", evidence)):
        if not value:
            raise Refused(field=field, value="", expected="diisi", remedy="tulis apa yang keliru dan buktinya")


def _activate(line: RemovalLine, enrolment: Enrolment) -> None:
    subject = subject_of(line)
    if subject.gone:
        raise Refused(
            field="Penerima",
            value=subject.name,
            expected="masih hidup dan tercatat",
            remedy="perbaiki dulu data registrinya bila keliru",
        )
    same = about(subject.kind, subject.id)
    if Enrolment.objects.filter(same, component_id=enrolment.component_id, state=EnrolmentState.ACTIVE).exists():
        raise Refused(
            field="Penerima",
            value=subject.name,
            expected="belum menerima lagi",
            remedy="sudah ditetapkan kembali dengan keputusan lain; tidak perlu dipulihkan",
        )
    seats = Seats.lock(component_id=enrolment.component_id, fiscal_year=enrolment.fiscal_year, area=enrolment.area_code)
    if seats.room is not None and seats.room < 1:
        raise Refused(
            field="Kuota", value=_("penuh"), expected="sedikitnya satu tempat", remedy="tambah kuota atau tunggu tempat"
        )
    money = unspent(enrolment)
    if seats.rupiah is not None and seats.rupiah < money:
        raise Refused(
            field="Pagu",
            value=seats.rupiah,
            expected=f"sedikitnya {money} rupiah",
            remedy="tambah pagu kuota atau tunggu sisa anggaran",
        )
    seats.take(1, money)
    enrolment.state, enrolment.valid_to = EnrolmentState.ACTIVE, None
    enrolment.exit_reason = enrolment.exit_note = enrolment.exit_evidence = ""
    enrolment.save()
