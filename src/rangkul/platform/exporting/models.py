"""The table of exports: one file that somebody asked for, with the purpose; the file lies sealed until it expires."""

from django.db import models

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.ids import new_id
from rangkul.platform.exporting.enums import ExportState, FileKind
from rangkul.platform.policy.actor import Actor


class Export(models.Model):
    """A file on its way out. `scope` is the actor as they were when asking: role, permissions, areas, purpose.

    Whatever the file shows is what that actor may see. The bytes lie sealed in the data folder (`storage`), until
    `expires_at`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    format_code = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=4, choices=FileKind.choices)
    area_code = models.CharField(max_length=13, db_collation="C")
    as_of = models.DateField()
    purpose = models.CharField(max_length=300)
    scope = models.JSONField()
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.WAITING)
    rows = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    job_id = models.UUIDField(null=True)
    requested_by = models.UUIDField(null=True)
    requested_by_name = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["requested_by", "-requested_at"], name="exporting_mine")]

    def __str__(self) -> str:
        return self.title

    @property
    def file_name(self) -> str:
        """The name the file is given when downloaded."""
        return f"{self.format_code.replace('.', '-')}-{self.area_code}-{self.as_of.isoformat()}.{self.kind.lower()}"

    def actor(self) -> Actor:
        """Who asked, with the rights and areas of that moment."""
        return Actor(
            user_id=self.requested_by,
            name=self.requested_by_name,
            role=self.scope["role"],
            permissions=frozenset(self.scope["permissions"]),
            areas=tuple(AreaCode.parse(each) for each in self.scope["areas"]),
            purpose=self.purpose,
        )
