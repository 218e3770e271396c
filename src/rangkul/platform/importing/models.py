"""Tables of the staged import: a batch is one file; rows are what must be shown about it; before-images undo it."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.platform.importing.enums import BatchState, RowDecision, Unit, Verdict


class ColumnMapping(models.Model):
    """How the columns of a file that nobody programmed are to be read, kept under a name for the next file like it.

    `fingerprint` is that of the header without its order; `plan` is a `columns.Plan` as data. It serves imports inside
    `area_code`, the duty area of whoever saved it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    area_code = models.CharField(max_length=13, db_collation="C")
    format_code = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    header = models.JSONField(default=list)
    plan = models.JSONField(default=dict)
    saved_by = models.UUIDField(null=True)
    saved_by_name = models.CharField(max_length=200)
    saved_at = models.DateTimeField()
    used_count = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "fingerprint"], name="importing_mapping_once"),
        ]

    def __str__(self) -> str:
        return self.name


class UploadSession(models.Model):
    """A file that comes in pieces, perhaps over several connections; its pieces lie sealed in the data folder.

    `client_key` tells the same file of the same user again; `received` is how many bytes have arrived, without a gap.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(max_length=13, db_collation="C")
    file_name = models.CharField(max_length=200)
    client_key = models.CharField(max_length=64)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    as_of = models.DateField()
    format_code = models.CharField(max_length=40, blank=True)
    unit = models.CharField(max_length=8, choices=Unit.choices, blank=True)
    parent = models.ForeignKey("importing.ImportBatch", on_delete=models.CASCADE, null=True, related_name="+")
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["started_by", "client_key"], name="importing_upload_once"),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportBatch(models.Model):
    """One file on its way into the registry.

    The file itself lies sealed in the data folder (`storage`). `area_code` is the scope: rows outside it are refused.
    `as_of` is the day the file speaks of; everything that the batch writes begins on it. Counts are rows of the file.
    `parent` is the batch whose refused rows this file corrects. `plan` tells how its columns are read where a person said
    so (a copy: what becomes of the saved `mapping` later changes nothing here). `peek_cipher` is the sealed beginning of
    the file for the page of columns, numbers of identity masked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    format_code = models.CharField(max_length=40, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    area_code = models.CharField(max_length=13, db_collation="C")
    as_of = models.DateField()
    state = models.CharField(max_length=12, choices=BatchState.choices, default=BatchState.UPLOADED)
    sheet = models.CharField(max_length=100, blank=True)
    header = models.JSONField(default=list)
    layout = models.JSONField(default=dict)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="children")
    unit = models.CharField(max_length=8, choices=Unit.choices, blank=True)
    mapping = models.ForeignKey(ColumnMapping, on_delete=models.SET_NULL, null=True, related_name="+")
    plan = models.JSONField(default=dict)
    peek_cipher = models.BinaryField(null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    rows_doubtful = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_staged = models.PositiveIntegerField(default=0)
    families_total = models.PositiveIntegerField(default=0)
    question = models.TextField(blank=True)
    answer = models.CharField(max_length=300, blank=True)
    notes = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    job_id = models.UUIDField(null=True)
    uploaded_by = models.UUIDField(null=True)
    uploaded_by_name = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)
    undo_reason = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "import batches"
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~models.Q(state__in=["FAILED", "CANCELLED", "UNDONE"]),
                name="importing_same_file_once",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | models.Q(uploaded_by__isnull=True)
                | ~models.Q(approved_by=models.F("uploaded_by")),
                name="importing_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["area_code", "-uploaded_at"], name="importing_batch_area")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """A row of the file that somebody must look at (doubtful, refused), or a sample of what is new or changes.

    `number` is the row as the spreadsheet numbers it. `reasons` are [{code, column, shown, expected, remedy}] and
    `difference` is {field: [old, new]}; neither holds a NIK or KK unmasked. `raw_cipher` is the sealed JSON list of the
    row's cells (decision 17), opened only for the workbook of problems. `resolved_by` is the batch that brought the row
    corrected; `other` is the waiting batch whose row about the same person says something else. `candidates` are ids of
    persons it may be about; `decision` is what somebody said of a doubtful row, `decided_person` whom they chose.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    label = models.CharField(max_length=200, blank=True)
    reasons = models.JSONField(default=list)
    difference = models.JSONField(default=dict)
    area_code = models.CharField(max_length=13, blank=True, db_collation="C")
    resolved_by = models.ForeignKey(ImportBatch, on_delete=models.SET_NULL, null=True, related_name="+")
    other = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, null=True, related_name="contradicted")
    raw_cipher = models.BinaryField(null=True)
    candidates = models.JSONField(default=list)
    decision = models.CharField(max_length=6, choices=RowDecision.choices, blank=True)
    decided_person = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["batch", "verdict", "number"], name="importing_row_verdict"),
            models.Index(fields=["batch", "area_code"], name="importing_row_area"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verdict}"


class ImportBefore(models.Model):
    """How one row of a table looked before the batch changed it: what undoing puts back.

    `values` holds the changed columns as PostgreSQL's own JSON of them (encrypted columns stay encrypted).
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="befores")
    table = models.CharField(max_length=63)
    row_id = models.UUIDField()
    values = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "table", "row_id"], name="importing_before_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"
