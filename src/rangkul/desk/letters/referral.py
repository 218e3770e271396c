"""What the covering letter of a referral says: facts frozen when the referral was sent, and the layout's words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rangkul.desk.models import Case, Referral
from rangkul.kernel import clock
from rangkul.reference import queries as reference_queries
from rangkul.registry import queries as registry_queries

KIND = "rujukan"
ABOUT_REFERRAL = "referral"
"""Where the facts of a letter keep what only a referral has."""


def values_of(referral: Referral) -> dict[str, str]:
    """The answers that the draft begins with; who may change a draft may change them."""
    return {"problem": referral.reason, "service": referral.service_wanted or "penanganan sesuai kewenangan"}


def facts_of(case: Case, referral: Referral, agency: Any, *, code: str, companion: str, on: date) -> dict[str, Any]:
    """Facts of a referral's letter, as JSON, in the shape that every letter's facts have."""
    nik = ""
    if case.person_id:
        nik = registry_queries.subject_label("person", case.person_id).masked_nik or "belum ada"
    return {
        "on": on.isoformat(), "name": case.concerned_name, "nik": nik, "birth": "", "sex": "", "address": "",
        "village": reference_queries.area_label(case.area_code), "members": [], "status": None,
        "has_person": case.person_id is not None,
        ABOUT_REFERRAL: {
            "agency": agency.name,
            "address": agency.address,
            "code": code,
            "answer_by": referral.answer_due_on.isoformat(),
            "companion": companion,
        },
    }  # fmt: skip


def referral_words(
    case: Case, letterhead: Mapping[str, str], values: Mapping[str, str], facts: Mapping[str, Any]
) -> dict[str, Any]:
    """What the layout "referral" takes beside office and signature."""
    told = facts[ABOUT_REFERRAL]
    fields = [("Nama", facts["name"] or "-"), ("NIK", facts["nik"]), ("Wilayah", facts["village"])]
    # Not the code itself: a link is renewed without asking for initials and signature again, and its slip with it.
    code = "pada lembar kode yang menyertai surat ini (untuk membuka tautan jawaban yang kami kirim terpisah)"
    words: dict[str, Any] = {
        "recipient": {"name": told["agency"], "address": told["address"], "place": letterhead["city"]},
        "subject": "Rujukan pelayanan",
        "fields": [*((label, value) for label, value in fields if value), ("Kode jawaban", code)],
        "problem": values["problem"],
        "service": values["service"],
        "answer_by": clock.format_date(date.fromisoformat(told["answer_by"])),
        "reference": case.ticket,
    }
    return words | ({"companion": told["companion"]} if told["companion"] else {})
