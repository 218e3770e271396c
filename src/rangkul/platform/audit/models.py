"""Tables of the audit trail: events, whom they concern, looks at sensitive data, changed rows, and the seals over them."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from rangkul.kernel.ids import new_id


class Event(models.Model):
    """One deed in the words of the domain: `name` is the action's stem, `data` its small facts (never NIK or KK)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    name = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=60)
    object_id = models.UUIDField(null=True)
    area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["object_id", "at"], name="audit_event_object"),
            models.Index(fields=["actor_id", "at"], name="audit_event_actor"),
            models.Index(fields=["name", "at"], name="audit_event_name"),
            BrinIndex(fields=["at"], name="audit_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name}"


class EventSubject(models.Model):
    """A person, family, case … on whose timeline the event stands. No foreign keys: history never blocks."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="subjects")
    kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()

    class Meta:
        indexes = [models.Index(fields=["kind", "subject_id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class AccessLog(models.Model):
    """One look at somebody's sensitive data, with the purpose that was stated."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    role = models.CharField(max_length=40)
    purpose = models.CharField(max_length=300)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    fields = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["subject_id", "at"], name="audit_access_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}"


class RowChange(models.Model):
    """One changed row, written by the database itself (see `rows`), whatever program or person changed it.

    `old` and `new` hold whole rows for a removed and an added row, only the changed columns for a changed one. An
    addition of many rows at once is one line with `count`. The columns `txid` and `seal_seq` are the sealer's.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=64)
    op = models.CharField(max_length=1)
    count = models.BigIntegerField(default=1)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    actor = models.CharField(max_length=36)
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    batch = models.CharField(max_length=80)

    class Meta:
        indexes = [
            models.Index(fields=["table_name", "row_id"], name="audit_row_of"),
            BrinIndex(fields=["at"], name="audit_row_at"),
        ]

    def __str__(self) -> str:
        return f"{self.op} {self.table_name} {self.row_id}"


class SealKind(models.TextChoices):
    EVENT = "EVENT", _("peristiwa")
    ROW = "ROW", _("perubahan baris")
    ACCESS = "ACCESS", _("akses data")


class Seal(models.Model):
    """A closed block of the trail: `root` is the SHA-256 over its lines and over the seal before it.

    `horizon` is the transaction number below which nothing was left unsealed, in the PostgreSQL cluster `cluster`.
    """

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10, choices=SealKind.choices)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.IntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    horizon = models.BigIntegerField()
    cluster = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "first"], name="audit_seal_first")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.first}–{self.last}"


class Check(models.Model):
    """One examination of the whole chain and what came out, for the status on the trail's page."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    ok = models.BooleanField()
    blocks = models.BigIntegerField()
    rows = models.BigIntegerField()
    unsealed = models.BigIntegerField()
    head = models.CharField(max_length=100, blank=True)
    problems = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["-at"], name="audit_check_at")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'ok' if self.ok else 'broken'}"
