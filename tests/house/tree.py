"""The tree of the project as the house tests read it: files, modules, scripts."""

import ast
import importlib
import importlib.util
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PACKAGE = SRC / "rangkul"
_NOT_OURS = {".git", ".venv", ".venv-tools", ".data", "__pycache__", "node_modules", "test-results", "staticfiles"}


@cache
def files(folder: Path, *endings: str) -> list[Path]:
    """Files under `folder` with one of the endings, ours only, in order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name.endswith(endings) and not _NOT_OURS & set(path.relative_to(ROOT).parts)
    )


def shown(path: Path) -> str:
    """The path as a message names it."""
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_name(path: Path) -> str:
    """rangkul.… of a file under src."""
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_names(path: Path) -> Iterator[tuple[int, str]]:
    """(line, absolute module) of every import that runs; `from a import b` gives a and a.b."""
    for node in _running(syntax(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes outside `if TYPE_CHECKING:`."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")):
            yield from _running(child)


@cache
def every_module() -> tuple[ModuleType, ...]:
    """Every module of the package, imported; migrations left out."""
    import rangkul

    left_out = ("rangkul.config.wsgi", "__main__")  # these start something when imported
    return tuple(
        importlib.import_module(entry.name)
        for entry in pkgutil.walk_packages(rangkul.__path__, "rangkul.")
        if ".migrations" not in entry.name and not entry.name.endswith(left_out)
    )


def script(name: str) -> ModuleType:
    """A file of `scripts/` as a module."""
    spec = importlib.util.spec_from_file_location(f"house_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program of this environment at the root with this tree's source."""
    environ = {**os.environ, "PYTHONPATH": str(SRC)}
    return subprocess.run([*command], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)


def listing(problems: list[str]) -> str:
    """Problems as a message, one a line."""
    return f"{len(problems)} to mend:\n" + "\n".join(problems)
