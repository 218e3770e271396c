"""Taking somebody in whole: the need, who it is about, and their family, in one deed."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from rangkul.desk.actions.match_case import match_case
from rangkul.desk.actions.register_case import Need, register_case
from rangkul.desk.actions.serve_queue import end_with_case
from rangkul.desk.models import Case
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.platform.audit.actions import action
from rangkul.platform.policy.actor import Actor
from rangkul.registry import actions as registry_actions
from rangkul.registry import queries as registry_queries
from rangkul.registry.enums import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Whom a need is about, as far as the desk knows after its search.

    Either somebody of the registry (`person_id`) or somebody new with a name; NIK and KK may be missing. Somebody new
    with the `kk` of a registered family is registered now, and their place in it (`relation`) asked for; `starts_family`
    makes somebody without a family its head, also without a card.
    """

    person_id: UUID | None = None
    name: str = ""
    nik: str = ""
    kk: str = ""
    relation: str = ""
    birth_date: date | None = None
    sex: str = ""
    address: str = ""
    starts_family: bool = False


@action("desk.case.take_in")
def take_in_case(
    *, need: Need, concerned: Concerned | None = None, queue_ticket_id: UUID | None = None, by: Actor, at: datetime
) -> Case:
    """Register a need; tie it to the person found or registered on the way; end the queue ticket it came with.

    All or nothing: what the registry refuses (a NIK that is taken, a village that is not the actor's) leaves no case
    behind. The same form sent again gives the same case and registers nobody twice.
    Raises what `register_case`, `match_case`, `register_checked` and `register_family` raise.
    """
    case = register_case(need=need, by=by, at=at)
    if concerned is not None and case.person_id is None and case.state == "REGISTERED":
        case = _tie(case, concerned, by, at)
    if queue_ticket_id is not None:
        end_with_case(queue_ticket_id, case, by=by, at=at)
    return case


def _tie(case: Case, concerned: Concerned, by: Actor, at: datetime) -> Case:
    person_id = concerned.person_id or _register(case, concerned, by, at)
    family_id = registry_queries.family_of(person_id, on=clock.local_date(at, settings.TIME_ZONE))
    waits = family_id is None and registry_queries.find_waiting_join(by, person_id) is not None
    if concerned.starts_family and family_id is None and not waits:
        registry_actions.register_family(
            area=case.area_code,
            members=[(person_id, Relation.HEAD)],
            address=concerned.address,
            by=by,
            at=at,
            reason=f"tiket {case.ticket}",
        )
    return match_case(case_id=case.pk, person_id=person_id, is_new=concerned.person_id is None, by=by, at=at)


def _register(case: Case, concerned: Concerned, by: Actor, at: datetime) -> UUID:
    if not concerned.name:
        raise Refused(
            field="Nama warga yang butuh bantuan",
            value="",
            expected="nama, seperti orang itu menyebut dirinya",
            remedy="tulis namanya, atau simpan dulu dan cocokkan nanti",
        )
    told = {
        name: getattr(concerned, name) for name in ("name", "nik", "kk", "relation", "birth_date", "sex", "address")
    }
    done = registry_actions.register_checked(
        particulars={**told, "area": case.area_code},
        reason=f"tiket {case.ticket}",
        by=by,
        at=at,
    )
    return done.person.pk
