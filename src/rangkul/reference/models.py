"""Tables of reference data: areas with both codes and their other spellings, days off and office hours."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from rangkul.reference.enums import AreaKind


class Area(models.Model):
    """An administrative area. `code` is the dotted Kemendagri code, `bps_code` its BPS twin (a different system)."""

    code = models.CharField(max_length=13, primary_key=True, db_collation="C")
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=AreaKind.choices)
    level = models.PositiveSmallIntegerField()
    parent_code = models.CharField(max_length=13, blank=True, db_collation="C")
    bps_code = models.CharField(max_length=10, blank=True)
    edition = models.CharField(max_length=20)

    class Meta:
        indexes = [
            models.Index(fields=["parent_code", "name"], name="reference_area_children"),
            models.Index(fields=["bps_code"], name="reference_area_bps"),
            GinIndex(OpClass("name_key", name="gin_trgm_ops"), name="reference_area_name_trgm"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class AreaAlias(models.Model):
    """Another spelling of an area's name that files and people use."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(max_length=120)
    alias_key = models.CharField(max_length=120)
    source = models.CharField(max_length=20)

    class Meta:
        verbose_name_plural = "area aliases"
        indexes = [models.Index(fields=["alias_key"], name="reference_alias_key")]

    def __str__(self) -> str:
        return self.alias


class AreaShape(models.Model):
    """The outline of an area as it was imported, ready to be drawn: an SVG path on the grid of `boundaries.geometry`.

    `is_derived`: joined from the areas below it, because no outline of its own was imported.
    """

    code = models.CharField(max_length=13, primary_key=True, db_collation="C")
    level = models.PositiveSmallIntegerField()
    path = models.TextField()
    least_x = models.IntegerField()
    least_y = models.IntegerField()
    greatest_x = models.IntegerField()
    greatest_y = models.IntegerField()
    is_derived = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["level", "code"], name="reference_shape_level")]

    def __str__(self) -> str:
        return self.code


class Holiday(models.Model):
    """A day on which the office does not work, beside Saturdays and Sundays."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=120)
    is_shared_leave = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarYear(models.Model):
    """A year whose days off are known. Without this row the year's holidays are unknown, however few there are."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.CharField(max_length=200)
    is_confirmed = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.year)


class OfficeHours(models.Model):
    """One stretch of a weekday (Monday is 0) in which the office works; with no row at all the usual hours hold."""

    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        verbose_name_plural = "office hours"
        constraints = [
            models.UniqueConstraint(fields=["weekday", "opens"], name="reference_hours_once"),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes"), weekday__lte=6), name="reference_hours_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}–{self.closes}"
