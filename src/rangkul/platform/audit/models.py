"""Tables of the audit trail: events, whom they concern, and looks at sensitive data. Append-only for the web role."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

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
