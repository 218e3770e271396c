"""Tables of activities and of who took part."""

from django.db import models
from django.db.models.functions import Lower

from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import ActivityKind, ParticipantRole
from rangkul.organisation.models.offices import Office


class Activity(models.Model):
    """A training or outreach event (bimtek, sosialisasi): its day, its venue, the area its participants come from.

    `until` is its last day when it takes more than one; `attendance_at` when attendance was last marked, null before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=12, choices=ActivityKind.choices)
    name = models.CharField(max_length=200)
    topic = models.TextField(blank=True)
    held_on = models.DateField()
    until = models.DateField(null=True)
    venue = models.CharField(max_length=200)
    area_code = models.CharField(max_length=13, db_collation="C")
    attendance_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint("office", Lower("name"), "held_on", name="organisation_one_activity_a_day"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("held_on")),
                name="organisation_activity_days",
            ),
        ]
        indexes = [models.Index(fields=["-held_on", "-id"], name="organisation_activity_newest")]

    def __str__(self) -> str:
        return self.name


class Participant(models.Model):
    """Somebody on the list of an activity, in a role, for a village (a TKSK: for a kecamatan). Once per activity."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="participants")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=ParticipantRole.choices)
    area_code = models.CharField(max_length=13, db_collation="C")
    attended = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "activity", Lower("name"), "area_code", name="organisation_one_participant_an_activity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"
