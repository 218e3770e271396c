"""Whom a row is about: exactly one person, family or institution, as the component's unit says."""

from typing import Any

from django.db import models


class AboutSubject(models.Model):
    """Exactly one of `person`, `family`, `institution` is set."""

    person = models.ForeignKey("registry.Person", on_delete=models.PROTECT, null=True, related_name="+")
    family = models.ForeignKey("registry.Family", on_delete=models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def subject_id(self) -> Any:
        return self.person_id or self.family_id or self.institution_id

    @property
    def subject_kind(self) -> str:
        """ "person", "family" or "institution": the kinds of the audit trail's subjects."""
        return "person" if self.person_id else "family" if self.family_id else "institution"


def one_subject(name: str) -> models.CheckConstraint:
    """The constraint that a row is about exactly one subject."""
    person, family, institution = (
        models.Q(**{f"{field}__isnull": False}) for field in ("person", "family", "institution")
    )
    return models.CheckConstraint(
        condition=(person & ~family & ~institution)
        | (~person & family & ~institution)
        | (~person & ~family & institution),
        name=name,
    )
