"""Tables of posts (Puskesos) and their people."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func

from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import PostRole, PostStatus
from rangkul.organisation.hours import hours_in_words
from rangkul.organisation.models.offices import Office


class Post(models.Model):
    """A Puskesos: the office's post in one village. `week` are its opening hours as `hours.Week`."""

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
    week = models.JSONField(default=dict)
    hours_note = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "area_code"], name="organisation_post_area")]

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> str:
        """When the post is open, in words; "" while nobody has told."""
        return hours_in_words(self.week, self.hours_note)


class PostMember(models.Model):
    """One of the people of a post, one for each role; a full post has six (R110). `valid_to`: the first day without."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=PostRole.choices)
    user_id = models.UUIDField(null=True)
    decree_number = models.CharField(max_length=100, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="organisation_one_holder_of_a_seat",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func("valid_from", "valid_to", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"


class PostStatusChange(models.Model):
    """A post became something else on a day, by a decree and for a reason; the first one has no status before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=10, choices=PostStatus.choices, blank=True)
    after = models.CharField(max_length=10, choices=PostStatus.choices)
    on = models.DateField()
    decree_number = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=500)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)
    changed_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["post", "on"], name="organisation_change_of_post")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after} ({self.on.isoformat()})"


class PostCheck(models.Model):
    """What somebody found at a post on a day: `answers` by item, the points they gave then (0 to 100)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField()
    answers = models.JSONField(default=dict)
    points = models.PositiveSmallIntegerField()
    remark = models.CharField(max_length=500, blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.UUIDField(null=True)
    checked_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["post", "-checked_on"], name="organisation_check_of_post")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.checked_on.isoformat()}: {self.points}"
