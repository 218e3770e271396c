"""The day's list of meals on paper: every resident of that day, with room to sign."""

from collections.abc import Sequence
from datetime import date, datetime

from rangkul.delivery.models import Entitlement
from rangkul.institutions.queries import ResidentRow
from rangkul.kernel import clock
from rangkul.organisation import queries as organisation_queries
from rangkul.platform.documents.rendering import render_pdf


def meal_list_pdf(entitlement: Entitlement, residents: Sequence[ResidentRow], *, on: date, at: datetime) -> bytes:
    """A4, tagged, in the office's letterhead; signed by whoever answers for the list. No number: it is no letter.

    The caller has checked that the residents may be shown, and logs the look.
    """
    office = organisation_queries.get_office()
    day = f"{clock.format_weekday(on)}, {clock.format_date(on)}"
    data = {
        "office": organisation_queries.letterhead_data(office),
        "signer": {"position": "Penanggung jawab daftar"},
        "fields": [
            ("Lembaga", entitlement.recipient_name),
            ("Hari makan", day),
            ("Siklus", entitlement.cycle.name),
            ("Penghuni dalam buku", f"{len(residents)} orang"),
        ],
        "rows": [(each.name, each.room or "–") for each in residents],
    }
    meta = {"number": "", "title": f"Daftar makan {entitlement.recipient_name} {day}", "place": office.city, "date": on}
    return render_pdf("meals", data, meta=meta, at=at)
