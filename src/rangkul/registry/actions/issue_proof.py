"""The printed proof that somebody is registered as poor or near-poor on a day (R019)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.audit.actions import action, record
from rangkul.platform.documents.actions import issue_document
from rangkul.platform.documents.models import Document
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies, queries
from rangkul.registry.queries import FamilyView, PersonView


@action("registry.proof.issue")
def issue_proof(*, person_id: UUID, purpose: str, by: Actor, at: datetime) -> Document:
    """Issue the "surat keterangan terdaftar" of a person: PDF with number and QR, their family and memberships.

    What DTKS says is quoted with its id and day; it shows that somebody counts as fakir miskin or kurang mampu. Raises
    `Denied`, and `Refused` when neither the person nor the family has an ID DTKS in force today.
    """
    policies.check_can_issue_proof(by)
    person = queries.get_person(by, person_id)
    today = clock.local_date(at, settings.TIME_ZONE)
    registry_id = queries.registry_id_in_force("DTKS", person_id=person.id, on=today)
    if not registry_id:
        raise Refused(
            field="ID DTKS",
            value="",
            expected="ID DTKS yang berlaku hari ini",
            remedy="surat ini hanya untuk warga yang terdaftar; usulkan pendataan lewat desa",
        )
    family = queries.get_family(by, person.family.family_id) if person.family else None
    document = issue_document(
        kind="proof",
        series="terdaftar",
        template="proof",
        data=_content(person, family, registry_id, clean(purpose)[:200], at),
        title=f"Surat keterangan terdaftar DTKS, {person.name}",
        subject=("person", person.id),
        area=person.area_code,
        by=by,
        at=at,
    )
    subjects = [("person", person.id)] + ([("family", family.id)] if family else [])
    record(
        "registry.proof.issue",
        by=by,
        at=at,
        on=document,
        kind="person",
        subjects=subjects,
        area=person.area_code,
        reason=clean(purpose)[:200],
        data={"number": document.number},
    )
    return document


def _content(
    person: PersonView, family: FamilyView | None, registry_id: str, purpose: str, at: datetime
) -> dict[str, Any]:
    office = organisation_queries.get_office()
    today = clock.local_date(at, settings.TIME_ZONE)
    signer = organisation_queries.signatory(office, on=today)
    born = clock.format_date(person.birth_date) if person.birth_date else "belum diketahui"
    members = [each for each in (family.members if family else ()) if each.is_present]
    ids = queries.registry_ids_in_force("DTKS", "person", [each.person_id for each in members], on=today)
    outside = [*person.outside, *(family.outside if family else ())]
    return {
        "office": organisation_queries.letterhead_data(office),
        "signer": signer.block(),
        "fields": [
            ("Nama", person.name),
            ("NIK", person.masked_nik or "belum ada"),
            ("Tempat, tanggal lahir", f"{person.birth_place or '-'}, {born}"),
            ("Alamat", f"{person.address or '-'}, {person.area_label}"),
            ("ID DTKS", registry_id),
        ],
        "statement": [
            (
                "terdaftar dalam Data Terpadu Kesejahteraan Sosial (DTKS) dengan ID tersebut di atas, sehingga termasuk "
                "fakir miskin atau orang tidak mampu menurut data itu."
            )
        ],
        "members": [
            (each.name, each.masked_nik or "-", each.relation_label, ids.get(each.person_id, "-")) for each in members
        ],
        "memberships": list(
            dict.fromkeys((each.programme_label, each.source_label, today) for each in outside if each.is_in_force)
        ),
        "source": "DTKS sebagaimana tercatat di registri kantor ini",
        "as_of": today,
        "purpose": purpose,
        "registry_label": "ID DTKS",
    }
