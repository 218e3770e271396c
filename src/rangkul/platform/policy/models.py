"""Table of the limiter: how often something was tried in the present window."""

from django.db import models


class Attempt(models.Model):
    """A counter per hashed key and window."""

    key = models.CharField(max_length=64, primary_key=True)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
