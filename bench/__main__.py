"""`python -m bench [--only NAME] [--scale X]`: a JSON line per figure, progress on standard error."""

import argparse
import subprocess
import sys
import time

from bench.figures import ALIASES, FIGURES
from bench.places import environment, home, tell


def main(arguments: list[str]) -> int:
    """Run the figures asked for, one after the other; 0 when all of them came out."""
    names = [figure.name for figure in FIGURES]
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=[*names, *ALIASES], help="one figure, or a group of them")
    parser.add_argument("--scale", type=float, default=1.0, help="part of the full size, to try it out (0.02)")
    given = parser.parse_args(arguments)
    if not 0 < given.scale <= 1:
        parser.error("--scale is above 0 and at most 1")
    wanted = ALIASES.get(given.only, (given.only,)) if given.only else tuple(names)
    failed = []
    for figure in FIGURES:
        if figure.name not in wanted:
            continue
        (home() / figure.place).mkdir(parents=True, exist_ok=True)
        started = time.monotonic()
        tell(f"{figure.name} …")
        done = subprocess.run(
            [sys.executable, "-m", "bench.one", figure.name, str(given.scale)],
            env=environment(figure.place),
            check=False,
        )
        tell(f"{figure.name}: {time.monotonic() - started:.0f} detik" + (", GAGAL" if done.returncode else ""))
        if done.returncode:
            failed.append(figure.name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
