"""Workflow tables are whole, and somebody may take each step."""

import pytest

from rangkul.accounts.roles import BY_CODE, EVERY_PERMISSION
from rangkul.platform.workflow import Workflow
from tests.house.tree import every_module

# Steps that the program takes itself, never a role.
BY_PROGRAM = {"registry.import.read", "registry.import.fail", "registry.import.apply", "registry.import.ask"}
# Steps that citizens take on their own pages, with their ticket and digits.
BY_CITIZEN = {"desk.complaint.accept", "desk.complaint.object"}
# Steps whose right has another name: {step: permission}.
UNDER_ANOTHER_NAME = {
    "verivali.subject.take_back": "verivali.subject.approve",
    "registry.change.submit": "registry.change.ask",
    "registry.change.withdraw": "registry.change.ask",
    "registry.change.apply": "registry.change.check",
    "registry.change.return": "registry.change.check",
    "registry.change.refuse": "registry.change.check",
    "desk.case.refer": "desk.referral.send",
    "desk.case.raise": "desk.case.decide",
    "desk.case.rework": "desk.case.decide",
    "desk.case.receive_matched": "desk.case.receive",
    # The receiver's answers are one right; so are the desk's part of the talk and taking a referral back.
    **{
        f"desk.referral.{step}": "desk.referral.answer"
        for step in ("accept", "ask", "reply", "resume", "start", "finish", "reject", "withdraw")
    },
    "verivali.subject.drop": "verivali.campaign.assign",
    "verivali.subject.restore": "verivali.campaign.assign",
    "registry.import.cancel": "registry.import.upload",
    "registry.import.map": "registry.import.upload",
    "registry.import.reread": "registry.import.upload",
    # Terms: writing is one right, a second pair of eyes another; superseding is part of publishing.
    "programmes.terms.submit": "programmes.terms.draft",
    "programmes.terms.withdraw": "programmes.terms.draft",
    "programmes.terms.review": "programmes.terms.publish",
    "programmes.terms.return": "programmes.terms.publish",
    "programmes.terms.supersede": "programmes.terms.publish",
    "programmes.commodity.publish": "programmes.terms.publish",
    "programmes.commodity.supersede": "programmes.terms.publish",
    "programmes.commodity.withdraw": "programmes.terms.draft",
    # Whoever proposes, checks, verifies and decides does so in both directions.
    **{
        f"programmes.removal.{step}": f"programmes.proposal.{step}"
        for step in ("submit", "check", "verify", "decide", "return", "withdraw")
    },
}

TABLES = {
    f"{module.__name__}.{name}": value
    for module in every_module()
    if module.__name__.endswith(".workflow")
    for name, value in vars(module).items()
    if isinstance(value, Workflow)
}


def test_there_are_tables() -> None:
    assert len(TABLES) >= 4


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_the_table_is_whole(table: Workflow) -> None:
    assert list(table.problems()) == []


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_step_has_somebody_who_may_take_it(table: Workflow) -> None:
    steps = {table.permission(step.name) for step in table.transitions}
    wanted = {UNDER_ANOTHER_NAME.get(step, step) for step in steps - BY_PROGRAM - BY_CITIZEN}
    assert not sorted(wanted - EVERY_PERMISSION)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_an_owner_that_is_a_role_exists(table: Workflow) -> None:
    named = {state.owner for state in table.states if state.owner.isupper()}
    assert named <= {*BY_CODE, "SYSTEM"}
