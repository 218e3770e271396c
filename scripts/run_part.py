"""Runs a part of the project that is kept in a folder of its own (bench, requirements), or says it is not there yet."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = {"bench": ("-m", "bench"), "requirements": ("scripts/requirements.py",)}
PLACES = {"bench": ROOT / "bench" / "__main__.py", "requirements": ROOT / "scripts" / "requirements.py"}


def main(name: str, arguments: list[str]) -> int:
    """Run the part `name` with its arguments; returns its exit code, 2 where it does not exist."""
    if not PLACES[name].exists():
        print(f"{PLACES[name].relative_to(ROOT)} belum ada.", file=sys.stderr)
        return 2
    try:
        return subprocess.run([sys.executable, *PARTS[name], *arguments], cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
