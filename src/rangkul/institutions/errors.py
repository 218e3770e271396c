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


class NoSuchService(Missing):
    """No service of the directory has this id, or none the actor may see; pages answer 404."""

    def __init__(self, wanted: UUID) -> None:
        super().__init__(str(wanted))


class StaleService(RangkulError):
    """Somebody changed the entry after the page was opened."""

    def __init__(self, name: str) -> None:
        self.message = f"Isian “{name}” sudah diubah petugas lain sesudah halaman Anda dibuka. Muat ulang, lalu ulangi perubahan Anda."
        super().__init__(self.message)
