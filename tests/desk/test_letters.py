"""The way of a letter: draft, initials, signature, number; facts with their source; who signs on which day; cancelling."""

import json
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from rangkul.desk import actions, queries
from rangkul.desk.errors import LetterChanged, NoSuchCase, UnableToSign
from rangkul.desk.letters.content import content_of
from rangkul.desk.models import Case, Letter
from rangkul.desk.policies import can_read_letter, letters_visible_to
from rangkul.desk.referral_links import code_index, shown_code
from rangkul.kernel.errors import Denied, Refused
from rangkul.kernel.ids import new_id
from rangkul.organisation import actions as organisation_actions
from rangkul.platform.audit.models import AccessLog, Event, RowChange
from rangkul.platform.documents.actions import set_series
from rangkul.platform.documents.models import Document
from rangkul.platform.documents.policies import can_view_document
from rangkul.platform.documents.queries import read_pdf, verify_document
from rangkul.platform.documents.register import read_register
from rangkul.platform.policy.walls import scoped
from rangkul.platform.workflow import UnableToMove
from rangkul.registry.errors import NoSuchRecord
from tests.desk.letter_stage import ANSWERS, AT, LATER, Stage, make_official, second_head, set_stage
from tests.desk.stage import a_case, a_referral
from tests.people import Cast
from tests.platform.test_documents import reset_role
from tests.registry.factories import a_nik

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


def words_of(pdf: bytes) -> str:
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return " ".join(text.replace("\ufffe", "-").split())


@pytest.mark.requirement("R114")
def test_every_kind_goes_its_way_and_says_what_it_must(stage: Stage) -> None:
    told = {
        "rekomendasi": ("SURAT REKOMENDASI", "Kepala SMA Contoh", "dinyatakan memenuhi syarat"),
        "pbi": ("PENERIMA BANTUAN IURAN", "Puskesmas Contoh", str(a_nik())),
        "dtsen": ("SURAT KETERANGAN TERDAFTAR DTSEN", "pada desil 2", "1 Februari 2025", "2 Maret 2026"),
        "sktm": ("SURAT KETERANGAN TIDAK MAMPU", "DTSEN pada desil 2", "buruh tani", "Budi Contoh", "1 Maret 2026"),
        "panti": ("PENERIMAAN DI PANTI WERDHA CONTOH", "emperan pasar", "Tembusan"),
        "serah-terima": ("SERAH TERIMA KLIEN", "Ambo Contoh", "PIHAK KEDUA", "Mengetahui"),
    }
    assert told.keys() == {each.code for each in queries.list_written_kinds()}
    for kind, expected in told.items():
        letter, document = stage.issued(kind)
        words = words_of(read_pdf(document))
        for each in (*expected, "Siti Contoh", document.number, "Andi Contoh Wijaya", "2 Maret 2026"):
            assert each.lower() in words.lower(), (kind, each)
        assert letter.state == "ISSUED"
        assert ("7312" in words and str(a_nik()) in words) == (kind in ("pbi", "panti", "serah-terima")), kind
        found = verify_document(document.verify_code)
        assert found is not None
        assert str(found.label) == next(each.name for each in queries.list_letter_kinds() if each.code == kind)
    numbers = [each.number for each in Letter.objects.order_by("id")]
    assert numbers[0] == "460/0001/REKOM/DINSOS/III/2026"
    assert len(set(numbers)) == len(told)
    names = list(
        Event.objects.filter(subjects__kind="person", subjects__subject_id=stage.person.pk).values_list(
            "name", flat=True
        )
    )
    assert {"desk.letter.draft", "desk.letter.initial", "desk.letter.sign", "desk.letter.issue"} <= set(names)


@pytest.mark.requirement("R019")
def test_who_is_in_no_register_gets_no_certificate_and_is_told_what_to_do(cast: Cast) -> None:
    stage = set_stage(cast, decile=None)
    with pytest.raises(Refused, match="musyawarah desa") as refused:
        stage.draft("dtsen")
    assert refused.value.field == "Status DTSEN"
    assert stage.issued("sktm")[
        1
    ].number  # hardship stands on the assessment too, and the letter says there is no listing
    unmatched = a_case(stage.writer)
    with pytest.raises(Refused, match="cocokkan"):
        stage.draft("sktm", case_id=unmatched.pk)
    assert "belum ditemukan" in words_of(read_pdf(stage.issued("panti", case_id=unmatched.pk)[1]))


