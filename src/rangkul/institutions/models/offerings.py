"""Tables of the service directory: what an agency does, for whom, where, when, and whether there is room."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from rangkul.institutions.enums import NeedKind, ServiceStatus
from rangkul.institutions.models.agencies import Agency
from rangkul.kernel.ids import new_id


class Service(models.Model):
    """A service of an agency, shaped after HSDS 3.1 (organization, service, location, schedule, capacity).

    `also_called` holds the words people use, `search_key` all words in the form they are searched in. `feedback_days`:
    working days until an answer to a referral, the agency's when empty. `verified_on` is the day somebody last checked
    that the entry is right (HSDS `assured_date`). A service is never deleted: it ends with a day and a reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="services")
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    also_called = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=ServiceStatus.choices, default=ServiceStatus.ACTIVE)
    kinds = ArrayField(models.CharField(max_length=20, choices=NeedKind.choices), default=list)
    eligibility = models.TextField(blank=True)
    requirements = ArrayField(models.CharField(max_length=300), default=list)
    output = models.CharField(max_length=300, blank=True)
    how_to_apply = models.TextField(blank=True)
    fees = models.CharField(max_length=200, blank=True)
    wait = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    url = models.URLField(blank=True)
    capacity_unit = models.CharField(max_length=60, blank=True)
    capacity_maximum = models.PositiveIntegerField(null=True)
    capacity_available = models.PositiveIntegerField(null=True)
    capacity_at = models.DateTimeField(null=True)
    feedback_days = models.PositiveSmallIntegerField(null=True)
    search_key = models.TextField(blank=True)
    verified_on = models.DateField(null=True)
    verified_by_name = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code"], condition=~models.Q(code=""), name="institutions_service_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity_available__isnull=True)
                | models.Q(capacity_maximum__isnull=True)
                | models.Q(capacity_available__lte=models.F("capacity_maximum")),
                name="institutions_room_within_capacity",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "status"], name="institutions_service_list"),
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="institutions_service_words"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceArea(models.Model):
    """An area that a service serves, with everything inside it; a service without rows serves its agency's area."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="areas")
    area_code = models.CharField(max_length=13, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "area_code"], name="institutions_service_area_once"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.area_code}"


class ServiceHours(models.Model):
    """When a service is open: days of the week ("MO,TU") with the hours, in the office's time zone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="hours")
    days = models.CharField(max_length=20)
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "service hours"

    def __str__(self) -> str:
        return f"{self.service_id} {self.days}"
