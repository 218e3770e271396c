"""Filled forms about a person or a family as they came from a register: dated, versioned, in the form's own codes."""

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from rangkul.registry.models.about import About


class AnswerSheet(About):
    """What one form (PBDT2015, RUTA, ART, REGSOSEK2022K …) says of somebody during `period`.

    `answers` maps the form's own column to the file's own code or text (`reference.forms` tells the labels), so that
    nothing is lost by a translation. Telephone numbers and the like are in `secret_cipher` {column: sealed hex} and
    `secret_index` {column: blind index hex} instead. `batch_id` is the import, or the visit of verivali, that told it; a
    sheet that was taken back has an empty period.
    """

    form = models.CharField(max_length=20)
    version = models.CharField(max_length=10)
    period = DateRangeField()
    answers = models.JSONField(default=dict)
    secret_index = models.JSONField(default=dict)
    secret_cipher = models.JSONField(default=dict)

    class Meta(About.Meta):
        constraints = [*About.Meta.constraints]
        indexes = [
            *About.Meta.indexes,
            models.Index(fields=["form", "person"], name="registry_sheet_person"),
            models.Index(fields=["form", "family"], name="registry_sheet_family"),
            models.Index(fields=["batch_id"], name="registry_sheet_batch", condition=models.Q(batch_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.version}"
