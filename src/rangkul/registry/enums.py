"""Code lists of the registry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    MALE = "L", _("laki-laki")
    FEMALE = "P", _("perempuan")


class NikStatus(models.TextChoices):
    """What is known of a person's NIK (domain B.3): never assumed, always explicit."""

    MATCHED = "ADA_PADAN", _("ada, padan")
    UNMATCHED = "ADA_TIDAK_PADAN", _("ada, tidak padan")
    UNCHECKED = "BELUM_DICEK", _("ada, belum dicek")
    NOT_RECORDED = "BELUM_REKAM", _("belum rekam KTP-el")
    NONE = "TIDAK_PUNYA", _("tidak punya")
    DOUBLE = "GANDA", _("ganda")


class Relation(models.TextChoices):
    """Place in the family (PBDT/Regsosek 409; OpenSID's suami and istri are both SPOUSE)."""

    HEAD = "HEAD", _("kepala keluarga")
    SPOUSE = "SPOUSE", _("istri/suami")
    CHILD = "CHILD", _("anak")
    CHILD_IN_LAW = "CHILD_IN_LAW", _("menantu")
    GRANDCHILD = "GRANDCHILD", _("cucu")
    PARENT = "PARENT", _("orang tua/mertua")
    SERVANT = "SERVANT", _("pembantu")
    OTHER = "OTHER", _("famili lain")


class MaritalStatus(models.TextChoices):
    SINGLE = "SINGLE", _("belum kawin")
    MARRIED = "MARRIED", _("kawin")
    DIVORCED = "DIVORCED", _("cerai hidup")
    WIDOWED = "WIDOWED", _("cerai mati")


class Livelihood(models.TextChoices):
    """Main livelihood of a family in the five groups of UEP (R013)."""

    FARMING = "PERTANIAN", _("pertanian")
    LIVESTOCK = "PETERNAKAN", _("peternakan")
    TRADE = "PERDAGANGAN_JASA", _("perdagangan/jasa")
    FISHERY = "PERIKANAN", _("perikanan")
    OTHER = "LAIN", _("lain-lain")


class Source(models.TextChoices):
    """Where a status or a row comes from."""

    DTKS = "DTKS", _("DTKS")
    DTSEN = "DTSEN", _("DTSEN")
    PBDT = "PBDT", _("PBDT/BDT 2015")
    OPENSID = "OPENSID", _("OpenSID")
    DUKCAPIL = "DUKCAPIL", _("Dukcapil")
    REGSOSEK = "REGSOSEK", _("Regsosek 2022")
    KEMENSOS = "KEMENSOS", _("daftar Kementerian Sosial")
    BPJS = "BPJS", _("BPJS Kesehatan")
    PIP = "PIP", _("daftar PIP Kemendikdasmen")
    DESK = "DESK", _("loket Puskesos")
    SURVEY = "SURVEY", _("verifikasi lapangan")
    DEMO = "DEMO", _("data contoh")
    OTHER = "OTHER", _("lainnya")


class IdentityKind(models.TextChoices):
    """Numbers other than NIK and KK that somebody is known by."""

    DTKS_ID = "ID_DTKS", _("ID DTKS")
    KKS = "KKS", _("nomor KKS")
    JKN = "JKN", _("nomor JKN/BPJS")
    PKH = "PKH", _("nomor peserta PKH")
    TEMPORARY = "SEMENTARA", _("identitas sementara")


class OutsideProgramme(models.TextChoices):
    """Programmes run by others whose membership the registry knows (R014)."""

    PKH = "PKH", _("PKH")
    BPNT = "BPNT", _("BPNT/Sembako")
    PBI_JK = "PBI_JK", _("PBI-JK (KIS)")
    KIP = "KIP", _("KIP/PIP")
    KKS = "KKS", _("KKS")
    BLT_DD = "BLT_DD", _("BLT Dana Desa")
    OTHER = "OTHER", _("program lain")


class ConditionKind(models.TextChoices):
    """Dated conditions of a person or a family that rules ask about."""

    DISABILITY = "DISABILITAS", _("disabilitas")
    LEPROSY = "KUSTA", _("kusta")
    NEGLECTED_ELDERLY = "LANSIA_TERLANTAR", _("lansia terlantar")
    NEGLECTED_CHILD = "ANAK_TERLANTAR", _("anak terlantar")
    PREGNANT = "HAMIL", _("hamil")
    CHRONIC_ILLNESS = "PENYAKIT_KRONIS", _("penyakit kronis")
    FOOD_INSECURE = "RAWAN_PANGAN", _("rawan pangan")
    DEVICE_NEEDED = "BUTUH_ALAT_BANTU", _("membutuhkan alat bantu")


