"""Roles as an auditor can read them: for each, at which level it works and what it may do (domain A.2)."""

from django.utils.translation import gettext_lazy as _

from rangkul.accounts import bundles as may
from rangkul.accounts.role import Role
from rangkul.accounts.village_roles import VILLAGE_ROLES
from rangkul.kernel.area_code import AreaLevel

ROLES: tuple[Role, ...] = (
    *VILLAGE_ROLES,
    Role(
        "KECAMATAN_OFFICER",
        _("Petugas kecamatan"),
        _("Memeriksa usulan desa dan meneruskannya ke Dinas, atau mengembalikannya dengan alasan."),
        AreaLevel.DISTRICT,
        may.CHECK_CHANGE
        | may.SEE_EWARONG
        | may.SEE_PERSONS
        | may.PROGRAMMES
        | may.COVERAGE
        | may.DELIVERY
        | may.OPEN_SHARED
        | may.FIGURES
        | {"programmes.proposal.check", "programmes.proposal.return"},
    ),
    Role(
        "TKSK",
        _("TKSK"),
        _("Mendampingi Puskesos dan penyaluran bantuan di satu kecamatan."),
        AreaLevel.DISTRICT,
        may.ASK_CHANGE
        | may.PROPOSE_EWARONG
        | may.SEE_PERSONS
        | may.SEE_IDENTITY
        | may.PROGRAMMES
        | may.COVERAGE
        | may.CASES
        | may.RECEIVE
        | may.INTAKE
        | may.SORT
        | may.QUEUE
        | may.HAND_OVER
        | {"programmes.outcome.record"}
        | may.VISIT
        | {"desk.task.create", "desk.complaint.register"},
    ),
    Role(
        "SUPERVISOR",
        _("Supervisor SLRT"),
        _("Membina fasilitator di beberapa kecamatan, memeriksa kasus yang terlambat."),
        AreaLevel.DISTRICT,
        may.CHECK_POSTS
        | may.SEE_LETTERS
        | may.SEE_PERSONS
        | may.ADMIT
        | may.PROGRAMMES
        | may.COVERAGE
        | may.CASES
        | may.REFERRAL_LINK
        | may.RECEIVE
        | may.HANDLE
        | may.SORT
        | may.SEE_QUEUE
        | may.FIGURES
        | may.ACTIVITIES
        | {"desk.case.note"}
        | may.REVIEW
        | {"verivali.campaign.assign"}
        | may.REVIEW_COMPLAINTS
        | may.SEE_SURVEY
        | may.ASSESS
        | may.CONFIDE,
    ),
    Role(
        "SLRT_MANAGER",
        _("Manajer SLRT"),
        _("Menetapkan layanan di kabupaten/kota, memantau semua kasus dan rujukan."),
        AreaLevel.REGENCY,
        may.RUN_POSTS
        | may.WRITE_LETTERS
        | may.SIGN_LETTERS
        | may.SET_SERIES
        | may.ADMIT
        | may.SEE_RESIDENTS
        | may.SEE_NEW_HOMES
        | may.CHECK_CHANGE
        | may.SEE_PERSONS
        | may.SEE_IDENTITY
        | may.SEE_HEALTH
        | may.SEE_HOME
        | may.VALIDATE
        | may.PROGRAMMES
        | may.COVERAGE
        | may.CASES
        | may.REFERRAL_LINK
        | may.RECEIVE
        | may.INTAKE
        | may.SORT
        | may.SEE_QUEUE
        | may.HANDLE
        | may.ANNOUNCE
        | may.FIGURES
        | may.ACTIVITIES
        | may.SIGN_CERTIFICATES
        | may.TAKE_OUT
        | may.COVER
        | may.WATCH_OUTBOX
        | may.PLAN
        | may.REVIEW_COMPLAINTS
        | may.SEE_SURVEY
        | {"desk.category.change", "desk.survey.publish"}
        | may.ASSESS
        | may.DECIDE_OFFICE
        | may.CALENDAR,
    ),
    Role(
        "PROGRAMME_OFFICER",
        _("Petugas program bidang"),
        _("Memverifikasi usulan, menyiapkan SK, menyusun dan menjalankan penyaluran."),
        AreaLevel.REGENCY,
        may.WRITE_LETTERS
        | may.KEEP_EWARONG
        | may.KEEP_HOMES
        | may.SEE_PERSONS
        | may.SEE_IDENTITY
        | may.SEE_HEALTH
        | may.SEE_HOME
        | may.VALIDATE
        | may.MEET_DEVICE
        | may.PROGRAMMES
        | may.COVERAGE
        | may.HAND_OVER
        | may.ANNOUNCE
        | may.FIGURES
        | may.CASES
        | may.OPEN_SHARED
        | may.RECEIVE
        | may.TAKE_OUT
        | may.COVER
        | may.WHATIF
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
        | may.SEE_VERIVALI,
    ),
    Role(
        "DIVISION_HEAD",
        _("Kepala bidang"),
        _("Memutuskan usulan program bidangnya dan menyetujui daftar penyaluran."),
        AreaLevel.REGENCY,
        may.SEE_POSTS
        | may.DECIDE_EWARONG
        | may.INITIAL_LETTERS
        | may.SIGN_LETTERS
        | may.SEE_PERSONS
        | may.DECIDE_HOMES
        | may.SEE_HEALTH
        | may.SEE_COVER
        | may.PROGRAMMES
        | may.COVERAGE
        | may.DELIVERY
        | may.PUBLISH_NEWS
        | may.FIGURES
        | may.OPEN_SHARED
        | may.CASES
        | may.WHATIF
        | {"programmes.proposal.decide", "programmes.proposal.return", "programmes.catalogue.change"}
        | {"programmes.terms.draft", "programmes.terms.publish"}
        | may.SEE_VERIVALI
        | {
            "delivery.cycle.approve",
            "platform.job.view",
            "programmes.candidate.run",
            "programmes.removal.reinstate",
            "programmes.screening.run_all",
            "programmes.waiting.expire",
            "registry.import.approve",
        }
        | may.SEE_COMPLAINTS
        | may.SEE_SURVEY
        | may.DECIDE_OFFICE,
    ),
    Role(
        "OFFICE_HEAD",
        _("Kepala Dinas"),
        _("Menandatangani SK, melihat capaian dan apa yang terlambat."),
        AreaLevel.REGENCY,
        may.SEE_POSTS
        | may.SEE_EWARONG
        | {"organisation.report.view", "organisation.rollout.change"}
        | may.SIGN_LETTERS
        | may.GRANT_MANDATES
        | may.SEE_PERSONS
        | may.SEE_NEW_HOMES
        | may.PROGRAMMES
        | may.COVERAGE
        | may.DELIVERY
        | may.PUBLISH_NEWS
        | {"organisation.announcement.publish_own"}
        | may.FIGURES
        | may.OPEN_SHARED
        | may.CASES
        | may.WHATIF
        | may.SIGN_CERTIFICATES
        | may.SEE_VERIVALI
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
        | may.REVIEW_COMPLAINTS
        | may.SEE_SURVEY
        | {"desk.complaint.oversee", "desk.survey.publish"}
        | may.DECIDE_OFFICE,
    ),
    Role(
        "DATA_OFFICER",
        _("Pengelola data"),
        _("Mengimpor berkas, memadankan data, memperbaiki registri."),
        AreaLevel.REGENCY,
        may.ASK_CHANGE
        | may.CHECK_CHANGE
        | may.SEE_PERSONS
        | may.SEE_IDENTITY
        | may.REGISTER
        | may.CORRECT
        | may.DOUBLES
        | may.PROGRAMMES
        | may.COVERAGE
        | may.FIGURES
        | may.WHATIF
        | may.TAKE_OUT
        | may.PLAN
        | may.OPEN_SHARED
        | may.REVIEW
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
        _(
            "Mengurus buku penghuni, kamar, pengurus dan makan lembaganya sendiri, menjawab dan mengajukan permintaan "
            "tempat; tidak membuka registri warga."
        ),
        AreaLevel.REGENCY,
        may.SEE_RESIDENTS
        | {"institutions.institution.view_own", "institutions.institution.keep_own", "institutions.resident.discharge"}
        | {f"institutions.request.{verb}" for verb in ("view", "offer", "answer")}
        | {"delivery.meal.record"},
    ),
    Role(
        "AUDITOR",
        _("Auditor"),
        _("Membaca semuanya, tidak mengubah apa pun, memeriksa rantai jejak audit."),
        AreaLevel.REGENCY,
        may.SEE_POSTS
        | may.SEE_EWARONG
        | {"organisation.report.view"}
        | may.SEE_LETTERS
        | may.SEE_PERSONS
        | may.SEE_RESIDENTS
        | may.SEE_NEW_HOMES
        | may.SEE_DOUBLES
        | may.PROGRAMMES
        | may.COVERAGE
        | may.CASES
        | may.DELIVERY
        | may.FIGURES
        | may.SEE_WHATIF
        | may.SEE_ACTIVITIES
        | {"audit.trail.view", "platform.job.view"}
        | may.SEE_OUTBOX
        | may.SEE_VERIVALI
        | may.SEE_COMPLAINTS
        | may.SEE_SURVEY
        | {"desk.complaint.oversee", "desk.complaint.inspect"},
    ),
    Role(
        "INSPECTORATE",
        _("Inspektorat daerah"),
        _("Memeriksa pengaduan tentang petugas dan kepala Dinas Sosial; tidak membuka data warga."),
        AreaLevel.REGENCY,
        may.INSPECT_COMPLAINTS,
    ),
    Role(
        "ADMINISTRATOR",
        _("Administrator sistem"),
        _("Mengelola akun, tugas dan organisasi; tidak melihat data warga."),
        AreaLevel.REGENCY,
        may.SEE_POSTS
        | {"organisation.post.change", "organisation.slrt.change", "organisation.member.appoint"}
        | may.ACTIVITIES
        | may.OUTBOX
        | may.SET_SERIES
        | may.GRANT_MANDATES
        | {"organisation.official.link"}
        | {"accounts.user.manage", "organisation.office.change"}
        | {"platform.job.view", "audit.trail.view"}
        | may.CALENDAR,
    ),
)

BY_CODE: dict[str, Role] = {role.code: role for role in ROLES}
EVERY_PERMISSION: frozenset[str] = frozenset().union(*(role.permissions for role in ROLES))
