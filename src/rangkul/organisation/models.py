"""Tables of the organisation: office, divisions, officials, posts and their people, activities and who took part."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Lower

from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import ActivityKind, OfficeLevel, ParticipantRole, PostRole, PostStatus


class Office(models.Model):
    """A social office: its name differs from place to place (Dinas Sosial, Disosnaker …), so it is data."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    government = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=OfficeLevel.choices)
    area_code = models.CharField(max_length=13, db_collation="C", unique=True)
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100)
    phone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    time_zone = models.CharField(max_length=40, default="Asia/Jakarta")
    village_label = models.CharField(max_length=30, default="Desa/Kelurahan")

    def __str__(self) -> str:
        return self.name


class Division(models.Model):
    """A bidang (or the secretariat) of the office."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="divisions")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="organisation_division_code")]

    def __str__(self) -> str:
        return self.name


class Official(models.Model):
    """Who holds an office on which dates, and may sign: the signature block of a letter is looked up by its date."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="officials")
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="officials")
    position = models.CharField(max_length=150)
    is_head = models.BooleanField(default=False)
    is_signatory = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    rank = models.CharField(max_length=100, blank=True)
    nip = models.CharField(max_length=30, blank=True)
    user_id = models.UUIDField(null=True)
    term = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_one_holder_at_a_time",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    ("term", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.position}"


class Post(models.Model):
    """A Puskesos: the office's post in one village."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="posts")
    name = models.CharField(max_length=200)
    area_code = models.CharField(max_length=13, db_collation="C")
    status = models.CharField(max_length=10, choices=PostStatus.choices, default=PostStatus.PLANNED)
    decree_number = models.CharField(max_length=100, blank=True)
    started_on = models.DateField(null=True)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    has_internet = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "area_code"], name="organisation_post_area")]

    def __str__(self) -> str:
        return self.name


class PostMember(models.Model):
    """One of the people of a post; a full post has six (R110)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=PostRole.choices)
    user_id = models.UUIDField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"


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
