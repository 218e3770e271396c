"""The shared cluster of the test suite: same server, same roles, nothing flushed to disk."""

import os
from pathlib import Path

from rangkul.platform.postgres.cluster import Cluster


def test_cluster_url(base_dir: Path) -> str:
    """Start (or find) the test cluster of the project `base_dir` (in its .data); returns the owner's URL.

    The owner may create databases here. A DATABASE_URL in the environment wins; its role must be allowed to, too.
    Safe to call from every pytest-xdist worker at once.
    """
    return os.environ.get("DATABASE_URL") or _cluster(base_dir).ensure_running().url


test_cluster_url.__test__ = False  # type: ignore[attr-defined]  # not a test, though pytest would think so


def stop_test_cluster(base_dir: Path) -> bool:
    """Stop the test cluster of the project `base_dir`; true where one was running."""
    return _cluster(base_dir).stop()


def _cluster(base_dir: Path) -> Cluster:
    return Cluster(base_dir / ".data", for_tests=True)
