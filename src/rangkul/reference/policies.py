"""Who may change reference data: whoever runs the installation, from its command line."""

from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor

LOAD_SHAPES = "reference.shape.load"


def check_can_load_shapes(actor: Actor) -> None:
    """Raise `Denied` unless the program itself acts, asked by its operator."""
    if not actor.is_system:
        raise Denied(
            permission=LOAD_SHAPES, message="Batas wilayah dimuat oleh pengelola mesin lewat `rangkul boundaries`."
        )
