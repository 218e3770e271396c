"""The cover as files beside the kept snapshot: made once, read by every process, for its owner only."""

import os
import shutil

import duckdb

from rangkul.insight.everybody import EverybodySnapshot, TooSlow
from rangkul.insight.everybody.store import Kept
from rangkul.kernel.ids import new_id

LONGEST_SECONDS = 60.0
TABLES = ("cover_families", "cover_persons")
_NAME = "cakupan-"


def exists(kept: Kept, token: str) -> bool:
    """Whether the cover of these rules was written beside this snapshot."""
    return (kept.path / f"{_NAME}{token}").is_dir()


def read(snapshot: EverybodySnapshot, token: str) -> bool:
    """Read the tables of a cover that was written; False when there is none that can be read."""
    place = snapshot.kept.path / f"{_NAME}{token}"
    if not place.is_dir():
        return False
    try:
        with snapshot.asking(LONGEST_SECONDS) as base:
            for table in TABLES:
                base.execute(f"CREATE OR REPLACE TABLE {table} AS FROM read_parquet('{place / table}.parquet')")
    except (duckdb.Error, TooSlow):
        return False  # half of it went with an older snapshot: made again
    return True


def write(snapshot: EverybodySnapshot, token: str) -> None:
    """Write the tables in one step and let covers of other rules go. A full disk costs the files, not the page."""
    home = snapshot.kept.path
    draft = home / f".{_NAME}{new_id()}"
    before = os.umask(0o077)
    try:
        draft.mkdir(mode=0o700)
        with snapshot.asking(LONGEST_SECONDS) as base:
            for table in TABLES:
                base.execute(f"COPY {table} TO '{draft / table}.parquet' (FORMAT parquet)")
        for old in home.glob(f"{_NAME}*"):
            shutil.rmtree(old, ignore_errors=True)
        draft.rename(home / f"{_NAME}{token}")
    except (OSError, duckdb.Error, TooSlow):
        shutil.rmtree(draft, ignore_errors=True)
    finally:
        os.umask(before)
