"""The citizen's complaint, photo, answer and survey on the pages; nobody is revealed and nothing that was typed is lost."""

import io
import re
import struct
import zipfile
import zlib
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from rangkul.desk import actions
from rangkul.desk.models import Attachment, Case, Complaint, SurveyAnswer
from rangkul.desk.satisfaction import ELEMENTS
from rangkul.kernel import clock
from rangkul.platform.audit.models import AccessLog
from rangkul.platform.files.storage import place_of
from rangkul.platform.policy.actor import citizen_actor
from rangkul.web.desk.passes import issue_pass, read_pass, read_survey_token, survey_token
from tests.desk.stage import Visitor, a_case, a_referral, a_web_case, hidden_of, make_areas, text_of
from tests.desk.test_complaint_way import STORY, a_complaint, answer
from tests.people import KECAMATAN, VILLAGE, Cast
from tests.registry.factories import make_person

pytestmark = pytest.mark.django_db

COMPLAIN = reverse("web:desk:complaint-report")
FOLLOW = reverse("web:desk:follow")
DOUBLE = {
    "subject": "K",
    "category": "K09",
    "area": VILLAGE,
    "programme": "Sembako",
    "story": STORY,
    "about": "Bu Contoh",
}
NAMED = {"reporter_name": "Siti Contoh", "phone": "0812 3456 7890"}


@pytest.fixture(autouse=True)
def office(cast: Cast) -> None:
    make_areas()


@pytest.fixture
def citizen() -> Visitor:
    return Visitor()


def complain(citizen: Visitor, **answers: Any) -> Any:
    """Every page filled in from `answers`, whatever pages come; then sent."""
    page = citizen.get(COMPLAIN, kecamatan=KECAMATAN)
    for _number in range(8):
        shown = BeautifulSoup(page.content, "html.parser").find("main")
        assert shown is not None
        names = {str(each["name"]) for each in shown.find_all(["input", "select", "textarea"]) if each.get("name")}
        hidden = hidden_of(page)
        if "step" not in hidden:
            return citizen.post(COMPLAIN, **(hidden | {"step": "save"}))
        page = citizen.post(COMPLAIN, **(hidden | {name: answers[name] for name in names if name in answers}))
        if page.status_code != 200:
            return page
    raise AssertionError("the pages never end")


def follow(citizen: Visitor, ticket: str, digits: str) -> Any:
    return citizen.post(FOLLOW, ticket=ticket, phone_last4=digits)


def link_to(page: Any, name: str) -> str:
    """The first link of the page to an address of this name."""
    start = reverse(f"web:desk:{name}", args=["x"]).removesuffix("x/")
    found = BeautifulSoup(page.content, "html.parser").find("a", href=re.compile(f"^{re.escape(start)}"))
    assert found is not None, text_of(page)
    return str(found["href"])


@pytest.mark.requirement("R405")
def test_double_aid_from_the_page_to_answer_objection_and_survey(cast: Cast, citizen: Visitor) -> None:
    sent = complain(citizen, **DOUBLE, **NAMED)
    assert sent.status_code == 303, text_of(sent)
    complaint = Complaint.objects.get()
    assert (complaint.category, complaint.channel, complaint.kind) == ("K09", "WEB", "PENGADUAN")
    done = citizen.get(sent["Location"])
    assert complaint.ticket in text_of(done)
    assert "Kunci Anda" not in text_of(done)
    officer = Visitor(cast, "BACK_OFFICE")
    page = officer.get(reverse("web:desk:complaint", args=[complaint.pk]))
    assert STORY in text_of(page)
    person = make_person()
    tied = officer.post(reverse("web:desk:complaint-tie", args=[complaint.pk]), person=str(person.pk))
    assert tied.status_code == 303
    answering = reverse("web:desk:complaint-answer", args=[complaint.pk])
    assert officer.post(answering, outcome="TERBUKTI", text="").status_code == 422
    assert officer.post(answering, outcome="TERBUKTI", text="Satu kartu sudah dihentikan.").status_code == 303
    assert officer.post(answering, outcome="INFORMASI", text="Sekali lagi dijawab.").status_code == 422
    told = follow(citizen, complaint.ticket, "7890")
    assert "Satu kartu sudah dihentikan." in text_of(told)
    responding = link_to(told, "ticket-respond")
    assert citizen.post(responding, text="").status_code == 422
    assert citizen.post(responding, text="Yang satu lagi masih jalan.").status_code == 303
    again = citizen.post(responding, text="Sekali lagi.")
    assert again.status_code == 422
    assert officer.get(reverse("web:desk:complaint", args=[complaint.pk])).status_code == 404
    supervisor = Visitor(cast, "SUPERVISOR")
    assert supervisor.post(answering, outcome="TERBUKTI", text="Keduanya sudah dihentikan.").status_code == 303
    told = follow(citizen, complaint.ticket, "7890")
    assert "Keduanya sudah dihentikan." in text_of(told)
    marks = {each.code: "3" for each in ELEMENTS}
    survey = link_to(told, "survey")
    assert citizen.post(survey, **(marks | {"U5": ""})).status_code == 422
    assert citizen.post(survey, **marks).status_code == 303
    assert citizen.post(survey, **marks).status_code == 303
    assert SurveyAnswer.objects.get().marks == [3] * 9
    assert "survei" not in text_of(follow(citizen, complaint.ticket, "7890"))


