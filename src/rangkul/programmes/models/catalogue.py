"""The catalogue: programmes, their components with dated terms, quotas per year."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.programmes.enums import AidForm, CountingUnit, RequiredRegistry, TermsState
from rangkul.reference.enums import FundSource

UNVERIFIED = "perlu diverifikasi"
"""Stands in what nobody here has read in the regulation itself yet."""


class Programme(models.Model):
    """A programme of assistance, of this office (`is_own`) or of another owner, run by a division.

    `is_flagship` marks what the division stands for ("program unggulan", R209), with the reason that citizens read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    is_own = models.BooleanField(default=True)
    owner = models.CharField(max_length=200, blank=True)
    division = models.ForeignKey("organisation.Division", on_delete=models.PROTECT, null=True, related_name="+")
    fund_source = models.CharField(max_length=12, choices=FundSource.choices)
    legal_basis = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_flagship = models.BooleanField(default=False)
    flagship_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_flagship=False) | ~models.Q(flagship_reason=""),
                name="programmes_flagship_has_reason",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_unverified(self) -> bool:
        """Whether its legal basis has not been read in the regulation itself."""
        return UNVERIFIED in self.legal_basis.lower()


class Component(models.Model):
    """A sub-activity with one unit of counting and one form of aid; what people are enrolled in.

    `tracks_outcome`: what the aid changed is measured before and after (R012).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="components")
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=12, choices=CountingUnit.choices)
    aid_form = models.CharField(max_length=10, choices=AidForm.choices)
    item = models.CharField(max_length=100, blank=True)
    item_unit = models.CharField(max_length=20, blank=True)
    is_sensitive = models.BooleanField(default=False)
    tracks_outcome = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Terms(models.Model):
    """What is in force for a component during `valid`: rule (CEL), registry required, tariff, parameters, legal basis.

    `quantity` is the amount of the item per recipient and delivery (in the component's item_unit); `tariff` the value
    in whole rupiah per recipient and delivery, and `amount_text` a value of the rules' language (whole rupiah) where
    recipients get different amounts; empty means the tariff. `ranking` lists in which order recipients come when the
    quota is smaller: {"value": text, "direction": "naik" | "turun"}; whoever is equal in all of them comes by id.
    `labels` says what people call a parameter: {name: words}. `parts` says which members of a family count for what: {"at_most": parameter, "listed": [{name, when, value, at_most}]}
    with `when` a condition of the rules' language about a member `a`, `value` and `at_most` names of parameters.
    `cases` are the readable examples {name, given, members, expect, as_of, because} that must hold before publishing;
    `confirmation` says why a hole in time or a start in the past is meant; `return_reason` why it came back or ended;
    `revision` counts changes, so that two people never write over each other.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="terms")
    version = models.PositiveSmallIntegerField()
    valid = DateRangeField()
    state = models.CharField(max_length=12, choices=TermsState.choices, default=TermsState.DRAFT)
    rule_text = models.TextField()
    rule_digest = models.CharField(max_length=64)
    rule_note = models.TextField(blank=True)
    parameters = models.JSONField(default=dict)
    required_registry = models.CharField(max_length=10, choices=RequiredRegistry.choices, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    tariff = models.BigIntegerField(null=True)
    deliveries_per_year = models.PositiveSmallIntegerField(default=1)
    legal_basis = models.TextField(blank=True)
    amount_text = models.TextField(blank=True)
    ranking = models.JSONField(default=list)
    parts = models.JSONField(default=dict)
    labels = models.JSONField(default=dict)
    change_note = models.TextField(blank=True)
    proposed_by = models.UUIDField(null=True)
    submitted_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    cases = models.JSONField(default=list)
    confirmation = models.TextField(blank=True)
    return_reason = models.TextField(blank=True)
    revision = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name_plural = "terms"
        constraints = [
            models.UniqueConstraint(
                fields=["component"],
                condition=models.Q(state__in=("DRAFT", "SUBMITTED", "REVIEWED")),
                name="programmes_one_open_draft",
            ),
            models.UniqueConstraint(fields=["component", "version"], name="programmes_terms_version"),
            ExclusionConstraint(
                name="programmes_one_published_terms",
                expressions=[("component", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=models.Q(state="PUBLISHED"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component_id} v{self.version}"

    @property
    def is_unverified(self) -> bool:
        """Whether anything in it has not been read in the regulation itself."""
        return UNVERIFIED in f"{self.legal_basis} {self.rule_note}".lower()


class Quota(models.Model):
    """How many of the component's unit may be enrolled in a fiscal year in an area, and the budget in whole rupiah.

    `used` counts the enrolled, `committed` the rupiah reserved for them; without a budget only heads are limited.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    component = models.ForeignKey(Component, on_delete=models.PROTECT, related_name="quotas")
    fiscal_year = models.PositiveSmallIntegerField()
    area_code = models.CharField(max_length=13, db_collation="C")
    amount = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    budget = models.BigIntegerField(null=True)
    committed = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(budget__isnull=True) | models.Q(committed__lte=models.F("budget")),
                name="programmes_budget_not_exceeded",
            ),
            models.UniqueConstraint(fields=["component", "fiscal_year", "area_code"], name="programmes_quota_once"),
            models.CheckConstraint(
                condition=models.Q(used__lte=models.F("amount")), name="programmes_quota_not_exceeded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component_id} {self.fiscal_year}: {self.amount}"
