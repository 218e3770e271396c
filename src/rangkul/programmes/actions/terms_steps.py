"""Moving a version of terms on its way to publication: hand in, review, return, withdraw."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions.terms_desk import keep, take_terms
from rangkul.programmes.errors import CasesFail
from rangkul.programmes.models import Terms
from rangkul.programmes.terms_cases import failing_cases
from rangkul.programmes.terms_writing import check_writing, writing_of
from rangkul.programmes.workflow import TERMS


@action("programmes.terms.submit")
def submit_terms(*, terms_id: UUID, by: Actor, at: datetime, revision: int | None = None) -> Terms:
    """DRAFT → SUBMITTED, when rule, legal basis, the reason of the change and the cases are all in order.

    Raises NoSuchTerms, Denied, UnableToMove, StaleTerms, RuleRefused, CasesFail, Refused.
    """
    terms = take_terms(terms_id, step="submit", by=by, revision=revision)
    check_ready(terms)
    terms.state = TERMS.move(terms.state, "submit")
    terms.proposed_by, terms.submitted_at, terms.return_reason = by.user_id, at, ""
    keep(terms, "submit", by=by, at=at)
    return terms


@action("programmes.terms.review")
def review_terms(*, terms_id: UUID, by: Actor, at: datetime, note: str = "", revision: int | None = None) -> Terms:
    """SUBMITTED → REVIEWED by somebody who wrote nothing of it. Raises as `submit_terms`."""
    terms = take_terms(terms_id, step="review", by=by, revision=revision)
    check_ready(terms)
    terms.state = TERMS.move(terms.state, "review")
    terms.reviewed_by, terms.reviewed_at = by.user_id, at
    keep(terms, "review", by=by, at=at, reason=clean(note))
    return terms


@action("programmes.terms.return")
def return_terms(*, terms_id: UUID, reason: str, by: Actor, at: datetime, revision: int | None = None) -> Terms:
    """SUBMITTED or REVIEWED → DRAFT with what has to be mended. Raises as `submit_terms`."""
    terms = take_terms(terms_id, step="return", by=by, revision=revision)
    terms.return_reason = _said(reason, _("Alasan pengembalian"), _("tulis apa yang perlu diperbaiki penyusun"))
    terms.state = TERMS.move(terms.state, "return")
    terms.submitted_at = terms.reviewed_at = terms.reviewed_by = None
    keep(terms, "return", by=by, at=at, reason=terms.return_reason)
    return terms


@action("programmes.terms.withdraw")
def withdraw_terms(*, terms_id: UUID, reason: str, by: Actor, at: datetime, revision: int | None = None) -> Terms:
    """A version that is not published → WITHDRAWN for good, with the reason. Raises as `submit_terms`."""
    terms = take_terms(terms_id, step="withdraw", by=by, revision=revision)
    terms.return_reason = _said(reason, _("Alasan pembatalan"), _("tulis mengapa rancangan ini tidak dilanjutkan"))
    terms.state = TERMS.move(terms.state, "withdraw")
    keep(terms, "withdraw", by=by, at=at, reason=terms.return_reason)
    return terms


def check_ready(terms: Terms) -> None:
    """Refuse a version that could not be published: Refused, RuleRefused or CasesFail say what is missing."""
    check_writing(writing_of(terms), terms.component.unit)
    if not clean(terms.legal_basis):
        raise Refused(
            field=_("Dasar hukum"),
            value="",
            expected=_("peraturan atau keputusan yang menjadi dasar"),
            remedy=_("isi dasar hukum, atau tulis “perlu diverifikasi” dengan sumbernya"),
        )
    if not clean(terms.change_note):
        raise Refused(
            field=_("Alasan perubahan"),
            value="",
            expected=_("apa yang berubah dan mengapa"),
            remedy=_("isi alasan perubahan"),
        )
    if not terms.cases:
        raise Refused(
            field=_("Contoh kasus"),
            value="",
            expected=_("sedikitnya satu contoh"),
            remedy=_("tambahkan contoh keluarga atau orang yang memenuhi dan yang tidak"),
        )
    failures = failing_cases(terms, terms.component.unit)
    if failures:
        raise CasesFail(failures)


def _said(reason: str, what: str, remedy: str) -> str:
    text = clean(reason)
    if not text:
        raise Refused(field=what, value="", expected=_("alasan"), remedy=remedy)
    return text
