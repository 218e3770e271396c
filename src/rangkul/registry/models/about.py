"""What registers and officials say of a person or a family, each row dated and with its source."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.registry.enums import ConditionKind, DisabilityType, IdentityKind, OutsideProgramme, Severity, Source
from rangkul.registry.models.people import Family, Person


class About(models.Model):
    """Rows about one person or one family, never both."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="%(class)s_rows")
    family = models.ForeignKey(
        Family, on_delete=models.PROTECT, null=True, related_name="%(class)s_rows", db_index=False
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    batch_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(family__isnull=True),
                name="registry_%(class)s_about_one",
            )
        ]
        # Most rows are about persons; an index over their empty families would cost every import and help nobody.
        indexes = [
            models.Index(fields=["family"], name="reg_%(class)s_family", condition=models.Q(family__isnull=False))
        ]


class Identity(About):
    """A number somebody is known by in a register (ID DTKS, KKS, JKN …), in force during `period`.

    `value` is opaque text (ID DTKS is UUID-like since 2021, 18 digits before).
    """

    kind = models.CharField(max_length=12, choices=IdentityKind.choices)
    value = models.CharField(max_length=64)
    period = DateRangeField()

    class Meta(About.Meta):
        verbose_name_plural = "identities"
        constraints = [*About.Meta.constraints]
        indexes = [
            *About.Meta.indexes,
            models.Index(fields=["kind", "value"], name="registry_identity_value"),
            models.Index(
                fields=["batch_id"], name="registry_identity_batch", condition=models.Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class WelfareStatus(About):
    """What a poverty registry says of somebody for a period: listed or not, and the decile as imported.

    The decile is never computed here: the office does not own the ranking (decision 6). `decile` is 1–10 or null. `told`
    is what the register writes of them beside, {column: text} in its own words (DTKS: occupation, TIDAK for a programme):
    an export in the same format writes it back.
    """

    is_listed = models.BooleanField(default=True)
    decile = models.PositiveSmallIntegerField(null=True)
    told = models.JSONField(null=True)
    period = DateRangeField()

    class Meta(About.Meta):
        verbose_name_plural = "welfare statuses"
        constraints = [
            *About.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(decile__isnull=True) | models.Q(decile__gte=1, decile__lte=10),
                name="registry_decile_1_to_10",
            ),
        ]
        indexes = [
            *About.Meta.indexes,
            models.Index(
                fields=["batch_id"], name="registry_welfare_batch", condition=models.Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.decile or '-'}"


class OutsideMembership(About):
    """That somebody is served by a programme of another owner (PKH, BPNT, PBI-JK, KIP, KKS) during `period`."""

    programme = models.CharField(max_length=10, choices=OutsideProgramme.choices)
    number = models.CharField(max_length=40, blank=True)
    period = DateRangeField()

    class Meta(About.Meta):
        constraints = [*About.Meta.constraints]
        indexes = [
            *About.Meta.indexes,
            models.Index(fields=["number"], name="registry_outside_number", condition=~models.Q(number="")),
            models.Index(
                fields=["batch_id"], name="registry_outside_batch", condition=models.Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.programme


class Condition(About):
    """A dated condition (disability, leprosy, food insecurity …). `note_cipher` is encrypted free text."""

    kind = models.CharField(max_length=20, choices=ConditionKind.choices)
    disability_type = models.CharField(max_length=12, choices=DisabilityType.choices, blank=True)
    severity = models.CharField(max_length=15, choices=Severity.choices, blank=True)
    original_code = models.CharField(max_length=20, blank=True)
    device = models.CharField(max_length=60, blank=True)
    note_cipher = models.BinaryField(null=True)
    period = DateRangeField()

    class Meta(About.Meta):
        constraints = [*About.Meta.constraints]
        indexes = [
            *About.Meta.indexes,
            models.Index(fields=["kind"], name="registry_condition_kind"),
            models.Index(
                fields=["batch_id"], name="registry_condition_batch", condition=models.Q(batch_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.kind