def test_without_a_name_four_digits_open_the_answer(cast: Cast, citizen: Visitor) -> None:
    sent = complain(citizen, **DOUBLE, is_anonymous="on")
    done = text_of(citizen.get(sent["Location"]))
    complaint = Complaint.objects.get()
    found = re.search(r"empat angka (\d{4})", done)
    assert found is not None, done
    assert found[1] not in sent["Location"]
    assert "Tiket" in text_of(follow(citizen, complaint.ticket, found[1]))
    answer(complaint, cast.actor("BACK_OFFICE"))
    assert "Satu kepesertaan" in text_of(follow(citizen, complaint.ticket, found[1]))


def test_each_way_through_the_pages(citizen: Visitor) -> None:
    told = {"area": VILLAGE, "story": STORY}
    ways: tuple[tuple[dict[str, str], tuple[str, ...]], ...] = (
        ({"subject": "Q", **NAMED}, ("PERTANYAAN", "N08", "BUKAN_PETUGAS")),
        ({"subject": "S", "is_anonymous": "on"}, ("SARAN", "N99", "BUKAN_PETUGAS")),
        ({"subject": "N", "category": "N04", "against": "DESA", **NAMED}, ("PENGADUAN", "N04", "DESA")),
        (
            {"subject": "K", "category": "K02", "of_staff": "on", "against": "DINAS", **NAMED},
            ("PENGADUAN", "K02", "DINAS"),
        ),
    )
    for answers, fields in ways:
        assert complain(citizen, **told, **answers).status_code == 303
        complaint = Complaint.objects.latest("id")
        assert (complaint.kind, complaint.category, complaint.against) == fields


def test_a_wrong_answer_is_told_and_nothing_is_lost(citizen: Visitor) -> None:
    wrong = (
        ({"subject": ""}, "Apa yang ingin Anda sampaikan"),
        ({"category": "N04"}, "category"),
        ({"area": "73.12.99.2001"}, "area"),
        ({"story": "ya"}, "Cerita"),
        ({"reporter_name": ""}, "tanpa nama"),
        ({"phone": "bukan nomor"}, "nomor HP"),
    )
    for changed, word in wrong:
        page = complain(citizen, **(DOUBLE | NAMED | changed))
        assert page.status_code == 422
        assert word in page.content.decode()
        if {"reporter_name", "phone"} & changed.keys():
            assert hidden_of(page)["story"] == STORY
    assert not Complaint.objects.exists()


def same(response: Any) -> str:
    """The page without what the visitor typed and without ticket numbers and tokens."""
    return re.sub(r"[RP]-[0-9A-Z]{4}-[0-9A-Z-]+", "", re.sub(r'value="[^"]*"', "", response.content.decode()))