SENSITIVE_CONDITIONS = frozenset(
    {ConditionKind.LEPROSY, ConditionKind.CHRONIC_ILLNESS, ConditionKind.DISABILITY, ConditionKind.PREGNANT}
    | {ConditionKind.DEVICE_NEEDED}  # a wheelchair that is needed tells the disability
)


class DisabilityType(models.TextChoices):
    """Kinds of disability (UU 8/2016 pasal 4, unverified wording)."""

    PHYSICAL = "FISIK", _("fisik")
    INTELLECTUAL = "INTELEKTUAL", _("intelektual")
    MENTAL = "MENTAL", _("mental")
    SENSORY = "SENSORIK", _("sensorik")
    MULTIPLE = "GANDA", _("ganda/multi")


class Severity(models.TextChoices):
    MILD = "RINGAN", _("ringan")
    MODERATE = "SEDANG", _("sedang")
    SEVERE = "BERAT", _("berat")
    UNKNOWN = "BELUM_DINILAI", _("belum dinilai")


OPEN_DOUBTS = frozenset(
    {
        "NIK_GANDA_DALAM_BERKAS",
        "ORANG_GANDA_DALAM_BERKAS",
        "BARIS_BERTENTANGAN",
        "NIK_DUA_ORANG",
        "NIK_DIPAKAI_NAMA_LAIN",
    }
    | {"ID_DTKS_NIK_BERBEDA", "NIK_BERBEDA", "BEBERAPA_ORANG_MIRIP", "DUA_BARIS_SATU_ORANG"}
    | {"ID_DTKS_DIPAKAI_NAMA_LAIN", "ID_DTKS_DUA_ORANG", "LEBIH_LAMA_DARI_PERBAIKAN"}
)
"""Doubts about a row of a file that a person can settle by saying who it is (`imports.reasons`); the others end only
when the file or the registry changes."""


class EndReason(models.TextChoices):
    """Why a membership of a family ended (W07)."""

    DIED = "MENINGGAL", _("meninggal")
    MOVED = "PINDAH", _("pindah")
    SPLIT = "PECAH_KK", _("pecah KK")
    CORRECTION = "PERBAIKAN", _("perbaikan data")
    IMPORT_UNDONE = "IMPOR_DIBATALKAN", _("impor dibatalkan")


class ChangeKind(models.TextChoices):
    """Events of life that a village asks to be recorded (W07)."""

    BIRTH = "LAHIR", _("kelahiran")
    DEATH = "MENINGGAL", _("kematian")
    MOVE = "PINDAH", _("pindah di dalam kabupaten/kota")
    MOVE_OUT = "PINDAH_KELUAR", _("pindah ke luar kabupaten/kota")
    MOVE_IN = "PINDAH_MASUK", _("pindah masuk dari luar kabupaten/kota")
    SPLIT = "PECAH_KK", _("pecah KK")
    JOIN = "GABUNG_KK", _("masuk KK lain")
    MARRIAGE = "KAWIN", _("perkawinan")
    NEW_HEAD = "KEPALA_BARU", _("ganti kepala keluarga")
    CORRECTION = "PERBAIKAN", _("perbaikan data")
    ADDRESS = "ALAMAT", _("perbaikan alamat keluarga")
    ALIVE = "BATAL_MENINGGAL", _("pembatalan catatan meninggal")


FAMILY_CHANGES = frozenset(
    {ChangeKind.BIRTH, ChangeKind.MOVE, ChangeKind.MOVE_OUT, ChangeKind.MOVE_IN, ChangeKind.SPLIT, ChangeKind.NEW_HEAD}
    | {ChangeKind.ADDRESS}
)
"""Kinds asked from a family; the others are asked from a person."""


class GroupKind(models.TextChoices):
    """The two official lists of Permensos 8/2012: who needs social services, and who and what can help."""

    PPKS = "PPKS", _("PPKS (pemerlu pelayanan kesejahteraan sosial)")
    PSKS = "PSKS", _("PSKS (potensi dan sumber kesejahteraan sosial)")


