"""What can go wrong with institutions and agencies."""

from uuid import UUID

from rangkul.kernel.errors import Missing, RangkulError, Refused


class NoSuchAgency(Refused, Missing):
    """No active agency has this id in the actor's directory."""

    def __init__(self, wanted: object) -> None:
        super().__init__(
            field="Tujuan rujukan",
            value=wanted,
            expected="lembaga yang ada dalam direktori",
            remedy="pilih dari daftar",
        )


class NoSuchInstitution(Missing):
    """No such institution, resident, application or agreement, or none that the actor may see; pages answer 404."""


class NoFreeBed(RangkulError):
    """Every bed is taken; the text says how many there are, how many people live there and how many are held."""

    def __init__(self, *, where: str, beds: int, residents: int, held: int = 0) -> None:
        self.beds, self.residents, self.held = beds, residents, held
        self.taken = f"{where}: {beds} tempat tidur, sudah dihuni {residents} orang"
        if held:
            self.taken += f", {held} disimpan untuk yang akan datang"
        super().__init__(f"{self.taken}. Pilih kamar atau lembaga lain, atau tulis alasan melampaui kapasitas.")


class AlreadyResident(RangkulError):
    """The person lives in an institution on that day already."""


class UnableToChange(RangkulError):
    """The institution, the resident or the application can't be changed so; the text says why and what to do."""


class NoSuchService(Missing):
    """No service of the directory has this id, or none the actor may see; pages answer 404."""

    def __init__(self, wanted: UUID) -> None:
        super().__init__(str(wanted))


class StaleService(RangkulError):
    """Somebody changed the entry after the page was opened."""

    def __init__(self, name: str) -> None:
        self.message = f"Isian “{name}” sudah diubah petugas lain sesudah halaman Anda dibuka. Muat ulang, lalu ulangi perubahan Anda."
        super().__init__(self.message)