def test_a_high_decile_a_missing_answer_and_an_unknown_kind_are_refused(cast: Cast) -> None:
    stage = set_stage(cast, decile=8)
    wrong: list[tuple[str, dict[str, object], str]] = [
        ("sktm", ANSWERS["sktm"], "desil 1 sampai 5"),
        ("rekomendasi", ANSWERS["rekomendasi"] | {"basis": " \u200b "}, "Dasar"),
        ("panti", ANSWERS["panti"] | {"assessment": "miskin"}, "sedikitnya"),
        ("serah-terima", ANSWERS["serah-terima"] | {"handed_on": "2026-03-03"}, "hari ini atau sebelumnya"),
        ("rekomendasi", ANSWERS["rekomendasi"] | {"purpose": "x" * 201}, "paling banyak"),
        ("surat-sakti", {}, "ada di daftar"),
    ]
    for kind, values, told in wrong:
        with pytest.raises(Refused, match=told):
            stage.draft(kind if kind in ANSWERS else "rekomendasi", values=values) if kind in ANSWERS else (
                actions.draft_letter(
                    case_id=stage.case.pk, kind=kind, values=values, form_key=stage.case.pk, by=stage.writer, at=AT
                )
            )
    assert not Letter.objects.exists()
    assert stage.draft("dtsen").state == "DRAFT"  # the certificate quotes the decile, whatever it is


def test_names_with_every_kind_of_sign_stay_words(stage: Stage) -> None:
    odd = 'O\'Neil "Ali" {signer} #eval("1") <b> ᨔ @x'
    _letter, document = stage.issued("rekomendasi", values=ANSWERS["rekomendasi"] | {"recipient": odd})
    words = words_of(read_pdf(document))
    assert 'O\'Neil "Ali" {signer} #eval("1") <b> [aksara Lontara] @x' in words


def test_three_pairs_of_eyes(stage: Stage, cast: Cast) -> None:
    letter = stage.draft(by=cast.actor("SLRT_MANAGER"))
    with pytest.raises(Denied, match="Bidang Perlindungan"):
        actions.initial_letter(letter_id=letter.pk, revision=1, by=stage.rehsos, at=AT)
    letter = actions.initial_letter(letter_id=letter.pk, revision=1, by=stage.section, at=AT)
    make_official(cast, "Manajer SLRT", "Manajer Contoh", cast.user("SLRT_MANAGER").pk)
    for by in (cast.actor("SLRT_MANAGER"), stage.section):
        with pytest.raises(Denied, match="orang lain"):
            actions.sign_letter(letter_id=letter.pk, revision=2, by=by, at=AT)
    with pytest.raises(UnableToSign, match="kuasa tanda tangan"):
        actions.sign_letter(letter_id=letter.pk, revision=2, by=stage.rehsos, at=AT)
    with pytest.raises(Denied):
        actions.sign_letter(letter_id=letter.pk, revision=2, by=cast.actor("AUDITOR"), at=AT)
    with pytest.raises(UnableToMove):
        actions.issue_letter(letter_id=letter.pk, revision=2, by=stage.writer, at=AT)
    assert actions.sign_letter(letter_id=letter.pk, revision=2, by=stage.signer, at=AT).state == "SIGNED"


def test_initials_and_signature_are_for_what_was_read(stage: Stage) -> None:
    letter = stage.draft()
    changed = actions.change_letter(
        letter_id=letter.pk, values=ANSWERS["rekomendasi"] | {"purpose": "lain"}, revision=1, by=stage.writer, at=AT
    )
    with pytest.raises(LetterChanged, match="Baca lagi"):
        actions.initial_letter(letter_id=letter.pk, revision=1, by=stage.section, at=AT)
    with pytest.raises(LetterChanged):
        actions.change_letter(letter_id=letter.pk, values=ANSWERS["rekomendasi"], revision=1, by=stage.writer, at=AT)
    letter = actions.initial_letter(letter_id=letter.pk, revision=changed.revision, by=stage.section, at=AT)
    with pytest.raises(UnableToMove, match="muat ulang"):
        actions.initial_letter(letter_id=letter.pk, revision=letter.revision, by=stage.section, at=AT)
    with pytest.raises(Refused, match="diperbaiki"):
        actions.return_letter(letter_id=letter.pk, reason="-", by=stage.signer, at=AT)
    back = actions.return_letter(letter_id=letter.pk, reason="nama sekolah keliru", by=stage.signer, at=AT)
    assert (back.state, back.initialled_by, back.returned_reason) == ("DRAFT", None, "nama sekolah keliru")
    with pytest.raises(Refused, match="14 hari"):
        actions.initial_letter(
            letter_id=letter.pk, revision=back.revision, by=stage.section, at=AT + timedelta(days=15)
        )


