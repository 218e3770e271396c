"""Who may see, read, write, initial, sign, issue and cancel letters, and which ones."""

from django.db.models import QuerySet

from rangkul.desk.models import Letter
from rangkul.kernel.errors import Denied
from rangkul.platform.policy.actor import Actor
from rangkul.platform.policy.areas import inside_areas

VIEW = "desk.letter.view"
READ = "desk.letter.read"


def letters_visible_to(actor: Actor) -> QuerySet[Letter]:
    """Letters of the actor's areas as lines of a list, for roles that follow them."""
    if not actor.may(VIEW):
        return Letter.objects.none()
    return Letter.objects.filter(inside_areas(actor))


def can_view_letter(actor: Actor, letter: Letter) -> bool:
    """Whether the letter is among those `letters_visible_to` the actor."""
    return actor.may(VIEW) and actor.covers(letter.area_code)


def can_read_letter(actor: Actor, letter: Letter) -> bool:
    """Whether the actor may read what a letter says: only roles that serve the citizen or answer for the letter."""
    return actor.may(READ) and can_view_letter(actor, letter)


def check_can_read_letter(actor: Actor, letter: Letter) -> None:
    """Raise `Denied` unless the actor may read what the letter says."""
    actor.check_may(READ)
    if not can_read_letter(actor, letter):
        raise Denied(permission=READ, message="Surat ini di luar wilayah tugas Anda.")


def can_letter(actor: Actor, verb: str, letter: Letter, *, section: str = "") -> bool:
    """Whether `check_can_letter` passes."""
    try:
        check_can_letter(actor, verb, letter, section=section)
    except Denied:
        return False
    return True


def check_can_letter(actor: Actor, verb: str, letter: Letter, *, section: str = "") -> None:
    """Raise `Denied` unless the actor may `verb` this letter: role, area, and one pair of eyes for each step.

    Whoever wrote the draft neither initials nor signs it; whoever initialled it does not sign it. `section` is
    the section that must initial when it is not the actor's own, "" otherwise.
    """
    permission = f"desk.letter.{verb}"
    actor.check_may(permission)
    if not actor.covers(letter.area_code):
        raise Denied(permission=permission, message="Surat ini di luar wilayah tugas Anda.")
    me = actor.user_id
    if verb in ("initial", "sign") and me is not None and me == letter.drafted_by:
        message = "Anda yang menulis konsep ini; paraf dan tanda tangan oleh orang lain."
        raise Denied(permission=permission, message=message)
    if verb == "sign" and me is not None and me == letter.initialled_by:
        raise Denied(permission=permission, message="Anda yang memaraf surat ini; tanda tangan oleh orang lain.")
    if verb == "initial" and section:
        raise Denied(permission=permission, message=f"Surat ini diparaf oleh kepala {section}.")


def check_can_draft_letter(actor: Actor, area: str) -> None:
    """Raise `Denied` unless the role writes letters and the case lies in its area."""
    actor.check_may("desk.letter.draft")
    if not actor.covers(area):
        raise Denied(permission="desk.letter.draft", message="Kasus ini di luar wilayah tugas Anda.")


_CERTIFY = ("desk.case.register", "desk.case.match", "desk.letter.draft")


def can_certify(actor: Actor) -> bool:
    """Whether the actor takes in that somebody asks for the letter that they are listed, and writes its draft."""
    return all(actor.may(each) for each in _CERTIFY)


def check_can_certify(actor: Actor) -> None:
    """Raise `Denied` unless the role registers, matches and drafts; areas are checked by each of these."""
    for each in _CERTIFY:
        actor.check_may(each)
