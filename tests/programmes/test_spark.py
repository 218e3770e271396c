"""The same rules on Spark: only where PySpark and Java are installed, and only when asked for (TEST_SPARK=1).

A Spark session takes ten seconds to start, so the usual suite leaves it out:
`TEST_SPARK=1 python -m pytest tests/programmes/test_spark.py -n0`.
"""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bench.rules.population import populate
from bench.rules.spark_bench import compare
from rangkul.programmes.engines import Engine, SparkEngine, open_engine
from rangkul.programmes.folder_questions import questions_of_catalogue
from rangkul.programmes.screen_folder import screen_folder
from rangkul.registry.snapshot import Snapshot
from rangkul.registry.snapshot_folder import read_folder, write_folder
from tests.rules.agreement import Question, questions

missing = importlib.util.find_spec("pyspark") is None or shutil.which("java") is None
pytestmark = [
    pytest.mark.skipif(missing, reason="PySpark or Java is not installed"),
    pytest.mark.skipif(not os.environ.get("TEST_SPARK"), reason="a Spark session is slow to start: TEST_SPARK=1"),
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    engine = open_engine("local[2]", settings={"spark.sql.shuffle.partitions": "4"})
    yield engine
    engine.close()


def test_spark_answers_as_duckdb_row_by_row(spark: Engine, tmp_path: Path) -> None:
    """Every family and person component of the ready-made catalogue, over two regencies."""
    taken: Snapshot = populate(2000, districts=("50.01", "50.02"))
    write_folder(taken, tmp_path / "in")
    taken.close()
    folder = read_folder(tmp_path / "in")
    questions = questions_of_catalogue(date(2026, 11, 1))
    for engine in (spark, open_engine("duckdb")):
        screen_folder(folder, questions, engine=engine, out=tmp_path / engine.name)
    assert compare(tmp_path / "duckdb", tmp_path / spark.name) > 100


EXAMPLES = int(os.environ.get("TEST_SPARK_EXAMPLES", "4"))


@pytest.mark.requirement("R309")
@settings(
    max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(question=questions(families=20, rules=6, values=4))
def test_spark_agrees_with_the_explanation(spark: Engine, question: Question) -> None:
    """The language's own random rules, values and families; an example is 200 pairs of a rule or value and a family."""
    assert isinstance(spark, SparkEngine)
    session = spark._session
    tables = []
    for name, table in zip(("rk_families", "rk_members"), question.world.arrow_tables(), strict=True):
        session.createDataFrame(table).createOrReplaceTempView(name)
        tables.append(spark._backend.table(name))
    question.check("Spark", spark.collect(question.columns(*tables)).to_pylist())
