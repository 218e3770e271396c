"""Kept files: told by content, capped, cleaned of tricks in names, handed out by policy."""

import io
import stat
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection
from openpyxl import Workbook
from PIL import ExifTags, Image

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.files import kinds
from rangkul.platform.files.actions import keep_file
from rangkul.platform.files.errors import FileDamaged
from rangkul.platform.files.models import StoredFile
from rangkul.platform.files.naming import clean_name
from rangkul.platform.files.older import count_open_files, seal_kept_file, seal_open_files
from rangkul.platform.files.policies import can_view_file, visible_to
from rangkul.platform.files.queries import list_files_of, open_file
from rangkul.platform.files.storage import forget, keep_bytes, place_of
from rangkul.platform.policy.actor import Actor, system_actor
from rangkul.platform.policy.walls import scoped
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE

pytestmark = pytest.mark.django_db

AT = datetime(2018, 12, 6, 1, tzinfo=UTC)
PDF = b"%PDF-1.7\n%contoh\n"
OFFICER = Actor(user_id=uuid4(), name="Petugas Uji", role="BACK_OFFICE", areas=(VILLAGE,))
NEIGHBOUR = Actor(user_id=uuid4(), name="Petugas Sebelah", role="BACK_OFFICE", areas=(NEIGHBOUR_VILLAGE,))


def kept(content: bytes | io.BytesIO = PDF, **changes: object) -> StoredFile:
    given = {"name": "surat.pdf", "kind": "SCAN", "owner": ("case", uuid4()), "area": VILLAGE, "by": OFFICER, "at": AT}
    return keep_file(content=content, **(given | changes))


def picture(kind: str, *, exif: Image.Exif | None = None) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "brown").save(out, kind, **({"exif": exif} if exif else {}))
    return out.getvalue()


PNG = picture("PNG")


def let_in(actor: Actor, file: StoredFile) -> None:
    return None


def workbook() -> bytes:
    out = io.BytesIO()
    book = Workbook()
    book.active.append(["NIK", "NAMA"])
    book.save(out)
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def files_on_disk() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return [each for each in root.rglob("*") if each.is_file()] if root.exists() else []


def test_a_file_comes_back_whole() -> None:
    owner = ("case", uuid4())
    stored = kept(io.BytesIO(PDF), owner=owner)
    assert (stored.media_type, stored.size, stored.name) == (kinds.PDF, len(PDF), "surat.pdf")
    assert open_file(OFFICER, stored.pk, check=let_in).content == PDF
    assert list(list_files_of(OFFICER, owner)) == [stored]
    assert Event.objects.filter(name="files.file.keep", object_id=stored.pk).exists()


def test_on_the_disk_a_file_is_encrypted_and_for_the_process_only() -> None:
    first = kept()
    (only,) = files_on_disk()
    assert only == place_of(first.sealed_sha256)
    assert PDF[:8] not in only.read_bytes()
    assert stat.S_IMODE(only.stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(settings.MEDIA_ROOT).stat().st_mode) == 0o700


@pytest.mark.parametrize("kind", ["PHOTO", "ATTACHMENT", "SCAN"])
def test_photos_lose_the_place_and_time_their_camera_wrote(kind: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Telepon Uji"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (4.0, 21.0, 0.0)
    sent = picture("JPEG", exif=exif)
    assert b"Telepon Uji" in sent
    stored = kept(sent, kind=kind, name="rumah.jpg")
    handed_out = open_file(OFFICER, stored.pk, check=let_in).content
    with Image.open(io.BytesIO(handed_out)) as shown:
        assert (shown.size, dict(shown.getexif())) == ((8, 6), {})
    assert b"Telepon Uji" not in handed_out
    assert stored.size == len(handed_out)


@pytest.mark.parametrize(
    ("content", "kind", "expected"),
    [(PNG, "PHOTO", kinds.PNG), (picture("JPEG"), "PHOTO", kinds.JPEG), (workbook(), "IMPORT", kinds.XLSX),
     (picture("WEBP"), "PHOTO", kinds.WEBP), ("NIK;NAMA\n1;Sitti é\n".encode(), "IMPORT", kinds.CSV),
     ("NIK;NAMA\n1;Sitti é\n".encode("cp1252"), "IMPORT", kinds.CSV), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 20, "IMPORT", kinds.XLS),
     (archive(mimetype=kinds.ODS.encode(), content=b"x"), "IMPORT", kinds.ODS)],
)  # fmt: skip
def test_the_content_tells_the_type(content: bytes, kind: str, expected: str) -> None:
    stored = kept(content, kind=kind, name="apa saja.exe")
    assert stored.media_type == expected
    assert stored.name == "apa saja.exe" + kinds.ENDINGS[expected]


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (b"", "SCAN", "ada isinya"),
        (b"MZ\x90\x00\x03\x00", "SCAN", "tidak dikenal"),
        (b"<svg onload=alert(1)>", "PHOTO", "tidak dikenal"),
        (b"<html><table>", "IMPORT", "tidak dikenal"),
        (PDF, "PHOTO", "isinya PDF"),
        (b"\xff\xd8\xff\xe0" + b"0" * 20, "PHOTO", "foto yang utuh"),
        (archive(**{"word/document.xml": b"x"}), "IMPORT", "tidak dikenal"),
        (b"PK\x03\x04" + b"broken", "IMPORT", "utuh"),
        (archive(**{"xl/workbook.xml": b"0" * (30 * kinds.MEGABYTE)}), "IMPORT", "isi paling banyak"),
        (archive(**{f"xl/part{n}.xml": b"x" for n in range(2_100)}), "IMPORT", "isi paling banyak"),
        (PNG + b"0" * 8 * kinds.MEGABYTE, "PHOTO", "paling besar 8 MB"),
    ],
)
def test_what_does_not_belong_is_refused_and_leaves_nothing(content: bytes, kind: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        kept(content, kind=kind)
    assert not StoredFile.objects.exists()
    assert files_on_disk() == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\a\\KTP.PDF", "KTP.pdf"),
        ("a\x00\x1b[31m\u202egpj.exe", "a[31mgpj.exe.pdf"),
        ("...", "berkas.pdf"),
        ('<img src=x "quoted">.pdf', "img src=x quoted.pdf"),
        ("n" * 400, "n" * 146 + ".pdf"),
    ],
)
def test_names_lose_their_tricks(typed: str, expected: str) -> None:
    assert clean_name(typed, kinds.PDF) == expected


