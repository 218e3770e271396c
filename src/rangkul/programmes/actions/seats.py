"""Seats: how many may still be enrolled under every quota that covers a village, counted under lock."""

from uuid import UUID

from rangkul.kernel.area_code import AreaCode
from rangkul.programmes.models import Quota


class Seats:
    """The quotas of a component and year that cover an area (village, kecamatan, regency, province), locked together.

    `room` is the smallest number left among them, None while no quota is set. Quotas of different areas are limits side
    by side, never added.
    """

    def __init__(self, quotas: list[Quota]) -> None:
        self.quotas = quotas

    @classmethod
    def lock(cls, *, component_id: UUID, fiscal_year: int, area: str) -> "Seats":
        """The quotas under lock, in one fixed order, so that two decisions never wait for each other in a ring."""
        code = AreaCode.parse(area)
        found = Quota.objects.select_for_update(of=("self",)).filter(
            component_id=component_id, fiscal_year=fiscal_year, area_code__in=[str(code), *map(str, code.ancestors)]
        )
        return cls(list(found.order_by("area_code")))

    @property
    def room(self) -> int | None:
        """Seats left, None without a limit."""
        return min((quota.amount - quota.used for quota in self.quotas), default=None)

    def take(self, count: int) -> None:
        """Count `count` new recipients; the database refuses more than the amount (`programmes_quota_not_exceeded`)."""
        self._change(count)

    def free(self, count: int = 1) -> None:
        """Give seats back when somebody is struck off."""
        self._change(-count)

    def _change(self, count: int) -> None:
        for quota in self.quotas:
            quota.used = max(0, quota.used + count)
            quota.save(update_fields=["used"])
