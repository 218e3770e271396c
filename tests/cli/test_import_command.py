"""`rangkul import`: uploads, goes on where it stopped, reads, and ends with 1 and the reason when it cannot."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from rangkul.cli import importing, installation
from rangkul.cli.importing import UnableToImport
from rangkul.cli.main import Commands
from rangkul.exchange.opensid.columns import NAMES
from rangkul.kernel import clock
from rangkul.platform.importing import actions, pieces
from rangkul.platform.importing.models import ImportBatch, UploadSession
from tests.importing import files
from tests.people import FAR_VILLAGE, VILLAGE, Cast
from tests.reading_here import read_here

pytestmark = pytest.mark.django_db(transaction=True)
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> Run:
    """Run the command as the data officer, on the test's database."""
    monkeypatch.setattr(installation, "open_database", lambda env: None)
    monkeypatch.setattr(installation, "set_up_django", lambda: None)
    command = Commands().get_command(None, "import")  # type: ignore[arg-type]
    assert command is not None
    username = cast.user("DATA_OFFICER").username

    def call(path: Path, *more: str, area: str = VILLAGE, user: str = username) -> tuple[int, str]:
        given = [str(path), "--area", area, "--as-of", "2022-07-01", "--user", user, *more]
        result = CliRunner().invoke(command, given)
        reason = str(result.exception) if isinstance(result.exception, UnableToImport) else ""
        assert result.exception is None or reason or result.exit_code == 2, result.exception
        return result.exit_code, result.output + reason

    return call


def test_a_file_from_the_command_line(tmp_path: Path, run: Run, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    path = files.text_file(tmp_path / "a.csv", *[files.row(nama="BASO " + "A" * 900)] * 1_200)
    real = pieces.receive

    def lost(**given: Any) -> UploadSession:
        if given["start"]:
            raise ConnectionError("the line went dead")
        return real(**given)

    monkeypatch.setattr(importing.pieces, "receive", lost)
    with pytest.raises(AssertionError, match="line went dead"):
        run(path)
    monkeypatch.setattr(importing.pieces, "receive", real)
    assert UploadSession.objects.get().received == pieces.PIECE_BYTES
    assert not ImportBatch.objects.exists()

    code, said = run(path, "--unit", "orang")
    batch = ImportBatch.objects.get()
    assert code == 0, said
    assert "Diteruskan dari" in said
    assert f"/impor/{batch.pk}/" in said
    assert "1200 baris" in said
    assert (batch.state, batch.unit, batch.uploaded_by) == ("READ", "PERSON", cast.user("DATA_OFFICER").pk)

    code, said = run(path)
    assert (code, "buka impor" in said, ImportBatch.objects.count()) == (0, True, 1)

    cases = [
        (run(files.written(tmp_path / "b.xls", b"<html><table></table></html>")), "HTML"),
        (run(path, "--format", "tidak.ada"), "dari daftar"),
        (run(path, area=FAR_VILLAGE, user="tidak.ada"), "tidak ada"),
        (run(path, area="99"), "tidak berwenang"),
    ]
    assert [(code, reason in said) for (code, said), reason in cases] == [(1, True)] * 4, cases
    assert not UploadSession.objects.exists()

    read_here(monkeypatch)
    book = Workbook()
    book.worksheets[0].append(NAMES)
    book.worksheets[0].append(files.row(nik="0000010101900007"))
    other = book.create_sheet("Siswa")
    for line in (["NISN", "NIK", "Nama Siswa", "Catatan"], ["0012345678", "0000010101900007", "BASO CONTOH", "baik"]):
        other.append(line)
    book.save(tmp_path / "c.xlsx")
    code, said = run(tmp_path / "c.xlsx")
    assert (code, "Lembar Siswa (1 baris) tidak dibaca" in said, "--sheet" in said) == (0, True, True)
    code, said = run(tmp_path / "c.xlsx", "--sheet", "Siswa")
    assert (code, "Kolom yang tidak dibaca: Catatan." in said) == (0, True), said
    assert ImportBatch.objects.get(format_code="pip.recipients").rows_total == 1
    assert run(tmp_path / "c.xlsx", "--sheet", "Siswa")[0] == 1


def test_a_slip_of_the_hand_is_told_in_indonesian(tmp_path: Path, run: Run) -> None:
    assert run(tmp_path / "a.csv") == (1, f"Berkas {tmp_path / 'a.csv'} tidak ada; periksa nama dan foldernya.")
    path = files.text_file(tmp_path / "a.csv", files.row())
    assert run(path, "--as-of", "01-11-2026") == (
        1,
        "--as-of berisi “01-11-2026”, seharusnya tanggal seperti 2022-07-01.",
    )


def test_uploads_that_nobody_takes_up_again_are_dropped(cast: Cast) -> None:
    officer = cast.actor("DATA_OFFICER")
    given = {"file_name": "a.csv", "size": 10, "area": VILLAGE, "as_of": date(2022, 7, 1), "by": officer}
    session = actions.start_upload(client_key="satu", at=clock.now() - actions.sessions.KEPT_FOR * 2, **given)  # type: ignore[arg-type, attr-defined]
    pieces.receive(session_id=session.pk, start=0, content=b"12345", by=officer)
    actions.start_upload(client_key="dua", at=clock.now(), **given)  # type: ignore[arg-type]
    assert [each.client_key for each in UploadSession.objects.all()] == ["dua"]
