"""Code lists of the people of SLRT above the villages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SlrtRole(models.TextChoices):
    """Fifty facilitators, three supervisors, one manager in the article's district (domain A.2)."""

    MANAGER = "MANAGER", _("manajer SLRT")
    SUPERVISOR = "SUPERVISOR", _("supervisor")
    FACILITATOR = "FACILITATOR", _("fasilitator")
