"""Persons, families and who belongs to which family when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.registry.enums import EndReason, Livelihood, MaritalStatus, NikStatus, Relation, Sex, Source


class Person(models.Model):
    """A human being the office knows, with or without a NIK.

    `nik_cipher` holds the NIK encrypted, `nik_index` its keyed blind index. A verified NIK (status ADA_PADAN) belongs to
    at most one living, unmerged record. `name_key` is `kernel.names.search_key(name)`. `area_code` is the village (or,
    while unknown, the kecamatan) where the person lives or was met. `merged_into` is the record this one was merged
    into; `survivor`, kept by a trigger, the person at the end of all merges, null for whoever is a person themselves.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    nik_cipher = models.BinaryField(null=True)
    nik_index = models.BinaryField(null=True)
    nik_status = models.CharField(max_length=20, choices=NikStatus.choices, default=NikStatus.UNCHECKED)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_place = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField(null=True)
    mother_name = models.CharField(max_length=200, blank=True)
    marital_status = models.CharField(max_length=10, choices=MaritalStatus.choices, blank=True)
    education_code = models.CharField(max_length=10, blank=True)
    occupation_code = models.CharField(max_length=10, blank=True)
    phone_cipher = models.BinaryField(null=True)
    area_code = models.CharField(max_length=13, db_collation="C")
    address = models.CharField(max_length=300, blank=True)
    hamlet = models.CharField(max_length=100, blank=True)
    rt = models.CharField(max_length=5, blank=True)
    rw = models.CharField(max_length=5, blank=True)
    died_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_records")
    survivor = models.ForeignKey(
        "self", on_delete=models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    batch_id = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["nik_index"],
                condition=models.Q(nik_status="ADA_PADAN", died_on__isnull=True, merged_into__isnull=True),
                name="registry_verified_nik_once",
            ),
            models.CheckConstraint(
                condition=models.Q(nik_index__isnull=False)
                | ~models.Q(nik_status__in=["ADA_PADAN", "ADA_TIDAK_PADAN"]),
                name="registry_nik_status_needs_nik",
            ),
        ]
        indexes = [
            models.Index(fields=["nik_index"], name="registry_person_nik"),
            models.Index(fields=["area_code", "name"], name="registry_person_area"),
            models.Index(fields=["birth_date"], name="registry_person_birth"),
            models.Index(fields=["batch_id"], name="registry_person_batch", condition=models.Q(batch_id__isnull=False)),
            models.Index(fields=["name_key", "area_code"], name="registry_person_name_key"),
            models.Index(
                fields=["survivor"], name="registry_person_survivor", condition=models.Q(survivor__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NameWord(models.Model):
    """A word that occurs in some name key: the small dictionary in which a search looks for words that sound alike.

    Kept by triggers, holds no person; the same word may stand twice, so that nobody waits for another's import.
    """

    word = models.CharField(max_length=200)

    class Meta:
        indexes = [
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="registry_nameword_trgm"),
            models.Index(fields=["word"], name="registry_nameword_word"),
        ]

    def __str__(self) -> str:
        return self.word


class NameKey(models.Model):
    """A name key that some person has or had, with its words: few where people are many, so names are sought here first.

    Kept by triggers and readable through the search alone; the same key may stand twice, as `NameWord` may.
    """

    name_key = models.CharField(max_length=200)
    words = ArrayField(models.TextField())

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="registry_namekey_words"),
            models.Index(fields=["name_key"], name="registry_namekey_key"),
        ]

    def __str__(self) -> str:
        return self.name_key


class Family(models.Model):
    """A family (keluarga) as on a Kartu Keluarga; the number is a dated attribute, never the key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kk_cipher = models.BinaryField(null=True)
    kk_index = models.BinaryField(null=True)
    area_code = models.CharField(max_length=13, db_collation="C")
    address = models.CharField(max_length=300, blank=True)
    hamlet = models.CharField(max_length=100, blank=True)
    rt = models.CharField(max_length=5, blank=True)
    rw = models.CharField(max_length=5, blank=True)
    livelihood = models.CharField(max_length=20, choices=Livelihood.choices, blank=True)
    head_name = models.CharField(max_length=200, blank=True)
    formed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    batch_id = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "families"
        constraints = [
            models.UniqueConstraint(
                fields=["kk_index"], condition=models.Q(ended_on__isnull=True), name="registry_living_kk_once"
            )
        ]
        indexes = [
            models.Index(fields=["area_code", "head_name"], name="registry_family_area"),
            models.Index(fields=["batch_id"], name="registry_family_batch", condition=models.Q(batch_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.head_name


class Membership(models.Model):
    """That a person belongs to a family during `period` (half-open dates). Nobody is in two families on one day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=15, choices=Relation.choices)
    period = DateRangeField()
    end_reason = models.CharField(max_length=20, choices=EndReason.choices, blank=True)
    batch_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="registry_one_family_at_a_time",
                expressions=[("person", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.family_id}"
