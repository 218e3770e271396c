"""NIK and family-card numbers that stood before they were corrected, filled in or taken back."""

from django.db import models

from rangkul.kernel.ids import new_id
from rangkul.registry.enums import NikStatus
from rangkul.registry.models.people import Family, Person


class PastNumber(models.Model):
    """The NIK of a person with its status, or the card number of a family, as it stood until `until_at`.

    A missing cipher says that there was no number; without `is_known` it is only known that the number changed then.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="past_numbers")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, related_name="past_numbers")
    nik_cipher = models.BinaryField(null=True)
    nik_status = models.CharField(max_length=20, choices=NikStatus.choices, blank=True)
    kk_cipher = models.BinaryField(null=True)
    is_known = models.BooleanField(default=True)
    until_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=True) ^ models.Q(family__isnull=True),
                name="registry_pastnumber_about_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.family_id} until {self.until_at}"