class Difficulty(models.IntegerChoices):
    """The four answers of the Washington Group short set, the lightest first."""

    NONE = 1, _("tidak ada kesulitan")
    SOME = 2, _("sedikit kesulitan")
    A_LOT = 3, _("banyak kesulitan")
    CANNOT = 4, _("tidak bisa sama sekali")


class Instrument(models.TextChoices):
    """How a disability was asked about. The lists differ in kind and are kept side by side, never converted (B.6)."""

    PBDT = "PBDT_CACAT", _("PBDT 2015, jenis cacat")
    REGSOSEK = "REGSOSEK_428", _("Regsosek 2022, blok 428 (kesulitan fungsi)")
    WASHINGTON = "WG_SS", _("Washington Group, enam pertanyaan")


class DisabilityCause(models.TextChoices):
    BIRTH = "LAHIR", _("sejak lahir")
    ILLNESS = "PENYAKIT", _("penyakit")
    LEPROSY = "KUSTA", _("akibat kusta")
    STROKE = "STROKE", _("akibat stroke")
    ACCIDENT = "KECELAKAAN", _("kecelakaan")
    DISASTER = "BENCANA", _("bencana")
    VIOLENCE = "KEKERASAN", _("kekerasan")
    AGE = "USIA", _("usia lanjut")
    UNKNOWN = "TIDAK_TAHU", _("tidak diketahui")


class DeviceKind(models.TextChoices):
    """Assistive devices as the office's lists name them."""

    WHEELCHAIR = "KURSI_RODA", _("kursi roda")
    WHEELCHAIR_CP = "KURSI_RODA_CP", _("kursi roda cerebral palsy")
    CRUTCH = "KRUK", _("kruk/tongkat ketiak")
    WALKER = "WALKER", _("alat bantu jalan (walker)")
    PROSTHESIS = "PROTESA", _("kaki/tangan palsu")
    BRACE = "ORTOSA", _("penopang tubuh/sepatu khusus")
    HEARING_AID = "ALAT_DENGAR", _("alat bantu dengar")
    WHITE_CANE = "TONGKAT_NETRA", _("tongkat netra")
    GLASSES = "KACAMATA", _("kacamata/lup low vision")
    OTHER = "LAINNYA", _("alat lain")


class DeviceState(models.TextChoices):
    GOOD = "LAYAK", _("dimiliki, layak pakai")
    BROKEN = "RUSAK", _("dimiliki, rusak atau tidak sesuai")
    NEEDED = "DIBUTUHKAN", _("dibutuhkan, belum dimiliki")


class Caregiver(models.TextChoices):
    """Who looks after somebody (compare Regsosek 429)."""

    NOT_NEEDED = "TIDAK_PERLU", _("tidak membutuhkan pendamping")
    FAMILY = "ANGGOTA_KELUARGA", _("didampingi anggota keluarga")
    OTHER = "BUKAN_KELUARGA", _("didampingi orang lain")
    MISSING = "BELUM_ADA", _("membutuhkan pendamping, belum ada")


class Communication(models.TextChoices):
    SPEECH = "LISAN", _("lisan seperti biasa")
    SIGN = "ISYARAT", _("bahasa isyarat")
    WRITING = "TULISAN", _("tulisan")
    BRAILLE = "BRAILLE", _("braille atau pembaca layar")
    PICTURES = "GAMBAR", _("gambar atau kata sederhana")
    COMPANION = "PENDAMPING", _("lewat pendamping")


class ProfileState(models.TextChoices):
    """Validation status of a disability profile (R205)."""

    RECORDED = "BELUM", _("belum divalidasi")
    VALIDATED = "SUDAH", _("sudah divalidasi")
    RETURNED = "PERLU_PERBAIKAN", _("perlu diperbaiki")


class HealthKind(models.TextChoices):
    """What the health office tells of mothers and small children, the least that is needed (domain E), and gives them (R308)."""

    PREGNANCY = "KEHAMILAN", _("kehamilan")
    NUTRITION = "GIZI_BALITA", _("status gizi balita")
    SERVICE = "LAYANAN_DKES", _("layanan Dinas Kesehatan")


