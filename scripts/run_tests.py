"""Runs pytest in parallel on the embedded test cluster and leaves no server behind."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {"RANGKUL_DEMO": "1", "RANGKUL_TIME_ZONE": "Asia/Makassar"}


def main(arguments: list[str]) -> int:
    """Run the suite; what DATABASE_URL names is used and left alone, the embedded cluster is stopped at the end."""
    from rangkul.platform.postgres import PostgresProblem, stop_test_cluster, test_cluster_url

    is_ours = "DATABASE_URL" not in os.environ
    try:
        url = test_cluster_url(ROOT)
    except PostgresProblem as problem:
        print(f"Gagal: {problem}", file=sys.stderr)
        return 1
    has_workers = any(argument.startswith("-n") for argument in arguments)
    command = [
        sys.executable,
        "-m",
        "pytest",
        *([] if has_workers else ["-n", "auto", "--dist", "worksteal"]),
        *arguments,
    ]
    try:
        return subprocess.run(
            command, cwd=ROOT, env={**os.environ, **ENVIRONMENT, "DATABASE_URL": url}, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        if is_ours:
            stop_test_cluster(ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
