"""Who may be registered twice: learnt weights, runs over the registry, pairs to decide, and what other registers say."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.registry.enums import DifferenceField, DifferenceState, LinkageKind, PairState
from rangkul.registry.models.people import Person


class LinkageModel(models.Model):
    """One version of the matching weights: Splink settings as JSON, from which data they were learnt, their figures.

    `threshold` (match weight in bits) is where a pair counts as one person in the figures; a person decides all the same.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(unique=True)
    settings = models.JSONField()
    threshold = models.FloatField()
    figures = models.JSONField(default=dict)
    trained_on = models.CharField(max_length=200)
    trained_at = models.DateTimeField()
    trained_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"bobot {self.version}"


class LinkageRun(models.Model):
    """One search for duplicates: over an area of the registry, or of one file's people against the registry."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=LinkageKind.choices)
    model = models.ForeignKey(LinkageModel, on_delete=models.PROTECT, null=True, related_name="runs")
    area_code = models.CharField(max_length=13, db_collation="C")
    batch_id = models.UUIDField(null=True)
    job_id = models.UUIDField(null=True)
    persons = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    pairs_new = models.PositiveIntegerField(default=0)
    requested_by_name = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.area_code} {self.requested_at:%Y-%m-%d}"


class DuplicatePair(models.Model):
    """Two records that may be one person; `left_id < right_id`, each pair once for ever.

    `reasons` are codes "field:level" (`linkage.reasons` puts them into words). `area_code` is the smallest area that
    holds both. A pair decided DIFFERENT is never proposed again. `kept_id` says which record stayed after SAME.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    left = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    right = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    weight = models.FloatField()
    reasons = models.JSONField(default=list)
    area_code = models.CharField(max_length=13, db_collation="C")
    run = models.ForeignKey(LinkageRun, on_delete=models.PROTECT, null=True, related_name="found")
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    note = models.CharField(max_length=500, blank=True)
    kept_id = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="registry_pair_once"),
            models.CheckConstraint(condition=models.Q(left__lt=models.F("right")), name="registry_pair_in_order"),
        ]
        indexes = [models.Index(fields=["state", "-weight", "id"], name="registry_pair_worklist")]

    def __str__(self) -> str:
        return f"{self.left_id} ~ {self.right_id}"


class SourceRecord(models.Model):
    """What another register (Dukcapil, DTSEN, DTKS …) writes of one person, as of a day; nothing of it is applied.

    `nik_status` is Dukcapil's word on the NIK; `is_same_nik` tells whether the NIK written there equals the registry's
    (null: none written). The number itself is not kept twice. `leftover_cipher` seals, as JSON {column: text}, what a
    population file wrote in columns that the registry has no place for: an export in the same format writes them back.
    `is_same_kk` and `is_same_mother` tell the same of the family card and the mother's name on the day it was kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="source_records")
    source = models.CharField(max_length=10)
    as_of = models.DateField()
    name = models.CharField(max_length=200, blank=True)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)
    nik_status = models.CharField(max_length=20, blank=True)
    is_same_nik = models.BooleanField(null=True)
    name_key = models.CharField(max_length=200, blank=True, default="", db_default="")
    is_same_kk = models.BooleanField(null=True)
    is_same_mother = models.BooleanField(null=True)
    leftover_cipher = models.BinaryField(null=True)
    leftover_index = models.BinaryField(null=True)
    batch_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "source", "as_of"], name="registry_source_record_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.as_of}"


class DifferenceMark(models.Model):
    """What an official did about one particular (`field`) on which the registers disagree about a person.

    It holds until a register says something newer: then the difference is open again (`queries.three_way`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="difference_marks")
    field = models.CharField(max_length=8, choices=DifferenceField.choices)
    state = models.CharField(max_length=8, choices=DifferenceState.choices)
    note = models.CharField(max_length=300, blank=True)
    decided_by_name = models.CharField(max_length=200)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "field"], name="registry_difference_once")]

    def __str__(self) -> str:
        return f"{self.field} {self.state}"
