"""The date in three boxes names the part that is wrong; long numbers are taken as people type them."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from rangkul.web.shared.fields import DateBoxes, NikField
from rangkul.web.shared.wording import today


class Sample(forms.Form):
    born_on = DateBoxes(label="Tanggal lahir", past_only=True)
    died_on = DateBoxes(label="Tanggal wafat", required=False)
    nik = NikField(label="NIK", required=False)


@pytest.fixture(autouse=True)
def indonesian() -> Iterator[None]:
    with translation.override("id"):
        yield


def sample(day: str = "27", month: str = "3", year: str = "1987", **more: str) -> Sample:
    return Sample({"born_on_hari": day, "born_on_bulan": month, "born_on_tahun": year, **more})


@pytest.mark.parametrize("month", ["3", "03", "maret", "Mar", "March"])
def test_month_by_number_or_name(month: str) -> None:
    form = sample(month=month)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == date(1987, 3, 27)
    assert form.cleaned_data["died_on"] is None


@pytest.mark.parametrize(
    ("boxes", "part", "words"),
    [
        (("27", "14", "1987"), "bulan", "Bulan harus"),
        (("27", "abc", "1987"), "bulan", "Bulan harus"),
        (("32", "1", "1987"), "hari", "Hari harus"),
        (("29", "2", "1987"), "hari", "Tanggal 29 tidak ada"),
        (("1", "1", "87"), "tahun", "Tahun harus"),
        (("1", "1", "1800"), "tahun", "terlalu lama"),
        (("1", "", "1987"), "bulan", "Tambahkan bulan"),
        (("", "", "1987"), "hari", "Tambahkan hari dan bulan"),
        (("١", "1", "1987"), "hari", "Hari harus"),
    ],
)
def test_the_wrong_part_is_named_and_marked(boxes: tuple[str, str, str], part: str, words: str) -> None:
    form = sample(*boxes)
    assert not form.is_valid()
    assert words in form.errors["born_on"][0]
    marked = str(form["born_on"])
    assert 'aria-invalid="true"' in marked.split(f'name="born_on_{part}"')[1].split(">")[0]
    if part == "bulan":
        assert "aria-invalid" not in marked.split('name="born_on_hari"')[1].split(">")[0]


@pytest.mark.parametrize(
    ("month", "number"), [("Pebruari", 2), ("peb", 2), ("Nopember", 11), ("NOP", 11), ("Agustus", 8)]
)
def test_old_spellings_of_months_are_read(month: str, number: int) -> None:
    form = sample(month=month)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born_on"] == date(1987, number, 27)


def test_a_birth_date_is_not_in_the_future() -> None:
    tomorrow = today() + timedelta(days=1)
    form = sample(str(tomorrow.day), str(tomorrow.month), str(tomorrow.year))
    assert "belum terjadi" in form.errors["born_on"][0]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2020, 1, 1)))
def test_every_past_date_comes_back(day: date) -> None:
    form = sample(str(day.day), str(day.month), str(day.year))
    assert form.is_valid()
    assert form.cleaned_data["born_on"] == day
    boxes = str(Sample(initial={"born_on": day})["born_on"])
    for part in (day.day, day.month, day.year):
        assert f'value="{part}"' in boxes


def test_an_empty_required_date_asks_for_all_three() -> None:
    assert sample("", "", "").errors["born_on"] == ["Isi hari, bulan, dan tahun."]


@pytest.mark.parametrize("typed", ["0012 0141 0190 0001", "0012.0141.0190.0001", "0012-014101900001"])
def test_a_nik_is_taken_as_people_type_it(typed: str) -> None:
    form = sample(nik=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["nik"] == "0012014101900001"
    assert 'value="0012 0141 0190 0001"' in str(form["nik"])


@pytest.mark.parametrize(("typed", "words"), [("00120141O1900001", "Hanya angka"), ("123", "Nomor ini 3 angka")])
def test_a_nik_that_cannot_be_one_is_explained(typed: str, words: str) -> None:
    assert words in sample(nik=typed).errors["nik"][0]


class Kinds(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti di KTP.")
    choice = forms.ChoiceField(label="Pilihan", choices=[("A", "a")], widget=forms.RadioSelect)
    agrees = forms.BooleanField(label="Setuju")
    note = forms.CharField(label="Catatan", required=False)


def drawn(source: str, **context: object) -> str:
    return Template("{% load rangkul_ui %}" + source).render(Context(context))


def test_hint_and_error_are_tied_to_the_control() -> None:
    html = drawn("{% field form.name %}", form=Kinds({}))
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'id="id_name_hint"' in html
    assert 'id="id_name_error"' in html
    assert "Isi “Nama”." in html


def test_only_what_may_be_left_out_is_said_to_be_optional() -> None:
    assert "(tidak wajib)" in drawn("{% field form.note %}", form=Kinds())
    assert "(tidak wajib)" not in drawn("{% field form.name %}", form=Kinds())


def test_the_summary_links_each_error_to_the_box_to_mend() -> None:
    html = drawn("{% error_summary form %}", form=sample(month="14"))
    assert 'href="#id_born_on_1"' in html
    assert "Tanggal lahir: Bulan harus" in html
    assert 'href="#id_choice_0"' in drawn("{% error_summary form %}", form=Kinds({}))


def test_no_summary_without_errors() -> None:
    assert drawn("{% error_summary form %}", form=Kinds()).strip() == ""
    assert drawn("{% error_summary form %}", form=None).strip() == ""


def test_what_is_typed_is_shown_escaped() -> None:
    html = drawn("{% field form.name %}{% error_summary form %}", form=Kinds({"name": "<script>x</script>"}))
    assert "<script>" not in html