class HealthStatus(models.TextChoices):
    """Statuses as imported, never computed here (Permenkes 2/2020 for children; OpenSID codes for mothers)."""

    PREGNANT_NORMAL = "HAMIL_NORMAL", _("hamil, normal")
    PREGNANT_RISK = "HAMIL_RISTI", _("hamil, risiko tinggi")
    PREGNANT_KEK = "HAMIL_KEK", _("hamil, kurang energi kronis")
    NORMAL = "GIZI_NORMAL", _("gizi normal")
    STUNTED = "PENDEK", _("pendek (stunting)")
    SEVERELY_STUNTED = "SANGAT_PENDEK", _("sangat pendek (stunting)")
    UNDERNOURISHED = "GIZI_KURANG", _("gizi kurang")
    WASTED = "GIZI_BURUK", _("gizi buruk")
    EXTRA_FOOD = "PMT", _("pemberian makanan tambahan (PMT)")
    POSYANDU = "POSYANDU", _("kunjungan Posyandu")


HEALTH_STATUSES: dict[str, frozenset[str]] = {
    HealthKind.PREGNANCY: frozenset(
        {HealthStatus.PREGNANT_NORMAL, HealthStatus.PREGNANT_RISK, HealthStatus.PREGNANT_KEK}
    ),
    HealthKind.NUTRITION: frozenset(
        {HealthStatus.NORMAL, HealthStatus.STUNTED, HealthStatus.SEVERELY_STUNTED, HealthStatus.UNDERNOURISHED}
        | {HealthStatus.WASTED}
    ),
    HealthKind.SERVICE: frozenset({HealthStatus.EXTRA_FOOD, HealthStatus.POSYANDU}),
}


class HealthSource(models.TextChoices):
    EPPGBM = "EPPGBM", _("Dinas Kesehatan, e-PPGBM")
    HEALTH_CENTRE = "PUSKESMAS", _("puskesmas")
    POSYANDU = "POSYANDU", _("posyandu")
    OTHER = "LAINNYA", _("sumber lain")


class PhotoView(models.TextChoices):
    """What a photo of a dwelling shows (the proposal form asks for front and inside)."""

    FRONT = "DEPAN", _("rumah tampak depan")
    INSIDE = "DALAM", _("rumah tampak dalam")
    SANITATION = "JAMBAN", _("jamban dan sumber air")
    OTHER = "LAINNYA", _("foto lain")


class Untidy(models.TextChoices):
    """What is left to be put in order in families (B03)."""

    NO_HEAD = "TANPA_KEPALA", _("keluarga tanpa kepala keluarga")
    ONLY_CHILDREN = "HANYA_ANAK", _("hanya anak-anak yang tersisa")
    EMPTY = "KOSONG", _("KK tanpa anggota")
    NO_KK = "TANPA_NOMOR", _("KK baru yang nomornya belum dicatat")
    DEAD_MEMBER = "MENINGGAL_DI_KK", _("meninggal tetapi masih tercatat di KK")
    LEFT = "KELUAR_KK", _("keluar dari KK, belum masuk KK lain")
    NO_FAMILY = "BELUM_KK", _("belum pernah masuk KK")


class DecileChange(models.TextChoices):
    """What happened to a family between two periods of a register (B04); 10 is the best off."""

    UP = "NAIK", _("desil naik")
    DOWN = "TURUN", _("desil turun")
    NEW = "BARU", _("baru masuk daftar")
    GONE = "HILANG", _("hilang dari daftar")
    UNRANKED = "TANPA_DESIL", _("desil kosong di salah satu periode")
    SAME = "TETAP", _("tetap")


class LinkageKind(models.TextChoices):
    """What a search for duplicates compares."""

    REGISTRY = "REGISTRI", _("seluruh registri")
    FILE = "BERKAS", _("warga dari satu berkas dengan registri")


class PairState(models.TextChoices):
    """What was decided of two records that may be one person."""

    OPEN = "OPEN", _("belum diputuskan")
    SAME = "SAME", _("orang yang sama")
    DIFFERENT = "DIFFERENT", _("orang berbeda")
    UNSURE = "UNSURE", _("belum tahu")


class DifferenceField(models.TextChoices):
    """On what registry, Dukcapil and DTSEN may disagree about a person."""

    NAME = "name", _("nama")
    BORN = "born", _("tanggal lahir")
    NIK = "nik", _("NIK")
    SEX = "sex", _("jenis kelamin")
    MOTHER = "mother", _("nama ibu")
    KK = "kk", _("nomor KK")


class DifferenceState(models.TextChoices):
    """What was done about such a difference."""

    OPEN = "OPEN", _("belum ditangani")
    CHECKED = "CHECKED", _("sudah diperiksa")
    ASKED = "ASKED", _("diajukan ke Dukcapil")
    ASIDE = "ASIDE", _("dikesampingkan")
