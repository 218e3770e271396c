"""Answers of an approved visit that are those of a known form: they become what the registry and the rules read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from rangkul.platform.policy.actor import Actor
from rangkul.reference.forms import Form, get_form
from rangkul.registry import actions as registry_actions
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries.answers import sheets_of_evidence
from rangkul.verivali import sealing
from rangkul.verivali.models import Visit
from rangkul.verivali.questionnaires import Block
from rangkul.verivali.questionnaires.answers import key_of
from rangkul.verivali.results import find_meaning
from rangkul.verivali.versions import day_of, is_asked, questionnaire_of

FORMS = {
    ("regsosek-2022k", "perumahan"): "REGSOSEK2022K.3",
    ("regsosek-2022k", "anggota"): "REGSOSEK2022K.4",
    ("regsosek-2022k", "program-aset"): "REGSOSEK2022K.5",
    ("usulan-10", "sepuluh"): "USULAN10",
}
"""{(questionnaire, block): form of the registry that asks the same}."""
_OTHER_NAMES = {"307b": "q307b1"}


def keep(visit: Visit, *, by: Actor, at: datetime) -> None:
    """Write what the visit asked as sheets of the person, the family and each of its members, dated with the visit."""
    subject = visit.subject
    questionnaire = questionnaire_of(subject.campaign)
    if not is_asked(questionnaire, find_meaning(subject.campaign.kind, visit.result)):
        return
    answers = sealing.answers_of(visit)
    for block in questionnaire.blocks:
        code = FORMS.get((questionnaire.code, block.code))
        if code is None:
            continue
        members = {key.partition("/")[0] for key in answers if "/" in key} if block.is_per_member else {""}
        for member in sorted(members):
            _keep_one(visit, block, get_form(code), answers, member, by=by, at=at)


def take_back(visit: Visit, *, reason: str, by: Actor, at: datetime) -> None:
    """Undo `keep`: the sheets never held, and what they ended holds again."""
    for sheet_id in sheets_of_evidence(visit.pk):
        registry_actions.withdraw_sheet(sheet_id=sheet_id, reason=reason, by=_lent(by), at=at)


def _keep_one(
    visit: Visit, block: Block, form: Form, answers: Mapping[str, Any], member: str, *, by: Actor, at: datetime
) -> None:
    asked = {_name_of(form, question.code): question for question in block.questions}
    told = {
        name: _code_of(form, name, answers[key_of(question.code, member)])
        for name, question in asked.items()
        if form.question(name) is not None and answers.get(key_of(question.code, member)) not in (None, "", [])
    }
    if not told:
        return
    person = UUID(member) if member else visit.subject.person_id
    if person is not None:
        person = registry_queries.find_survivor(by, person) or person
    registry_actions.record_sheet(
        form=form.code,
        answers=told,
        asked=asked,
        on=visit.visited_on or day_of(at),
        evidence_id=visit.pk,
        person_id=person,
        family_id=None if person else visit.subject.family_id,
        reason=f"Verivali: {visit.subject.campaign.title}"[:200],
        by=_lent(by),
        at=at,
    )


def _name_of(form: Form, code: str) -> str:
    return code if form.question(code) is not None else _OTHER_NAMES.get(code, f"q{code}")


def _code_of(form: Form, name: str, answer: Any) -> str:
    """An answer in the form's own codes: several together are one number where its codes are powers of two."""
    if not isinstance(answer, list):
        return str(answer)
    question = form.question(name)
    if question is not None and question.is_sum:
        return str(sum(int(each) for each in answer))
    return ",".join(str(each) for each in answer)


def _lent(by: Actor) -> Actor:
    """The visit is the evidence and the review the second pair of eyes, as for its corrections."""
    return replace(by, permissions=by.permissions | {registry_policies.RECORD})
