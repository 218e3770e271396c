"""Pages of letters: from the case to a numbered letter, the book with its files, the public check, numbers and signers."""

import io
from typing import Any

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from openpyxl import load_workbook

from rangkul.desk.models import Letter
from rangkul.kernel import clock
from rangkul.organisation.models import SigningMandate
from rangkul.platform.audit.models import AccessLog, Event
from rangkul.platform.documents.verification import shown
from tests.desk.letter_stage import ANSWERS, Stage, make_official, set_stage
from tests.desk.stage import Visitor, hidden_of, make_areas, text_of
from tests.people import NEIGHBOUR_VILLAGE, Cast
from tests.remembered import remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return remembered("letter-pages", built, cast)


def built(cast: Cast) -> Stage:
    """Areas and a matched case, as they are built the first time."""
    make_areas()
    return set_stage(cast)


def page(name: str, *args: Any) -> str:
    return reverse(f"web:desk:{name}", args=args)


def step(visitor: Visitor, name: str, letter: Letter, **answers: Any) -> Any:
    letter.refresh_from_db()
    return visitor.post(page(name, letter.pk), **({"revision": letter.revision} | answers))


def test_from_the_case_to_a_numbered_letter_and_its_check(stage: Stage, cast: Cast) -> None:
    desk, section = Visitor(cast, "BACK_OFFICE"), Visitor(cast, "DIVISION_HEAD")
    head = Visitor(cast, "OFFICE_HEAD")
    assert "Buat surat" in text_of(desk.get(page("case", stage.case.pk)))
    new = page("letter-new", stage.case.pk)
    kinds = text_of(desk.get(new))
    assert "Surat keterangan tidak mampu" in kinds
    assert desk.get(new, jenis="surat-sakti").status_code == 404
    form = desk.get(new, jenis="sktm")
    assert "Atap rumah roboh" in form.content.decode()  # the story fills the assessment, for who may read it
    hidden = hidden_of(form)
    answers = {key: value for key, value in ANSWERS["sktm"].items() if key != "visited_on"} | hidden
    day = {"visited_on_hari": "1", "visited_on_bulan": "3", "visited_on_tahun": "2026"}
    wrong = desk.post(f"{new}?jenis=sktm", **(answers | day | {"assessment": "miskin"}))
    assert wrong.status_code == 422
    assert "sedikitnya 20 huruf" in text_of(wrong)
    made = desk.post(f"{new}?jenis=sktm", **(answers | day))
    assert made.status_code == 303
    assert desk.post(f"{new}?jenis=sktm", **(answers | day))["Location"] == made["Location"]
    letter = Letter.objects.get()
    told = text_of(desk.get(made["Location"]))
    assert "DTSEN, desil 2" in told
    assert "Pratinjau" in told
    preview = desk.get(page("letter-preview", letter.pk))
    assert preview.content.startswith(b"%PDF")
    assert "no-store" in preview["Cache-Control"]
    assert "Surat menunggu paraf Anda" in text_of(section.get(reverse("web:home:worklist")))
    assert step(desk, "letter-initial", letter).status_code == 403
    assert step(section, "letter-initial", letter).status_code == 303
    assert step(section, "letter-initial", letter).status_code == 422
    assert step(head, "letter-sign", letter, revision=1).status_code == 422
    assert step(head, "letter-sign", letter).status_code == 303
    issued = step(desk, "letter-issue", letter)
    assert issued.status_code == 303
    letter.refresh_from_db()
    assert letter.number.startswith("460/0001/SKTM/DINSOS/")
    opened = desk.get(page("letter", letter.pk))
    assert letter.number in text_of(opened)
    assert reverse("web:platform:document", args=[letter.document_id]) in opened.content.decode()
    before = AccessLog.objects.count()
    pdf = desk.get(reverse("web:platform:document", args=[letter.document_id]))
    assert pdf.content.startswith(b"%PDF")
    assert AccessLog.objects.count() == before + 1
    assert step(desk, "letter-copy", letter).content.startswith(b"%PDF")
    listed = text_of(desk.get(page("letter-list"), nomor="0001/SKTM"))
    assert letter.number in listed
    assert "**" in listed
    assert "7312015905800001" not in listed
    assert letter.number not in text_of(desk.get(page("letter-list"), jenis="dtsen"))
    assert "tidak dikenal" in text_of(desk.get(page("letter-list"), bulan="xx"))
    assert step(desk, "letter-cancel", letter, reason="salah nama").status_code in (403, 422)
    assert step(head, "letter-cancel", letter, reason="salah nama").status_code == 303


def test_the_public_check_leaks_nothing_and_counts_guesses(stage: Stage) -> None:
    letter, document = stage.issued("panti")
    public = Visitor()
    checked = public.get(reverse("web:platform:verify", args=[shown(document.verify_code)]))
    words = text_of(checked)
    for expected in ("Rekomendasi penerimaan di panti", document.number, "Dinas Sosial Kabupaten Soppeng", "berlaku"):
        assert expected in words
    for secret in ("Siti", "Panti Werdha", stage.case.ticket, "7312", "emperan", letter.recipient):
        assert secret not in words
    unknown = [public.get(reverse("web:platform:verify", args=[code])) for code in ("A" * 20, "x", "0" * 20)]
    assert {each.status_code for each in unknown} == {404}
    assert len({str(_main(each)) for each in unknown}) == 1
    assert _terms(checked) == _terms(unknown[0]) != []
    codes = [public.get(reverse("web:platform:verify", args=["B" * 20])).status_code for _ in range(30)]
    assert codes[-1] == 429
    assert public.get(reverse("web:platform:verify", args=[shown(document.verify_code)])).status_code == 200