def test_no_enumeration_by_ticket_digits_phone_or_nik(cast: Cast, citizen: Visitor) -> None:
    """Wrong digits, an unknown ticket, a NIK or a phone number, known or not: one and the same page."""
    person = make_person()
    case, complaint = a_case(cast.actor("FRONT_OFFICE")), a_complaint()
    silent = a_case(cast.actor("FRONT_OFFICE"), phone="")
    tries = [
        (case.ticket, "0000"), (complaint.ticket, "0000"), (silent.ticket, "7890"), ("R-2611-AAAA-AAAA", "7890"),
        ("P-2611-AAAA-AAAA", "7890"), ("0000995503840001", "7890"), ("081234567890", "7890"), (person.name, "7890"),
        (str(complaint.pk), "7890"),
    ]  # fmt: skip
    answers = [follow(citizen, ticket, digits) for ticket, digits in tries]
    assert {each.status_code for each in answers} == {200}
    assert len({same(each) for each in answers}) == 1


def test_telling_of_somebody_known_or_unknown_gets_the_same_page(cast: Cast, citizen: Visitor) -> None:
    known = make_person()
    pages = []
    for about in (known.name, "Tidak Ada Orangnya", "0000995503840001"):
        sent = complain(citizen, **(DOUBLE | {"about": about}), **NAMED)
        pages.append(re.sub(r"/[A-Za-z0-9_-]{60,}/", "", same(citizen.get(sent["Location"]))))
    assert len(set(pages)) == 1


def test_the_status_of_a_complaint_reveals_neither_who_nor_what(citizen: Visitor) -> None:
    complaint = a_complaint(about="Bu Contoh Rahasia")
    page = follow(citizen, complaint.ticket, "7890")
    for secret in ("Siti", "Sembako dua kali", "Rahasia", "0812", str(complaint.pk), VILLAGE):
        assert secret not in page.content.decode()


def test_tries_are_limited_for_complaints_as_for_cases(citizen: Visitor) -> None:
    ticket = a_complaint().ticket
    assert [follow(citizen, ticket, "0000").status_code for _try in range(7)] == [200] * 6 + [429]
    assert follow(citizen, ticket, "7890").status_code == 429


def test_complaints_from_one_address_are_limited_and_the_answers_stay(citizen: Visitor, monkeypatch: Any) -> None:
    monkeypatch.setattr("rangkul.web.desk.complaining.COMPLAINTS_PER_ADDRESS", 1)
    assert complain(citizen, **DOUBLE, **NAMED).status_code == 303
    refused = complain(citizen, **DOUBLE, **NAMED)
    assert refused.status_code == 429
    assert hidden_of(refused)["story"] == STORY


@pytest.mark.requirement("R408")
def test_the_ticket_tells_what_to_bring_and_what_the_agency_answered(cast: Cast, citizen: Visitor) -> None:
    officer = cast.actor("BACK_OFFICE")
    case = a_case(officer)
    reason = "Bawa kartu keluarga; surat rujukan puskesmas"
    actions.return_case(case_id=case.pk, reason=reason, by=officer, at=clock.now())
    page = follow(citizen, case.ticket, "7890")
    items = [
        each.get_text().removeprefix("☐ ") for each in BeautifulSoup(page.content, "html.parser").select(".notice li")
    ]
    assert items == ["Bawa kartu keluarga", "Surat rujukan puskesmas"]
    referral = a_referral(cast)
    ticket = Case.objects.get(pk=referral.case_id).ticket
    assert "jawaban ditunggu" in text_of(follow(citizen, ticket, "7890"))
    words: dict[str, Any] = {
        "answer": "SELESAI",
        "text": "KK terbit, rahasia rumah tangga",
        "by": officer,
        "at": clock.now(),
    }
    actions.answer_referral(referral_id=referral.pk, **words)
    told = text_of(follow(citizen, ticket, "7890"))
    assert "Dukcapil Contoh" in told
    assert "selesai dengan hasil" in told
    assert "rahasia" not in told


