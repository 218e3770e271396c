"""Vulnerable people: marks of the official lists, disability profiles, health data, and where a family lives."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.reference.enums import FundSource
from rangkul.registry.enums import (
    Caregiver,
    Communication,
    DeviceKind,
    DeviceState,
    Difficulty,
    DisabilityCause,
    HealthKind,
    HealthSource,
    HealthStatus,
    Instrument,
    PhotoView,
    ProfileState,
    Severity,
    Source,
)
from rangkul.registry.models.people import Family, Person


class Community(models.Model):
    """A community or group without a family card that is marked as a whole (a remote hamlet, WKSBM, Karang Taruna)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    area_code = models.CharField(max_length=13, db_collation="C")
    leader_name = models.CharField(max_length=200, blank=True)
    member_count = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "communities"
        indexes = [models.Index(fields=["area_code", "name"], name="registry_community_area")]

    def __str__(self) -> str:
        return self.name


class GroupMark(models.Model):
    """That a person, family or community is of a PPKS or PSKS type during `period`; `type_code` is one of `groups`.

    Several types may hold at once, one type once. `is_sensitive` is copied from the type when the mark is made, so that
    a page never has to ask before it hides.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="group_marks")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, related_name="group_marks")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, null=True, related_name="group_marks")
    type_code = models.CharField(max_length=30)
    is_sensitive = models.BooleanField(default=False)
    period = DateRangeField()
    evidence = models.CharField(max_length=300)
    source = models.CharField(max_length=10, choices=Source.choices)
    marked_by_name = models.CharField(max_length=200)
    end_reason = models.CharField(max_length=300, blank=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    batch_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, family__isnull=True, community__isnull=True)
                | models.Q(person__isnull=True, family__isnull=False, community__isnull=True)
                | models.Q(person__isnull=True, family__isnull=True, community__isnull=False),
                name="registry_groupmark_about_one",
            ),
            *(
                ExclusionConstraint(
                    name=f"registry_group_once_{kind}",
                    expressions=[
                        (kind, RangeOperators.EQUAL),
                        ("type_code", RangeOperators.EQUAL),
                        ("period", RangeOperators.OVERLAPS),
                    ],
                    condition=models.Q(**{f"{kind}__isnull": False}),
                )
                for kind in ("person", "family", "community")
            ),
        ]
        indexes = [models.Index(fields=["type_code"], name="registry_groupmark_type")]

    def __str__(self) -> str:
        return self.type_code


class DisabilityProfile(models.Model):
    """What is known of a person's disability, one version a row: a new one supersedes, none is edited.

    `seeing` to `communicating` are the six answers of the Washington Group short set (1–4, null while unasked);
    `severity` was derived from them by `rule` on the day of recording. `missing` names what was left open then; empty
    means complete. Free text (`detail_cipher`, `caregiver_cipher`, `remark_cipher`) is sealed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disability_profiles")
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    types = ArrayField(models.CharField(max_length=12))
    detail_cipher = models.BinaryField(null=True)
    seeing = models.PositiveSmallIntegerField(choices=Difficulty.choices, null=True)
    hearing = models.PositiveSmallIntegerField(choices=Difficulty.choices, null=True)
    walking = models.PositiveSmallIntegerField(choices=Difficulty.choices, null=True)
    remembering = models.PositiveSmallIntegerField(choices=Difficulty.choices, null=True)
    selfcare = models.PositiveSmallIntegerField(choices=Difficulty.choices, null=True)
    communicating = models.PositiveSmallIntegerField(choices=Difficulty.choices, null=True)
    severity = models.CharField(max_length=15, choices=Severity.choices)
    rule = models.CharField(max_length=60)
    cause = models.CharField(max_length=12, choices=DisabilityCause.choices, blank=True)
    since_on = models.DateField(null=True)
    has_asked_devices = models.BooleanField(default=False)
    caregiver = models.CharField(max_length=20, choices=Caregiver.choices, blank=True)
    caregiver_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="cares_for")
    caregiver_cipher = models.BinaryField(null=True)
    communication = models.CharField(max_length=12, choices=Communication.choices, blank=True)
    missing = ArrayField(models.CharField(max_length=20), default=list)
    source = models.CharField(max_length=10, choices=Source.choices)
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=ProfileState.choices, default=ProfileState.RECORDED)
    validated_by = models.UUIDField(null=True)
    validated_by_name = models.CharField(max_length=200, blank=True)
    validated_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    remark_cipher = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(is_current=True), name="registry_profile_current_once"
            ),
            models.UniqueConstraint(fields=["person", "version"], name="registry_profile_version"),
            models.CheckConstraint(
                condition=~models.Q(state="SUDAH") | models.Q(validated_on__isnull=False, due_on__isnull=False),
                name="registry_profile_validated_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} v{self.version}"


class DisabilityDevice(models.Model):
    """An assistive device a profile names: owned in some state, or needed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    profile = models.ForeignKey(DisabilityProfile, on_delete=models.PROTECT, related_name="devices")
    kind = models.CharField(max_length=15, choices=DeviceKind.choices)
    detail = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=DeviceState.choices)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class DeviceAid(models.Model):
    """That a needed assistive device was given: which need it met, paid from whose budget, proven by which paper (R211)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    need = models.OneToOneField("registry.Condition", on_delete=models.PROTECT, related_name="aid")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="device_aids")
    area_code = models.CharField(max_length=13, db_collation="C")
    device = models.CharField(max_length=60)
    fund_source = models.CharField(max_length=12, choices=FundSource.choices)
    given_on = models.DateField()
    evidence = models.CharField(max_length=150)
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(evidence=""), name="registry_aid_has_evidence")]
        indexes = [models.Index(fields=["area_code", "given_on"], name="registry_aid_area")]

    def __str__(self) -> str:
        return f"{self.device} {self.given_on}"


