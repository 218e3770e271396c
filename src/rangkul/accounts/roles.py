"""Roles as an auditor can read them: for each, at which level it works and what it may do (domain A.2)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.area_code import AreaLevel

_SEE_PERSONS = frozenset({"registry.person.search", "registry.person.view", "registry.family.view"})
_SEE_IDENTITY = frozenset({"registry.person.view_identity"})
_PROVE = frozenset({"registry.proof.issue"})
_SEE_HEALTH = frozenset({"registry.person.view_health"})
_REGISTER = frozenset({"registry.person.register", "registry.family.register", "registry.person.correct"})
_ASK_CHANGE = frozenset({"registry.change.ask"})
_CHECK_CHANGE = frozenset({"registry.change.check"})
_SEE_DOUBLES = frozenset({"registry.pair.view"})
_DOUBLES = _SEE_DOUBLES | {"registry.pair.decide"}
_PROGRAMMES = frozenset(
    {"programmes.catalogue.view", "programmes.screening.run", "programmes.enrolment.view", "programmes.proposal.view"}
)
_PROPOSE = frozenset(
    {"programmes.proposal.create", "programmes.proposal.add_line", "programmes.proposal.remove_line"}
    | {"programmes.proposal.submit", "programmes.proposal.withdraw"}
)
_CASES = frozenset({"desk.case.view", "desk.referral.view", "institutions.directory.view"})
_INTAKE = frozenset({"desk.case.register", "desk.case.match", "desk.case.note", "desk.case.report"})
_SORT = frozenset({"desk.case.classify", "desk.case.settle"})
_SEE_QUEUE = frozenset({"desk.queue.view"})
_QUEUE = _SEE_QUEUE | {f"desk.queue.{verb}" for verb in ("take", "call", "recall", "skip", "serve", "display")}
_HANDLE = frozenset(
    {"desk.case.assign", "desk.case.handle", "desk.case.return", "desk.case.propose", "desk.case.close"}
    | {"desk.referral.send", "desk.referral.answer"}
)
_CHECK = frozenset({"desk.case.check", "desk.case.receive"})
_ASSESS = _CHECK | {"desk.case.assess", "desk.case.submit", "desk.task.create"}
_CONFIDE = frozenset({"desk.confidential.read", "desk.confidential.write"})
_DECIDE = frozenset({"desk.case.decide", "desk.task.create", "organisation.delegation.give"}) | _CONFIDE
_DECIDE_OFFICE = _DECIDE | {"desk.case.decide_office"}
_CALENDAR = frozenset({"reference.calendar.change"})
_REFERRAL_LINK = frozenset({"desk.referral.link"})
_RECEIVE = frozenset({"desk.referral.receive"})
_SEE_COMPLAINTS = frozenset({"desk.complaint.view"})
_HEAR_COMPLAINTS = _SEE_COMPLAINTS | {"desk.complaint.register"}
_COMPLAINTS = _HEAR_COMPLAINTS | {f"desk.complaint.{verb}" for verb in ("take", "tie", "answer")}
_REVIEW_COMPLAINTS = _COMPLAINTS | {"desk.complaint.review", "desk.complaint.name"}
_SEE_SURVEY = frozenset({"desk.survey.view"})
_TAKE_OUT = frozenset({"registry.export.make"})
_FIGURES = frozenset({"insight.realisation.view"})
_COVERAGE = frozenset({"insight.coverage.view"})
_SEE_WHATIF = frozenset({"insight.whatif.view", "insight.snapshot.refresh"})
_WHATIF = _SEE_WHATIF | {"insight.whatif.keep"}
_SEE_ACTIVITIES = frozenset({"organisation.office.view", "organisation.activity.view"})
_ACTIVITIES = _SEE_ACTIVITIES | {"organisation.activity.record"}
_SEE_POSTS = frozenset({"organisation.post.view", "organisation.slrt.view", "organisation.rollout.view"})
_CHECK_POSTS = _SEE_POSTS | {"organisation.post.check", "organisation.report.view"}
_RUN_POSTS = (
    _CHECK_POSTS
    | {f"organisation.{what}.change" for what in ("post", "slrt", "rollout")}
    | {"organisation.member.appoint"}
)
_REPORT_WEEK = frozenset({"organisation.report.send_weekly"})
_REPORT_POST = frozenset({"organisation.post.view", "organisation.report.send_daily"})
_SEE_HOME = frozenset({"registry.family.view_home"})
_VALIDATE = frozenset({"registry.disability.validate"})
_DELIVERY = frozenset({"delivery.cycle.view"})
_HAND_OVER = _DELIVERY | {"delivery.handover.record"}
_SEE_VERIVALI = frozenset({"verivali.campaign.view"})
_VISIT = frozenset({"verivali.subject.submit", "verivali.subject.miss"})
_REVIEW = _SEE_VERIVALI | {"verivali.subject.approve", "verivali.subject.return", "verivali.subject.revisit"}
_PLAN = _SEE_VERIVALI | {f"verivali.campaign.{verb}" for verb in ("create", "open", "close", "cancel", "assign")}
_ADMIT = frozenset({"institutions.resident.admit"})
_SEE_RESIDENTS = frozenset({"institutions.resident.view"})
_SEE_NEW_HOMES = frozenset({"institutions.application.view", "institutions.partnership.view"})
_KEEP_HOMES = (
    _ADMIT
    | _SEE_RESIDENTS
    | _SEE_NEW_HOMES
    | {"institutions.institution.change", "institutions.resident.overfill", "institutions.resident.discharge"}
    | {"institutions.partnership.record"}
    | {f"institutions.application.{verb}" for verb in ("apply", "check", "visit", "recommend", "withdraw")}
)
_DECIDE_HOMES = (
    _SEE_RESIDENTS | _SEE_NEW_HOMES | {"institutions.application.register", "institutions.application.refuse"}
)
_SEE_OUTBOX = frozenset({"platform.outbox.view"})
_WATCH_OUTBOX = _SEE_OUTBOX | {"platform.delivery.retry"}
_OUTBOX = _WATCH_OUTBOX | {"platform.channel.change"}

_SEE_LETTERS = frozenset({"desk.letter.view", "documents.register.view"})
_READ_LETTERS = _SEE_LETTERS | {"desk.letter.read", "desk.letter.copy"}
_WRITE_LETTERS = _READ_LETTERS | {f"desk.letter.{verb}" for verb in ("draft", "change", "issue", "cancel")}
_INITIAL_LETTERS = _READ_LETTERS | {f"desk.letter.{verb}" for verb in ("initial", "return", "cancel")}
_SIGN_LETTERS = _READ_LETTERS | {f"desk.letter.{verb}" for verb in ("sign", "return", "cancel")}
_SET_SERIES = frozenset({"documents.series.set"})
_GRANT_MANDATES = frozenset({"organisation.mandate.grant", "organisation.mandate.end"})


@dataclass(frozen=True, slots=True)
class Role:
    """A role: `level` is the level of the areas its duties name."""

    code: str
    label: str | Promise
    description: str | Promise
    level: AreaLevel
    permissions: frozenset[str]


ROLES: tuple[Role, ...] = (
    Role(
        "FRONT_OFFICE",
        _("Front office Puskesos"),
        _("Menerima warga di desa: mendaftarkan kebutuhan, mencari di registri, memeriksa kelengkapan."),
        AreaLevel.VILLAGE,
        _REPORT_POST
        | _READ_LETTERS
        | _PROVE
        | _ASK_CHANGE
        | _SEE_PERSONS
        | _SEE_IDENTITY
        | _REGISTER
        | _PROGRAMMES
        | _CASES
        | _INTAKE
        | _CHECK
        | {"desk.case.return"}
        | _SORT
        | _QUEUE
        | _HEAR_COMPLAINTS,
    ),
    Role(
        "BACK_OFFICE",
        _("Back office Puskesos"),
        _("Menangani kasus di desa: kajian, rujukan, pengusulan, tindak lanjut."),
        AreaLevel.VILLAGE,
        _REPORT_POST
        | _WRITE_LETTERS
        | _PROVE
        | _ADMIT
        | _ASK_CHANGE
        | _SEE_PERSONS
        | _SEE_IDENTITY
        | _SEE_HEALTH
        | _SEE_HOME
        | _REGISTER
        | _DOUBLES
        | _PROGRAMMES
        | _COVERAGE
        | _CASES
        | _REFERRAL_LINK
        | _RECEIVE
        | _INTAKE
        | _HANDLE
        | _ASSESS
        | _CONFIDE
        | _SORT
        | _QUEUE
        | _HANDLE
        | _COMPLAINTS,
    ),
    Role(
        "PUSKESOS_COORDINATOR",
        _("Koordinator Puskesos"),
        _("Menetapkan layanan di tingkat desa dan membagi tugas."),
        AreaLevel.VILLAGE,
        _REPORT_POST
        | _WRITE_LETTERS
        | _PROVE
        | _ADMIT
        | _ASK_CHANGE
        | _SEE_PERSONS
        | _SEE_IDENTITY
        | _SEE_HEALTH
        | _PROGRAMMES
        | _COVERAGE
        | _CASES
        | _REFERRAL_LINK
        | _RECEIVE
        | _INTAKE
        | _SORT
        | _QUEUE
        | _HANDLE
        | _FIGURES
        | {"programmes.screening.run_all"}
        | _COMPLAINTS
        | _SEE_SURVEY
        | _ASSESS
        | _DECIDE,
    ),
    Role(
        "FACILITATOR",
        _("Fasilitator SLRT"),
        _("Mengunjungi warga, mencatat kepesertaan dan keluhan di desa tugasnya."),
        AreaLevel.VILLAGE,
        _REPORT_WEEK
        | _ASK_CHANGE
        | _SEE_PERSONS
        | _SEE_IDENTITY
        | _SEE_HOME
        | _REGISTER
        | _PROGRAMMES
        | _CASES
        | _RECEIVE
        | _INTAKE
        | _SORT
        | _QUEUE
        | {"desk.case.handle"}
        | _VISIT
        | _ASSESS
        | {"desk.confidential.write"},
    ),
    Role(
        "VILLAGE_OPERATOR",
        _("Operator desa/kelurahan"),
        _("Menyusun usulan desa dari musyawarah, menyerahkan bantuan bersama petugas."),
        AreaLevel.VILLAGE,
        _ASK_CHANGE | _SEE_PERSONS | _SEE_IDENTITY | _PROGRAMMES | _COVERAGE | _PROPOSE | _HAND_OVER | _FIGURES,
    ),
    Role(
        "KECAMATAN_OFFICER",
        _("Petugas kecamatan"),
        _("Memeriksa usulan desa dan meneruskannya ke Dinas, atau mengembalikannya dengan alasan."),
        AreaLevel.DISTRICT,
        _CHECK_CHANGE
        | _SEE_PERSONS
        | _PROGRAMMES
        | _COVERAGE
        | _DELIVERY
        | _FIGURES
        | {"programmes.proposal.check", "programmes.proposal.return"},
    ),
    Role(
        "TKSK",
        _("TKSK"),
        _("Mendampingi Puskesos dan penyaluran bantuan di satu kecamatan."),
        AreaLevel.DISTRICT,
        _ASK_CHANGE
        | _SEE_PERSONS
        | _SEE_IDENTITY
        | _PROGRAMMES
        | _COVERAGE
        | _CASES
        | _RECEIVE
        | _INTAKE
        | _SORT
        | _QUEUE
        | _HAND_OVER
        | {"programmes.outcome.record"}
        | _VISIT
        | {"desk.task.create"},
    ),
    Role(
        "SUPERVISOR",
        _("Supervisor SLRT"),
        _("Membina fasilitator di beberapa kecamatan, memeriksa kasus yang terlambat."),
        AreaLevel.DISTRICT,
        _CHECK_POSTS
        | _SEE_LETTERS
        | _SEE_PERSONS
        | _ADMIT
        | _PROGRAMMES
        | _COVERAGE
        | _CASES
        | _REFERRAL_LINK
        | _RECEIVE
        | _HANDLE
        | _SORT
        | _SEE_QUEUE
        | _FIGURES
        | _ACTIVITIES
        | {"desk.case.note"}
        | _REVIEW
        | {"verivali.campaign.assign", "registry.person.correct"}
        | _REVIEW_COMPLAINTS
        | _SEE_SURVEY
        | _ASSESS
        | _CONFIDE,
    ),
    Role(
        "SLRT_MANAGER",
        _("Manajer SLRT"),
        _("Menetapkan layanan di kabupaten/kota, memantau semua kasus dan rujukan."),
        AreaLevel.REGENCY,
        _RUN_POSTS
        | _WRITE_LETTERS
        | _SIGN_LETTERS
        | _SET_SERIES
        | _PROVE
        | _ADMIT
        | _SEE_RESIDENTS
        | _SEE_NEW_HOMES
        | _CHECK_CHANGE
        | _SEE_PERSONS
        | _SEE_IDENTITY
        | _SEE_HEALTH
        | _SEE_HOME
        | _VALIDATE
        | _PROGRAMMES
        | _COVERAGE
        | _CASES
        | _REFERRAL_LINK
        | _RECEIVE
        | _INTAKE
        | _SORT
        | _SEE_QUEUE
        | _HANDLE
        | _FIGURES
        | _ACTIVITIES
        | _TAKE_OUT
        | _WATCH_OUTBOX
        | _PLAN
        | _REVIEW_COMPLAINTS
        | _SEE_SURVEY
        | {"desk.category.change", "desk.survey.publish"}
        | _ASSESS
        | _DECIDE_OFFICE
        | _CALENDAR,
    ),
    Role(
        "PROGRAMME_OFFICER",
        _("Petugas program bidang"),
        _("Memverifikasi usulan, menyiapkan SK, menyusun dan menjalankan penyaluran."),
        AreaLevel.REGENCY,
        _WRITE_LETTERS
        | _PROVE
        | _KEEP_HOMES
        | _SEE_PERSONS
        | _SEE_IDENTITY
        | _SEE_HEALTH
        | _SEE_HOME
        | _VALIDATE
        | _PROGRAMMES
        | _COVERAGE
        | _HAND_OVER
        | _FIGURES
        | _CASES
        | _RECEIVE
        | _TAKE_OUT
        | _WHATIF
        | {"institutions.directory.change"}
        | {
            "programmes.candidate.run",
            "programmes.proposal.return",
            "programmes.proposal.verify",
            "programmes.screening.run_all",
        }
        | {"programmes.proposal.refuse_line", "programmes.enrolment.end", "programmes.outcome.record"}
        | {"programmes.terms.draft"}
        | {"delivery.cycle.create", "delivery.cycle.freeze", "delivery.cycle.open", "delivery.cycle.close"}
        | {"delivery.handover.void", "platform.job.view"}
        | _SEE_VERIVALI,
    ),
    Role(
        "DIVISION_HEAD",
        _("Kepala bidang"),
        _("Memutuskan usulan program bidangnya dan menyetujui daftar penyaluran."),
        AreaLevel.REGENCY,
        _SEE_POSTS
        | _INITIAL_LETTERS
        | _SIGN_LETTERS
        | _SEE_PERSONS
        | _DECIDE_HOMES
        | _SEE_HEALTH
        | _PROGRAMMES
        | _COVERAGE
        | _DELIVERY
        | _FIGURES
        | _CASES
        | _WHATIF
        | {"programmes.proposal.decide", "programmes.proposal.return", "programmes.catalogue.change"}
        | {"programmes.terms.draft", "programmes.terms.publish"}
        | _SEE_VERIVALI
        | {
            "delivery.cycle.approve",
            "platform.job.view",
            "programmes.candidate.run",
            "programmes.removal.reinstate",
            "programmes.screening.run_all",
            "programmes.waiting.expire",
            "registry.import.approve",
        }
        | _SEE_COMPLAINTS
        | _SEE_SURVEY
        | _DECIDE_OFFICE,
    ),
    Role(
        "OFFICE_HEAD",
        _("Kepala Dinas"),
        _("Menandatangani SK, melihat capaian dan apa yang terlambat."),
        AreaLevel.REGENCY,
        _SEE_POSTS
        | {"organisation.report.view", "organisation.rollout.change"}
        | _SIGN_LETTERS
        | _GRANT_MANDATES
        | _SEE_PERSONS
        | _SEE_NEW_HOMES
        | _PROGRAMMES
        | _COVERAGE
        | _DELIVERY
        | _FIGURES
        | _CASES
        | _WHATIF
        | _SEE_ACTIVITIES
        | _SEE_VERIVALI
        | {
            "documents.document.revoke",
            "programmes.overlap.set",
            "programmes.waiting.expire",
            "programmes.decree.sign",
            "programmes.programme.create",
            "programmes.terms.publish",
            "programmes.proposal.decide",
            "programmes.removal.reinstate",
        }
        | _REVIEW_COMPLAINTS
        | _SEE_SURVEY
        | {"desk.complaint.oversee", "desk.survey.publish"}
        | _DECIDE_OFFICE,
    ),
    Role(
        "DATA_OFFICER",
        _("Pengelola data"),
        _("Mengimpor berkas, memadankan data, memperbaiki registri."),
        AreaLevel.REGENCY,
        _PROVE
        | _ASK_CHANGE
        | _CHECK_CHANGE
        | _SEE_PERSONS
        | _SEE_IDENTITY
        | _REGISTER
        | _DOUBLES
        | _PROGRAMMES
        | _COVERAGE
        | _FIGURES
        | _WHATIF
        | _TAKE_OUT
        | _PLAN
        | _REVIEW
        | {
            "platform.job.view",
            "programmes.candidate.run",
            "programmes.programme.create",
            "programmes.screening.run_all",
            "programmes.overlap.set",
            "registry.import.undo",
            "registry.import.upload",
            "registry.linkage.request",
        },
    ),
    Role(
        "INSTITUTION_OFFICER",
        _("Petugas lembaga"),
        _("Mengurus buku penghuni, kamar dan pengurus lembaganya sendiri; tidak membuka registri warga."),
        AreaLevel.REGENCY,
        _SEE_RESIDENTS
        | {"institutions.institution.view_own", "institutions.institution.keep_own", "institutions.resident.discharge"},
    ),
    Role(
        "AUDITOR",
        _("Auditor"),
        _("Membaca semuanya, tidak mengubah apa pun, memeriksa rantai jejak audit."),
        AreaLevel.REGENCY,
        _SEE_POSTS
        | {"organisation.report.view"}
        | _SEE_LETTERS
        | _SEE_PERSONS
        | _SEE_RESIDENTS
        | _SEE_NEW_HOMES
        | _SEE_DOUBLES
        | _PROGRAMMES
        | _COVERAGE
        | _CASES
        | _DELIVERY
        | _FIGURES
        | _SEE_WHATIF
        | _SEE_ACTIVITIES
        | {"audit.trail.view", "platform.job.view"}
        | _SEE_OUTBOX
        | _SEE_VERIVALI
        | _SEE_COMPLAINTS
        | _SEE_SURVEY
        | {"desk.complaint.oversee"},
    ),
    Role(
        "ADMINISTRATOR",
        _("Administrator sistem"),
        _("Mengelola akun, tugas dan organisasi; tidak melihat data warga."),
        AreaLevel.REGENCY,
        _SEE_POSTS
        | {"organisation.post.change", "organisation.slrt.change", "organisation.member.appoint"}
        | _ACTIVITIES
        | _OUTBOX
        | _SET_SERIES
        | _GRANT_MANDATES
        | {"organisation.official.link"}
        | {"accounts.user.manage", "organisation.office.change"}
        | {"platform.job.view", "audit.trail.view"}
        | _CALENDAR,
    ),
)

BY_CODE: dict[str, Role] = {role.code: role for role in ROLES}
EVERY_PERMISSION: frozenset[str] = frozenset().union(*(role.permissions for role in ROLES))
