"""The deeds of the registry in words, for timelines."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rangkul.kernel.clock import format_date
from rangkul.platform.audit.wording import Wording, register_sentences
from rangkul.registry import groups
from rangkul.registry.enums import (
    ChangeKind,
    ConditionKind,
    DifferenceField,
    DifferenceState,
    IdentityKind,
    OutsideProgramme,
    PairState,
    Relation,
    Source,
)

FIELD_NAMES: dict[str, Any] = {
    "name": gettext_lazy("nama"),
    "nik": gettext_lazy("NIK"),
    "nik_status": gettext_lazy("status NIK"),
    "sex": gettext_lazy("jenis kelamin"),
    "birth_place": gettext_lazy("tempat lahir"),
    "birth_date": gettext_lazy("tanggal lahir"),
    "mother_name": gettext_lazy("nama ibu kandung"),
    "marital_status": gettext_lazy("status perkawinan"),
    "education_code": gettext_lazy("pendidikan"),
    "occupation_code": gettext_lazy("pekerjaan"),
    "phone": gettext_lazy("nomor telepon"),
    "address": gettext_lazy("alamat"),
    "hamlet": gettext_lazy("dusun/lingkungan"),
    "rt": gettext_lazy("RT"),
    "rw": gettext_lazy("RW"),
    "area_code": gettext_lazy("desa/kelurahan"),
}


def _label(choices: Any, value: object) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def _day(value: object) -> str:
    try:
        return format_date(date.fromisoformat(str(value)))
    except ValueError:
        return ""


def _registered(data: Mapping[str, Any]) -> str:
    source = _label(Source, data.get("source"))
    return _("Didaftarkan di registri (%(source)s)") % {"source": source}


def _corrected(data: Mapping[str, Any]) -> str:
    fields = [str(FIELD_NAMES.get(name, name)) for name in data.get("fields", [])]
    return _("Data diperbaiki: %(fields)s") % {"fields": ", ".join(fields)}


def _died(data: Mapping[str, Any]) -> str:
    return _("%(name)s dicatat meninggal %(day)s") % {"name": data.get("name", ""), "day": _day(data.get("died_on"))}


def _joined(data: Mapping[str, Any]) -> str:
    relation = _label(Relation, data.get("relation"))
    return _("%(name)s masuk KK sebagai %(relation)s") % {"name": data.get("name", ""), "relation": relation}


def _moved(data: Mapping[str, Any]) -> str:
    return _("Keluarga pindah alamat sejak %(day)s") % {"day": _day(data.get("on"))}


def _split(data: Mapping[str, Any]) -> str:
    return _("Pecah KK: %(count)s orang membentuk keluarga %(head)s") % {
        "count": data.get("members", ""),
        "head": data.get("head", ""),
    }


def _headed(data: Mapping[str, Any]) -> str:
    return _("Kepala keluarga berganti menjadi %(head)s") % {"head": data.get("head", "")}


def _identified(data: Mapping[str, Any]) -> str:
    return _("%(kind)s dicatat") % {"kind": _label(IdentityKind, data.get("kind"))}


def _ranked(data: Mapping[str, Any]) -> str:
    source = _label(Source, data.get("source"))
    if data.get("decile"):
        return _("Desil %(decile)s menurut %(source)s dicatat") % {"decile": data["decile"], "source": source}
    return _("Status %(source)s dicatat") % {"source": source}


def _served_elsewhere(data: Mapping[str, Any]) -> str:
    return _("Kepesertaan %(programme)s dicatat") % {"programme": _label(OutsideProgramme, data.get("programme"))}


def _condition(data: Mapping[str, Any]) -> str:
    kind = _label(ConditionKind, data.get("kind"))
    return _("Kondisi dicatat: %(kind)s") % {"kind": kind} if kind else _("Kondisi kesehatan dicatat")


def _asked(words: Any) -> Wording:
    return lambda data: words % {"number": data.get("number", ""), "kind": _label(ChangeKind, data.get("kind"))}


def _left_district(data: Mapping[str, Any]) -> str:
    return _("Keluarga pindah ke %(destination)s sejak %(day)s") % {
        "destination": data.get("destination", ""),
        "day": _day(data.get("on")),
    }


def _came_back(data: Mapping[str, Any]) -> str:
    return _("Datang dan tinggal di sini sejak %(day)s; data lamanya dipakai lagi") % {"day": _day(data.get("on"))}


def _group_name(data: Mapping[str, Any]) -> str:
    kind = groups.find_type(str(data.get("type", "")))
    return kind.name if kind else _("jenis yang tidak ditampilkan")


def _marked(data: Mapping[str, Any]) -> str:
    return _("Ditandai sebagai %(kind)s") % {"kind": _group_name(data)}


def _mark_ended(data: Mapping[str, Any]) -> str:
    return _("Tanda %(kind)s berakhir") % {"kind": _group_name(data)}


def _decided(data: Mapping[str, Any]) -> str:
    return _("Dibandingkan dengan data lain: %(decision)s") % {"decision": _label(PairState, data.get("decision"))}


def _difference(data: Mapping[str, Any]) -> str:
    fields = ", ".join(_label(DifferenceField, each) for each in data.get("fields", []))
    return _("Perbedaan %(fields)s dengan Dukcapil atau DTSEN: %(state)s") % {
        "fields": fields,
        "state": _label(DifferenceState, data.get("state")),
    }


SENTENCES: dict[str, Wording] = {
    "registry.change.draft": _asked(gettext_lazy("Permohonan perubahan %(number)s disusun: %(kind)s")),
    "registry.change.edit": _asked(gettext_lazy("Permohonan perubahan %(number)s diubah isinya: %(kind)s")),
    "registry.change.attach": _asked(gettext_lazy("Dokumen dilampirkan pada permohonan %(number)s")),
    "registry.change.submit": _asked(gettext_lazy("Permohonan perubahan %(number)s diajukan: %(kind)s")),
    "registry.change.check": _asked(gettext_lazy("Permohonan perubahan %(number)s dinyatakan benar")),
    "registry.change.apply": _asked(gettext_lazy("Permohonan perubahan %(number)s diterapkan: %(kind)s")),
    "registry.change.return": _asked(gettext_lazy("Permohonan perubahan %(number)s dikembalikan")),
    "registry.change.refuse": _asked(gettext_lazy("Permohonan perubahan %(number)s ditolak")),
    "registry.change.withdraw": _asked(gettext_lazy("Permohonan perubahan %(number)s ditarik")),
    "registry.disability.train": gettext_lazy("Didaftarkan sebagai peserta pelatihan {activity}"),
    "registry.disability.export": gettext_lazy("Daftar penyandang disabilitas diunduh, {rows} orang"),
    "registry.decile.export": gettext_lazy("Daftar perubahan desil diunduh, {rows} baris"),
    "registry.family.transfer_member": _joined,
    "registry.family.leave_district": _left_district,
    "registry.person.register": _registered,
    "registry.family.record_card": gettext_lazy("Nomor KK yang baru terbit dicatat"),
    "registry.family.register": gettext_lazy("Keluarga didaftarkan dengan {members} anggota"),
    "registry.family.add_member": _joined,
    "registry.family.move": _moved,
    "registry.family.split": _split,
    "registry.family.change_head": _headed,
    "registry.family.correct_address": _corrected,
    "registry.person.correct": _corrected,
    "registry.person.correct_checked": gettext_lazy(
        "NIK atau tanggal lahir belum diubah: menunggu pemeriksaan {number}"
    ),
    "registry.person.register_checked": gettext_lazy("{name} belum masuk KK: menunggu pemeriksaan {number}"),
    "registry.person.bring_back": _came_back,
    "registry.person.record_nik": gettext_lazy("NIK dicatat dari kartu"),
    "registry.person.record_death": _died,
    "registry.person.take_back_death": gettext_lazy("Catatan meninggal “{name}” dibatalkan: orangnya masih hidup"),
    "registry.person.merge": gettext_lazy("Data “{name}” digabungkan ke orang ini"),
    "registry.person.undo_merge": gettext_lazy("Penggabungan data “{name}” dibatalkan"),
    "registry.person.split": gettext_lazy("Data “{name}” dipisahkan lagi menjadi orang tersendiri"),
    "registry.source.note": gettext_lazy("Isi data {source} tentang {persons} warga dicatat"),
    "registry.difference.mark": _difference,
    "registry.sheet.record": gettext_lazy("Jawaban kunjungan dicatat: {form}"),
    "registry.sheet.withdraw": gettext_lazy("Jawaban kunjungan ditarik kembali: {form}"),
    "registry.pair.decide": _decided,
    "registry.pair.report": gettext_lazy("Dilaporkan ganda dari lapangan"),
    "registry.pair.reopen": gettext_lazy("Keputusan “orang berbeda” dibatalkan"),
    "registry.import.decide_row": gettext_lazy("Baris {row} dari berkas {file} diputuskan petugas"),
    "registry.snapshot.take_out": gettext_lazy("Salinan data dibawa keluar, {families} keluarga"),
    "registry.linkage.request": gettext_lazy("Pencarian data ganda diminta"),
    "registry.linkage.run": gettext_lazy("Pencarian data ganda selesai: {new} pasangan baru"),
    "registry.identity.record": _identified,
    "registry.status.record": _ranked,
    "registry.outside_membership.record": _served_elsewhere,
    "registry.condition.record": _condition,
    "registry.community.register": gettext_lazy("Kelompok {name} didaftarkan"),
    "registry.group.mark": _marked,
    "registry.group.end": _mark_ended,
    "registry.health.record": gettext_lazy("Data dari Dinas Kesehatan dicatat"),
    "registry.family.record_point": gettext_lazy("Titik lokasi rumah dicatat"),
    "registry.family.add_photo": gettext_lazy("Foto rumah ditambahkan"),
    "registry.family.withdraw_photo": gettext_lazy("Foto rumah ditarik"),
    "registry.device.meet": gettext_lazy("Alat bantu diberikan, dibiayai {source}"),
    "registry.disability.record": gettext_lazy("Profil disabilitas dicatat, versi {version}"),
    "registry.disability.validate": gettext_lazy("Profil disabilitas versi {version} divalidasi"),
    "registry.disability.return": gettext_lazy("Profil disabilitas versi {version} dikembalikan untuk diperbaiki"),
    "registry.export.request": gettext_lazy("Berkas ekspor diminta"),
    "registry.export.finish": gettext_lazy("Berkas ekspor selesai disusun"),
    "registry.export.take": gettext_lazy("Berkas ekspor diunduh"),
    "registry.import.start_upload": gettext_lazy("Pengunggahan berkas dimulai"),
    "registry.import.finish_upload": gettext_lazy("Pengunggahan berkas selesai"),
    "registry.import.drop_upload": gettext_lazy("Pengunggahan berkas dibuang"),
    "registry.import.upload": gettext_lazy("Berkas impor diunggah"),
    "registry.import.read": gettext_lazy("Berkas impor selesai dibaca"),
    "registry.import.ask": gettext_lazy("Berkas impor menunggu jawaban petugas"),
    "registry.import.read_sheet": gettext_lazy("Lembar lain dari berkas impor dibaca"),
    "registry.import.ask_columns": gettext_lazy("Kolom berkas impor perlu dijodohkan"),
    "registry.import.map": gettext_lazy("Kolom berkas impor dijodohkan"),
    "registry.import.map_values": gettext_lazy("Isi kolom berkas impor dijodohkan"),
    "registry.import.rename_mapping": gettext_lazy("Padanan kolom diganti namanya"),
    "registry.import.remove_mapping": gettext_lazy("Padanan kolom dihapus"),
    "registry.import.approve": gettext_lazy("Impor disetujui"),
    "registry.import.apply": gettext_lazy("Impor diterapkan pada registri"),
    "registry.import.cancel": gettext_lazy("Impor dibatalkan"),
    "registry.import.fail": gettext_lazy("Impor gagal dan tidak mengubah apa pun"),
    "registry.import.retry": gettext_lazy("Impor diulangi"),
    "registry.import.follow_up": gettext_lazy("Perbaikan berkas impor diunggah"),
    "registry.import.preview_undo": gettext_lazy("Pembatalan impor diperiksa dahulu"),
    "registry.import.request_undo": gettext_lazy("Pembatalan impor diminta"),
    "registry.import.undo": gettext_lazy("Impor diurungkan seluruhnya"),
    "registry.import.take_problems": gettext_lazy("Daftar baris bermasalah diunduh"),
    "registry.import.take_fallen": gettext_lazy("Daftar yang tidak ada lagi diunduh"),
}


def register() -> None:
    """Called once when the app starts."""
    register_sentences(SENTENCES)
