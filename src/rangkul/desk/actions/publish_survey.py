"""The report on satisfaction as an official document: number, letterhead, nine elements, score and class."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings

from rangkul.desk.policies import check_can_publish_survey
from rangkul.desk.queries.surveys import SurveyResult, results
from rangkul.desk.satisfaction import ELEMENTS, FEWEST
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.audit.actions import action, record
from rangkul.platform.documents.actions import issue_document
from rangkul.platform.documents.models import Document
from rangkul.platform.policy.actor import Actor
from rangkul.reference import queries as reference_queries


@action("desk.survey.publish")
def publish_survey(*, period: str, area: str, by: Actor, at: datetime) -> Document:
    """Issue the report of a period ("2026", "2026-S1", "2026-TW3") for an area as a numbered PDF.

    Raises `Denied`, and `Refused` when fewer than `FEWEST` answers would stand behind it.
    """
    check_can_publish_survey(by, area)
    result = results(by, period=period, area=area)
    if result.score is None:
        raise Refused(
            field="Jumlah jawaban", value=str(result.answers), expected=f"sedikitnya {FEWEST} jawaban",
            remedy="pilih periode yang lebih panjang",
        )  # fmt: skip
    document = issue_document(
        kind="survey",
        series="skm",
        template="survey",
        data=_report(result, area, at),
        title=f"Laporan survei kepuasan masyarakat {result.period.label}",
        subject=("area", organisation_queries.get_office().pk),
        area=area,
        by=by,
        at=at,
    )
    record("desk.survey.publish", by=by, at=at, on=document, area=area,
           data={"period": period, "answers": result.answers, "score": str(result.score.value)})  # fmt: skip
    return document


def _report(result: SurveyResult, area: str, at: datetime) -> dict[str, object]:
    office = organisation_queries.get_office()
    today = clock.local_date(at, settings.TIME_ZONE)
    signer = organisation_queries.signatory(office, on=today)
    score = result.score
    assert score is not None
    return {
        "office": organisation_queries.letterhead_data(office),
        "signer": signer.block(),
        "fields": [
            ("Periode", result.period.label),
            ("Wilayah", reference_queries.area_label(area)),
            ("Jumlah jawaban", f"{result.answers} jawaban"),
            ("Nilai SKM", in_words(score.value)),
            ("Mutu pelayanan", f"{score.grade.letter} ({score.grade.label})"),
        ],
        "elements": [
            (each.code, str(each.label), in_words(mean)) for each, mean in zip(ELEMENTS, score.means, strict=True)
        ],
        "posts": [(each.name, in_words(each.value), each.grade) for each in result.posts if each.value is not None],
        "withheld": len([each for each in result.posts if each.value is None]),
        "fewest": FEWEST,
        "worst": str(score.worst().label),
        "as_of": today,
    }


def in_words(value: Decimal) -> str:
    """A decimal with a comma."""
    return str(value).replace(".", ",")
