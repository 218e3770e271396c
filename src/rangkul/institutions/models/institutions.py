"""Tables of institutions that receive or serve."""

from django.db import models

from rangkul.institutions.enums import InstitutionKind, Ownership
from rangkul.kernel.ids import new_id


class Institution(models.Model):
    """A social-welfare institution (LKS, LKSA, panti) as a possible recipient and as a place to refer to.

    `serves_area` is the area whose people it takes in (a panti serves the regency), "" for the one it stands in.
    `is_sensitive`: living there tells of somebody's health or disability, so its name is kept from who may not know it.
    Number and validity of the registration repeat the newest row of `Registration`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=InstitutionKind.choices)
    area_code = models.CharField(max_length=13, db_collation="C")
    address = models.CharField(max_length=300, blank=True)
    leader_name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    registration_number = models.CharField(max_length=100, blank=True)
    registered_until = models.DateField(null=True)
    client_count = models.PositiveIntegerField(default=0)
    owner = models.CharField(max_length=12, choices=Ownership.choices, blank=True)
    serves_area = models.CharField(max_length=13, db_collation="C", blank=True)
    is_sensitive = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["area_code", "name"], name="institutions_area")]

    def __str__(self) -> str:
        return self.name
