"""Which kept files an actor may see: those of the actor's areas; the owner's room decides the rest."""

from django.db.models import QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.files.models import StoredFile
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas


def visible_to(actor: Actor) -> QuerySet[StoredFile]:
    """Files whose area lies in one of the actor's areas."""
    return StoredFile.objects.filter(inside_areas(actor))


def can_view_file(actor: Actor, file: StoredFile) -> bool:
    """Whether the file's area is the actor's."""
    return actor.covers(file.area_code)


def check_can_keep_file(actor: Actor, area: str) -> None:
    """Raise Denied unless the file's area is the actor's."""
    if not actor.covers(area):
        raise Denied(permission="files.file.keep", message="Berkas ini untuk wilayah di luar tugas Anda.")


def check_can_seal_file(actor: Actor) -> None:
    """Raise Denied unless the program itself asks: files kept before encryption are sealed from the command line."""
    if not actor.is_system:
        raise Denied(permission="files.file.seal", message="Hanya program yang mengenkripsi berkas lama.")
