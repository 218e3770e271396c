"""Runs every check (format, lint, types, import contracts, house tests) and says at the end which failed."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS = (
    ("format", [str(BIN / "ruff"), "format", "--check", "."]),
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("types", [str(BIN / "mypy")]),
    ("imports", [str(BIN / "lint-imports")]),
    ("house", [sys.executable, str(ROOT / "scripts" / "run_tests.py"), "tests/house", "-n0", "-q"]),
)


def main() -> int:
    """Run all checks, also after one has failed; returns 0 where all passed."""
    results = []
    for name, command in CHECKS:
        print(f"== {name}", flush=True)
        started = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        results.append((name, code, time.monotonic() - started))
    print(
        "\n"
        + "\n".join(f"{name:8} {'ok' if code == 0 else 'FAILED':8} {spent:5.1f} s" for name, code, spent in results)
    )
    return 1 if any(code for _, code, _ in results) else 0


if __name__ == "__main__":
    sys.exit(main())
