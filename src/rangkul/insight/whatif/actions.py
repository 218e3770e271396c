"""Keeping a scenario under a name, throwing it away, and turning a change into draft terms."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from rangkul.insight.models import Scenario
from rangkul.insight.whatif.asking import asked_by
from rangkul.insight.whatif.drafts import written
from rangkul.insight.whatif.figures import Outcome
from rangkul.insight.whatif.in_force import InForce
from rangkul.insight.whatif.policies import check_can_drop, check_can_keep, check_can_view, visible_to
from rangkul.insight.whatif.scenario import OUTSIDE, Change
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action, record
from rangkul.platform.policy.actor import Actor
from rangkul.programmes.actions import change_terms, draft_terms
from rangkul.programmes.errors import NoSuchTerms
from rangkul.programmes.queries.terms import get_terms
from rangkul.programmes.terms_writing import writing_of

LONGEST_NAME = 120


@action("insight.whatif.keep")
def keep_scenario(*, name: str, outcome: Outcome, by: Actor, at: datetime) -> Scenario:
    """Keep what was changed, with the figures it gave on the snapshot of that moment.

    Raises Denied, and Refused for a name that is empty, too long or used already by the same official.
    """
    check_can_keep(by)
    assert by.user_id is not None
    given = clean(name)
    if not 0 < len(given) <= LONGEST_NAME:
        raise Refused(
            field=_("Nama skenario"),
            value=given,
            expected=_("teks 1 sampai %(most)s huruf") % {"most": LONGEST_NAME},
            remedy=_("beri nama yang singkat, misalnya “Desil 5, kuota tetap”"),
        )
    if Scenario.objects.filter(owner_id=by.user_id, name=given).exists():
        raise Refused(
            field=_("Nama skenario"),
            value=given,
            expected=_("nama yang belum Anda pakai"),
            remedy=_("pilih nama lain, atau hapus dulu skenario yang lama"),
        )
    kept = Scenario.objects.create(
        name=given,
        owner_id=by.user_id,
        owner_name=by.name,
        division_id=by.division_id,
        area_code=by.areas[0],
        content=outcome.scenario.as_json(),
        summary=outcome.as_summary(),
        snapshot_at=outcome.taken_at,
        as_of=outcome.as_of,
        created_at=at,
    )
    record("insight.whatif.keep", by=by, at=at, on=kept, area=kept.area_code, data={"name": given})
    return kept


@action("insight.whatif.drop")
def drop_scenario(*, scenario_id: UUID, by: Actor, at: datetime) -> str:
    """Throw one's own scenario away; returns its name. Raises Denied, Scenario.DoesNotExist."""
    kept = visible_to(by).select_for_update(of=("self",)).get(pk=scenario_id)
    check_can_drop(by, kept)
    record("insight.whatif.drop", by=by, at=at, on=kept, area=kept.area_code, data={"name": kept.name})
    name = kept.name
    kept.delete()
    return name


@action("insight.whatif.draft")
def make_draft(
    *, terms: InForce, change: Change, by: Actor, at: datetime, into: UUID | None = None, revision: int | None = None
) -> UUID:
    """A draft of the component's terms with the change written into it; returns the draft's id.

    `into` names a draft that is there already, as of `revision`; without it a new one begins. Whether the actor may
    write these terms is for the catalogue to say. Quotas and own programmes left out are no part of terms
    (`left_behind`). Raises Denied, DraftExists, NoSuchTerms, StaleTerms, RuleRefused, Refused, and ValueError for a
    wrong rule.
    """
    check_can_view(by)
    asked_by(terms, change)
    if into is None:
        draft = draft_terms(component_id=terms.component_id, by=by, at=at)
    else:
        draft = get_terms(by, into)
        if draft.component_id != terms.component_id:
            raise NoSuchTerms(into)
    changed = written(writing_of(draft), terms, change)
    change_terms(terms_id=draft.pk, writing=changed, by=by, at=at, revision=revision)
    record(
        "insight.whatif.draft",
        by=by,
        at=at,
        on=draft,
        kind="terms",
        subjects=[("terms", draft.pk), ("component", terms.component_id)],
        data={"component": terms.name, "version": draft.version},
    )
    return draft.pk


def left_behind(change: Change) -> bool:
    """Whether a change holds something that is no part of terms: a quota, or own programmes left out."""
    return change.quota is not None or bool(set(change.without) - set(OUTSIDE))
