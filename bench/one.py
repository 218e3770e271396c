"""One figure in a process of its own: its data folder, its PostgreSQL, its lines on standard output."""

import contextlib
import json
import sys

from bench.figures import FIGURES, Figure, Line


def main(name: str, scale: float) -> None:
    """Make the place ready and measure."""
    figure = next(each for each in FIGURES if each.name == name)
    with contextlib.redirect_stdout(sys.stderr):
        lines = _measure(figure, scale)
    for line in lines:
        sys.stdout.write(json.dumps(line) + "\n")


def _measure(figure: Figure, scale: float) -> list[Line]:
    if figure.needs_tables:
        from rangkul.cli import installation

        installation.open_database(installation.load_env())
        installation.set_up_django()
        installation.migrate()
        from rangkul.reference.loading import load_reference

        load_reference()
    return figure.run(scale)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