def test_the_same_form_twice_is_one_draft(stage: Stage) -> None:
    key = stage.case.pk
    assert stage.draft(form_key=key).pk == stage.draft(form_key=key).pk
    with pytest.raises(Refused, match="formulir"):
        stage.draft(form_key=key, case_id=a_case(stage.writer).pk)


@pytest.mark.requirement("R002", "R102")
def test_the_official_of_the_day_signs_and_an_old_letter_keeps_theirs(stage: Stage, cast: Cast) -> None:
    old, document = stage.issued()
    waiting = stage.signed()
    stage.succeed_head("Contoh Penerus, S.H.", LATER.date())
    with pytest.raises(Refused, match="Penanda tangan"):
        actions.issue_letter(letter_id=waiting.pk, revision=waiting.revision, by=stage.writer, at=LATER)
    copy = words_of(actions.copy_letter(letter_id=old.pk, by=stage.writer, at=LATER))
    assert "SALINAN" in copy
    assert "Andi Contoh Wijaya" in copy
    assert "Penerus" not in copy
    assert document.number in copy
    letter = stage.initialled()
    with pytest.raises(UnableToSign):
        actions.sign_letter(letter_id=letter.pk, revision=letter.revision, by=stage.signer, at=LATER)
    letter = actions.sign_letter(letter_id=letter.pk, revision=letter.revision, by=second_head(cast), at=LATER)
    issued = actions.issue_letter(letter_id=letter.pk, revision=letter.revision, by=stage.writer, at=LATER)
    assert issued.number == "460/0002/REKOM/DINSOS/III/2026"  # the refused one used up no number
    assert "Contoh Penerus" in words_of(read_pdf(issued))


def test_on_behalf_and_acting_signatures(stage: Stage, cast: Cast) -> None:
    deputy = make_official(cast, "Kepala Bidang Rehabilitasi Sosial", "Wakil Contoh", stage.rehsos.user_id)
    admin = cast.actor("ADMINISTRATOR")
    power: dict[str, Any] = {
        "official_id": deputy.pk,
        "position": "Kepala Dinas Sosial",
        "basis": "SPT 1/2026",
        "until": None,
    }
    with pytest.raises(Refused, match="jabatan yang kosong"):
        organisation_actions.grant_mandate(capacity="PLT", since=MARCH, by=admin, at=AT, **power)
    with pytest.raises(Denied):
        organisation_actions.grant_mandate(capacity="AN", since=MARCH, by=stage.rehsos, at=AT, **power)
    an = organisation_actions.grant_mandate(capacity="AN", since=MARCH, by=admin, at=AT, **power)
    letter, document = stage.issued(by=stage.rehsos)
    words = words_of(read_pdf(document))
    assert "a.n. Kepala Dinas Sosial" in words
    assert "Wakil Contoh" in words
    ended = organisation_actions.end_mandate(mandate_id=an.pk, last_day=AT.date(), by=admin, at=AT)
    assert ended.term.upper == date(2026, 3, 3)
    waiting = stage.initialled()
    with pytest.raises(UnableToSign):
        actions.sign_letter(letter_id=waiting.pk, revision=waiting.revision, by=stage.rehsos, at=LATER)
    stage.head.term = type(stage.head.term)(stage.head.term.lower, LATER.date())
    stage.head.save()
    organisation_actions.grant_mandate(capacity="PLT", since=LATER.date(), by=admin, at=LATER, **power)
    with pytest.raises(Refused, match="satu Plt"):
        organisation_actions.grant_mandate(capacity="PLT", since=LATER.date(), by=admin, at=LATER, **power)
    preview = words_of(queries.preview_letter(stage.writer, waiting.pk, at=LATER))
    assert "Plt. Kepala Dinas Sosial" in preview
    assert "KONSEP" in preview
    waiting = actions.sign_letter(letter_id=waiting.pk, revision=waiting.revision, by=stage.rehsos, at=LATER)
    assert waiting.signer["position"] == "Plt. Kepala Dinas Sosial"
    assert "a.n." in words_of(actions.copy_letter(letter_id=letter.pk, by=stage.writer, at=LATER))


