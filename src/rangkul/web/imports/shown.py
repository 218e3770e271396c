"""How batches, reasons and differences are put into words on the pages."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.platform.importing import queries
from rangkul.platform.importing.problems import TAKEN_BEFORE
from rangkul.platform.policy.actor import Actor
from rangkul.registry import policies as registry_policies
from rangkul.registry import queries as registry_queries
from rangkul.registry.queries.views import SubjectLabel
from rangkul.web.shared.lists import CaseList, Cell, Column, Row
from rangkul.web.shared.wording import date_in_words, number_in_words

_FIELDS: dict[str, str | Promise] = {
    "nama": gettext_lazy("Nama"),
    "nik": gettext_lazy("NIK"),
    "status_nik": gettext_lazy("Status NIK"),
    "jenis_kelamin": gettext_lazy("Jenis kelamin"),
    "tempat_lahir": gettext_lazy("Tempat lahir"),
    "tanggal_lahir": gettext_lazy("Tanggal lahir"),
    "nama_ibu": gettext_lazy("Nama ibu"),
    "status_kawin": gettext_lazy("Status kawin"),
    "pendidikan": gettext_lazy("Pendidikan"),
    "pekerjaan": gettext_lazy("Pekerjaan"),
    "wilayah": gettext_lazy("Wilayah"),
    "alamat": gettext_lazy("Alamat"),
    "dusun": gettext_lazy("Dusun"),
    "rt": gettext_lazy("RT"),
    "rw": gettext_lazy("RW"),
    "keluarga": gettext_lazy("Keluarga"),
    "kesehatan": gettext_lazy("Data dari Dinas Kesehatan"),
    "hubungan": gettext_lazy("Hubungan keluarga"),
    "meninggal": gettext_lazy("Status hidup"),
    "pindah": gettext_lazy("Tempat tinggal"),
    "id_dtks": gettext_lazy("ID DTKS"),
    "nomor_jkn": gettext_lazy("Nomor JKN"),
    "terdaftar": gettext_lazy("Terdaftar di"),
    "ragam_disabilitas": gettext_lazy("Disabilitas"),
    "hamil": gettext_lazy("Kehamilan"),
    "ikut_program": gettext_lazy("Menjadi peserta"),
    "desil": gettext_lazy("Desil atau status terdaftar"),
    "nomor": gettext_lazy("Nomor di daftar lain"),
    "isian": gettext_lazy("Isian formulir yang berbeda"),
    "keluar_program": gettext_lazy("Tidak lagi peserta"),
    "nama_lembaga": gettext_lazy("Nama lembaga"),
    "jenis_lembaga": gettext_lazy("Jenis lembaga"),
    "ketua": gettext_lazy("Ketua"),
    "telepon": gettext_lazy("Telepon"),
    "pemilik": gettext_lazy("Pemilik"),
    "jumlah_klien": gettext_lazy("Jumlah klien"),
    "tanda_daftar": gettext_lazy("Tanda daftar"),
    "akreditasi": gettext_lazy("Akreditasi"),
    "tempat_tidur": gettext_lazy("Tempat tidur"),
}


_REMARKS: dict[str, str | Promise] = {
    "NIK_TANGGAL_LAHIR_BEDA": gettext_lazy("NIK menunjuk tanggal lahir yang lain"),
    "NIK_JENIS_KELAMIN_BEDA": gettext_lazy("NIK menunjuk jenis kelamin yang lain"),
}


def remarks(notes: Mapping[str, int]) -> list[tuple[str, int]]:
    """What was noticed in rows that are taken all the same, with the number of rows, most first."""
    told = [(str(_REMARKS.get(code, code)), count) for code, count in notes.items() if code != TAKEN_BEFORE]
    return sorted(told, key=lambda each: (-each[1], each[0]))


def field_label(name: str) -> str:
    """The name of a field for people; the code itself when it has none."""
    return str(_FIELDS.get(name, name))


def batch_rows(batches: Iterable[queries.ImportBatch]) -> CaseList:
    """The list of imports."""
    return CaseList(
        caption=_("Impor berkas"),
        hide_caption=True,
        columns=(
            Column(label=_("Berkas")),
            Column(label=_("Jenis")),
            Column(label=_("Status")),
            Column(label=_("Baris"), numeric=True),
            Column(label=_("Bermasalah"), numeric=True),
            Column(label=_("Diunggah")),
        ),
        rows=[_row(each) for each in batches],
    )


_WHY: dict[str, str | Promise] = {
    "EVENT": gettext_lazy("ada kegiatan petugas sesudah impor ini"),
    "MERGED": gettext_lazy("orang lain sudah digabungkan ke sini"),
    "LATER_FILE": gettext_lazy("berkas yang lebih baru sudah menambah datanya"),
    "CHANGED": gettext_lazy("datanya sudah diubah sesudah impor ini"),
    "FAMILY": gettext_lazy("sekeluarga dengan yang tetap ada"),
    "REFERRED": gettext_lazy("sudah dipakai untuk kasus, usulan, atau bantuan"),
}


def kept_rows(rows: Sequence[Sequence[str]]) -> CaseList:
    """What stayed after undoing: [kind, id, name, why]; older entries know neither name nor why."""
    pages = {"person": "web:registry:person", "family": "web:registry:family"}
    kinds = {"person": _("orang"), "family": _("keluarga")}
    return CaseList(
        caption=_("Yang tetap ada"),
        hide_caption=True,
        columns=(Column(label=_("Nama")), Column(label=_("Jenis")), Column(label=_("Sebabnya"))),
        rows=[
            Row(
                cells=(
                    Cell(text=each[2] if len(each) > 2 else each[1], url=reverse(pages[each[0]], args=[each[1]])),
                    Cell(text=kinds[each[0]]),
                    Cell(text=str(_WHY.get(each[3] if len(each) > 3 else "", _WHY["REFERRED"]))),
                )
            )
            for each in rows
        ],
    )


def fallen_names(actor: Actor, rows: Iterable[queries.ImportRow]) -> dict[int, SubjectLabel]:
    """{row: who it is} of those who fell off a list, as far as the actor may see them. At most three queries."""
    found: dict[int, SubjectLabel] = {}
    if not registry_policies.may_view_persons(actor):
        return found
    given = [(row.pk, row.candidates[0], UUID(row.candidates[1])) for row in rows if len(row.candidates) == 2]
    for kind in ("person", "family"):
        labels = registry_queries.labels_for(kind, [subject for _pk, each, subject in given if each == kind])
        found |= {
            pk: labels[subject]
            for pk, each, subject in given
            if each == kind and subject in labels and actor.covers(labels[subject].area_code)
        }
    return found


def reason_lines(rows: Iterable[queries.ImportRow]) -> list[tuple[int, str, list[dict[str, str]]]]:
    """(row number, verdict, reasons) for the table of problems."""
    return [(row.number, row.verdict, row.reasons) for row in rows]


def _row(batch: queries.ImportBatch) -> Row:
    return Row(
        cells=(
            Cell(
                text=batch.file_name,
                url=reverse("web:imports:batch", args=[batch.pk]),
                note=_("data per %(day)s") % {"day": date_in_words(batch.as_of)},
            ),
            Cell(text=queries.format_title(batch.format_code) or "–"),
            Cell(text=str(batch.get_state_display()), state=batch.state),
            Cell(text=number_in_words(batch.rows_total), numeric=True),
            Cell(text=number_in_words(batch.rows_doubtful + batch.rows_refused), numeric=True),
            Cell(text=date_in_words(batch.uploaded_at), note=batch.uploaded_by_name),
        )
    )
