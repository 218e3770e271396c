"""A letter as its layout takes it: the words of its kind filled with the answers and the frozen facts."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from rangkul.desk.letters.kinds import DATE, LENGTHS, LetterField, LetterKind
from rangkul.desk.letters.referral import referral_words
from rangkul.desk.models import Case
from rangkul.kernel import clock
from rangkul.kernel.errors import Refused
from rangkul.kernel.text import clean
from rangkul.organisation import queries as organisation_queries

LEAST_ASSESSMENT = 20


def check_values(kind: LetterKind, values: Mapping[str, object], *, today: date) -> dict[str, str]:
    """The answers tidied, by name; raises `Refused` naming the first that is missing, too long or no past day."""
    return {each.name: _checked(each, values.get(each.name), today) for each in kind.fields}


def _checked(field: LetterField, value: object, today: date) -> str:
    if field.kind == DATE:
        return _day(field, value, today)
    given = str(value or "")
    text = (
        "\n".join(filter(None, (clean(line) for line in given.splitlines()))) if field.kind == "text" else clean(given)
    )
    if not text and not field.is_optional:
        raise Refused(
            field=field.label, value="", expected="keterangan yang dapat dimengerti", remedy="isi pada formulir"
        )
    if len(text) > LENGTHS[field.kind]:
        raise Refused(
            field=field.label,
            value=text,
            expected=f"paling banyak {LENGTHS[field.kind]} huruf",
            remedy="ringkas isinya",
        )
    if field.name == "assessment" and len(text) < LEAST_ASSESSMENT:
        raise Refused(
            field=field.label, value=text, expected=f"uraian sedikitnya {LEAST_ASSESSMENT} huruf",
            remedy="tulis apa yang dilihat dan ditanyakan petugas",
        )  # fmt: skip
    return text


def _day(field: LetterField, value: object, today: date) -> str:
    if value in (None, "") and field.is_optional:
        return ""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        day = None
    if day is None or day > today:
        raise Refused(
            field=field.label, value=value, expected="hari ini atau sebelumnya", remedy="isi tanggal yang sebenarnya"
        )
    return day.isoformat()


def paper_of(
    case: Case, kind: LetterKind, *, values: Mapping[str, str], facts: Mapping[str, Any], signer: Mapping[str, str],
    on: date,
) -> dict[str, Any]:  # fmt: skip
    """What goes to the layout: everything on paper but number, day and code. `signer` is the signature block."""
    office = organisation_queries.get_office()
    letterhead = organisation_queries.letterhead_data(office)
    if kind.is_of_referral:
        return {"office": letterhead, "signer": dict(signer), **referral_words(case, letterhead, values, facts)}
    words = _words(letterhead, kind, values, facts, signer)
    data: dict[str, Any] = {
        "office": letterhead,
        "signer": dict(signer),
        "fields": _identity(case, kind, values, facts),
        "statement": [each.format_map(words) for each in kind.statement],
    }
    if kind.layout == "client":
        return data | _handover(letterhead, values)
    data |= {
        "heading": kind.heading.format_map(words),
        "opening": [each.format_map(words) for each in kind.opening],
    }
    if facts["members"]:
        data["members"], data["members_title"] = [tuple(each) for each in facts["members"]], kind.members_title
    if kind.valid_days:
        data["valid_until"] = clock.format_date(on + timedelta(days=kind.valid_days))
    if kind.copies:
        data["copies"] = [each.format_map(words) for each in kind.copies]
    return data


def recipient_of(values: Mapping[str, str]) -> str:
    """To whom the letter goes, as the register book shows it; "" for one that the citizen keeps."""
    return values.get("recipient") or values.get("institution") or ""


def _words(
    office: Mapping[str, str],
    kind: LetterKind,
    values: Mapping[str, str],
    facts: Mapping[str, Any],
    signer: Mapping[str, str],
) -> dict[str, str]:
    dates = {each.name for each in kind.fields if each.kind == DATE}
    said = {name: _in_words(text) if name in dates and text else _ended(text) for name, text in values.items()}
    status = facts["status"] or {}
    decile = status.get("decile")
    registry_id = status.get("registry_id")
    since = _in_words(status["since"]) if status.get("since") else "tanggal yang tidak disebut sumbernya"
    return {
        **said,
        "office": office["name"],
        "government": office["government"].removeprefix("Pemerintah "),
        "signer_title": signer["position"],
        "village": facts["village"],
        "source": status.get("source") or "DTSEN",
        "decile_words": f"pada desil {decile}" if decile else "sebagai fakir miskin atau orang tidak mampu",
        "status_since": since,
        "registry_id_words": f", dengan ID DTKS {registry_id}" if registry_id else "",
        "facts_on": _in_words(facts["on"]),
        "listing": _listing(facts, since),
    }


def _listing(facts: Mapping[str, Any], since: str) -> str:
    status, on = facts["status"], _in_words(facts["on"])
    if status:
        decile = f" pada desil {status['decile']}" if status["decile"] else ""
        return (
            f"Yang bersangkutan tercatat dalam {status['source']}{decile} menurut data yang berlaku sejak {since}, "
            f"diambil dari registri kantor pada {on}."
        )
    if facts["has_person"]:
        return f"Yang bersangkutan belum tercatat dalam DTSEN maupun DTKS menurut registri kantor pada {on}."
    return f"Data kependudukan yang bersangkutan belum ditemukan di registri kantor sampai dengan {on}."


def _identity(
    case: Case, kind: LetterKind, values: Mapping[str, str], facts: Mapping[str, Any]
) -> list[tuple[str, str]]:
    rows = [
        ("Nama", facts["name"] or "belum diketahui"),
        ("NIK", facts["nik"] or "belum ada"),
        ("Tempat, tanggal lahir" if facts.get("has_birth_place") else "Tanggal lahir", facts["birth"]),
        ("Jenis kelamin", facts["sex"]),
        ("Pekerjaan", values.get("work", "")),
        ("Nomor kartu KIS", values.get("card", "")),
        ("Alamat", facts["address"] or facts["village"]),
        *((label, values.get(name, "")) for label, name in kind.identity),
        ("Nomor layanan", case.ticket),
    ]
    return [(label, value) for label, value in rows if value]


def _handover(office: Mapping[str, str], values: Mapping[str, str]) -> dict[str, Any]:
    day = date.fromisoformat(values["handed_on"])
    made: dict[str, Any] = {
        "on_words": f"{clock.format_weekday(day)}, {clock.format_date(day)}",
        "held_at": values["held_at"],
        "first": {"name": values["officer"], "position": values["officer_position"], "address": office["address"]},
        "second": {
            "name": values["receiver"],
            "position": f"{values['receiver_position']}, {values['institution']}",
            "address": values.get("institution_address", ""),
        },
        "papers": values.get("papers", ""),
        "belongings": values.get("belongings", ""),
    }
    if values.get("witness"):
        made["witness"] = {"name": values["witness"]}
    return made


def _in_words(day: str) -> str:
    return clock.format_date(date.fromisoformat(day))


def _ended(text: str) -> str:
    """An answer inside a sentence: without the stop at its end, lines joined."""
    return " ".join(text.split()).rstrip(" .")
