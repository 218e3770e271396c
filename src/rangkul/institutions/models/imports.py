"""What an imported list made of institutions, so that it can be taken back."""

from django.db import models

from rangkul.institutions.models.institutions import Institution
from rangkul.kernel.ids import new_id


class ImportedInstitution(models.Model):
    """One institution that a list created or changed; `before` is what stood there, periods as pairs of days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch_id = models.UUIDField(db_index=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    was_created = models.BooleanField()
    before = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.batch_id} {self.institution_id}"
