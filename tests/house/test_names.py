"""Names say what a thing is about, and imports say where it comes from."""

import ast

from tests.house.tree import PACKAGE, ROOT, files, listing, shown, syntax

BANNED = {
    "util", "utils", "helper", "helpers", "service", "services", "common", "misc", "base", "core", "tools", "lib",
}  # fmt: skip


def test_no_attic_names() -> None:
    problems = [
        shown(path)
        for folder in (PACKAGE, ROOT / "tests", ROOT / "scripts")
        for path in files(folder, ".py")
        if BANNED & {part.split(".")[0] for part in path.relative_to(ROOT).parts}
    ]
    assert not problems, listing(problems)


def test_no_relative_imports() -> None:
    problems = [
        f"{shown(path)}:{node.lineno}"
        for folder in (PACKAGE, ROOT / "tests", ROOT / "scripts")
        for path in files(folder, ".py")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not problems, listing(problems)


def test_every_module_says_what_it_is_about() -> None:
    problems = [
        shown(path)
        for path in files(PACKAGE, ".py")
        if "migrations" not in path.parts and syntax(path).body and not ast.get_docstring(syntax(path))
    ]
    assert not problems, listing(problems)


def test_no_signals_and_no_save_with_effects() -> None:
    problems = []
    for path in files(PACKAGE, ".py"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.ClassDef):
                problems += [
                    f"{shown(path)}:{inner.lineno} overrides {inner.name}()"
                    for inner in node.body
                    if isinstance(inner, ast.FunctionDef)
                    and inner.name in {"save", "delete"}
                    and any("Model" in ast.unparse(parent) for parent in node.bases)
                ]
            if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals":
                problems += [
                    f"{shown(path)}:{node.lineno} listens to {alias.name}"
                    for alias in node.names
                    if alias.name not in {"pre_migrate", "post_migrate"}  # of a set-up, not of a change
                ]
            if isinstance(node, ast.ImportFrom) and node.module == "django.dispatch":
                problems.append(f"{shown(path)}:{node.lineno} uses signals")
    assert not problems, listing(problems)


def test_a_day_is_the_offices_day() -> None:
    """Moments are kept in UTC, where the morning in Makassar is still yesterday: `clock.local_date` knows the day."""
    problems = [
        f"{shown(path)}:{node.lineno}"
        for path in files(PACKAGE, ".py")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and not node.args
        and (
            ast.unparse(node.func.value).split(".")[-1] in ("at", "now()")
            or ast.unparse(node.func.value).endswith("_at")
        )
    ]
    assert not problems, listing(problems)