def test_a_cancelled_number_stays_in_the_book_with_its_reason(stage: Stage, cast: Cast) -> None:
    first, document = stage.issued()
    with pytest.raises(Denied):
        actions.cancel_letter(letter_id=first.pk, reason="salah nama", by=stage.writer, at=AT)
    with pytest.raises(Refused, match="Alasan"):
        actions.cancel_letter(letter_id=first.pk, reason="", by=stage.signer, at=AT)
    actions.cancel_letter(letter_id=first.pk, reason="salah nama", by=stage.signer, at=AT)
    with pytest.raises(UnableToMove):
        actions.cancel_letter(letter_id=first.pk, reason="salah nama", by=stage.signer, at=AT)
    assert stage.issued()[1].number == "460/0002/REKOM/DINSOS/III/2026"
    book = read_register(cast.actor("SLRT_MANAGER"), MARCH)
    assert [(each.sequence, each.is_revoked) for each in book.lines] == [(1, True), (2, False)]
    assert "salah nama" in book.lines[0].note
    assert (book.totals[0].count, book.totals[0].cancelled, book.totals[0].is_whole) == (2, 1, True)
    found = verify_document(document.verify_code)
    assert found is not None
    assert found.is_revoked
    assert "sudah dicabut" in words_of(actions.copy_letter(letter_id=first.pk, by=stage.writer, at=AT))
    draft = stage.draft()
    assert actions.cancel_letter(letter_id=draft.pk, reason="tidak jadi", by=stage.writer, at=AT).number == ""
    assert Document.objects.count() == 2


def test_neither_next_door_nor_a_role_that_only_follows_reads_a_letter(stage: Stage, cast: Cast) -> None:
    letter, document = stage.issued()
    neighbour, auditor, facilitator = cast.elsewhere("BACK_OFFICE"), cast.actor("AUDITOR"), cast.actor("FACILITATOR")
    for actor, sees, reads in (
        (stage.writer, True, True), (stage.signer, True, True), (neighbour, False, False), (auditor, True, False),
        (facilitator, False, False), (cast.elsewhere("SUPERVISOR"), False, False),
    ):  # fmt: skip
        assert letters_visible_to(actor).filter(pk=letter.pk).exists() is sees, actor.role
        assert can_read_letter(actor, letter) is reads, actor.role
        assert (reads and can_view_document(actor, document)) is reads
    assert not can_view_document(auditor, document)
    assert read_register(auditor, MARCH).lines[0].is_withheld
    assert "Siti" not in json.dumps(read_register(auditor, MARCH).lines[0].cells())
    assert not read_register(neighbour, MARCH).lines
    with scoped(neighbour):
        assert not Letter.objects.exists()
    reset_role()
    for by in (neighbour, auditor):
        for step in (actions.cancel_letter, actions.return_letter):
            with pytest.raises(Denied):
                step(letter_id=letter.pk, reason="iseng saja", by=by, at=AT)
        with pytest.raises(Denied):
            actions.copy_letter(letter_id=letter.pk, by=by, at=AT)
    with pytest.raises(Denied):
        stage.draft(by=neighbour)


