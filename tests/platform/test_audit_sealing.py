"""Sealed blocks: whatever an owner of the database changes afterwards is found, with the block and since when."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from rangkul.platform.audit import anchors, sealing
from rangkul.platform.audit.actions import note_access, record
from rangkul.platform.audit.anchors import Anchor
from rangkul.platform.audit.models import Event, Seal
from rangkul.platform.audit.sealing import seal_new
from rangkul.platform.audit.verification import verify_trail
from rangkul.platform.policy.actor import Actor
from tests.people import VILLAGE
from tests.platform.test_audit_rows import office

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2018, 12, 6, 1, tzinfo=UTC)
BY = Actor(user_id=uuid4(), name="Petugas Uji", role="ADMINISTRATOR", areas=(VILLAGE,), purpose="uji")


@pytest.fixture(autouse=True)
def own_trail(transactional_db: None, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty trail (clearing tables between tests is itself noted), an anchor file of the test's own, small blocks."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(sealing, "BLOCK", 3)
    sql("TRUNCATE audit_rowchange, audit_accesslog, audit_event, audit_eventsubject, audit_seal RESTART IDENTITY")


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def horizon() -> int:
    """Every transaction so far: nobody else writes into the test's database, but others may in the same cluster."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def events(count: int) -> None:
    for n in range(count):
        record(
            "uji.catat", by=BY, at=AT + timedelta(minutes=n), subjects=[("person", uuid4())], data={"n": n, "é": "ü"}
        )


def sealed(at: datetime = AT) -> list[Seal]:
    return seal_new(at=at, horizon=horizon())


@pytest.fixture
def trail() -> list[Seal]:
    """Eight events in three blocks, a changed row, a look at data: five seals."""
    events(8)
    office()
    note_access(by=BY, kind="person", subject_id=uuid4(), fields=["nik"], at=AT)
    return sealed()


def test_a_quiet_trail_is_whole(trail: list[Seal]) -> None:
    found = verify_trail()
    assert found.ok
    assert (found.blocks, found.rows, found.unsealed) == (5, 10, 0)
    assert found.head == f"5:{trail[-1].root}"
    assert [seal.count for seal in trail] == [3, 3, 2, 1, 1]
    assert verify_trail(heads=(Anchor.parse(found.head),)).ok


def test_an_empty_trail_is_whole() -> None:
    assert sealed() == []
    assert verify_trail().ok


def test_later_lines_go_into_later_blocks(trail: list[Seal]) -> None:
    events(2)
    assert verify_trail().unsealed == 2
    (seal,) = sealed(AT + timedelta(days=1))
    assert (seal.seq, seal.first, seal.count, seal.previous) == (6, 9, 2, trail[-1].root)
    assert verify_trail().ok


REMOVE_SECOND = """
    DELETE FROM audit_eventsubject USING audit_event e WHERE e.id = event_id AND e.seal_seq = 2;
    DELETE FROM audit_event WHERE seal_seq = 2
"""
SWAP_FIRST_AND_FOURTH = """
    UPDATE audit_event SET seal_seq = -1 WHERE seal_seq = 1;
    UPDATE audit_event SET seal_seq = 1 WHERE seal_seq = 4;
    UPDATE audit_event SET seal_seq = 4 WHERE seal_seq = -1
"""
TAMPERINGS: dict[str, tuple[str, int]] = {
    "altered words": ("UPDATE audit_event SET reason = 'lain' WHERE seal_seq = 5", 2),
    "altered facts": ("UPDATE audit_event SET data = '{}' WHERE seal_seq = 1", 1),
    "altered moment": ("UPDATE audit_event SET at = at + interval '1 microsecond' WHERE seal_seq = 7", 3),
    "another actor": ("UPDATE audit_event SET actor_name = 'Orang lain' WHERE seal_seq = 4", 2),
    "taken off a timeline": (
        "DELETE FROM audit_eventsubject USING audit_event e WHERE e.id = event_id AND e.seal_seq = 8",
        3,
    ),
    "removed event": (
        REMOVE_SECOND,
        1,
    ),
    "altered row": ("UPDATE audit_rowchange SET new = '{}' WHERE seal_seq = 1", 4),
    "removed row": ("DELETE FROM audit_rowchange", 4),
    "removed look": ("DELETE FROM audit_accesslog", 5),
    "altered purpose": ("UPDATE audit_accesslog SET purpose = 'dinas'", 5),
    "swapped numbers": (
        SWAP_FIRST_AND_FOURTH,
        1,
    ),
    "seal made to fit": ("UPDATE audit_seal SET digest = repeat('0', 64) WHERE seq = 2", 2),
    "removed seal": ("DELETE FROM audit_seal WHERE seq = 3", 4),
    "backdated seal": ("UPDATE audit_seal SET sealed_at = sealed_at - interval '1 day' WHERE seq = 1", 1),
}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_what_the_owner_changes_is_found(trail: list[Seal], how: str) -> None:
    statement, block = TAMPERINGS[how]
    sql(statement)
    found = verify_trail()
    assert not found.ok
    assert found.first_broken is not None
    assert found.first_broken.block == block
    assert found.first_broken.since == (None if block == 1 else AT)


