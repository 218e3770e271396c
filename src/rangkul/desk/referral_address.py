"""The whole address of a referral's link, as a message to the agency carries it: made when the message leaves."""

from uuid import UUID

from django.urls import reverse

from rangkul.desk.enums import OPEN_STATES
from rangkul.desk.models import ReferralLink
from rangkul.desk.referral_links import token_of
from rangkul.kernel import clock
from rangkul.platform.documents.verification import site_address

AGENCY_TEMPLATES = tuple(f"desk.referral.{each}.agency" for each in ("sent", "due", "replied", "renewed"))
"""Messages that carry the link; anything else tells an agency no more than that there is news."""


def address_in_force(referral_id: UUID) -> str | None:
    """The link of a referral that still waits; None once it was answered, withdrawn, revoked or has expired.

    For the sender only: whoever reads the address may open the door, though not without the code.
    """
    found = ReferralLink.objects.filter(
        referral_id=referral_id,
        referral__state__in=OPEN_STATES,
        revoked_at__isnull=True,
        expires_at__gt=clock.now(),
    ).first()
    return site_address() + reverse("web:desk:answer", args=[token_of(found.pk)]) if found else None
