"""Tables of agencies that the desk refers to."""

from django.db import models

from rangkul.institutions.enums import AgencyKind
from rangkul.kernel.ids import new_id


class Agency(models.Model):
    """An office or organisation that can help with something Rangkul's own office cannot.

    `access_code_index` is the blind index of the agency's own code for opening links; the code itself is told once.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=AgencyKind.choices)
    area_code = models.CharField(max_length=13, db_collation="C")
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    helps_with = models.TextField(blank=True)
    required_documents = models.TextField(blank=True)
    feedback_days = models.PositiveSmallIntegerField(default=7)
    is_accompanied = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    access_code_index = models.BinaryField(null=True)
    access_code_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name
