"""The shared cluster of the test suite: same server, same roles, nothing flushed to disk."""

import os
from pathlib import Path

from rangkul.platform.postgres.cluster import Cluster


def test_cluster_url(base_dir: Path) -> str:
    """Start (or find) the test cluster under `base_dir`; returns the URL of an owner who may create databases.

    A DATABASE_URL in the environment wins: its role must be allowed to create databases. Safe to call from every
    pytest-xdist worker at once.
    """
    return os.environ.get("DATABASE_URL") or Cluster(base_dir, for_tests=True).ensure_running().url


test_cluster_url.__test__ = False  # type: ignore[attr-defined]  # not a test, though pytest would think so


def stop_test_cluster(base_dir: Path) -> bool:
    """Stop the test cluster under `base_dir`; true where one was running."""
    return Cluster(base_dir, for_tests=True).stop()
