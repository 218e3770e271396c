"""Roles that work in one village: they receive, register, record and ask; the office applies."""

from django.utils.translation import gettext_lazy as _

from rangkul.accounts import bundles as may
from rangkul.accounts.role import Role
from rangkul.kernel.area_code import AreaLevel

VILLAGE_ROLES: tuple[Role, ...] = (
    Role(
        "FRONT_OFFICE",
        _("Front office Puskesos"),
        _("Menerima warga di desa: mendaftarkan kebutuhan, mencari di registri, memeriksa kelengkapan."),
        AreaLevel.VILLAGE,
        may.REPORT_POST
        | may.DRAFT_LETTERS
        | may.ASK_CHANGE
        | may.SEE_PERSONS
        | may.SEE_IDENTITY
        | may.REGISTER
        | may.PROGRAMMES
        | may.CASES
        | may.INTAKE
        | may.CHECK
        | {"desk.case.return"}
        | may.SORT
        | may.QUEUE
        | may.HEAR_COMPLAINTS,
    ),
    Role(
        "BACK_OFFICE",
        _("Back office Puskesos"),
        _("Menangani kasus di desa: kajian, rujukan, pengusulan, tindak lanjut."),
        AreaLevel.VILLAGE,
        may.REPORT_POST
        | may.WRITE_LETTERS
        | may.ADMIT
        | may.ASK_CHANGE
        | may.SEE_PERSONS
        | may.SEE_IDENTITY
        | may.SEE_HEALTH
        | may.SEE_HOME
        | may.REGISTER
        | may.DOUBLES
        | may.PROGRAMMES
        | may.COVERAGE
        | may.CASES
        | may.REFERRAL_LINK
        | may.RECEIVE
        | may.INTAKE
        | may.HANDLE
        | may.ASSESS
        | may.CONFIDE
        | may.SORT
        | may.QUEUE
        | may.HANDLE
        | may.COMPLAINTS,
    ),
    Role(
        "PUSKESOS_COORDINATOR",
        _("Koordinator Puskesos"),
        _("Menetapkan layanan di tingkat desa dan membagi tugas."),
        AreaLevel.VILLAGE,
        may.REPORT_POST
        | may.WRITE_LETTERS
        | may.ADMIT
        | may.ASK_CHANGE
        | may.SEE_PERSONS
        | may.SEE_IDENTITY
        | may.SEE_HEALTH
        | may.PROGRAMMES
        | may.COVERAGE
        | may.CASES
        | may.REFERRAL_LINK
        | may.RECEIVE
        | may.INTAKE
        | may.SORT
        | may.QUEUE
        | may.HANDLE
        | may.FIGURES
        | {"programmes.screening.run_all"}
        | may.COMPLAINTS
        | may.SEE_SURVEY
        | may.ASSESS
        | may.DECIDE,
    ),
    Role(
        "FACILITATOR",
        _("Fasilitator SLRT"),
        _("Mengunjungi warga, mencatat kepesertaan dan keluhan di desa tugasnya."),
        AreaLevel.VILLAGE,
        may.REPORT_WEEK
        | may.ASK_CHANGE
        | may.SEE_PERSONS
        | may.SEE_IDENTITY
        | may.SEE_HOME
        | may.REGISTER
        | may.PROGRAMMES
        | may.CASES
        | may.RECEIVE
        | may.INTAKE
        | may.SORT
        | may.QUEUE
        | {"desk.case.handle", "desk.complaint.register"}
        | may.VISIT
        | may.ASSESS
        | {"desk.confidential.write"},
    ),
    Role(
        "VILLAGE_OPERATOR",
        _("Operator desa/kelurahan"),
        _("Menyusun usulan desa dari musyawarah, menyerahkan bantuan bersama petugas."),
        AreaLevel.VILLAGE,
        may.ASK_CHANGE
        | may.SEE_PERSONS
        | may.SEE_IDENTITY
        | may.PROGRAMMES
        | may.COVERAGE
        | may.PROPOSE
        | may.HAND_OVER
        | may.BUY
        | may.FIGURES,
    ),
)
