"""The letter that somebody is listed (R019), asked for from their page in the registry: a case and its draft at once."""

from datetime import datetime
from uuid import UUID

from rangkul.desk.actions.draft_letter import draft_letter
from rangkul.desk.actions.match_case import match_case
from rangkul.desk.actions.register_case import Need, register_case
from rangkul.desk.enums import CaseKind, Sector
from rangkul.desk.models import Letter
from rangkul.desk.policies.letters import check_can_certify
from rangkul.kernel.text import clean
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.registry import queries as registry_queries

KIND = "dtsen"
SERVICE = "L12"


@action("desk.letter.certify")
def draft_certificate(*, person_id: UUID, purpose: str, form_key: UUID, by: Actor, at: datetime) -> Letter:
    """Take in that a person asks for the letter that they are listed, and write its draft: initials, signature and number follow.

    The same form sent again gives the same draft. All or nothing: who is in no register gets neither case nor draft.
    Raises what `register_case`, `match_case` and `draft_letter` raise.
    """
    check_can_certify(by)
    known = Letter.objects.filter(form_key=form_key, person_id=person_id).first()
    if known is not None:
        case_id = known.case_id
    else:
        person = registry_queries.get_person(by, person_id)
        need = Need(
            form_key=form_key,
            story=f"Meminta surat keterangan terdaftar DTSEN untuk keperluan: {clean(purpose)}",
            area=person.area_code,
            kind=CaseKind.NEED,
            sector=Sector.SOCIAL,
            service_code=SERVICE,
            reporter_name=person.name,
            concerned_name=person.name,
        )
        case_id = register_case(need=need, by=by, at=at).pk
        match_case(case_id=case_id, person_id=person_id, by=by, at=at)
    return draft_letter(case_id=case_id, kind=KIND, values={"purpose": purpose}, form_key=form_key, by=by, at=at)
