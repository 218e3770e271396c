"""Who may see and publish the results of the satisfaction survey."""

from django.db.models import QuerySet

from rangkul.desk.models import SurveyAnswer
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW_SURVEY = "desk.survey.view"
PUBLISH_SURVEY = "desk.survey.publish"


def answers_visible_to(actor: Actor) -> QuerySet[SurveyAnswer]:
    """Answers about the posts of the actor's areas; they belong to nobody."""
    if not actor.may(VIEW_SURVEY):
        return SurveyAnswer.objects.none()
    return SurveyAnswer.objects.filter(inside_areas(actor))


def check_can_publish_survey(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the actor issues reports for that area."""
    actor.check_may(PUBLISH_SURVEY)
    if not actor.covers(area):
        raise Denied(permission=PUBLISH_SURVEY, message="Laporan ini untuk wilayah di luar tugas Anda.")