def a_photo(width: int = 60, height: int = 40, *, kind: str = "JPEG") -> bytes:
    """A photo with a place, a device and a comment in it."""
    photo, out = Image.new("RGB", (width, height), "teal"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera Rahasia"
    exif.get_ifd(0x8825)[1] = "S"
    photo.save(out, kind, exif=exif, comment=b"dusun rahasia") if kind == "JPEG" else photo.save(out, kind, exif=exif)
    return out.getvalue()


def a_bomb() -> bytes:
    """A PNG that says it has 100,000 by 100,000 points."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def an_archive_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


def attach(citizen: Visitor, address: str, content: bytes, name: str = "foto.jpg") -> Any:
    return citizen.post(address, file=SimpleUploadedFile(name, content, "image/jpeg"))


def test_a_photo_is_stripped_sealed_and_opened_by_who_serves(cast: Cast, citizen: Visitor) -> None:
    case = a_web_case()
    told = follow(citizen, case.ticket, "7890")
    address = link_to(told, "ticket-attach")
    assert b"Kamera Rahasia" in a_photo()
    assert attach(citizen, address, a_photo(), "../../<script>.php").status_code == 303
    assert attach(citizen, address, a_photo(), "lain.jpg").status_code == 303
    assert attach(citizen, address, b"%PDF-1.7 surat", "surat.exe").status_code == 303
    photo, letter = Attachment.objects.order_by("attached_at")
    assert (photo.media_type, letter.media_type) == ("image/jpeg", "application/pdf")
    assert photo.name.endswith(".jpg")
    assert "/" not in photo.name
    assert letter.name == "surat.exe.pdf"
    assert b"%PDF" not in place_of(letter.sealed_sha256).read_bytes()
    officer = Visitor(cast, "BACK_OFFICE")
    assert photo.name in text_of(officer.get(reverse("web:desk:case", args=[case.pk])))
    got = officer.get(reverse("web:desk:attachment", args=[photo.pk]))
    assert got["Content-Disposition"].startswith("attachment")
    for secret in (b"Kamera Rahasia", b"dusun rahasia", b"Exif"):
        assert secret not in got.content
    assert Image.open(io.BytesIO(got.content)).size == (60, 40)
    assert AccessLog.objects.filter(subject_id=case.pk, fields__contains=["lampiran"]).exists()
    for other in (Visitor(cast, "BACK_OFFICE", cast.elsewhere("BACK_OFFICE").areas[0]), Visitor(cast, "AUDITOR")):
        assert other.get(reverse("web:desk:attachment", args=[photo.pk])).status_code in (403, 404)
    assert "2 lampiran sudah kami terima" in text_of(follow(citizen, case.ticket, "7890"))


def test_what_is_no_photo_and_no_letter_is_refused_with_a_reason(citizen: Visitor) -> None:
    case = a_web_case()
    address = reverse("web:desk:ticket-attach", args=[issue_pass("case", case.pk, VILLAGE, now=clock.now())])
    wrong = {
        "kosong": b"",
        "teks CSV": b"<?php system($_GET['x']); ?>".lstrip(b"<"),
        "jenis yang tidak dikenal": b"<svg onload=alert(1)>",
        "juta titik": a_bomb(),
        "setelah dibuka": an_archive_bomb(),
        "6 MB": b"%PDF-" + b"0" * 6_300_000,
    }
    for word, content in (*wrong.items(), ("utuh", a_photo()[:400]), ("utuh", b"\xff\xd8\xff" + b"bukan foto" * 40)):
        page = attach(citizen, address, content)
        assert page.status_code == 422, word
        assert word in text_of(page), word
    assert not Attachment.objects.exists()


def test_at_most_five_files_and_none_on_a_closed_ticket(cast: Cast, citizen: Visitor) -> None:
    complaint = a_complaint()
    address = reverse("web:desk:ticket-attach", args=[issue_pass("complaint", complaint.pk, VILLAGE, now=clock.now())])
    codes = [attach(citizen, address, a_photo(60 + number, kind="PNG")).status_code for number in range(6)]
    assert codes == [303] * 5 + [422]
    answer(complaint, cast.actor("BACK_OFFICE"))
    actions.accept_answer(complaint_id=complaint.pk, by=citizen_actor(), at=clock.now())
    assert "tiket yang masih terbuka" in text_of(attach(citizen, address, a_photo()))


def test_passes_and_survey_links_cannot_be_made_up_and_end(citizen: Visitor) -> None:
    case = a_web_case()
    now = clock.now()
    good = issue_pass("case", case.pk, VILLAGE, now=now)
    assert read_pass(good, now=now) is not None
    assert read_pass(good, now=now.replace(year=now.year + 1)) is None
    assert good != issue_pass("case", case.pk, VILLAGE, now=now)
    wrong = good[:-2] + ("AA" if not good.endswith("AA") else "BB")
    for bad in (wrong, "x", "%00", "a" * 300, survey_token(case.pk)):
        assert read_pass(bad, now=now) is None
        assert citizen.get(reverse("web:desk:ticket-attach", args=[bad])).status_code == 303
    assert read_survey_token(good) is None
    for bad in (good, "x", survey_token(case.pk)):  # the last is of an open ticket
        assert citizen.get(reverse("web:desk:survey", args=[bad])).status_code == 404


@pytest.mark.requirement("R409")
@pytest.mark.requirement("R410")
def test_services_by_need_by_words_near_whom_and_on_paper(cast: Cast, citizen: Visitor) -> None:
    listing = reverse("web:desk:services")
    assert "PBI-JK" in text_of(citizen.get(listing, q="berobat"))
    assert "Rekomendasi calon orang tua angkat" not in text_of(citizen.get(listing, q="berobat"))
    school = text_of(citizen.get(listing, butuh="sekolah"))
    assert "Bantuan biaya pendidikan" in school
    assert "Tidak ada layanan dengan kata itu" in text_of(citizen.get(listing, q="xyzzy <script>"))
    service = reverse("web:desk:service", args=["l06"])
    near = text_of(citizen.get(service, kecamatan=KECAMATAN, desa=VILLAGE))
    assert "Puskesos Contoh" in near
    assert "Gratis" in near
    paper = citizen.get(service, cetak="", kecamatan=KECAMATAN, desa=VILLAGE)
    assert "Dicetak" in text_of(paper)
    assert citizen.get(service, kecamatan="x", desa="y").status_code == 200


def test_office_pages_figures_categories_and_results(cast: Cast) -> None:
    manager = Visitor(cast, "SLRT_MANAGER")
    a_complaint()
    year = {"periode": str(clock.local_date(clock.now(), "Asia/Makassar").year)}
    assert "Bantuan ganda" in text_of(manager.get(reverse("web:desk:complaint-list")))
    assert "Tidak ada pengaduan yang cocok" in text_of(manager.get(reverse("web:desk:complaint-list"), kategori="K01"))
    assert "K09" in text_of(manager.get(reverse("web:desk:complaint-figures"), **year))
    table = manager.get(reverse("web:desk:complaint-figures"), bentuk="csv", **year)
    assert table.content.decode().count("\r\n") == 3
    assert "Belum ada jawaban" in text_of(manager.get(reverse("web:desk:survey-results"), **year))
    refused = manager.post(reverse("web:desk:survey-publish"), **year)
    assert refused.status_code == 422
    for number in range(5):
        words: dict[str, Any] = {"marks": [4, 4, 4, 4, 4, 4, 4, 4, 1 + number % 2], "suggestion": "=1+1"}
        case = a_web_case()
        actions.answer_survey(
            subject_id=case.pk, area=VILLAGE, post_id=None, by=citizen_actor(), at=clock.now(), **words
        )
    page = text_of(manager.get(reverse("web:desk:survey-results"), **year))
    assert "Mutu A" in page
    assert "Penanganan pengaduan" in page
    assert "92,78" in manager.get(reverse("web:desk:survey-results"), bentuk="csv", **year).content.decode()
    issued = manager.post(reverse("web:desk:survey-publish"), **year)
    assert issued.status_code == 303
    assert manager.get(issued["Location"])["Content-Type"] == "application/pdf"
    change = reverse("web:desk:category-change")
    made = manager.post(change, code="k13", label="Kategori kantor ini", days="3", is_active="on")
    assert made.status_code == 303
    assert "sudah dipakai" in text_of(manager.post(change, code="K13", label="Dua kali", days="3", is_active="on"))
    assert "Kategori kantor ini" in text_of(manager.get(reverse("web:desk:category-list")))
    clerk = Visitor(cast, "FRONT_OFFICE")
    for name in ("category-list", "category-change", "survey-results", "survey-publish"):
        assert clerk.get(reverse(f"web:desk:{name}")).status_code == 403, name
    form = clerk.get(reverse("web:desk:complaint-register"))
    words = {"story": STORY, "category": "K04", "area": VILLAGE, "against": "BUKAN_PETUGAS", "channel": "LOKET"}
    noted = clerk.post(reverse("web:desk:complaint-register"), **(hidden_of(form) | words))
    assert noted.status_code == 303
    assert "Kunci untuk membaca jawaban" in text_of(clerk.get(noted["Location"]))
