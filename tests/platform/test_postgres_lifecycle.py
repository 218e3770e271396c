"""The embedded PostgreSQL starts, is found again, stops, and refuses what would not be safe."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from rangkul.platform.postgres import Cluster, ConnectionInfo, PostgresProblem


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder every system user may enter (pytest's own tmp_path is closed), with a space and an umlaut in it."""
    top = Path(tempfile.mkdtemp(prefix="rk-", dir="/tmp"))
    top.chmod(0o755)
    yield top / "data kantor é"
    for flavour in (False, True):
        Cluster(top / "data kantor é", for_tests=flavour).stop()
    shutil.rmtree(top)


def _ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def test_starts_is_found_again_stops_and_keeps_its_rows(folder: Path) -> None:
    cluster = Cluster(folder)
    assert cluster.connection() is None
    first = cluster.ensure_running()
    assert first.was_started
    assert cluster.is_healthy()
    with psycopg.connect(first.url) as connection:
        connection.execute("CREATE TABLE jejak (n int)")
        connection.execute("INSERT INTO jejak VALUES (41)")

    again = Cluster(folder).ensure_running()
    assert not again.was_started
    assert again.url == first.url == Cluster(folder).connection().url  # type: ignore[union-attr]

    assert cluster.stop()
    assert not cluster.stop()
    assert not cluster.is_healthy()
    assert not cluster.status().is_running

    assert cluster.ensure_running().was_started
    assert _ask(first.url, "SELECT n FROM jejak") == 41


def test_is_durable_checked_and_closed(folder: Path) -> None:
    info = Cluster(folder).ensure_running()
    for name, value in {
        "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on",
        "password_encryption": "scram-sha-256", "listen_addresses": "", "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }.items():  # fmt: skip
        assert _ask(info.url, f"SHOW {name}") == value, name
    assert _ask(info.url, "SELECT count(*) FROM pg_extension WHERE extname IN ('pg_trgm', 'btree_gist')") == 2
    assert _ask(info.url, "SELECT datlocale FROM pg_database WHERE datname = 'rangkul'") == "C.UTF-8"
    hba = (folder / "postgres/data/pg_hba.conf").read_text()
    assert "trust" not in hba.replace("no trust", "")
    for secret in (folder / "secrets").iterdir():
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600, secret
    assert info.owner_password not in repr(info)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(info.url.replace(info.owner_password, "keliru"))


def test_roles_have_no_power_over_the_server(folder: Path) -> None:
    info = Cluster(folder).ensure_running()
    attributes = "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles WHERE rolname = "
    assert _ask(info.url, attributes + "'rangkul_owner'") is False
    assert _ask(info.url, attributes + "'rangkul_app'") is False
    with psycopg.connect(info.url) as connection:
        connection.execute("CREATE TABLE rahasia (n int)")
        connection.execute("GRANT INSERT ON rahasia TO rangkul_app")
    with psycopg.connect(info.app_url) as connection:
        connection.execute("INSERT INTO rahasia VALUES (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DROP TABLE rahasia")
    with psycopg.connect(info.app_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE milik_app (n int)")


def test_two_processes_that_start_at_once_get_one_server(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from rangkul.platform.postgres import Cluster;"
        "info = Cluster(Path(sys.argv[1])).ensure_running(); print(info.was_started, info.host)"
    )
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    both = [
        subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True, env=environ)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[0].split(maxsplit=1) for process in both]
    assert sorted(words[0] for words in said) == ["False", "True"]
    assert said[0][1] == said[1][1]
    assert Cluster(folder).is_healthy(), "the server must outlive those who started it"


def test_the_test_flavour_is_another_cluster_whose_owner_makes_databases(folder: Path) -> None:
    info = Cluster(folder, for_tests=True).ensure_running()
    assert _ask(info.url, "SHOW fsync") == "off"
    with psycopg.connect(info.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE test_rangkul")
    inside = info.url.replace("/rangkul?", "/test_rangkul?")
    assert _ask(inside, "SELECT count(*) FROM pg_extension WHERE extname IN ('pg_trgm', 'btree_gist')") == 2
    with psycopg.connect(inside) as connection:
        connection.execute("SET ROLE rangkul_app")
        assert connection.execute("SELECT current_user").fetchone() == ("rangkul_app",)
    assert not (folder / "postgres").exists()


def test_data_of_another_major_version_is_named_and_left_alone(folder: Path) -> None:
    cluster = Cluster(folder)
    cluster.ensure_running()
    cluster.stop()
    mark = folder / "postgres/data/PG_VERSION"
    mark.write_text("16\n")
    with pytest.raises(PostgresProblem, match=r"PostgreSQL 16.*pg_dump"):
        cluster.ensure_running()
    mark.write_text("18\n")
    assert cluster.ensure_running().was_started


@pytest.mark.enable_socket
def test_a_taken_tcp_port_is_named_and_a_free_one_serves(folder: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PostgresProblem, match=rf"Porta {port} sudah dipakai.*RANGKUL_POSTGRES_PORT"):
            Cluster(folder, tcp_port=port).ensure_running()
    info = Cluster(folder, tcp_port=port).ensure_running()
    assert _ask(info.url, "SELECT 1") == 1
    over_tcp = ConnectionInfo("127.0.0.1", port, info.owner_password, info.app_password)
    assert _ask(over_tcp.url, "SELECT inet_server_port()") == port
    Cluster(folder, tcp_port=port).stop()


def test_a_long_path_gets_a_short_socket_folder(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    cluster = Cluster(deep)
    try:
        info = cluster.ensure_running()
        assert len(info.host) < 90
        assert stat.S_IMODE(Path(info.host).stat().st_mode) == 0o700
        assert cluster.stop()
        assert cluster.ensure_running().host == info.host
    finally:
        cluster.stop()
        shutil.rmtree(info.host)


def test_a_lost_password_is_explained(folder: Path) -> None:
    cluster = Cluster(folder)
    cluster.ensure_running()
    (folder / "secrets/postgres_superuser").unlink()
    with pytest.raises(PostgresProblem, match="cadangan"):
        cluster.ensure_running()


def test_a_lost_web_password_is_made_anew(folder: Path) -> None:
    cluster = Cluster(folder)
    before = cluster.ensure_running()
    (folder / "secrets/postgres_owner").unlink()
    after = cluster.ensure_running()
    assert after.owner_password != before.owner_password
    assert _ask(after.url, "SELECT 1") == 1


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    cluster = Cluster(folder)
    cluster.ensure_running()
    cluster.stop()
    with (folder / "postgres/data/postgresql.conf").open("a") as stream:
        stream.write("max_connections = banyak\n")
    with pytest.raises(PostgresProblem, match="max_connections"):
        cluster.ensure_running()