def test_reading_is_logged_and_no_number_of_identity_lies_open(stage: Stage) -> None:
    letter, _document = stage.issued("pbi")
    looks = AccessLog.objects.filter(subject_id=stage.person.pk)
    assert looks.filter(fields__contains=["nik"], purpose__contains="rekomendasi").exists()
    before = looks.count()
    view = queries.get_letter(stage.writer, letter.pk, at=AT)
    queries.preview_letter(stage.writer, letter.pk, at=AT)
    actions.copy_letter(letter_id=letter.pk, by=stage.writer, at=AT)
    assert looks.count() == before + 3
    assert view.row.masked_nik
    assert str(a_nik()) not in view.row.masked_nik
    assert queries.get_letter(stage.cast.actor("AUDITOR"), letter.pk, at=AT).hides_content
    open_text = json.dumps(list(Event.objects.values_list("data", "reason"))) + json.dumps(
        list(RowChange.objects.values_list("new", flat=True)), default=str
    )
    assert str(a_nik()) not in open_text


def test_series_keep_their_own_form_and_never_share_one(stage: Stage, cast: Cast) -> None:
    admin = cast.actor("ADMINISTRATOR")
    form: dict[str, Any] = {"office_code": "DINSOS", "year": 2026, "classification": "400.9", "by": admin, "at": AT}
    set_series(series="sktm", pattern="{classification}/{bare}/SKTM-{unit}/{month}/{year}", **form)
    assert stage.issued("sktm")[1].number == "400.9/1/SKTM-DINSOS/III/2026"
    with pytest.raises(Refused, match="seri “sktm”"):
        set_series(series="dtsen", pattern="{classification}/{bare}/SKTM-{unit}/{month}/{year}", **form)
    with pytest.raises(Denied):
        set_series(series="sktm", pattern="{seq}/{year}", **(form | {"by": stage.writer}))


def test_lists_narrow_and_count_what_waits(stage: Stage, cast: Cast) -> None:
    letter, _document = stage.issued()
    draft, signed = stage.draft("sktm"), stage.signed("dtsen")
    assert queries.count_waiting_letters(stage.section) == {"initial": 1, "sign": 0, "issue": 0}
    assert queries.count_waiting_letters(stage.writer) == {"initial": 0, "sign": 0, "issue": 1}
    assert queries.count_waiting_letters(stage.rehsos)["initial"] == 0
    pages: list[tuple[dict[str, Any], set[Any]]] = [
        ({}, {letter.pk, draft.pk, signed.pk}),
        ({"kind": "sktm"}, {draft.pk}),
        ({"state": "SIGNED"}, {signed.pk}),
        ({"number": "0001/REK"}, {letter.pk}),
        ({"month": date(2026, 2, 1)}, set()),
        ({"month": MARCH}, {letter.pk, draft.pk, signed.pk}),
        ({"waiting": "issue"}, {signed.pk}),
    ]
    for narrowed, expected in pages:
        assert {each.id for each in queries.list_letters(stage.writer, **narrowed).rows} == expected, narrowed
    one = queries.list_letters(stage.writer, limit=2)
    two = queries.list_letters(stage.writer, limit=2, after=one.next_mark)
    assert len(one.rows) + len(two.rows) == one.total == 3
    assert not queries.list_letters(cast.elsewhere("BACK_OFFICE")).rows


