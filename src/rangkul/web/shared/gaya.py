"""Sample content of the component page; every name and number on it is invented."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.web.shared.fields import DateBoxes, NikField
from rangkul.web.shared.lists import CaseList, Cell, Column, Row, sort_column
from rangkul.web.shared.wording import masked, today

SAMPLE_NIK = "0012014101900001"

SECTIONS = (
    ("warna", gettext_lazy("Warna dan lambang")),
    ("huruf", gettext_lazy("Huruf")),
    ("tombol", gettext_lazy("Tombol")),
    ("isian", gettext_lazy("Isian formulir")),
    ("salah", gettext_lazy("Isian yang salah")),
    ("pesan", gettext_lazy("Pesan")),
    ("status", gettext_lazy("Status dan identitas")),
    ("daftar", gettext_lazy("Daftar kasus")),
    ("rincian", gettext_lazy("Rincian dan periksa jawaban")),
    ("langkah", gettext_lazy("Langkah, tugas, dan riwayat")),
    ("banding", gettext_lazy("Perbandingan dan alasan")),
    ("angka", gettext_lazy("Angka dan grafik")),
    ("kartu", gettext_lazy("Kartu, kosong, dan konfirmasi")),
)


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(
        label=gettext_lazy("Nama lengkap"), help_text=gettext_lazy("Seperti tertulis di KTP atau KK.")
    )
    nik = NikField(label=gettext_lazy("NIK"), required=False, help_text=gettext_lazy("Kosongkan bila tidak punya."))
    born_on = DateBoxes(
        label=gettext_lazy("Tanggal lahir"), past_only=True, help_text=gettext_lazy("Misalnya 27 3 1987.")
    )
    village = forms.ChoiceField(label=gettext_lazy("Desa atau kelurahan"))
    need = forms.CharField(label=gettext_lazy("Apa yang dibutuhkan?"), widget=forms.Textarea(attrs={"rows": 3}))
    living = forms.ChoiceField(label=gettext_lazy("Tinggal bersama siapa?"), widget=forms.RadioSelect)
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Surat yang dibawa"), required=False, widget=forms.CheckboxSelectMultiple
    )
    letter = forms.FileField(label=gettext_lazy("Foto surat"), required=False)
    agrees = forms.BooleanField(label=gettext_lazy("Warga setuju datanya dicatat untuk pelayanan ini"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        living = self.fields["living"]
        papers = self.fields["papers"]
        village = self.fields["village"]
        assert isinstance(living, forms.ChoiceField)
        assert isinstance(papers, forms.MultipleChoiceField)
        assert isinstance(village, forms.ChoiceField)
        village.choices = [("", _("Pilih desa")), ("1", "Contoh Jaya"), ("2", "Contoh Makmur")]
        living.choices = [("FAMILY", _("Keluarga")), ("ALONE", _("Sendiri")), ("CARE", _("Di panti"))]
        living.widget.option_hints = {"CARE": _("Lembaga atau panti yang dikenal Dinas.")}
        papers.choices = [("KTP", "KTP"), ("KK", _("Kartu keluarga")), ("NONE", _("Tidak ada"))]


class SampleFilter(forms.Form):
    """A filter panel."""

    state = forms.ChoiceField(label=gettext_lazy("Keadaan"), required=False)
    due_on = DateBoxes(label=gettext_lazy("Tenggat sebelum"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)
        state.choices = [("", _("Semua")), ("NEW", _("Baru")), ("LATE", _("Lewat tenggat"))]


def sample_list(request: HttpRequest) -> CaseList:
    """Four cases: late, due today, at ease, without a date."""
    day = today()
    sample = (
        ("Sitti Contoh", "L-2026-00031", "Contoh Jaya", "RETURNED", _("Dikembalikan"), -2),
        ("Baharuddin Misal", "L-2026-00042", "Contoh Makmur", "IN_PROGRESS", _("Ditangani"), 0),
        ("Nurlela Percobaan", "L-2026-00044", "Contoh Jaya", "NEW", _("Baru"), 9),
    )
    return CaseList(
        caption=_("Kasus yang menunggu Anda"),
        columns=(
            sort_column(request, _("Warga"), "nama"),
            Column(label=_("Desa")),
            Column(label=_("Keadaan")),
            sort_column(request, _("Tenggat"), "tenggat"),
        ),
        rows=[
            Row(
                is_late=days < 0,
                cells=(
                    Cell(text=name, url="#daftar", note=ticket),
                    Cell(text=village),
                    Cell(text=label, state=state),
                    Cell(due_on=day + timedelta(days=days)),
                ),
            )
            for name, ticket, village, state, label, days in sample
        ],
    )


def sample_figures() -> dict[str, Any]:
    """Charts and tiles."""
    return {
        "bars": [("Marioriwawo", 312), ("Lalabata", 288), ("Liliriaja", 240), ("Ganra", 97), ("Citta", 64)],
        "targets": [
            {"label": _("Beras (KK)"), "value": 1180, "target": 1462},
            {"label": _("Alat bantu (orang)"), "value": 10, "target": 10},
            {"label": _("Permakanan lansia (orang)"), "value": 31, "target": 80},
        ],
        "colours": [
            ("brand-deep", "#083f3c"),
            ("brand", "#0b5d57"),
            ("brand-soft", "#e2f0ee"),
            ("accent", "#8a5200"),
            ("accent-bright", "#f5b544"),
            ("accent-soft", "#fdf1da"),
        ],
    }


def sample_story() -> dict[str, Any]:
    """Timeline, steps, tasks, reasons and comparison."""
    at = datetime(2026, 3, 4, 2, 15, tzinfo=UTC)
    return {
        "timeline": [
            {"title": _("Beras 20 kg diserahkan"), "at": at + timedelta(days=40), "by": _("Operator desa"),
             "tone": "good", "body": _("Diterima sendiri, dengan tanda tangan.")},
            {"title": _("Ditetapkan sebagai penerima"), "at": at + timedelta(days=21), "by": _("Kepala bidang"),
             "tone": "key", "body": _("SK nomor 460/00/Dinsos.")},
            {"title": _("Usulan dikembalikan"), "at": at + timedelta(days=6), "by": _("Petugas kecamatan"),
             "tone": "bad", "body": _("Fotokopi KK belum ada.")},
            {"title": _("Kebutuhan didaftarkan"), "at": at, "by": _("Front office Puskesos")},
        ],
        "steps": [
            {"title": _("Kebutuhan diterima"), "note": _("4 Maret 2026"), "state": "done"},
            {"title": _("Sedang diperiksa petugas"), "note": _("Biasanya paling lama 3 hari kerja."), "state": "now"},
            {"title": _("Keputusan"), "note": "", "state": ""},
            {"title": _("Bantuan diserahkan"), "note": "", "state": ""},
        ],
        "tasks": [
            {"label": _("Cari di registri"), "url": "#langkah", "status": _("Selesai"), "tone": "good"},
            {"label": _("Lengkapi surat"), "url": "#langkah", "hint": _("KK belum ada; dampingi ke Dukcapil."),
             "status": _("Menunggu"), "tone": "warn"},
            {"label": _("Usulkan program"), "status": _("Belum dapat dimulai"), "tone": "neutral"},
        ],
        "reasons": [
            {"text": _("Terdaftar di DTKS pada bulan ini"), "answer": "yes", "note": _("Sumber: DTKS, Februari 2026")},
            {"text": _("Belum menerima beras dari program lain"), "answer": "no", "note": _("BPNT sejak 2021")},
            {"text": _("Penghasilan keluarga di bawah batas"), "answer": "unknown"},
        ],
        "compare_columns": [_("Semula"), _("Di lapangan"), _("Di kantor")],
        "compare_rows": [
            {"label": _("Nama"), "cells": [{"value": "SITTI CONTOH"}] * 3},
            {"label": _("Pekerjaan"), "differs": True, "name": "pekerjaan",
             "cells": [{"value": _("Tani")}, {"value": _("Tidak bekerja"), "key": "field"},
                       {"value": _("Buruh tani"), "key": "server"}]},
        ],
    }  # fmt: skip


def gaya_context(request: HttpRequest) -> dict[str, Any]:
    """Everything the page shows."""
    wrong = SampleForm({"nik": "73120141O19", "born_on_hari": "27", "born_on_bulan": "14", "born_on_tahun": "1987"})
    return {
        "sections": SECTIONS,
        "plain_form": SampleForm(auto_id="contoh_%s"),
        "wrong_form": wrong,
        "filter_form": SampleFilter(auto_id="saring_%s"),
        "cases": sample_list(request),
        "nik": masked(SAMPLE_NIK),
        "today": today(),
        "moment": datetime(2026, 11, 22, 6, 5, tzinfo=UTC),
        "born_on": today().replace(year=today().year - 67, day=1),
        "facts": [{"label": _("Umur"), "value": _("67 tahun")}, {"label": _("Desa"), "value": "Contoh Jaya"}],
        "person_tags": [
            {"label": _("NIK padan"), "tone": "good"},
            {"label": _("Lansia tinggal sendiri"), "tone": "warn"},
        ],
        "tones": [
            ("NEUTRAL", _("Ditutup")),
            ("NEW", _("Baru")),
            ("IN_PROGRESS", _("Ditangani")),
            ("APPROVED", _("Disetujui")),
            ("RETURNED", _("Dikembalikan")),
            ("REJECTED", _("Ditolak")),
        ],
        "tabs": [
            {"label": _("Milik saya"), "url": "?tab=saya#daftar", "active": True, "count": 3},
            {"label": _("Tim"), "url": "?tab=tim#daftar", "active": False, "count": 12},
            {"label": _("Lewat tenggat"), "url": "?tab=lewat#daftar", "active": False, "count": 1, "alarm": True},
        ],
        "chips": [{"label": _("Desa Contoh Jaya"), "url": "#daftar"}, {"label": _("Baru"), "url": "#daftar"}],
        "summary": [
            {"label": _("Nama lengkap"), "value": "Sitti Contoh", "url": "#rincian"},
            {"label": _("NIK"), "value": masked(SAMPLE_NIK), "url": "#rincian"},
            {"label": _("Nomor telepon"), "value": "", "url": "#rincian"},
        ],
        **sample_figures(),
        **sample_story(),
    }
