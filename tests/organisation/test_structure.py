"""The office changes its structure and keeps its history (R206): divisions, their names, who holds which position."""

from datetime import date

import pytest
from psycopg.types.range import DateRange

from rangkul.organisation import queries
from rangkul.organisation.models import Division, Official
from tests.organisation.post_stage import ask, boxes, signed_in, words
from tests.people import Cast

pytestmark = pytest.mark.django_db
BASIS = "SK Bupati 821/1/2026"
DAY = date(2026, 3, 1)


@pytest.mark.requirement("R206")
def test_a_new_head_takes_over_and_the_old_one_stays_in_the_history(cast: Cast) -> None:
    admin = signed_in(cast, "ADMINISTRATOR")
    head = Official.objects.get(is_head=True)
    new = {"position": head.position, "name": "Contoh Penerus, S.Sos.", "nip": "1", "is_head": "on", "basis": BASIS}
    taken = ask(admin, "official-appoint", data={**new, **boxes("since", DAY)})
    assert taken.status_code == 422
    assert f"dijabat {head.name}" in words(taken)
    end = {"reason": "pensiun", **boxes("last_day", date(2026, 2, 28))}
    assert ask(admin, "official-end", head.pk, data=end).status_code == 303
    assert ask(admin, "official-end", head.pk, data=end).status_code == 404
    assert ask(admin, "official-appoint", data={**new, **boxes("since", DAY)}).status_code == 303
    assert ask(admin, "official-appoint", data={**new, **boxes("since", DAY)}).status_code == 422
    assert [queries.signatory(cast.office, on=on).name for on in (date(2026, 2, 28), DAY)] == [head.name, new["name"]]
    page = words(ask(admin, "structure"))
    for told in (head.name, "pensiun", new["name"], BASIS):
        assert told in page


@pytest.mark.requirement("R206")
def test_a_division_is_opened_renamed_and_ended(cast: Cast) -> None:
    admin = signed_in(cast, "ADMINISTRATOR")
    told = {"name": "Bidang Pemberdayaan Sosial", "code": "dayasos", "basis": "Perbup 1/2026", **boxes("since", DAY)}
    assert ask(admin, "division-open", data=told).status_code == 303
    assert "belum pernah dipakai" in words(ask(admin, "division-open", data=told))
    made = Division.objects.get(code="DAYASOS")
    new = {"name": "Bidang Pemberdayaan dan Penanganan Bencana", "basis": "Perbup 9/2026", "seen": made.name}
    early = ask(admin, "division-rename", made.pk, data={**new, **boxes("since", date(2026, 2, 1))})
    assert (early.status_code, "1 Maret 2026 atau sesudahnya" in words(early)) == (422, True)
    later = boxes("since", date(2026, 5, 1))
    assert ask(admin, "division-rename", made.pk, data={**new, **later}).status_code == 303
    second = ask(admin, "division-rename", made.pk, data={**new, "name": "Bidang Lain", **later})
    assert (second.status_code, "nama yang lain dari sekarang" in words(second)) == (422, True)
    official = Official.objects.create(
        office=cast.office, division=made, position="Kepala Bidang", name="Contoh", term=DateRange(DAY, None)
    )
    end = {"reason": "Perbup 12/2026", **boxes("last_day", date(2026, 6, 30))}
    assert "masih ada Contoh" in words(ask(admin, "division-end", made.pk, data=end))
    official.delete()
    assert ask(admin, "division-end", made.pk, data=end).status_code == 303
    page = words(ask(admin, "structure"))
    assert "dulu Bidang Pemberdayaan Sosial, sampai 30 April 2026" in page
    assert "30 Juni 2026" in page


def test_others_look_and_do_not_touch(cast: Cast) -> None:
    head = Official.objects.get(is_head=True)
    manager = signed_in(cast, "SLRT_MANAGER")
    assert "Catat pejabat" not in words(ask(manager, "structure"))
    for name, *args in (("official-appoint",), ("official-end", head.pk), ("division-open",)):
        assert ask(manager, name, *args, data={"reason": "x"}).status_code == 403
    assert ask(signed_in(cast, "ADMINISTRATOR"), "official-end", cast.office.pk).status_code == 404
