"""Table of what citizens attach to their tickets: photos and letters, encrypted on disk."""

from django.db import models

from rangkul.desk.models.cases import Case
from rangkul.desk.models.complaints import Complaint
from rangkul.kernel.ids import new_id


class Attachment(models.Model):
    """A photo or letter of one case or one complaint. `sealed_sha256` is the digest of the encrypted bytes on disk."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="attachments")
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, null=True, related_name="attachments")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_sha256 = models.CharField(max_length=64)
    attached_by_name = models.CharField(max_length=200)
    attached_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False, complaint__isnull=True)
                | models.Q(case__isnull=True, complaint__isnull=False),
                name="desk_attachment_of_one",
            ),
            models.UniqueConstraint(fields=["case", "sha256"], name="desk_attachment_once_a_case"),
            models.UniqueConstraint(fields=["complaint", "sha256"], name="desk_attachment_once_a_complaint"),
        ]

    def __str__(self) -> str:
        return self.name
