"""What verivali cannot do, in words an officer can act on."""

from rangkul.kernel.errors import Missing, RangkulError


class NoSuchVerivali(Missing):
    """No campaign, subject, visit or questionnaire of that id that the actor may see; pages answer 404."""

    def __init__(self, kind: str, wanted: object) -> None:
        self.kind = kind
        super().__init__(f"{kind} {wanted}")


class UnableToVerify(RangkulError):
    """Root of the room's refusals; `message` is Indonesian and holds no NIK or KK."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NobodyToVisit(UnableToVerify):
    """The cohort is empty in that area."""

    def __init__(self) -> None:
        super().__init__(
            "Tidak ada sasaran di wilayah ini untuk kelompok yang dipilih. Ubah kelompok, wilayah, atau tanggal datanya."
        )


class NobodyOnDuty(UnableToVerify):
    """No facilitator works in any of the villages that have unassigned subjects."""

    def __init__(self) -> None:
        super().__init__(
            "Tidak ada fasilitator yang bertugas di desa yang belum dibagi. Minta administrator menambahkan tugasnya dulu."
        )


class NobodyLeft(UnableToVerify):
    """Everybody still to be visited lives where the campaign has them."""

    def __init__(self) -> None:
        super().__init__("Tidak ada lagi sasaran yang pindah, meninggal, atau berakhir KK-nya. Muat ulang daftarnya.")


class StillIncomplete(UnableToVerify):
    """Required questions are open; `missing` are their words."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        shown = "; ".join(missing[:3])
        more = f"; dan {len(missing) - 3} lagi" if len(missing) > 3 else ""
        super().__init__(
            f"Masih ada {len(missing)} pertanyaan wajib yang kosong: {shown}{more}. Lengkapi, lalu kirim lagi."
        )


class CorrectionClashes(UnableToVerify):
    """The registry changed since the visit; the reviewer must choose for each field named."""

    def __init__(self, fields: list[str]) -> None:
        self.fields = fields
        super().__init__(
            f"Data registri berubah setelah kunjungan: {', '.join(fields)}. Pilih data mana yang dipakai untuk tiap isian itu."
        )


class OwnVisit(UnableToVerify):
    """Nobody reviews a visit they made."""

    def __init__(self) -> None:
        super().__init__("Anda sendiri yang melakukan kunjungan ini. Hasilnya harus diperiksa petugas lain.")


class RevisitDue(UnableToVerify):
    """The subject was drawn for a visit by another enumerator, which has not taken place."""

    def __init__(self) -> None:
        super().__init__(
            "Sasaran ini terpilih untuk kunjungan ulang oleh petugas lain. Minta kunjungan ulang dulu, baru setujui hasilnya."
        )
