"""What the registry cannot do, in words an officer can act on."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from rangkul.kernel.clock import format_date
from rangkul.kernel.errors import Missing, RangkulError


class UnableToChangeRegistry(RangkulError):
    """Root of the room's refusals; `message` is Indonesian and holds no NIK or KK."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NikAlreadyRegistered(UnableToChangeRegistry):
    """A living person with a verified record has this NIK; `where` names the village, never the person."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(
            f"NIK ini sudah dimiliki warga yang terdaftar di {where}. Buka data warga itu, atau hubungi petugas di sana"
            " bila menurut Anda keliru; jangan mendaftarkan ulang."
        )


class KkAlreadyRegistered(UnableToChangeRegistry):
    """A family that still exists has this family-card number."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(f"Nomor KK ini sudah dipakai keluarga yang terdaftar di {where}. Buka keluarga itu.")


class AlreadyRegistered(UnableToChangeRegistry):
    """The same form was sent twice; the first sending made the record."""

    def __init__(self, record_id: UUID) -> None:
        self.record_id = record_id
        super().__init__("Formulir ini sudah terkirim sebelumnya. Data yang tersimpan hanya satu.")


class StalePage(UnableToChangeRegistry):
    """Somebody changed the record after the page was opened."""

    def __init__(self, *, changed_by: str, changed_at: datetime | None) -> None:
        self.changed_by = changed_by
        local = timezone.localtime(changed_at) if changed_at else None
        moment = f" pada {format_date(local.date())} pukul {local:%H.%M}" if local else ""
        super().__init__(
            f"Data ini sudah diubah oleh {changed_by or 'petugas lain'}{moment} setelah Anda membuka halaman."
            " Periksa isinya yang terbaru, lalu ulangi perubahan Anda."
        )


class AlreadyInFamily(UnableToChangeRegistry):
    """The person is a member of another family on a day of the new membership."""

    def __init__(self, *, name: str, since: date | None) -> None:
        self.since = since
        started = f" sejak {format_date(since)}" if since else ""
        super().__init__(
            f"{name} sudah menjadi anggota KK lain{started}. Keluarkan dulu dari KK itu (pecah KK atau pindah),"
            " lalu tambahkan ke keluarga ini."
        )


class UnableToMerge(UnableToChangeRegistry):
    """The two records cannot become one, or a merge cannot be undone."""


class PairAlreadyDecided(UnableToChangeRegistry):
    """Somebody decided this pair before."""

    def __init__(self, *, decision: str, by: str) -> None:
        super().__init__(
            f"Pasangan ini sudah diputuskan “{decision}” oleh {by or 'petugas lain'}. Muat ulang daftarnya."
        )


class NotAMember(UnableToChangeRegistry):
    """The person is not in that family on that day."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} bukan anggota keluarga ini pada tanggal tersebut.")


class NoSuchRecord(Missing):
    """Nothing there, or nothing that the actor may see; pages answer 404."""

    def __init__(self, kind: str, record_id: object) -> None:
        self.kind = kind
        self.record_id = record_id
        super().__init__(f"{kind} {record_id}")


class UnableToAsk(UnableToChangeRegistry):
    """A change request cannot take this step now."""


class ChangeTampered(UnableToChangeRegistry):
    """What stands in the request is not what was submitted."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"Isi permohonan {number} tidak sama dengan yang diajukan. Jangan diterapkan; laporkan ke administrator."
        )