def test_the_owner_decides_who_opens() -> None:
    stored = kept()

    def forbid(actor: Actor, file: StoredFile) -> None:
        raise Denied(permission="desk.case.view", message="bukan kasus Anda")

    with pytest.raises(Denied, match=r"desk\.case\.view"):
        open_file(OFFICER, stored.pk, check=forbid)
    for actor, file_id in ((NEIGHBOUR, stored.pk), (OFFICER, uuid4())):
        with pytest.raises(Denied, match="tidak ada atau di luar wilayah"):
            open_file(actor, file_id, check=let_in)
    assert can_view_file(OFFICER, stored)
    assert not can_view_file(NEIGHBOUR, stored)
    assert not visible_to(NEIGHBOUR).exists()


def test_the_wall_holds_without_the_policy() -> None:
    stored = kept()
    with pytest.raises(Denied):
        kept(area=NEIGHBOUR_VILLAGE)
    with scoped(NEIGHBOUR):
        assert not StoredFile.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    with pytest.raises(ProgrammingError, match="permission denied"), scoped(OFFICER):
        StoredFile.objects.filter(pk=stored.pk).update(sha256="0" * 64)


def laid_open(content: bytes, **changes: object) -> StoredFile:
    """A file as it lay before files were encrypted."""
    stored = kept(PNG if changes.get("kind") == "PHOTO" else PDF, **changes)
    forget(stored.sealed_sha256)
    StoredFile.objects.filter(pk=stored.pk).update(sha256=keep_bytes(content), sealed_sha256="", size=len(content))
    return stored


def test_what_was_kept_open_is_sealed_and_stripped_and_may_be_begun_again() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Telepon Uji"
    sent = picture("PNG", exif=exif)
    photo, broken = laid_open(sent, kind="PHOTO"), laid_open(PNG[:40], kind="PHOTO")
    letter, lost = laid_open(PDF), laid_open(b"%PDF-1.7 hilang")
    forget(sha256(b"%PDF-1.7 hilang").hexdigest())
    by = system_actor("uji")
    with pytest.raises(Denied):
        seal_kept_file(file_id=photo.pk, by=OFFICER, at=AT)

    def run() -> dict[UUID, tuple[bool, bool]]:
        shared = sha256(PDF).hexdigest()  # a letter that the office issued has the same bytes
        done = seal_open_files(by=by, now=lambda: AT, is_used_elsewhere=lambda digest: digest == shared)
        return {each.file_id: (each.is_sealed, each.is_clean) for each in done}

    assert run() == {
        photo.pk: (True, True), broken.pk: (True, False), letter.pk: (True, True), lost.pk: (False, False),
    }  # fmt: skip
    assert (count_open_files(), place_of(sha256(PDF).hexdigest()).exists()) == (1, True)
    assert b"Telepon Uji" not in open_file(OFFICER, photo.pk, check=let_in).content
    assert open_file(OFFICER, letter.pk, check=let_in).content == PDF
    assert not any(b"Telepon Uji" in each.read_bytes() for each in files_on_disk())
    keep_bytes(sent)  # killed between the commit and the removal
    assert run() == {lost.pk: (False, False)}
    assert not place_of(sha256(sent).hexdigest()).exists()


def test_altered_bytes_are_not_handed_out() -> None:
    stored = kept()
    place_of(stored.sealed_sha256).write_bytes(PDF + b"!")
    with pytest.raises(FileDamaged):
        open_file(OFFICER, stored.pk, check=let_in)
