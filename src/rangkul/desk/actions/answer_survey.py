"""One anonymous answer to the satisfaction survey, once for each closed ticket."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from rangkul.desk.errors import AlreadyAsked
from rangkul.desk.models import SurveyAnswer, SurveyTurn
from rangkul.desk.satisfaction import ELEMENTS, HIGHEST, LOWEST
from rangkul.desk.tickets import survey_key
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform import crypto
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor

LONGEST_SUGGESTION = 500


@action("desk.survey.answer")
def answer_survey(
    *, subject_id: UUID, area: str, post_id: UUID | None, marks: Sequence[int], suggestion: str, by: Actor, at: datetime
) -> SurveyAnswer:
    """Keep the nine marks of whoever holds the closed ticket `subject_id`; nothing kept leads back to it.

    The caller has found the ticket closed and opened the village's scope. Raises `AlreadyAsked` the second time, `Refused`
    unless all nine are marked 1 to 4. The trail says that an answer came, not about what.
    """
    by.check_may("desk.survey.answer")
    if len(marks) != len(ELEMENTS) or not all(LOWEST <= mark <= HIGHEST for mark in marks):
        raise Refused(
            field="Survei", value="", expected="sembilan jawaban", remedy="pilih satu jawaban untuk tiap pertanyaan"
        )
    try:
        with transaction.atomic():
            SurveyTurn.objects.create(key=survey_key(subject_id))
    except IntegrityError:
        raise AlreadyAsked("Survei untuk tiket ini sudah diisi. Terima kasih.") from None
    said = clean(suggestion)[:LONGEST_SUGGESTION]
    answer = SurveyAnswer(
        area_code=area,
        post_id=post_id,
        month=clock.local_date(at, settings.TIME_ZONE).replace(day=1),
        marks=list(marks),
        suggestion_cipher=crypto.seal(said, context="desk.suggestion") if said else None,
    )
    answer.save(force_insert=True)
    record("desk.survey.answer", by=by, at=at)
    return answer
