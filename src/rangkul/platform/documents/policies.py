"""Who may see and issue documents: those whose areas hold the document's area."""

from django.db.models import Q, QuerySet

from rangkul.kernel.errors import Denied
from rangkul.platform.documents.models import Document
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas


def visible_to(actor: Actor) -> QuerySet[Document]:
    """Documents whose area lies in one of the actor's areas and which tell nothing the actor may not know."""
    allowed = Q(needs_permission="") | Q(needs_permission__in=actor.permissions)
    if actor.user_id is not None:
        allowed |= Q(issued_by=actor.user_id)
    return Document.objects.filter(inside_areas(actor)).filter(allowed)


def can_view_document(actor: Actor, document: Document) -> bool:
    """Whether the document is among those `visible_to` the actor."""
    needed = document.needs_permission
    is_own = actor.user_id is not None and document.issued_by == actor.user_id
    return actor.covers(document.area_code) and (not needed or actor.may(needed) or is_own)


def check_can_issue_document(actor: Actor, area: str) -> None:
    """Raise Denied unless the document's area is the actor's. What may be issued is decided by the calling room."""
    if not actor.covers(area):
        raise Denied(permission="documents.document.issue", message="Surat ini untuk wilayah di luar tugas Anda.")


def check_can_revoke_document(actor: Actor, document: Document) -> None:
    """Raise Denied unless the role revokes documents and may see this one."""
    actor.check_may("documents.document.revoke")
    if not can_view_document(actor, document):
        raise Denied(permission="documents.document.revoke", message="Surat ini di luar wilayah tugas Anda.")


def check_can_set_series(actor: Actor) -> None:
    """Raise Denied unless the role sets how numbers of letters look."""
    actor.check_may("documents.series.set")


def register_visible_to(actor: Actor) -> QuerySet[Document]:
    """Lines of the register book in the actor's areas; what a paper is about is another question (`visible_to`)."""
    if not actor.may("documents.register.view"):
        return Document.objects.none()
    return Document.objects.filter(inside_areas(actor))


def check_can_view_register(actor: Actor) -> None:
    """Raise Denied unless the role keeps or reads the register book."""
    actor.check_may("documents.register.view")
