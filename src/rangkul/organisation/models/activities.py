"""Tables of activities and of who took part."""

from django.db import models
from django.db.models.functions import Lower

from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import ActivityKind, ParticipantRole
from rangkul.organisation.models.offices import Division, Office


class Activity(models.Model):
    """A training or outreach event (bimtek, sosialisasi): its day, its venue, the area its participants come from.

    `division` runs it, `partner` is the division that runs it with them (R228).
    `until` is its last day when it takes more than one; `attendance_at` when attendance was last marked, null before.
    Certificates are asked for (`certificates_asked_*`) and then signed by somebody else (`certificates_signer`: the block
    on paper); `certificates_job` writes them, `certificates_file` is the one PDF of all of them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=12, choices=ActivityKind.choices)
    name = models.CharField(max_length=200)
    topic = models.TextField(blank=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="activities")
    partner = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    held_on = models.DateField()
    until = models.DateField(null=True)
    venue = models.CharField(max_length=200)
    area_code = models.CharField(max_length=13, db_collation="C")
    attendance_at = models.DateTimeField(null=True)
    certificates_asked_by = models.UUIDField(null=True)
    certificates_asked_by_name = models.CharField(max_length=200, blank=True)
    certificates_asked_at = models.DateTimeField(null=True)
    certificates_signer = models.JSONField(default=dict)
    certificates_job = models.UUIDField(null=True)
    certificates_file = models.UUIDField(null=True)
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
            models.CheckConstraint(
                condition=models.Q(partner__isnull=True)
                | (models.Q(division__isnull=False) & ~models.Q(partner=models.F("division"))),
                name="organisation_activity_two_divisions",
            ),
        ]
        indexes = [models.Index(fields=["-held_on", "-id"], name="organisation_activity_newest")]

    def __str__(self) -> str:
        return self.name


class Participant(models.Model):
    """Somebody on the list of an activity, in a role, for a village (a TKSK: for a kecamatan). Once per activity.

    `has_disability` as the list said it, for counting only (R229); `certificate_id` is a document.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="participants")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=ParticipantRole.choices)
    area_code = models.CharField(max_length=13, db_collation="C")
    attended = models.BooleanField(default=False)
    has_disability = models.BooleanField(default=False)
    certificate_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "activity", Lower("name"), "area_code", name="organisation_one_participant_an_activity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"


class ActionItem(models.Model):
    """What was agreed at an activity: who does it until when, and when it was done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="items")
    text = models.CharField(max_length=300)
    owner_name = models.CharField(max_length=200)
    owner_id = models.UUIDField(null=True)
    due_on = models.DateField()
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=200)
    done_on = models.DateField(null=True)
    done_note = models.CharField(max_length=300, blank=True)
    done_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["done_on", "due_on"], name="organisation_item_due")]

    def __str__(self) -> str:
        return self.text
