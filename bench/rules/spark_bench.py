"""`screen_spark`: synthetic provinces screened by `rangkul screen` on DuckDB and on a Spark cluster with two workers.

A province has ten kabupaten/kota and 311,662 families. Both engines read the same Parquet, answer the same twelve rules
from the same catalogue folder, and what they write is compared row by row.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml

from bench.machine import Stretch, load
from bench.places import home, tell
from bench.rules import cluster
from bench.rules.population import populate
from bench.rules.programmes import PROGRAMMES, parameters_of
from rangkul.programmes.engines import PYSPARK
from rangkul.registry.snapshot_folder import write_folder

Line = dict[str, Any]
FAMILIES = 311_662
REGENCIES = 10
PROVINCES = (1, 2, 4)
NOT_INSTALLED = f"skipped: not installed ({PYSPARK} and Java 17)"


@dataclass(frozen=True, slots=True)
class Screened:
    """One run of the command: seconds in all, seconds of the screening itself, CPU and peak memory of its processes."""

    wall: float
    seconds: float
    cpu: float
    peak_mb: int


def run(scale: float) -> list[Line]:
    """A line per number of provinces, Spark against DuckDB; DuckDB alone where Spark is missing."""
    place = home() / "provinces"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    families = max(1000, round(FAMILIES * scale))
    folders = _provinces(place, families)
    rules = _catalogue(place)
    try:
        if cluster.home() is None:
            return [
                _alone(number, _screen(folder, rules, "duckdb", None), number * families) for number, folder in folders
            ]
        with cluster.running() as spark:
            return [_both(number, folder, rules, spark, number * families) for number, folder in folders]
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _provinces(place: Path, families: int) -> list[tuple[int, Path]]:
    """Folders of the first province, of the first two, and so on: the parts are written once and linked."""
    parts = place / "parts"
    for number in range(max(PROVINCES)):
        codes = tuple(f"{50 + number}.{regency:02}" for regency in range(1, REGENCIES + 1))
        taken = populate(families, districts=codes, first=number * families)
        write_folder(taken, parts)
        taken.close()
        tell(f"provinsi {number + 1}: {families} keluarga")
    folders = []
    for number in PROVINCES:
        folder = place / f"first_{number}"
        folder.mkdir()
        for part in sorted(parts.iterdir()):
            if int(part.name.split("=")[1][:2]) < 50 + number:
                (folder / part.name).symlink_to(part, target_is_directory=True)
        folders.append((number, folder))
    return folders


def _catalogue(place: Path) -> Path:
    """The twelve programmes as a catalogue folder, read as any office's."""
    folder = place / "catalogue"
    for programme in PROGRAMMES:
        terms = {
            "valid_from": date(2026, 1, 1),
            "rule": programme.rule,
            "parameters": parameters_of(programme),
            "required_registry": "DTKS",
        }
        component = {"code": f"bench-{programme.code}", "name": programme.code, "unit": "FAMILY", "aid_form": "UANG"}
        told: dict[str, Any] = {"code": f"bench-{programme.code}", "name": programme.code, "purpose": "bench", "division": "LINJAMSOS",
                "fund_source": "APBN", "order": 1, "components": [component | {"terms": [terms]}]}  # fmt: skip
        (folder / told["code"]).mkdir(parents=True)
        (folder / told["code"] / "programme.yaml").write_text(yaml.safe_dump(told, sort_keys=False), encoding="utf-8")
    return folder


def _both(number: int, folder: Path, rules: Path, spark: cluster.Cluster, families: int) -> Line:
    results = folder.parent / f"results_{number}"
    ours = _screen(folder, rules, "duckdb", None, results / "duckdb")
    theirs = _screen(folder, rules, spark.url, spark, results / "spark")
    rows = compare(results / "duckdb", results / "spark")
    shutil.rmtree(results)
    return {
        "name": f"screen_spark_{number}_provinces",
        "value": round(theirs.seconds, 1),
        "unit": "s",
        "baseline": round(ours.seconds, 1),
        "ratio": round(theirs.seconds / ours.seconds, 2),
        "n": families,
        "rows_equal": rows,
        "with_start": round(theirs.wall, 1),
        "cpu": round(theirs.cpu, 1),
        "baseline_cpu": round(ours.cpu, 1),
        "baseline_peak_mb": ours.peak_mb,
        "baseline_is": "DuckDB, one process, the same Parquet to Parquet",
        "load": load(),
    }


def _alone(number: int, ours: Screened, families: int) -> Line:
    return {
        "name": f"screen_duckdb_{number}_provinces",
        "value": round(ours.seconds, 1),
        "unit": "s",
        "baseline": None,
        "ratio": None,
        "n": families,
        "peak_mb": ours.peak_mb,
        "load": load(),
        "note": f"Spark {NOT_INSTALLED}",
    }


def _screen(folder: Path, rules: Path, engine: str, spark: cluster.Cluster | None, out: Path | None = None) -> Screened:
    """`rangkul screen` in a process of its own."""
    with tempfile.TemporaryDirectory() as spare:
        target = out or Path(spare) / "out"
        command = [sys.executable, "-m", "rangkul.cli", "screen", "--snapshot", str(folder), "--out", str(target)]
        command += ["--engine", engine, "--catalogue", str(rules)]
        if spark is not None:
            command += ["--set", "spark.executor.memory=1500m", "--set", "spark.driver.host=127.0.0.1"]
        before = spark.cpu() if spark is not None else 0.0
        with Stretch() as stretch:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            _pid, status, used = os.wait4(process.pid, 0)
        if status:
            raise RuntimeError(f"rangkul screen --engine {engine} failed")
        if spark is not None:
            time.sleep(2)  # the executors end after the application, and only then count as their worker's children
        cpu = used.ru_utime + used.ru_stime + (spark.cpu() - before if spark is not None else 0.0)
        note = json.loads((target / "screening.json").read_text(encoding="utf-8"))
        return Screened(stretch.wall, note["seconds"], cpu, used.ru_maxrss // 1024)


def compare(one: Path, other: Path) -> int:
    """How many rows of results both folders have; raises AssertionError when a row or a count differs."""
    base = duckdb.connect()
    columns = {
        "": "component, id, area_code, terms_version, rule_digest, verdict, has_registry_id",
        "_tally": "component, area_code, verdict, amount",
    }
    for name, place in (("one", one), ("other", other)):
        base.execute(
            f"CREATE VIEW {name} AS FROM read_parquet('{place}/results/*/*.parquet', hive_partitioning = true)"
        )
        base.execute(f"CREATE VIEW {name}_tally AS FROM read_parquet('{place}/tallies.parquet')")
    for table, listed in columns.items():
        for a, b in (("one", "other"), ("other", "one")):
            row = base.execute(
                f"SELECT count(*) FROM (SELECT {listed} FROM {a}{table} EXCEPT ALL SELECT {listed} FROM {b}{table})"
            ).fetchone()
            assert row == (0,), f"{row} rows of {a}{table} are not in {b}{table}"
    row = base.execute("SELECT count(*) FROM one").fetchone()
    base.close()
    return int(row[0]) if row else 0