@pytest.mark.requirement("B07")
def test_the_letter_of_a_referral_is_a_draft_until_it_is_signed(stage: Stage) -> None:
    """The link is good at once; the paper waits for initials and signature like every letter."""
    with pytest.raises(Refused, match="dibuat bersama rujukan"):
        actions.draft_letter(
            case_id=stage.case.pk, kind="rujukan", values={}, form_key=new_id(), by=stage.writer, at=AT
        )
    referral = a_referral(stage.cast, stage.case)
    letter = Letter.objects.get(pk=referral.letter_id)
    assert (letter.state, letter.kind, letter.recipient, referral.document_id) == (
        "DRAFT", "rujukan", "Dukcapil Contoh", None,
    )  # fmt: skip
    assert [each.id for each in queries.list_letters(stage.section, waiting="initial").rows] == [letter.pk]
    code = content_of(letter)[1]["referral"]["code"]
    link = referral.links.get(revoked_at=None)
    assert bytes(link.code_index) == code_index(link.pk, code)
    with pytest.raises(Denied):
        actions.initial_letter(letter_id=letter.pk, revision=letter.revision, by=stage.writer, at=AT)
    _new, told = actions.renew_link(referral_id=referral.pk, by=stage.writer, at=AT)
    letter.refresh_from_db()
    assert content_of(letter)[1]["referral"]["code"] == told != code, "a draft tells the code that opens the link"
    words = {"problem": "Belum punya KK sejak pindah.", "service": "penerbitan KK"}
    actions.change_letter(letter_id=letter.pk, values=words, revision=1, by=stage.writer, at=AT)
    actions.initial_letter(letter_id=letter.pk, revision=2, by=stage.section, at=AT)
    actions.sign_letter(letter_id=letter.pk, revision=3, by=stage.signer, at=AT)
    document = actions.issue_letter(letter_id=letter.pk, revision=4, by=stage.writer, at=AT)
    referral.refresh_from_db()
    assert referral.document_id == document.pk
    paper = words_of(read_pdf(document))
    for each in ("Dukcapil Contoh", "Belum punya KK sejak pindah", "lembar kode", document.number, "RUJ"):
        assert each in paper
    _new, later = actions.renew_link(referral_id=referral.pk, by=stage.writer, at=AT)
    slip = queries.read_code_slip(stage.writer, referral.pk, at=AT)
    assert slip is not None
    assert (slip.code, slip.number, slip.replaces) == (shown_code(later), document.number, True)
    with pytest.raises(NoSuchCase):
        queries.read_code_slip(stage.cast.elsewhere("BACK_OFFICE"), referral.pk, at=AT)
    with pytest.raises(Denied):
        queries.read_code_slip(stage.cast.actor("AUDITOR"), referral.pk, at=AT)
    letter.refresh_from_db()
    document.refresh_from_db()
    assert (letter.state, letter.revision, document.revoked_at) == ("ISSUED", 5, None), "the signed paper stands"
    second = a_referral(stage.cast, stage.case, agency_id=referral.agency_id)
    actions.withdraw_referral(referral_id=second.pk, reason="salah alamat", by=stage.writer, at=AT)
    dropped = Letter.objects.get(pk=second.letter_id)
    assert (dropped.state, dropped.cancelled_reason) == ("CANCELLED", "rujukan ditarik: salah alamat")
    answered = a_referral(stage.cast, stage.case, agency_id=referral.agency_id)
    actions.answer_referral(referral_id=answered.pk, answer="DITOLAK", text="Penuh", by=stage.writer, at=AT)
    assert Letter.objects.get(pk=answered.letter_id).state == "CANCELLED"


@pytest.mark.requirement("R019")
def test_the_certificate_asked_for_at_a_persons_page_is_a_draft_like_every_letter(stage: Stage, client: Client) -> None:
    client.force_login(stage.cast.user("FRONT_OFFICE"))
    address = f"/layanan/surat/warga/{stage.person.pk}/"
    page = client.get(address)
    assert stage.case.ticket in page.content.decode()  # the open case may be meant
    assert address in client.get(f"/registri/orang/{stage.person.pk}/").content.decode()
    form = {"purpose": "beasiswa", "form_key": str(new_id()), "revision": "0"}
    assert client.post(address, form | {"purpose": ""}).status_code == 422
    answers = [client.post(address, form), client.post(address, form)]
    letter = Letter.objects.get()
    assert {each["Location"] for each in answers} == {f"/layanan/surat/{letter.pk}/"}
    assert (letter.state, letter.kind, letter.number, letter.document_id) == ("DRAFT", "dtsen", "", None)
    assert (letter.case.service_code, letter.case.person_id) == ("L12", stage.person.pk)
    assert Case.objects.count() == 2  # sent twice, one request
    assert not Document.objects.exists()


def test_no_case_is_left_behind_for_who_is_in_no_register_or_next_door(cast: Cast) -> None:
    stage = set_stage(cast, decile=None)
    told: dict[str, Any] = {"person_id": stage.person.pk, "purpose": "beasiswa", "form_key": new_id(), "at": AT}
    with pytest.raises(Refused, match="musyawarah desa"):
        actions.draft_certificate(by=cast.actor("FRONT_OFFICE"), **told)
    with pytest.raises((Denied, NoSuchRecord)):
        actions.draft_certificate(by=cast.elsewhere("FRONT_OFFICE"), **told)
    with pytest.raises(Denied):
        actions.draft_certificate(by=cast.actor("AUDITOR"), **told)
    assert Case.objects.count() == 1
