"""The command line: quick, one sentence for a failure, and no traceback unless asked for."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rangkul.platform.postgres import Cluster

COMMANDS = ("demo", "doctor", "migrate", "psql", "serve", "settings", "stop", "version", "worker")


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder every system user may enter; its server is stopped afterwards."""
    with tempfile.TemporaryDirectory(prefix="rk-", dir="/tmp") as top:
        Path(top).chmod(0o755)
        yield Path(top) / "data"
        Cluster(Path(top) / "data").stop()


def _rangkul(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    ours = ("RANGKUL_", "DATABASE_", "DJANGO_")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    environ = {**clean, "PYTHONPATH": os.pathsep.join(sys.path), "LC_ALL": "C.UTF-8", **variables}
    command = [sys.executable, "-m", "rangkul.cli", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=300, check=False)


def test_help_lists_every_command_and_loads_neither_django_nor_psycopg() -> None:
    said = _rangkul("--help")
    assert said.returncode == 0
    for name in COMMANDS:
        assert f"  {name} " in said.stdout
    code = (
        "import sys\nfrom rangkul.cli.main import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print('heavy', [name for name in ('django', 'psycopg', 'duckdb') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                            capture_output=True, text=True, check=True)  # fmt: skip
    assert loaded.stdout.endswith("heavy []\n")


def test_a_wrong_setting_is_one_sentence() -> None:
    said = _rangkul("doctor", RANGKUL_PORT="delapan ribu")
    assert said.returncode == 1
    assert "SALAH      pengaturan" in said.stdout
    said = _rangkul("serve", RANGKUL_PORT="delapan ribu")
    assert said.returncode == 1
    assert said.stderr.startswith("Gagal: Pengaturan RANGKUL_PORT: nilai 'delapan ribu'")
    assert "Traceback" not in said.stderr
    assert "Traceback" in _rangkul("--traceback", "serve", RANGKUL_PORT="delapan ribu").stderr


def test_an_unknown_command_is_a_usage_error() -> None:
    said = _rangkul("domo")
    assert said.returncode == 2
    assert "Traceback" not in said.stderr


def test_a_server_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    address = "postgresql://orang:rahasia123@127.0.0.1:9/rangkul"
    said = _rangkul("migrate", DATABASE_URL=address, RANGKUL_DATA=str(tmp_path))
    assert said.returncode == 1
    assert "Basis data tidak dapat dihubungi" in said.stderr
    assert "Traceback" not in said.stderr
    assert "rahasia123" not in said.stdout + said.stderr


def test_settings_never_show_a_secret(tmp_path: Path) -> None:
    said = _rangkul("settings", RANGKUL_DATA=str(tmp_path), RANGKUL_SECRET_KEY="x" * 60)
    assert said.returncode == 0
    assert "RANGKUL_SECRET_KEY" in said.stdout
    assert "xxx" not in said.stdout


def test_an_installation_from_doctor_to_psql_and_no_demo_over_it(data_dir: Path) -> None:
    before = _rangkul("doctor", RANGKUL_DATA=str(data_dir))
    assert before.returncode == 1
    assert "migrasi belum dijalankan" in before.stdout
    migrated = _rangkul("migrate", RANGKUL_DATA=str(data_dir))
    assert migrated.returncode == 0, migrated.stderr
    after = _rangkul("doctor", RANGKUL_DATA=str(data_dir))
    assert "SALAH      tabel" not in after.stdout
    assert "OK         peran web" in after.stdout
    assert "OK         ekstensi" in after.stdout
    assert "semuanya terenkripsi" in after.stdout
    assert not Cluster(data_dir).status().is_running

    question = ("--", "-Atc", "SELECT current_user")
    assert _rangkul("psql", *question, RANGKUL_DATA=str(data_dir)).stdout == "rangkul_owner\n"
    as_app = _rangkul("psql", "--as-app", *question, RANGKUL_DATA=str(data_dir))
    assert (as_app.stdout, as_app.stderr) == ("rangkul_app\n", "")

    demo = _rangkul("demo", "--check", RANGKUL_DATA=str(data_dir))
    assert demo.returncode == 1
    assert "bukan data contoh" in demo.stderr


def test_doctor_sees_secrets_that_others_can_read(data_dir: Path) -> None:
    _rangkul("settings", RANGKUL_DATA=str(data_dir))
    (data_dir / "secrets/secret_key").chmod(0o644)
    said = _rangkul("doctor", RANGKUL_DATA=str(data_dir))
    assert "rahasia terbaca orang lain: secret_key" in said.stdout
