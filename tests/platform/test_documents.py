"""Issued documents: numbers without gaps, the wall around them, and what the public may learn."""

import threading
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from rangkul.kernel.errors import Denied, Refused
from rangkul.platform.audit.models import Event, EventSubject
from rangkul.platform.documents import numbering, queries, verification
from rangkul.platform.documents.actions import issue_document, revoke_document
from rangkul.platform.documents.models import Document, NumberSeries
from rangkul.platform.documents.policies import can_view_document, visible_to
from rangkul.platform.files.errors import FileDamaged
from rangkul.platform.files.storage import place_of
from rangkul.platform.policy.actor import Actor, citizen_actor, system_actor
from rangkul.platform.policy.walls import scoped
from tests.people import KECAMATAN, NEIGHBOUR_VILLAGE, VILLAGE
from tests.platform.document_samples import LETTER, SAMPLES

pytestmark = pytest.mark.django_db

AT = datetime(2018, 12, 6, 1, tzinfo=UTC)
DAY = date(2018, 12, 6)


def officer(area: str = VILLAGE, *permissions: str) -> Actor:
    return Actor(
        permissions=frozenset(permissions or {"documents.document.revoke"}),
        user_id=uuid4(),
        name="Petugas Uji",
        role="BACK_OFFICE",
        areas=(VILLAGE if area == VILLAGE else NEIGHBOUR_VILLAGE,),
    )


def issued(by: Actor | None = None, **changes: object) -> Document:
    given = {
        "kind": "LETTER", "series": "surat", "template": "letter", "data": LETTER, "title": "Surat keterangan",
        "subject": ("person", uuid4()), "area": VILLAGE, "by": by or officer(), "at": AT,
    }  # fmt: skip
    return issue_document(**(given | changes))


def reset_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def test_issuing_gives_number_pdf_and_a_line_on_the_timeline() -> None:
    subject = ("person", uuid4())
    document = issued(subject=subject)
    assert document.number == "460/0001/DINSOS/XII/2018"
    assert document.issued_on == DAY
    assert document.office_name == "Dinas Sosial Kabupaten Soppeng"
    assert queries.read_pdf(document).startswith(b"%PDF")
    assert place_of(document.pdf_sha256).stat().st_mode & 0o777 == 0o600
    event = Event.objects.get(name="documents.document.issue", object_id=document.pk)
    assert EventSubject.objects.filter(event=event, kind="person", subject_id=subject[1]).exists()


@pytest.mark.parametrize("layout", SAMPLES)
def test_every_layout_can_be_issued(layout: str) -> None:
    assert issued(template=layout, data=SAMPLES[layout]).template == layout


def test_the_web_role_issues_in_its_own_area_only() -> None:
    with scoped(officer()):
        document = issued()
    reset_role()
    assert document.number.startswith("460/0001/")
    with pytest.raises(Denied):
        issued(area=NEIGHBOUR_VILLAGE)
    with pytest.raises(Denied):
        issued(area=KECAMATAN)


def test_a_refused_document_uses_up_no_number() -> None:
    with pytest.raises(Denied):
        issued(area=NEIGHBOUR_VILLAGE)
    with pytest.raises(Exception, match="missing"), transaction.atomic():
        issued(data={})
    with transaction.atomic():
        issued()
        transaction.set_rollback(True)  # the caller's change fails afterwards
    assert issued().number == "460/0001/DINSOS/XII/2018"


def test_numbers_start_anew_each_year_and_keep_their_pattern() -> None:
    numbering.set_form(
        "sk", office_code="DS", year=2018, classification="466", pattern="{seq}/{classification}/{unit}/{year}"
    )
    numbers = [numbering.next_number("sk", office_code="DS", on=on) for on in (DAY, DAY, date(2019, 1, 2))]
    assert numbers == ["0001/466/DS/2018", "0002/466/DS/2018", "0001/466/DS/2019"]
    assert numbering.next_number("lain", office_code="DS", on=DAY) == "460/0001/DS/XII/2018"


