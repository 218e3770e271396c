"""The list of requirements is whole and says nothing that is not so."""

import re
from functools import cache

import pytest
from django.urls import NoReverseMatch, get_resolver

from tests.house.tree import ROOT, listing, script

requirements = script("requirements")
listed = cache(requirements.load)  # reads every test file, so not while tests are collected
all_marks = cache(requirements.all_marks)

RANGES = [("R0", 1, 19), ("R1", 1, 27), ("R2", 1, 32), ("R3", 1, 15), ("R4", 1, 14), ("B", 1, 10), ("W", 1, 10)]


def test_every_number_is_there_once() -> None:
    wanted = [f"{head}{number:02d}" for head, first, last in RANGES for number in range(first, last + 1)]
    assert [one.number for one in listed()] == wanted
    text = (ROOT / "docs/requirements.yaml").read_text(encoding="utf-8")
    assert len(re.findall(r"^[RBW]\d+:", text, re.MULTILINE)) == len(wanted)


def test_marks_name_known_numbers() -> None:
    known = {one.number for one in listed()}
    problems = [f"{number}: {tests[0]}" for number, tests in all_marks().items() if number not in known]
    assert not problems, listing(problems)


def test_what_is_declared_met_is_met() -> None:
    problems = [
        f"{one.number}: declared met, but {'no test' if not one.tests else 'no screen or command'} shows it"
        for one in listed()
        if one.is_declared_met and not one.is_met
    ]
    assert not problems, listing(problems)


def test_screens_of_what_is_met_are_addresses() -> None:
    names = {name for name, _path, _view in script("make_docs").addresses()}
    problems = [
        f"{one.number}: {one.screen}" for one in listed() if one.is_met and one.screen and one.screen not in names
    ]
    assert not problems, listing(problems)


def test_commands_exist() -> None:
    import click

    from rangkul.cli.main import root

    known = root.list_commands(click.Context(root))
    problems = [
        f"{one.number}: {one.command}" for one in listed() if one.command and one.command.split()[1] not in known
    ]
    assert not problems, listing(problems)


def test_marks_are_found_on_module_class_and_function(tmp_path) -> None:  # type: ignore[no-untyped-def]
    place = tmp_path / "test_sample.py"
    place.write_text(
        "import pytest\n"
        "pytestmark = [pytest.mark.requirement('R001')]\n"
        "class TestIt:\n"
        "    @pytest.mark.requirement('R002')\n"
        "    def test_a(self): ...\n"
        "@pytest.mark.requirement('R003')\n"
        "def test_b(): ...\n"
        "def other(): ...\n",
        encoding="utf-8",
    )
    assert sorted(requirements.marks_of(place)) == [
        ("R001", "test_sample.py::TestIt::test_a"),
        ("R001", "test_sample.py::test_b"),
        ("R002", "test_sample.py::TestIt::test_a"),
        ("R003", "test_sample.py::test_b"),
    ]


def test_met_needs_all_three() -> None:
    made = {"number": "R001", "need": "x", "command": ""}
    whole = requirements.Requirement(**made, is_declared_met=True, screen="web:home:front", tests=("t",))
    assert whole.is_met
    for lacking in ({"is_declared_met": False}, {"screen": ""}, {"tests": ()}):
        facts = {"is_declared_met": True, "screen": "web:home:front", "tests": ("t",), **lacking}
        assert not requirements.Requirement(**made, **facts).is_met


def test_the_resolver_knows_the_namespace() -> None:
    assert "web" in get_resolver().namespace_dict
    with pytest.raises(NoReverseMatch):
        get_resolver().reverse("no-such-name")
