"""Tables of posts (Puskesos) and their people."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.organisation.enums import PostRole, PostStatus
from rangkul.organisation.models.offices import Office


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