@pytest.mark.parametrize(
    "pattern", ["{seq}", "{year}", "{seq}/{year}/{seq.__class__}", "{seq}/{year}/{0}", "{seq}{year", "{seq!r}{year}"]
)
def test_a_pattern_that_could_repeat_or_run_is_refused(pattern: str) -> None:
    with pytest.raises(Refused, match="Pola nomor"):
        numbering.set_form("sk", office_code="DS", year=2018, pattern=pattern)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_when_many_ask_and_some_fail() -> None:
    taken: list[str] = []

    def ask(turn: int) -> None:
        try:
            with transaction.atomic():
                number = numbering.next_number("sk", office_code="DS", on=DAY)
                if turn % 3 == 0:
                    raise RuntimeError("rolled back")
            taken.append(number)
        except RuntimeError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(turn,)) for turn in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(taken) == [f"460/{n:04d}/DS/XII/2018" for n in range(1, 9)]
    assert NumberSeries.objects.get(series="sk").last == 8


def test_an_officer_next_door_sees_nothing() -> None:
    document = issued()
    neighbour = officer(NEIGHBOUR_VILLAGE)
    assert not can_view_document(neighbour, document)
    assert not visible_to(neighbour).exists()
    with pytest.raises(Denied):
        queries.get_document(neighbour, document.pk)
    assert queries.get_document(officer(), document.pk) == document
    with scoped(neighbour):
        assert not Document.objects.exists()
    reset_role()


def test_the_public_learns_five_facts_and_no_more() -> None:
    document = issued()
    with scoped(citizen_actor()):
        assert not Document.objects.exists()
        found = queries.verify_document(verification.shown(document.verify_code).lower())
    reset_role()
    assert found is not None
    assert (found.number, found.issued_on, found.is_revoked) == (document.number, DAY, False)
    assert str(found.label) == "Surat"


@pytest.mark.parametrize("code", ["", "x", "0" * 20, "' OR true --", "%" * 20, "0" * 5000])
def test_unknown_codes_find_nothing(code: str) -> None:
    issued()
    assert queries.verify_document(code) is None


def test_codes_are_long_random_and_forgiving() -> None:
    codes = {verification.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert len(verification.ALPHABET) ** verification.LENGTH == 2**100
    assert verification.read_code(" o1i2l-abcde 34567-89xyz ") == "01121ABCDE3456789XYZ"
    assert all(verification.read_code(verification.shown(code)) == code for code in codes)


def test_revoking_needs_a_reason_and_shows_to_the_public() -> None:
    document = issued()
    with pytest.raises(Refused, match="Alasan"):
        revoke_document(document_id=document.pk, reason=" ", by=officer(), at=AT)
    with pytest.raises(Denied):
        revoke_document(document_id=document.pk, reason="Salah nama", by=officer(NEIGHBOUR_VILLAGE), at=AT)
    revoke_document(document_id=document.pk, reason="Salah nama", by=officer(), at=AT)
    found = queries.verify_document(document.verify_code)
    assert found is not None
    assert found.is_revoked
    with pytest.raises(Refused, match="masih berlaku"):
        revoke_document(document_id=document.pk, reason="Lagi", by=officer(), at=AT)


def test_a_paper_that_tells_of_illness_needs_more_than_the_area() -> None:
    issuer = officer()
    document = issued(by=issuer, needs_permission="registry.person.view_health")
    knows, does_not = officer(VILLAGE, "registry.person.view_health"), officer(VILLAGE, "documents.document.revoke")
    far = officer(NEIGHBOUR_VILLAGE, "registry.person.view_health")
    for actor, may in ((knows, True), (issuer, True), (does_not, False), (far, False)):
        assert can_view_document(actor, document) is may
        assert visible_to(actor).filter(pk=document.pk).exists() is may
    with pytest.raises(Denied):
        revoke_document(document_id=document.pk, reason="Salah nama", by=does_not, at=AT)


def test_only_who_may_revoke_revokes() -> None:
    document = issued()
    with pytest.raises(Denied):
        revoke_document(document_id=document.pk, reason="Salah nama", by=officer(VILLAGE, "desk.case.view"), at=AT)


def test_the_web_role_cannot_rewrite_a_document() -> None:
    issued()
    with pytest.raises(ProgrammingError, match="permission denied"), scoped(officer()), connection.cursor() as cursor:
        cursor.execute("UPDATE documents_document SET number = 'lain'")


def test_a_pdf_altered_on_disk_is_not_handed_out() -> None:
    document = issued(by=system_actor("uji", areas=(VILLAGE,)))
    place_of(document.pdf_sha256).write_bytes(b"%PDF-lain")
    with pytest.raises(FileDamaged, match="altered"):
        queries.read_pdf(document)
    place_of(document.pdf_sha256).unlink()
    with pytest.raises(FileDamaged, match="missing"):
        queries.read_pdf(document)
