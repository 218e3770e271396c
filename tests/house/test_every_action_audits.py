"""Every use case is an action: keyword-only, with who and when, under a unique name, behind a policy."""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from rangkul.accounts.roles import EVERY_PERMISSION
from tests.house.tree import PACKAGE, every_module, files, listing, syntax

NAME = re.compile(r"[a-z_]+(\.[a-z_]+){2}")
# Public functions of `actions` that only call an action (then the audit is written there), with that action.
FRONTS = {
    "rangkul.platform.importing.actions.upload.upload_file": "registry.import.upload",
    "rangkul.programmes.actions.screen_everybody.screen_everybody": "programmes.screening.run_all",
}
# Actions that ask no permission, and why.
OPEN = {
    "accounts.session.start": "signing in comes before any right",
    "accounts.session.refuse": "a failed try is recorded for everybody",
    "accounts.duty.choose": "one's own duties only",
    "documents.document.issue": "called by actions that have checked; documents know no rooms",
    "files.file.keep": "called by actions that have checked; files know no rooms",
}
# Actions that still take the id of their object by position. The list may only shrink.
BY_POSITION = {
    "rangkul.platform.importing.actions.decide.approve_batch",
    "rangkul.platform.importing.actions.decide.cancel_batch",
    "rangkul.platform.importing.actions.decide.undo_batch",
    "rangkul.platform.importing.actions.decide.note_problems_taken",
    "rangkul.platform.tasks.actions.cancel_job",
}


def action_modules() -> list[ModuleType]:
    return [
        module
        for module in every_module()
        if module.__name__.endswith(".actions") and module.__name__ != "rangkul.platform.audit.actions"
    ]


def public_functions(module: ModuleType) -> list[tuple[str, Callable[..., Any]]]:
    """Functions a room offers in `actions`: those of __all__, or those defined in the file."""
    names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    found = [(name, getattr(module, name)) for name in names]
    return [
        (name, function)
        for name, function in found
        if inspect.isfunction(function) and function.__module__.startswith(module.__name__)
    ]


EVERY = [(module, name, function) for module in action_modules() for name, function in public_functions(module)]


def _ids() -> list[str]:
    return [f"{module.__name__.removeprefix('rangkul.').removesuffix('.actions')}.{name}" for module, name, _f in EVERY]


@pytest.mark.parametrize(("module", "name", "function"), EVERY, ids=_ids())
def test_it_is_an_action(module: ModuleType, name: str, function: Any) -> None:
    full = f"{function.__module__}.{name}"
    if full in FRONTS:
        return
    if not hasattr(function, "action_name"):
        is_only_words = not {"by", "at"} & set(inspect.signature(function).parameters)  # checks words, changes nothing
        assert is_only_words, f"{full} is offered as an action and carries no @action"
        return
    assert NAME.fullmatch(function.action_name), f"{full}: {function.action_name} is not room.noun.verb"
    parameters = inspect.signature(function).parameters
    loose = [p.name for p in parameters.values() if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    assert (full in BY_POSITION) == bool(loose), f"{full} takes {loose} by position"
    assert {"by", "at"} <= set(parameters), f"{full} lacks by or at"
    assert inspect.getdoc(function), f"{full} says nothing about itself"


def test_names_are_used_once() -> None:
    names = Counter(
        decorator.args[0].value
        for path in files(PACKAGE, ".py")
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Name)
        and decorator.func.id == "action"
        and isinstance(decorator.args[0], ast.Constant)
    )
    assert names
    assert not [name for name, count in names.items() if count > 1]


def test_every_action_stands_behind_a_permission_or_a_policy() -> None:
    problems = []
    for module in every_module():
        for function in vars(module).values():
            name = getattr(function, "action_name", "")
            is_task = module.__name__.endswith(".tasks")  # the program itself, after an action that checked
            if not name or name in OPEN or is_task or function.__module__ != module.__name__:
                continue
            source = inspect.getsource(module)
            is_checked = re.search(r"\bcheck_(can|can_\w+|may)\(|\bcan_\w+\(|\btake_\w+\(|policies\.", source)
            if not is_checked:
                known = "permission exists" if name in EVERY_PERMISSION else "no such permission"
                problems.append(f"{module.__name__}: {name} ({known}) checks nothing")
    assert not problems, listing(problems)


def test_what_is_open_still_exists() -> None:
    names = {getattr(value, "action_name", "") for module in every_module() for value in vars(module).values()}
    assert set(OPEN) <= names, set(OPEN) - names
