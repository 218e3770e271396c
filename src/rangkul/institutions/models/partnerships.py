"""Tables of agreements with partners (R207, R215)."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from rangkul.institutions.enums import PartyKind
from rangkul.kernel.ids import new_id


class Partnership(models.Model):
    """An agreement (MoU, PKS) with a partner: about what, in which scope, from when until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=100, unique=True)
    subject = models.CharField(max_length=300)
    scope = models.TextField(blank=True)
    party = models.CharField(max_length=200)
    party_kind = models.CharField(max_length=20, choices=PartyKind.choices)
    party_signer = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey("institutions.Agency", on_delete=models.PROTECT, null=True, related_name="+")
    area_code = models.CharField(max_length=13, db_collation="C")
    period = DateRangeField()
    ended_reason = models.CharField(max_length=300, blank=True)
    file_id = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number
