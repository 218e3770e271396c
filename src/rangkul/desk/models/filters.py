"""Table of saved filters: a view of the worklist under a name."""

from django.db import models

from rangkul.kernel.ids import new_id


class SavedFilter(models.Model):
    """A user's own name for an address of the worklist; `query` holds known keys only, never what was searched for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user_id = models.UUIDField()
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "name"], name="desk_filter_name")]

    def __str__(self) -> str:
        return self.name
