"""The embedded PostgreSQL: a real server from a PyPI wheel, started and kept by Rangkul itself (ADR 0002)."""

from rangkul.platform.postgres.cluster import Cluster, Status
from rangkul.platform.postgres.connection import ConnectionInfo
from rangkul.platform.postgres.errors import PostgresProblem
from rangkul.platform.postgres.testing import stop_test_cluster, test_cluster_url

__all__ = ["Cluster", "ConnectionInfo", "PostgresProblem", "Status", "stop_test_cluster", "test_cluster_url"]
