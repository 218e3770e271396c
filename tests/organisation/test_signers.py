"""Whose name and title stand under a paper on a day: the holder, a Plt., a Plh., or somebody on behalf (a.n.)."""

from datetime import date
from typing import Any

import pytest
from psycopg.types.range import DateRange

from rangkul.kernel.errors import Refused
from rangkul.organisation import queries
from rangkul.organisation.models import Official, SigningMandate
from tests.people import Cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
HEAD = "Kepala Dinas Sosial"
SECRETARY, DIVISION_HEAD = "Sekretaris", "Kepala Bidang Rehabilitasi Sosial"


def an_official(cast: Cast, position: str, **more: Any) -> Official:
    told = {"name": f"Contoh {position}", "nip": "000000000000000001", "rank": "Pembina", "is_signatory": True} | more
    told.setdefault("term", DateRange(date(2020, 1, 1), None))
    return Official.objects.create(office=cast.office, position=position, **told)


def a_power(official: Official, capacity: str, position: str = HEAD, *, until: date | None = None) -> SigningMandate:
    return SigningMandate.objects.create(
        office=official.office, official=official, position=position, capacity=capacity, basis="SPT 1/2026",
        term=DateRange(date(2026, 3, 1), until), granted_at="2026-03-01T00:00:00Z", granted_by_name="Uji",
    )  # fmt: skip


def titles(cast: Cast, **asked: Any) -> list[str]:
    """The title under a paper on the days before, of and after the power."""
    days = (date(2026, 2, 28), DAY, date(2026, 3, 10))
    return [queries.signatory(cast.office, on=day, **asked).title() for day in days]


def test_a_plh_signs_while_the_head_is_away_and_only_then(cast: Cast) -> None:
    secretary = an_official(cast, SECRETARY)
    a_power(secretary, "PLH", until=date(2026, 3, 10))
    assert titles(cast) == [HEAD, f"Plh. {HEAD}", HEAD]
    signer = queries.signatory(cast.office, on=DAY)
    assert (signer.name, signer.nip, signer.seat) == (secretary.name, secretary.nip, HEAD)
    assert signer.block()["on_behalf"] == ""


def test_a_plt_signs_for_an_empty_seat_and_without_one_nobody_does(cast: Cast) -> None:
    Official.objects.filter(is_head=True).update(term=DateRange(date(2020, 1, 1), date(2026, 3, 1)))
    with pytest.raises(Refused, match="penanda tangan"):
        queries.signatory(cast.office, on=DAY)
    power = a_power(an_official(cast, SECRETARY), "PLT")
    assert titles(cast) == [HEAD, f"Plt. {HEAD}", f"Plt. {HEAD}"]
    Official.objects.filter(pk=power.official_id).update(term=DateRange(date(2020, 1, 1), DAY))
    with pytest.raises(Refused, match="Plt"):
        queries.signatory(cast.office, on=DAY)


def test_who_decides_on_behalf_signs_with_an_and_others_do_not(cast: Cast) -> None:
    deputy, clerk = cast.user("DIVISION_HEAD", division="REHSOS"), cast.user("BACK_OFFICE")
    a_power(an_official(cast, DIVISION_HEAD, user_id=deputy.pk), "AN", until=date(2026, 3, 10))
    assert titles(cast, user_id=deputy.pk) == [HEAD, f"a.n. {HEAD}, {DIVISION_HEAD}", HEAD]
    assert titles(cast, user_id=clerk.pk) == [HEAD] * 3
    block = queries.signatory(cast.office, on=DAY, user_id=deputy.pk).block()
    assert (block["on_behalf"], block["position"]) == (HEAD, DIVISION_HEAD)


def test_a_division_s_paper_is_signed_by_its_head_or_its_plt(cast: Cast) -> None:
    division = cast.divisions["REHSOS"]
    an_official(cast, DIVISION_HEAD, division=division, term=DateRange(date(2020, 1, 1), date(2026, 3, 1)))
    a_power(an_official(cast, SECRETARY), "PLT", DIVISION_HEAD, until=date(2026, 3, 10))
    assert titles(cast, division_id=division.pk) == [DIVISION_HEAD, f"Plt. {DIVISION_HEAD}", HEAD]
    assert titles(cast, division_id=cast.divisions["LINJAMSOS"].pk) == [HEAD] * 3
