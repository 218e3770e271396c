"""Where rules over a snapshot folder are computed: DuckDB in this process, or Spark here or on a cluster.

Both answer the same Ibis expressions and write the same Parquet; an engine only knows how to read, keep and write.
"""

import itertools
import logging
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import ibis  # type: ignore[import-untyped,unused-ignore]
import pyarrow as pa

from rangkul.kernel.errors import Refused
from rangkul.registry.snapshot_folder import Part, SnapshotFolder
from rangkul.rules.compile import Table

PYSPARK = "pyspark==4.3.0"
"""The version that was tried; not part of the product's lock."""
_SPARK = re.compile(r"spark://\S+|local(\[(\d+|\*)\])?")
_GLOB = re.compile(r"[\[\]{}*?\\]")
"""What Spark would read as a pattern in a path."""
_FIELD = "Mesin"


class Engine(Protocol):
    """What `screen_folder` asks of an engine."""

    name: str

    def batches(self, folder: SnapshotFolder) -> list[tuple[Part, ...]]:
        """The parts that are computed together."""

    def read(self, files: Sequence[str]) -> Table:
        """The rows of some Parquet files as an Ibis table."""

    def keep(self, expression: Table, scratch: Path) -> Table:
        """The expression computed once, as a table to ask several questions of; may use the scratch folder."""

    def write(self, expression: Table, folder: Path) -> None:
        """Add the rows to a folder of Parquet files."""

    def collect(self, expression: Table) -> pa.Table:
        """The rows in this process; for a few of them."""

    def close(self) -> None:
        """Give memory and connections back."""


def open_engine(name: str, *, settings: Mapping[str, str] | None = None) -> Engine:
    """The engine of a name: `duckdb`, `local[2]` (Spark in this process) or `spark://host:port`.

    `settings` are handed to the engine as they are ("spark.executor.memory", DuckDB's "memory_limit").
    Raises Refused for another name, and when PySpark or Java are missing.
    """
    if name == "duckdb":
        return DuckDbEngine(settings or {})
    if not _SPARK.fullmatch(name):
        raise Refused(
            field=_FIELD, value=name, expected="duckdb, local[N], atau spark://host:port", remedy="pilih salah satunya"
        )
    return SparkEngine(name, settings or {})


class DuckDbEngine:
    """DuckDB in this process. Parts are taken a million families at a time, so that memory does not grow with them."""

    families_at_once = 1_000_000

    def __init__(self, settings: Mapping[str, str]) -> None:
        self.name = "duckdb"
        self._backend = ibis.duckdb.connect(":memory:", **{"memory_limit": "4GB", **settings})
        self._numbers = itertools.count()

    def batches(self, folder: SnapshotFolder) -> list[tuple[Part, ...]]:
        """Neighbouring parts up to `families_at_once`; a larger part is a batch of its own."""
        batches: list[list[Part]] = [[]]
        for part in folder.parts:
            if batches[-1] and sum(each.families for each in batches[-1]) + part.families > self.families_at_once:
                batches.append([])
            batches[-1].append(part)
        return [tuple(batch) for batch in batches]

    def read(self, files: Sequence[str]) -> Table:
        """A view over the files."""
        return self._backend.read_parquet(
            list(files), table_name=f"read_{next(self._numbers)}", hive_partitioning=False
        )

    def keep(self, expression: Table, scratch: Path) -> Table:
        """A temporary table, which replaces the one before."""
        del scratch
        self._backend.raw_sql(f"CREATE OR REPLACE TEMP TABLE kept AS {self._sql(expression)}")
        return self._backend.table("kept")

    def write(self, expression: Table, folder: Path) -> None:
        """One file more."""
        folder.mkdir(parents=True, exist_ok=True)
        file = str(folder / f"part-{next(self._numbers):05}.parquet").replace("'", "''")
        self._backend.raw_sql(f"COPY ({self._sql(expression)}) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")

    def collect(self, expression: Table) -> pa.Table:
        """As Arrow."""
        return self._backend.to_pyarrow(expression)

    def close(self) -> None:
        """Close the connection."""
        self._backend.disconnect()

    @staticmethod
    def _sql(expression: Table) -> str:
        return str(ibis.to_sql(expression, dialect="duckdb"))


class SparkEngine:
    """Spark SQL; the folders must be readable and writable under the same path by every worker."""

    def __init__(self, master: str, settings: Mapping[str, str]) -> None:
        self.name = master
        try:
            from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]
        except ImportError as error:
            raise Refused(
                field=_FIELD,
                value=master,
                expected="PySpark terpasang bersama Rangkul",
                remedy=f"pasang dengan `.venv-tools/bin/uv pip install --python .venv {PYSPARK}`, atau pakai --engine duckdb",
            ) from error
        given = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            # Codes like 73.12 in paths are text, and no path of ours holds a column.
            "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
            **settings,
        }
        builder = SparkSession.builder.master(master).appName("rangkul screen")
        for key, value in given.items():
            builder = builder.config(key, value)
        try:
            self._session: Any = builder.getOrCreate()
        except Exception as error:
            raise Refused(
                field=_FIELD,
                value=master,
                expected="Spark yang dapat dijalankan (Java 17 atau 21, alamat master yang benar)",
                remedy=f"periksa JAVA_HOME dan alamatnya, atau pakai --engine duckdb ({type(error).__name__})",
            ) from error
        self._session.sparkContext.setLogLevel("ERROR")
        logging.getLogger("py4j").setLevel(logging.WARNING)
        self._backend = ibis.pyspark.connect(self._session)
        self._numbers = itertools.count()

    def batches(self, folder: SnapshotFolder) -> list[tuple[Part, ...]]:
        """Everything at once: Spark divides the work itself."""
        return [folder.parts]

    def read(self, files: Sequence[str]) -> Table:
        """A view over the files."""
        name = f"read_{next(self._numbers)}"
        self._session.read.parquet(*(_GLOB.sub(r"\\\g<0>", file) for file in files)).createOrReplaceTempView(name)
        return self._backend.table(name)

    def keep(self, expression: Table, scratch: Path) -> Table:
        """Parquet in the scratch folder: what many workers computed outlives any of them."""
        place = scratch / f"kept_{next(self._numbers)}"
        self.write(expression, place)
        return self.read([str(place)])

    def write(self, expression: Table, folder: Path) -> None:
        """As many files as Spark finds fit."""
        self._session.sql(self._sql(expression)).write.mode("append").parquet(os.fspath(folder))

    def collect(self, expression: Table) -> pa.Table:
        """As Arrow."""
        return self._session.sql(self._sql(expression)).toArrow()

    def close(self) -> None:
        """Stop the application; the cluster stays."""
        self._session.stop()

    def _sql(self, expression: Table) -> str:
        return str(self._backend.compile(expression))