class DisabilityFinding(models.Model):
    """What one instrument said, in its own codes, with where and when it came from.

    `answers` maps the instrument's question to its code as given: {"jenis_cacat": "06"} of PBDT, {"428a": "3", …} of
    Regsosek (there 1 is the worst and 4 no difficulty, the reverse of the Washington Group's order).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disability_findings")
    instrument = models.CharField(max_length=15, choices=Instrument.choices)
    answers = models.JSONField()
    found_on = models.DateField()
    source = models.CharField(max_length=10, choices=Source.choices)
    batch_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.instrument


class HealthRecord(models.Model):
    """What the health office told of a pregnancy or a small child's nutrition, dated, with the period it reported on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="health_records")
    kind = models.CharField(max_length=12, choices=HealthKind.choices)
    status = models.CharField(max_length=15, choices=HealthStatus.choices)
    measured_on = models.DateField()
    until_on = models.DateField(null=True)
    source = models.CharField(max_length=10, choices=HealthSource.choices)
    reported_period = models.CharField(max_length=7, blank=True)
    note_cipher = models.BinaryField(null=True)
    batch_id = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "measured_on", "source"], name="registry_health_measured_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class FamilyPoint(models.Model):
    """Where a family's house stands. `point_cipher` holds "latitude,longitude" in decimal degrees (WGS 84), sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="points")
    point_cipher = models.BinaryField()
    accuracy_m = models.PositiveIntegerField(null=True)
    taken_on = models.DateField()
    is_current = models.BooleanField(default=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    recorded_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=models.Q(is_current=True), name="registry_point_current_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.family_id} {self.taken_on}"


class FamilyPhoto(models.Model):
    """A photo of a family's house; the file lies with `platform.files` under `file_id`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="photos")
    file_id = models.UUIDField()
    view = models.CharField(max_length=10, choices=PhotoView.choices)
    taken_on = models.DateField()
    added_by_name = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    withdrawn_on = models.DateField(null=True)
    withdraw_reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.view} {self.taken_on}"
