"""Files kept before everything was encrypted: photos stripped, sealed, and the open bytes taken off the disk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action, record
from rangkul.platform.audit.models import Event
from rangkul.platform.files import storage
from rangkul.platform.files.errors import FileDamaged
from rangkul.platform.files.models import StoredFile
from rangkul.platform.files.photos import clean_photo, is_image
from rangkul.platform.files.policies import check_can_seal_file
from rangkul.platform.files.sealed import put_away
from rangkul.platform.policy.actor import Actor

DEED = "files.file.seal"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one old file: sealed or not (`problem` says why), and whether a photo could be stripped."""

    file_id: UUID
    is_sealed: bool
    is_clean: bool
    problem: str = ""


@action(DEED)
def seal_kept_file(*, file_id: UUID, by: Actor, at: datetime) -> Outcome:
    """Encrypt one file that lies open, a photo without what its camera wrote into it; the row then leads to the sealed bytes.

    The open bytes stay on the disk: the caller removes them after the commit. A photo that cannot be opened is sealed as
    it is. Raises Denied (for the program only), Refused (sealed already), FileDamaged (missing or altered on the disk).
    """
    check_can_seal_file(by)
    stored = StoredFile.objects.select_for_update(of=("self",)).get(pk=file_id)
    if stored.sealed_sha256:
        raise Refused(field="Berkas", value=stored.name, expected="berkas yang masih terbuka", remedy="sudah selesai")
    former = stored.sha256
    plain = storage.read_bytes(former)
    is_clean = True
    if is_image(stored.media_type):
        try:
            plain = clean_photo(plain, stored.media_type)
        except Refused:
            is_clean = False
    sealed = put_away(plain, name=stored.name, media_type=stored.media_type)
    stored.sha256, stored.sealed_sha256, stored.size = sealed.sha256, sealed.sealed_sha256, sealed.size
    stored.save(update_fields=["sha256", "sealed_sha256", "size"])
    owner = (stored.owner_kind, stored.owner_id)
    facts = {"former": former, "sha256": sealed.sha256, "is_clean": is_clean}
    record(DEED, by=by, at=at, on=stored, subjects=[owner], area=stored.area_code, data=facts)
    return Outcome(file_id, is_sealed=True, is_clean=is_clean)


def count_open_files() -> int:
    """How many kept files still lie open on the disk."""
    return StoredFile.objects.filter(sealed_sha256="").count()


def seal_open_files(
    *, by: Actor, now: Callable[[], datetime], is_used_elsewhere: Callable[[str], bool]
) -> Iterator[Outcome]:
    """Seal every open file, one transaction each; may be stopped and begun again. Needs the owner's connection.

    `is_used_elsewhere(sha256)`: whether others than kept files lie under that digest too. What a run that was stopped
    left open on the disk is removed first.
    """
    _remove_leftovers(is_used_elsewhere)
    for file_id in list(StoredFile.objects.filter(sealed_sha256="").order_by("pk").values_list("pk", flat=True)):
        former = StoredFile.objects.values_list("sha256", flat=True).get(pk=file_id)
        try:
            outcome = seal_kept_file(file_id=file_id, by=by, at=now())
        except (FileDamaged, Refused) as problem:
            yield Outcome(file_id, is_sealed=False, is_clean=False, problem=str(problem))
            continue
        _remove(former, is_used_elsewhere)
        yield outcome


def _remove_leftovers(is_used_elsewhere: Callable[[str], bool]) -> None:
    for former in Event.objects.filter(name=DEED).values_list("data__former", flat=True).distinct():
        if storage.place_of(str(former)).exists():
            _remove(str(former), is_used_elsewhere)


def _remove(former: str, is_used_elsewhere: Callable[[str], bool]) -> None:
    """Take the open bytes off the disk unless another row still needs them."""
    is_needed = StoredFile.objects.filter(sha256=former, sealed_sha256="").exists() or is_used_elsewhere(former)
    if not is_needed:
        storage.forget(former)
