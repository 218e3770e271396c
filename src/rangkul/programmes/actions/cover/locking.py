"""Finding a list of health cover to change it."""

from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.programmes.errors import NoSuchProposal
from rangkul.programmes.models import CoverList
from rangkul.programmes.policies import cover as policies


def locked_list(list_id: UUID, by: Actor) -> CoverList:
    """The list, locked until the transaction ends. Raises NoSuchProposal, and Denied for who may see none."""
    found = policies.visible_to(by).select_for_update(of=("self",)).filter(pk=list_id).first()
    if found is None:
        policies.check_can_view(by)
        raise NoSuchProposal(list_id)
    return found
