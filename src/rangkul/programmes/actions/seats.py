"""Seats and rupiah: how many may still be enrolled under every quota that covers a village, counted under lock."""

from collections.abc import Callable, Sequence
from uuid import UUID

from rangkul.kernel.area_code import AreaCode
from rangkul.kernel.errors import Refused
from rangkul.programmes.models import Enrolment, Quota

Delivered = Callable[[UUID], int]
_DELIVERED: list[Delivered] = []


def register_delivered(count: Delivered) -> None:
    """Let the room that hands aid over tell how many deliveries an enrolment has had (one is enough)."""
    _DELIVERED[:] = [count]


class Seats:
    """The quotas of a component and year that cover an area (village, kecamatan, regency, province), locked together.

    Quotas of different areas are limits side by side, never added; the narrowest wins, in heads and in rupiah.
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

    @property
    def rupiah(self) -> int | None:
        """Budget left in whole rupiah, None without a limit."""
        return min((quota.budget - quota.committed for quota in self.quotas if quota.budget is not None), default=None)

    def fitting(self, costs: Sequence[int | None]) -> int:
        """How many of the recipients, in this order, fit by heads and by rupiah.

        The first who does not fit ends it: nobody further down is let past, also when they would cost less. Raises
        Refused when there is a budget and somebody's cost is not known.
        """
        heads = len(costs) if self.room is None else max(0, min(self.room, len(costs)))
        left = self.rupiah
        if left is None:
            return heads
        for place, cost in enumerate(costs[:heads]):
            if cost is None:
                raise Refused(
                    field="Nilai bantuan",
                    value="",
                    expected="nilai rupiah tiap penyaluran, karena kuota ini dibatasi pagu",
                    remedy="isi nilai pada ketentuan program, atau kosongkan pagu kuotanya",
                )
            left -= cost
            if left < 0:
                return place
        return heads

    def fits(self, area: str, cost: int | None, pending: Sequence[tuple[str, int]]) -> bool:
        """Whether one more fits in every quota beside those already prepared: (village, rupiah) of each."""
        for quota in self.quotas:
            inside = [
                rupiah for place, rupiah in pending if AreaCode.parse(quota.area_code).contains(AreaCode.parse(place))
            ]
            if quota.amount - quota.used - len(inside) < 1:
                return False
            if quota.budget is not None and quota.budget - quota.committed - sum(inside) < (cost or 0):
                return False
        return True

    def take(self, count: int, rupiah: int = 0) -> None:
        """Count new recipients; the database refuses more than amount and budget (`programmes_quota_not_exceeded`)."""
        self._change(count, rupiah)

    def free(self, count: int = 1, rupiah: int = 0) -> None:
        """Give seats and unspent rupiah back when somebody is struck off."""
        self._change(-count, -rupiah)

    def _change(self, count: int, rupiah: int) -> None:
        for quota in self.quotas:
            quota.used = max(0, quota.used + count)
            quota.committed = max(0, quota.committed + rupiah)
            quota.save(update_fields=["used", "committed"])


def unspent(enrolment: Enrolment) -> int:
    """Rupiah reserved for deliveries that were not handed over."""
    if not enrolment.reserved_deliveries:
        return 0
    made = _DELIVERED[0](enrolment.pk) if _DELIVERED else 0
    left = max(0, enrolment.reserved_deliveries - made)
    return enrolment.reserved * left // enrolment.reserved_deliveries
