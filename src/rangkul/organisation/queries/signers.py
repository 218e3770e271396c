"""Who signs: the holder of an office on a day, or somebody with the power to sign in that office's place."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from rangkul.kernel.errors import Refused
from rangkul.organisation.enums import Capacity
from rangkul.organisation.models import Office, Official, SigningMandate

HOLDER = "HOLDER"
_RANK = {HOLDER: 0, Capacity.ACTING: 1, Capacity.DAILY: 2, Capacity.ON_BEHALF: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody as they sign on a day: `capacity` is HOLDER, AN, PLT or PLH; `seat` the office signed for."""

    official_id: UUID
    mandate_id: UUID | None
    capacity: str
    seat: str
    position: str
    name: str
    rank: str
    nip: str

    def block(self) -> dict[str, str]:
        """The signature block as documents print it (Permendagri 1/2023: a.n. above one's own title, Plt. before the seat)."""
        titles = {Capacity.ACTING: f"Plt. {self.seat}", Capacity.DAILY: f"Plh. {self.seat}"}
        return {
            "position": titles.get(Capacity(self.capacity), self.position) if self.mandate_id else self.position,
            "name": self.name,
            "rank": self.rank,
            "nip": self.nip,
            "on_behalf": self.seat if self.capacity == Capacity.ON_BEHALF else "",
        }

    def title(self) -> str:
        """How they sign, in one line."""
        block = self.block()
        return f"a.n. {self.seat}, {self.position}" if block["on_behalf"] else block["position"]


def list_signers_of(office: Office, user_id: UUID, *, on: date) -> list[Signer]:
    """In which ways a user may sign for the head of office on a day: as its holder, else by powers in force.

    A power "a.n." counts only while the seat has a holder; every power only while its official is in office.
    """
    own = office.officials.filter(user_id=user_id, is_signatory=True, term__contains=on)
    heads = [_holder(each) for each in own.filter(is_head=True)]
    if heads:
        return heads
    seats = _seats_filled(office, on)
    powers = mandates_in_force(office, on=on).filter(official__user_id=user_id)
    return [_stand_in(each) for each in powers if each.capacity != Capacity.ON_BEHALF or each.position in seats]


def signatory(office: Office, *, on: date, division_id: UUID | None = None, user_id: UUID | None = None) -> Signer:
    """Who signs a paper of the office on a day, with Plt., Plh. or a.n. where the day asks for it.

    `user_id` is whoever decides: with a power of their own in force they sign by it. Else the head of the division that
    is asked for, or its Plt. or Plh.; else the head of office, or its Plt. or Plh. Raises `Refused` when nobody does, so
    that no paper leaves without a name.
    """
    own = list_signers_of(office, user_id, on=on) if user_id else []
    if own:
        return min(own, key=lambda each: _RANK[each.capacity])
    found = _of_division(office, division_id, on) if division_id else None
    return found or expected_signer(office, on=on)


def _of_division(office: Office, division_id: UUID, on: date) -> Signer | None:
    seats = set(office.officials.filter(division_id=division_id, is_signatory=True).values_list("position", flat=True))
    powers = mandates_in_force(office, on=on).filter(capacity__in=[Capacity.ACTING, Capacity.DAILY])
    acting = powers.filter(position__in=seats).order_by("id").first()
    if acting is not None:
        return _stand_in(acting)
    holder = office.officials.filter(division_id=division_id, is_signatory=True, term__contains=on).first()
    return _holder(holder) if holder else None


def still_signs(signer: Signer, *, on: date) -> bool:
    """Whether somebody who signed before is still in that office, with that power, on a day."""
    if not Official.objects.filter(pk=signer.official_id, is_signatory=True, term__contains=on).exists():
        return False
    if signer.mandate_id is None:
        return True
    return SigningMandate.objects.filter(pk=signer.mandate_id, term__contains=on).exists()


def expected_signer(office: Office, *, on: date) -> Signer:
    """Who would sign on a day, for a draft: the head, else its Plt. or Plh. Raises `Refused` when there is nobody."""
    head = office.officials.filter(is_head=True, is_signatory=True, term__contains=on).order_by("id").first()
    acting = mandates_in_force(office, on=on).filter(capacity__in=[Capacity.ACTING, Capacity.DAILY]).first()
    if acting is not None and (head is None or acting.position == head.position):
        return _stand_in(acting)
    if head is not None:
        return _holder(head)
    raise Refused(
        field="pejabat penanda tangan",
        value=on.isoformat(),
        expected="seorang pejabat, Plt. atau Plh. yang menjabat pada tanggal itu",
        remedy="catat pejabat atau kuasa tanda tangannya pada halaman Penanda tangan surat",
    )


def mandates_in_force(office: Office, *, on: date) -> QuerySet[SigningMandate]:
    """Powers to sign on a day, of officials who are in office themselves."""
    return office.mandates.filter(
        term__contains=on, official__term__contains=on, official__is_signatory=True
    ).select_related("official")


def list_mandates(office: Office, *, on: date) -> QuerySet[SigningMandate]:
    """Powers in force on a day or later, and those that ended, the newest first."""
    return office.mandates.select_related("official").order_by("-term", "-id")


def list_signatories(office: Office, *, on: date) -> QuerySet[Official]:
    """Officials who may sign on a day, the head first."""
    found = office.officials.filter(Q(is_signatory=True), term__contains=on)
    return found.select_related("division").order_by("-is_head", "position")


def list_head_positions(office: Office) -> list[str]:
    """Positions that head the office, present and past: the seats somebody may sign for."""
    return sorted(set(office.officials.filter(is_head=True).values_list("position", flat=True)))


def _seats_filled(office: Office, on: date) -> set[str]:
    return set(office.officials.filter(term__contains=on).values_list("position", flat=True))


def _holder(official: Official) -> Signer:
    return Signer(
        official_id=official.pk,
        mandate_id=None,
        capacity=HOLDER,
        seat=official.position,
        position=official.position,
        name=official.name,
        rank=official.rank,
        nip=official.nip,
    )


def _stand_in(mandate: SigningMandate) -> Signer:
    official = mandate.official
    return Signer(
        official_id=official.pk,
        mandate_id=mandate.pk,
        capacity=mandate.capacity,
        seat=mandate.position,
        position=official.position,
        name=official.name,
        rank=official.rank,
        nip=official.nip,
    )
