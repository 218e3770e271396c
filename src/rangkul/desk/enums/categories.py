"""Categories of complaints: K about membership of a programme, N about everything else (domain A.5)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """Codes of a complaint (a reconstruction, unverified; domain A.5)."""

    NEVER_RECEIVED = "K01", _("belum pernah menerima padahal miskin")
    NOT_PAID = "K02", _("terdaftar tetapi belum terima, atau saldo kosong")
    MADE_INACTIVE = "K03", _("tiba-tiba nonaktif (KIS/PBI, PKH, Sembako)")
    NOT_ENTITLED = "K04", _("penerima tidak layak")
    WRONG_DATA = "K05", _("data salah atau tidak padan")
    CARD_LOST = "K06", _("kartu hilang, rusak, terblokir, PIN")
    MOVED = "K07", _("pindah alamat atau pecah KK")
    RECIPIENT_DIED = "K08", _("penerima meninggal, ganti pengurus")
    DOUBLE = "K09", _("bantuan ganda")
    PUPIL = "K10", _("anak lulus atau putus sekolah (KIP)")
    GRADUATED = "K11", _("graduasi, menolak, mengundurkan diri")
    DECILE = "K12", _("desil dianggap tidak sesuai")
    NO_PAPERS = "N01", _("tidak punya KK, KTP atau akta")
    LEVY = "N02", _("potongan atau pungutan liar")
    BAD_GOODS = "N03", _("mutu atau jumlah barang kurang")
    CONDUCT = "N04", _("perilaku petugas, pendamping, e-warong, bank")
    LATE_DELIVERY = "N05", _("penyaluran terlambat")
    TURNED_AWAY = "N06", _("ditolak puskesmas, rumah sakit atau sekolah")
    EMERGENCY = "N07", _("kedaruratan sosial")
    QUESTION = "N08", _("bertanya tentang program")
    HOUSE = "N09", _("rumah rusak atau tidak layak huni")
    DEVICE = "N10", _("alat bantu, permakanan, sandang")
    LIVELIHOOD = "N11", _("usaha, KUBE, pelatihan")
    OTHER = "N99", _("lainnya")


ABOUT_OFFICIALS = frozenset({Category.LEVY, Category.CONDUCT})
"""Never a case, which the official complained of may read: a complaint goes past him (`actions.register_complaint`)."""
