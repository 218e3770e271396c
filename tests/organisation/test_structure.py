"""The office changes its structure and keeps its history (R206): divisions, their names, who holds which position."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from psycopg.types.range import DateRange

from rangkul.kernel.ids import new_id
from rangkul.organisation import queries
from rangkul.organisation.models import Announcement, Division, Official
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


@pytest.mark.requirement("R208")
def test_an_announcement_is_published_by_a_second_person_or_the_head_and_archived(cast: Cast) -> None:
    writer, head = signed_in(cast, "DIVISION_HEAD"), signed_in(cast, "OFFICE_HEAD")
    division = cast.divisions["REHSOS"]
    told = {"form_key": str(new_id()), "revision": "1", "kind": "SIARAN_PERS", "division_id": str(division.pk)}
    told |= {"title": "Layanan keliling di Marioriwawo", "body": "Dinas membuka layanan keliling tiap Kamis pagi."}
    assert (
        ask(writer, "announcement-write", data=told | {"body": "Hubungi 7312010101900001 segera ya"}).status_code == 422
    )
    for _press in range(2):
        assert ask(writer, "announcement-write", data=told).status_code == 303
    row = Announcement.objects.get()
    visitor = Client()
    public, board = (
        reverse("web:organisation:announcement-read", args=[row.pk]),
        reverse("web:organisation:announcement-board"),
    )
    assert visitor.get(public).status_code == 404
    assert ask(writer, "announcement-publish", row.pk, data={"revision": "1"}).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.filter(pk=row.pk).update(
            state="TERBIT", published_by=row.written_by, published_at=row.written_at
        )
    changed = told | {"title": "Layanan keliling tiap Kamis"}
    assert ask(writer, "announcement-change", row.pk, data=changed).status_code == 303
    assert ask(writer, "announcement-change", row.pk, data=changed).status_code == 422
    ask(head, "announcement-publish", row.pk, data={"revision": "1"})
    assert visitor.get(public).status_code == 404
    ask(head, "announcement-publish", row.pk, data={"revision": "2"})
    shown = words(visitor.get(public))
    for part in ("Layanan keliling tiap Kamis", division.name, row.written_by_name, "siaran pers"):
        assert part in shown
    assert "Layanan keliling tiap Kamis" in words(visitor.get(reverse("web:home:front")))
    assert ask(writer, "announcement-change", row.pk, data=changed | {"revision": "2"}).status_code == 422
    assert ask(writer, "announcement-archive", row.pk, data={"reason": "sudah lewat"}).status_code == 303
    assert "Layanan keliling" not in words(visitor.get(board))
    assert "Layanan keliling" in words(visitor.get(board, {"arsip": "1"}))
    assert ask(signed_in(cast, "BACK_OFFICE"), "announcement-list").status_code == 403
    own = told | {"form_key": str(new_id()), "title": "Libur bersama"}
    assert ask(head, "announcement-write", data=own).status_code == 303
    mine = Announcement.objects.get(title="Libur bersama")
    ask(head, "announcement-publish", mine.pk, data={"revision": "1"})
    assert "Libur bersama" in words(visitor.get(board))