def _main(response: Any) -> Any:
    return BeautifulSoup(response.content, "html.parser").find("main")


def _terms(response: Any) -> list[str]:
    return [each.get_text() for each in _main(response).select("dl.summary-list dt")]


def test_the_book_is_a_page_a_print_and_two_tables(stage: Stage, cast: Cast) -> None:
    now = clock.now()
    letter, _document = stage.issued(values=ANSWERS["rekomendasi"] | {"recipient": "=HYPERLINK(1)"})
    month = f"{letter.issued_on:%Y-%m}"
    manager, head, auditor = Visitor(cast, "SLRT_MANAGER"), Visitor(cast, "OFFICE_HEAD"), Visitor(cast, "AUDITOR")
    step(head, "letter-cancel", letter, reason="nama sekolah keliru")
    book = text_of(manager.get(page("letter-book"), bulan=month))
    assert letter.number in book
    assert "Batal: nama sekolah keliru" in book
    assert "1 nomor, 1 batal (1–1)" in book
    hidden = text_of(auditor.get(page("letter-book"), bulan=month))
    assert letter.number in hidden
    assert "Siti" not in hidden
    assert letter.number not in text_of(
        Visitor(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE).get(page("letter-book"), bulan=month)
    )
    printed = manager.get(page("letter-book"), bulan=month, bentuk="pdf")
    sheets = pypdfium2.PdfDocument(printed.content)
    assert sheets[0].get_width() > sheets[0].get_height()
    assert "DIBATALKAN" in sheets[0].get_textpage().get_text_range()
    table = load_workbook(io.BytesIO(manager.get(page("letter-book"), bulan=month, bentuk="xlsx").content)).active
    assert table is not None
    rows = [[cell.value for cell in row] for row in table.iter_rows()]
    assert rows[1][1] == letter.number
    assert rows[1][5] == "'=HYPERLINK(1)"
    assert "nama sekolah keliru" in manager.get(page("letter-book"), bulan=month, bentuk="csv").content.decode()
    assert Event.objects.filter(name="documents.register.take", at__gte=now).count() == 3
    assert "Tidak ada surat bernomor" in text_of(manager.get(page("letter-book"), bulan="2019-01"))
    assert manager.get(page("letter-book"), bulan="9999-12", halaman="99").status_code == 200
    assert Visitor(cast, "FACILITATOR").get(page("letter-book")).status_code == 403


def test_numbers_and_signers_are_set_on_pages(stage: Stage, cast: Cast) -> None:
    admin, desk = Visitor(cast, "ADMINISTRATOR"), Visitor(cast, "BACK_OFFICE")
    assert "460/……/SKTM/DINSOS/" in text_of(admin.get(page("letter-series")))
    url = f"{page('letter-series')}?seri=sktm"
    assert admin.post(url, classification="400", pattern="{seq}").status_code == 422
    assert admin.post(url, classification="400", pattern="{classification}/{bare}/SKTM/{year}").status_code == 303
    assert "400/……/SKTM/" in text_of(admin.get(page("letter-series")))
    assert admin.post(f"{page('letter-series')}?seri=lain").status_code == 404
    assert desk.get(page("letter-series")).status_code == 403
    official = make_official(cast, "Kepala Bidang Rehabilitasi Sosial", "Wakil Contoh", None)
    assert "Belum terhubung dengan akun" in text_of(admin.get(page("letter-signers")))
    link = page("letter-signer-link", official.pk)
    assert admin.post(link, user="bukan akun").status_code == 422
    assert admin.post(link, user=str(stage.rehsos.user_id)).status_code == 303
    grant = {"official": str(official.pk), "capacity": "PLT", "position": "Kepala Dinas Sosial", "basis": "SPT 1/2026"}
    today = clock.now().date()
    since = {"since_hari": str(today.day), "since_bulan": str(today.month), "since_tahun": str(today.year)}
    refused = admin.post(page("mandate-grant"), **grant, **since)
    assert refused.status_code == 422
    assert "jabatan yang kosong" in text_of(refused)
    granted = admin.post(page("mandate-grant"), **(grant | {"capacity": "AN"}), **since)
    assert granted.status_code == 303, text_of(granted)
    mandate = SigningMandate.objects.get()
    assert "Wakil Contoh" in text_of(admin.get(page("letter-signers")))
    last = {name.replace("since", "last_day"): value for name, value in since.items()}
    assert admin.post(page("mandate-end", mandate.pk), **last).status_code == 303
    assert desk.get(page("letter-signers")).status_code == 403


def test_next_door_finds_nothing(stage: Stage, cast: Cast) -> None:
    letter = stage.draft()
    neighbour = Visitor(cast, "BACK_OFFICE", NEIGHBOUR_VILLAGE)
    assert neighbour.get(page("letter", letter.pk)).status_code == 404
    assert neighbour.get(page("letter-preview", letter.pk)).status_code == 404
    assert neighbour.get(page("letter-new", stage.case.pk)).status_code == 404
    for name in ("letter-change", "letter-cancel", "letter-issue", "letter-copy"):
        assert neighbour.post(page(name, letter.pk), reason="iseng saja").status_code == 404, name
    auditor = Visitor(cast, "AUDITOR")
    seen = text_of(auditor.get(page("letter", letter.pk)))
    assert "hanya dibaca petugas" in seen
    assert "penghasilan tidak tetap" not in seen
    assert auditor.get(page("letter-preview", letter.pk)).status_code == 403