@pytest.mark.parametrize(
    "place",
    ["(SELECT min(txid) FROM audit_event), NULL", "(SELECT max(txid) FROM audit_event), 9", "1, -5"],
    ids=["behind the horizon", "with a number", "with a hidden number"],
)
def test_an_inserted_event_is_found(trail: list[Seal], place: str) -> None:
    sql(
        "INSERT INTO audit_event (id, at, name, actor_name, role, object_kind, area_code, reason, data, txid, seal_seq)"
        f" SELECT gen_random_uuid(), '2018-12-06', 'palsu', 'x', 'x', '', '', '', '{{}}', {place}"
    )
    found = verify_trail()
    assert found.first_broken is not None
    assert "disisipkan" in found.first_broken.text


def test_a_cut_tail_is_found_by_the_anchor_file_or_a_printed_head(trail: list[Seal]) -> None:
    printed = Anchor(trail[-1].seq, trail[-1].root)
    sql("DELETE FROM audit_accesslog; DELETE FROM audit_seal WHERE seq = 5")
    assert "terpotong" in verify_trail().problems[0].text
    anchors.anchor_file().unlink()
    assert verify_trail().ok, "without an anchor a cut tail cannot be seen"
    assert "terpotong" in verify_trail(heads=(printed,)).problems[0].text


def test_a_chain_made_anew_after_the_deed_is_found_by_an_anchor(trail: list[Seal]) -> None:
    sql("UPDATE audit_event SET reason = 'lain' WHERE seal_seq = 1; UPDATE audit_event SET seal_seq = NULL")
    sql(
        "UPDATE audit_rowchange SET seal_seq = NULL; UPDATE audit_accesslog SET seal_seq = NULL; DELETE FROM audit_seal"
    )
    sealed()
    found = verify_trail()
    assert found.first_broken is not None
    assert "bukan yang tercatat di luar" in found.first_broken.text


def test_a_table_that_is_no_longer_watched_is_found(trail: list[Seal]) -> None:
    sql("DROP TRIGGER audit_delete ON organisation_office")
    try:
        assert [each.text for each in verify_trail().problems] == [
            "Tabel organisation_office tidak lagi dicatat perubahannya."
        ]
    finally:
        from rangkul.platform.audit.rows import ensure_row_triggers

        ensure_row_triggers()


def test_a_transaction_that_still_runs_holds_back_the_seal() -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                events(1)
                inside.set()
                go_on.wait(30)
        finally:
            connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    inside.wait(30)
    events(2)
    made = seal_new(at=AT)
    go_on.set()
    writer.join()
    assert made == []
    assert sum(seal.count for seal in sealed()) == Event.objects.count() == 3
    assert verify_trail().ok


def test_two_sealers_take_turns() -> None:
    events(7)
    settled = horizon()

    def close_blocks() -> None:
        try:
            seal_new(at=AT, horizon=settled)
        finally:
            connection.close()

    sealers = [threading.Thread(target=close_blocks) for _ in range(2)]
    for each in sealers:
        each.start()
    for each in sealers:
        each.join()
    assert list(Seal.objects.order_by("seq").values_list("first", "last")) == [(1, 3), (4, 6), (7, 7)]
    assert verify_trail().ok


def test_lines_restored_into_a_new_cluster_are_sealed_and_raise_no_alarm(trail: list[Seal]) -> None:
    """After dump and restore, old transaction numbers may lie above the new cluster's, or below its seals' horizon."""
    sql("UPDATE audit_seal SET cluster = 1, horizon = 9000000000000000000")
    events(1)
    sql("UPDATE audit_event SET txid = 8000000000000000000 WHERE seal_seq IS NULL")
    assert len(sealed()) == 1
    assert verify_trail().ok


def test_the_anchor_file_is_the_owners_and_survives_a_torn_line(trail: list[Seal]) -> None:
    place = anchors.anchor_file()
    assert place.stat().st_mode & 0o777 == 0o600
    with place.open("a") as out:
        out.write('{"seq": 6, "ro')
    assert anchors.read() == [Anchor(5, trail[-1].root)]


def test_only_the_touched_block_is_named(trail: list[Seal]) -> None:
    """Guard of the tests above: nothing but the touched block is named."""
    sql("UPDATE audit_event SET role = 'X' WHERE seal_seq = 5")
    assert [each.block for each in verify_trail().problems] == [2]
