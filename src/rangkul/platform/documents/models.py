"""Tables of official documents: the number series and every document that was issued."""

from django.db import models

from rangkul.kernel.ids import new_id


class NumberSeries(models.Model):
    """The last number given in one series of one office in one year; its row lock keeps numbers without gaps."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    series = models.CharField(max_length=40)
    office_code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    classification = models.CharField(max_length=20)
    pattern = models.CharField(max_length=120)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "number series"
        constraints = [models.UniqueConstraint(fields=["series", "office_code", "year"], name="documents_series_year")]

    def __str__(self) -> str:
        return f"{self.series} {self.office_code} {self.year}"


class Document(models.Model):
    """One issued document; `sequence` is the count in its number. `needs_permission` is what a reader must be allowed beside the area, for papers
    that tell of somebody's health; "" for none. Its PDF lies among the files by `pdf_sha256` and is never made anew."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    series = models.CharField(max_length=40)
    number = models.CharField(max_length=120)
    sequence = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=300)
    template = models.CharField(max_length=40)
    template_version = models.CharField(max_length=12)
    data_digest = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    pdf_size = models.PositiveIntegerField()
    office_name = models.CharField(max_length=200)
    recipient = models.CharField(max_length=200, blank=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    area_code = models.CharField(max_length=13, db_collation="C")
    needs_permission = models.CharField(max_length=80, blank=True)
    issued_by = models.UUIDField(null=True)
    issued_by_name = models.CharField(max_length=200)
    issued_at = models.DateTimeField()
    issued_on = models.DateField()
    verify_code = models.CharField(max_length=20, unique=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "office_name", "number"], name="documents_number_once"),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_reason="")
                | (models.Q(revoked_at__isnull=False) & ~models.Q(revoked_reason="")),
                name="documents_revoked_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="documents_subject"),
            models.Index(fields=["issued_on", "issued_at", "id"], name="documents_register"),
        ]

    def __str__(self) -> str:
        return self.number
