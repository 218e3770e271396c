"""Which version of a questionnaire a campaign asks, after which results, and the office's day it is asked on."""

from datetime import date, datetime

from django.conf import settings

from rangkul.kernel import clock
from rangkul.verivali.errors import UnableToVerify
from rangkul.verivali.models import Campaign
from rangkul.verivali.questionnaires import Questionnaire, find_questionnaire
from rangkul.verivali.results import Meaning


def day_of(at: datetime) -> date:
    """The office's calendar day at a moment."""
    return clock.local_date(at, settings.TIME_ZONE)


def questionnaire_of(campaign: Campaign) -> Questionnaire:
    """The campaign's version of its questionnaire. Raises UnableToVerify when it is gone or was changed since."""
    found = find_questionnaire(campaign.questionnaire_code, campaign.questionnaire_version)
    if found is None or (campaign.digest and campaign.digest != found.digest):
        raise UnableToVerify(
            f"Kuesioner {campaign.questionnaire_code} versi {campaign.questionnaire_version} tidak sama lagi dengan saat"
            " kegiatan dibuka. Hubungi pengelola sistem."
        )
    return found


def is_asked(questionnaire: Questionnaire, meaning: Meaning | None) -> bool:
    """Whether the questionnaire is filled in after such a result."""
    return meaning is not None and (meaning.asks or meaning.result in questionnaire.asked_for)
