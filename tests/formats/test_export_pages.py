"""Asking for a file and taking it: by whom, of where, what for, and for how long."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.urls import reverse

from rangkul.cli import installation
from rangkul.cli.commands.export import command
from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event
from rangkul.platform.exporting import storage
from rangkul.platform.exporting.actions import request_export, take_export
from rangkul.platform.exporting.models import Export
from rangkul.platform.exporting.tasks import sweep
from rangkul.platform.tasks.runner import run_waiting_jobs
from tests.exchange.make_files import Member
from tests.formats.conftest import AS_OF, Approve, Upload
from tests.formats.test_desil import desil_file
from tests.people import FAR_VILLAGE, NEIGHBOUR_VILLAGE, OTHER_KECAMATAN, VILLAGE, Cast
from tests.web.test_imports_pages import signed_in

pytestmark = pytest.mark.django_db
ASKED = {
    "format_code": "dtsen.desil", "kind": "CSV", "area": VILLAGE, "as_of_hari": "20", "as_of_bulan": "9", "as_of_tahun": "2026",
    "purpose": "pemadanan dengan Bappeda",
}  # fmt: skip


def test_a_file_is_asked_for_with_a_purpose_and_taken(
    tmp_path: Path, people: list[list[Member]], upload: Upload, approve: Approve, cast: Cast
) -> None:
    approve(upload(desil_file(tmp_path / "a.csv", people, ["1", "2", "3", "4", "5", "6"])))
    manager = signed_in(cast, "SLRT_MANAGER")
    assert "belum pernah meminta" in manager.get(reverse("web:exports:export-list")).content.decode()
    cast.user("SLRT_MANAGER")
    page = manager.get(reverse("web:exports:request")).content.decode()
    assert "Desil DTSEN per triwulan" in page
    asked = {**ASKED, "area": str(cast.actor("SLRT_MANAGER").areas[0])}
    assert manager.post(reverse("web:exports:request"), {**asked, "purpose": "x"}).status_code == 422
    assert manager.post(reverse("web:exports:request"), asked).status_code == 303
    export = Export.objects.get()
    assert "sedang disiapkan" in manager.get(reverse("web:exports:export-list")).content.decode()
    run_waiting_jobs()
    taken = manager.post(reverse("web:exports:take", args=[export.pk]))
    content = b"".join(taken.streaming_content)  # type: ignore[attr-defined]
    assert content.decode("utf-8-sig").splitlines()[0].startswith("periode,no_kk,nik")
    assert len(content.splitlines()) == 7
    sealed = storage.path_of(export.pk).read_bytes()
    assert people[0][0].kk.encode() in content
    assert people[0][0].kk.encode() not in sealed
    event = Event.objects.get(name="registry.export.take")
    assert (event.reason, event.data["rows"]) == ("pemadanan dengan Bappeda", 6)

    other = signed_in(cast, "DATA_OFFICER")
    assert other.post(reverse("web:exports:take", args=[export.pk])).status_code == 404
    assert signed_in(cast, "FRONT_OFFICE").get(reverse("web:exports:export-list")).status_code == 403

    assert sweep(at=clock.now() + timedelta(days=8)) == 1
    assert not storage.path_of(export.pk).exists()
    with pytest.raises(Refused):
        take_export(export_id=export.pk, by=cast.actor("SLRT_MANAGER"), at=clock.now())


def test_right_role_other_place(people: list[list[Member]], cast: Cast) -> None:
    """The near miss: who works in another kecamatan can neither ask for this village nor see its people in their file."""
    elsewhere = cast.actor("SLRT_MANAGER", OTHER_KECAMATAN)
    with pytest.raises(Denied):
        request_export(
            format_code="opensid.population",
            area=VILLAGE,
            as_of=AS_OF,
            purpose="pemadanan",
            by=elsewhere,
            at=clock.now(),
        )
    for area, by in ((FAR_VILLAGE, elsewhere), (NEIGHBOUR_VILLAGE, cast.actor("DATA_OFFICER"))):
        export = request_export(
            format_code="opensid.population", area=area, as_of=AS_OF, purpose="pemadanan", by=by, at=clock.now()
        )
        run_waiting_jobs()
        export.refresh_from_db()
        assert (export.state, export.rows) == ("READY", 0)


def test_the_command_line_writes_what_the_official_may_see(
    tmp_path: Path, people: list[list[Member]], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("load_env", "open_database", "set_up_django"):
        monkeypatch.setattr(installation, name, lambda *_given: None)
    run = CliRunner()
    assert "opensid.population" in run.invoke(command, []).output
    officer = cast.user("DATA_OFFICER")
    out = tmp_path / "penduduk.csv"
    options = ["--format", "opensid.population", "--area", VILLAGE, "--as", officer.username, "--out", str(out)]
    assert run.invoke(command, options).exit_code == 2
    done = run.invoke(command, [*options, "--purpose", "cadangan desa"], catch_exceptions=False)
    assert f"{sum(map(len, people))} baris" in done.output
    assert out.stat().st_mode & 0o077 == 0
    assert people[0][0].nik in out.read_text("utf-8-sig")
