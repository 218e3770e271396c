"""Who may give and end powers to sign, and say whose account an official's is."""

from rangkul.kernel.errors import Denied
from rangkul.organisation.models import Official
from rangkul.platform.policy.actor import Actor

GRANT = "organisation.mandate.grant"
END = "organisation.mandate.end"
LINK = "organisation.official.link"


def check_can_grant_mandate(actor: Actor, official: Official) -> None:
    """Raise `Denied` unless the role gives powers to sign; nobody gives one to themselves."""
    actor.check_may(GRANT)
    if actor.user_id is not None and official.user_id == actor.user_id:
        raise Denied(permission=GRANT, message="Kuasa tanda tangan tidak dapat diberikan kepada diri sendiri.")


def check_can_end_mandate(actor: Actor) -> None:
    """Raise `Denied` unless the role ends powers to sign."""
    actor.check_may(END)


def check_can_link_official(actor: Actor, official: Official, user_id: object) -> None:
    """Raise `Denied` unless the role ties officials to accounts; nobody ties one to their own account."""
    actor.check_may(LINK)
    if actor.user_id is not None and user_id == actor.user_id:
        raise Denied(permission=LINK, message="Pejabat tidak dapat dihubungkan dengan akun Anda sendiri.")
