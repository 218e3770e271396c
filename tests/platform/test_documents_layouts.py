"""Every layout gives a tagged Indonesian PDF from its own fonts, and text never becomes code."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rangkul.platform.documents.errors import UnableToIssue
from rangkul.platform.documents.layouts import LAYOUTS, layout_version
from rangkul.platform.documents.plain import _SHOWN, printable, to_plain
from rangkul.platform.documents.rendering import qr_svg, render_pdf
from tests.platform.document_samples import COLUMNS, DECREE, LETTER, SAMPLES, rows_of_people

AT = datetime(2018, 12, 6, 1, tzinfo=UTC)
URL = "https://rangkul.example/sistem/periksa/7K2QX-9M4TB-ZP3WD-HN6RA/"
META: dict[str, Any] = {
    "number": "460/0017/DINSOS/XII/2018",
    "title": "Surat contoh",
    "place": "Watansoppeng",
    "date": date(2018, 12, 6),
    "verify_url": URL,
    "verify_address": "rangkul.example/sistem/periksa/",
    "verify_code": "7K2QX-9M4TB-ZP3WD-HN6RA",
    "qr": qr_svg(URL),
}
HOSTILE = '#eval("1+1") *tebal* $x^2$ #import "parts.typ" \\ @label <label> // akhir `kode` = Judul - butir ~ "kutip"'


def rendered(layout: str, data: dict[str, Any]) -> bytes:
    return render_pdf(layout, data, meta=META, at=AT)


def words_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(text.replace("\ufffe", "-").split())


def test_there_is_a_sample_of_every_layout() -> None:
    assert SAMPLES.keys() == LAYOUTS.keys()


@pytest.mark.parametrize("layout", SAMPLES)
def test_the_pdf_is_tagged_in_indonesian_and_brings_its_fonts(layout: str) -> None:
    with pikepdf.open(io.BytesIO(rendered(layout, SAMPLES[layout]))) as pdf:
        assert pdf.Root.Lang == "id-ID"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == "Surat contoh"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        fonts = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all({"/FontFile2", "/FontFile3"} & set(each.keys()) for each in fonts)
        assert all("Libertinus" in str(each.FontName) or "DejaVu" in str(each.FontName) for each in fonts)


@pytest.mark.parametrize("layout", [each for each in SAMPLES if each != "report"])  # counted, not issued
def test_number_office_signer_and_code_are_on_paper(layout: str) -> None:
    words = words_of(rendered(layout, SAMPLES[layout]))
    signer = SAMPLES[layout]["first" if layout == "bast" else "signer"]["name"]
    for expected in (META["number"], "PEMERINTAH KABUPATEN SOPPENG", signer, META["verify_code"], "6 Desember 2018"):
        assert expected.lower() in words.lower()


def test_text_that_looks_like_markup_is_printed_as_it_is() -> None:
    hostile = LETTER | {"fields": [("Nama", HOSTILE)], "opening": [HOSTILE], "heading": "Surat #panic()"}
    words = words_of(rendered("letter", hostile))
    for part in ('#eval("1+1")', "*tebal*", "$x^2$", '#import "parts.typ"', "@label <label>", "`kode`"):
        assert words.count(part) == 2
    assert "SURAT #PANIC()" in words


@settings(max_examples=15, deadline=None)
@given(name=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_name_breaks_a_letter(name: str) -> None:
    assert rendered("letter", LETTER | {"fields": [("Nama", name)]}).startswith(b"%PDF")


def test_every_character_let_through_has_a_shape() -> None:
    assert rendered("letter", LETTER | {"opening": [" ".join(sorted(_SHOWN))]}).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sitti Ārung", "Sitti Ārung"),
        ("Si\u200btti\x00", "Sitti"),
        ("ᨔᨗᨈᨗ", "[aksara Lontara]"),
        ("Tolong 🙏🏽🙏 Siti محمد 李", "Tolong [emoji] Siti [aksara Arab] [aksara Han]"),
        ("a\tb\u3000c", "a b c"),
        ("e\u0301", "é"),
    ],
)
def test_what_the_fonts_lack_becomes_a_box(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_the_same_data_gives_the_same_bytes() -> None:
    assert rendered("decree", DECREE) == rendered("decree", DECREE)


def test_a_long_attachment_repeats_its_head_on_every_page() -> None:
    attachment = {"title": "Daftar", "columns": COLUMNS, "rows": rows_of_people(400)}
    pdf = pypdfium2.PdfDocument(rendered("decree", DECREE | {"attachment": attachment}))
    listed = [text for page in pdf if "Warga Contoh" in (text := page.get_textpage().get_text_range())]
    assert len(listed) > 10
    assert all("ID DTKS" in text and "Desa/kelurahan" in text for text in listed)
    assert "Warga Contoh 400" in listed[-1]


def test_amounts_carry_thousands_dots() -> None:
    words = words_of(rendered("bast", SAMPLES["bast"]))
    assert "Rp8.400.000" in words
    assert "3.400.000" in words


def test_a_forgotten_or_mistyped_key_is_no_empty_letter() -> None:
    with pytest.raises(UnableToIssue, match="missing"):
        rendered("letter", {key: value for key, value in LETTER.items() if key != "opening"})
    with pytest.raises(UnableToIssue, match=r"unknown \['feilds'\]"):
        rendered("letter", LETTER | {"feilds": []})
    with pytest.raises(UnableToIssue, match="no layout"):
        rendered("surat-sakti", LETTER)
    with pytest.raises(UnableToIssue, match="cannot hold a set"):
        rendered("letter", LETTER | {"opening": {"a"}})


def test_dates_become_words() -> None:
    late_in_utc = datetime(2018, 12, 5, 20, tzinfo=UTC)
    assert to_plain({"on": date(2018, 12, 6), "at": late_in_utc}) == {"on": "6 Desember 2018", "at": "6 Desember 2018"}


def test_layouts_have_a_version_each() -> None:
    assert len({layout_version(name) for name in LAYOUTS}) == len(LAYOUTS)
