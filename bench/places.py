"""Data folders of the benches: each holds an embedded PostgreSQL of its own, with everything flushed to disk."""

import os
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def home() -> Path:
    """Where the benches keep their data: BENCH_DATA, or .data/bench in the project."""
    return Path(os.environ.get("BENCH_DATA") or ROOT / ".data" / "bench")


def environment(place: str) -> dict[str, str]:
    """The environment of a program that works in a place; nothing of the caller's installation reaches it.

    BENCH_SPARK names a folder where PySpark is (`pip install --target`): no part of the product.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RANGKUL_", "DATABASE_"))}
    paths = [str(ROOT), str(ROOT / "src"), *filter(None, [os.environ.get("BENCH_SPARK")])]
    return kept | {
        "RANGKUL_DATA": str(home() / place),
        "BENCH_DATA": str(home()),
        "RANGKUL_BENCH": "1",
        "RANGKUL_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "rangkul.config.settings",
        "PYTHONPATH": os.pathsep.join(paths),
    }


def remove(place: str) -> None:
    """Throw a place away: its PostgreSQL is stopped first."""
    folder = home() / place
    if not folder.exists():
        return
    from rangkul.platform.postgres import Cluster

    Cluster(folder).stop()
    shutil.rmtree(folder)


def tell(text: str) -> None:
    """Progress, beside the figures."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
