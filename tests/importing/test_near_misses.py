"""The right role next door finds no import of this village, whatever it wants to do with it; two approvers make one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from rangkul.kernel import clock
from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.importing import actions
from rangkul.platform.importing.columns import Plan
from rangkul.platform.importing.models import ColumnMapping, ImportBatch, UploadSession
from rangkul.platform.workflow import UnableToMove
from tests.importing import files
from tests.people import NEIGHBOUR_VILLAGE, VILLAGE, Cast
from tests.web.test_imports_pages import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(tmp_path: Path, upload: Callable[..., ImportBatch]) -> ImportBatch:
    return upload(files.text_file(tmp_path / "a.csv", files.row(), files.row(nik="salah", nama="DUA")))


def deeds(batch: ImportBatch, cast: Cast) -> list[Callable[[], object]]:
    """Everything that can be done with a batch, by who may do it in the neighbour village."""
    officer, head = cast.actor("DATA_OFFICER", NEIGHBOUR_VILLAGE), cast.actor("DIVISION_HEAD", NEIGHBOUR_VILLAGE)
    at = clock.now()
    return [
        lambda: actions.approve_batch(batch.pk, by=head, at=at, has_answered=True),
        lambda: actions.cancel_batch(batch.pk, reason="bukan punya kami", by=officer, at=at),
        lambda: actions.retry_batch(batch_id=batch.pk, by=officer, at=at),
        lambda: actions.undo_batch(batch.pk, reason="bukan punya kami", by=officer, at=at),
        lambda: actions.preview_undo(batch_id=batch.pk, by=officer, at=at),
        lambda: actions.note_problems_taken(batch.pk, by=officer, at=at),
        lambda: actions.note_fallen_taken(batch_id=batch.pk, by=officer, at=at),
        lambda: actions.follow_up(batch_id=batch.pk, by=officer, at=at),
        lambda: actions.ask_columns(batch_id=batch.pk, by=officer, at=at),
        lambda: actions.map_values(batch_id=batch.pk, values={"sex": {"X": "1"}}, by=officer, at=at),
    ]


def test_whatever_is_done_next_door_there_is_no_such_import(batch: ImportBatch, cast: Cast) -> None:
    for state in ("READ", "APPLIED", "FAILED"):
        ImportBatch.objects.filter(pk=batch.pk).update(state=state)
        for deed in deeds(batch, cast):
            with pytest.raises(ImportBatch.DoesNotExist):
                deed()
        batch.refresh_from_db()
        assert (batch.state, batch.approved_by, batch.undo_reason) == (state, None, "")


@pytest.mark.parametrize(
    ("name", "role", "method"),
    [
        ("batch", "DATA_OFFICER", "get"),
        ("progress", "DATA_OFFICER", "get"),
        ("differences", "DATA_OFFICER", "get"),
        ("kept", "DATA_OFFICER", "get"),
        ("problems", "DATA_OFFICER", "get"),
        ("fallen", "DATA_OFFICER", "get"),
        ("values", "DATA_OFFICER", "get"),
        ("approve", "DIVISION_HEAD", "post"),
        ("cancel", "DATA_OFFICER", "post"),
        ("retry", "DATA_OFFICER", "post"),
        ("undo", "DATA_OFFICER", "post"),
        ("preview-undo", "DATA_OFFICER", "post"),
        ("follow-up", "DATA_OFFICER", "post"),
    ],
)
def test_every_page_of_it_is_not_there_next_door(
    batch: ImportBatch, cast: Cast, name: str, role: str, method: str
) -> None:
    client = Browser()
    client.force_login(cast.user(role, NEIGHBOUR_VILLAGE))
    answer = getattr(client, method)(reverse(f"web:imports:{name}", args=[batch.pk]), {"reason": "x"})
    assert answer.status_code == 404


def test_a_mapping_is_renamed_and_removed_only_at_home(cast: Cast) -> None:
    mapping = ColumnMapping.objects.create(
        name="KKS", area_code=VILLAGE, format_code="any_table.persons", fingerprint="x", plan=Plan("any_table.persons").as_data(),
        saved_by_name="Petugas", saved_at=clock.now(),
    )  # fmt: skip
    by, at = cast.actor("DATA_OFFICER", NEIGHBOUR_VILLAGE), clock.now()
    with pytest.raises(ColumnMapping.DoesNotExist):
        actions.rename_mapping(mapping_id=mapping.pk, name="lain", by=by, at=at)
    with pytest.raises(ColumnMapping.DoesNotExist):
        actions.remove_mapping(mapping_id=mapping.pk, by=by, at=at)
    client = Browser()
    client.force_login(cast.user("DATA_OFFICER", NEIGHBOUR_VILLAGE))
    for name in ("mapping-rename", "mapping-remove"):
        assert client.post(reverse(f"web:imports:{name}", args=[mapping.pk]), {"name": "lain"}).status_code == 404
    with pytest.raises(Denied):
        actions.rename_mapping(mapping_id=mapping.pk, name="lain", by=cast.actor("DIVISION_HEAD"), at=at)
    mapping.refresh_from_db()
    assert mapping.name == "KKS"


def test_pieces_of_an_upload_come_only_from_who_began_it(cast: Cast) -> None:
    told: dict[str, Any] = {"file_name": "a.csv", "client_key": "k", "size": 4, "as_of": date(2022, 7, 1)}
    with pytest.raises(Denied):
        actions.start_upload(area=NEIGHBOUR_VILLAGE, by=cast.actor("DATA_OFFICER", VILLAGE), at=clock.now(), **told)
    session = actions.start_upload(area=VILLAGE, by=cast.actor("DATA_OFFICER", VILLAGE), at=clock.now(), **told)
    for user in (cast.user("DATA_OFFICER", NEIGHBOUR_VILLAGE), cast.user("DATA_OFFICER")):
        client = Browser()
        client.force_login(user)
        for name in ("upload-piece", "upload-finish", "upload-drop"):
            url = reverse(f"web:imports:{name}", args=[session.pk])
            assert client.post(url, data=b"nama", content_type="application/octet-stream").status_code == 404
        assert client.get(reverse("web:imports:upload-status", args=[session.pk])).status_code == 404
    assert UploadSession.objects.get().received == 0
    assert not ImportBatch.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_are_one_approval(tmp_path: Path, upload: Callable[..., ImportBatch], cast: Cast) -> None:
    batch = upload(files.text_file(tmp_path / f"{uuid4().hex}.csv", files.row()))
    actors = [cast.actor("DIVISION_HEAD"), cast.actor("DIVISION_HEAD", division="REHSOS")]
    barrier, ends = Barrier(2), []

    def approve(by: Any) -> None:
        barrier.wait()
        try:
            actions.approve_batch(batch.pk, by=by, at=clock.now(), has_answered=True)
            ends.append("approved")
        except (UnableToMove, Refused):
            ends.append("late")
        finally:
            connection.close()

    threads = [Thread(target=approve, args=[actor]) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["approved", "late"]
    batch.refresh_from_db()
    assert batch.state == "APPROVED"
