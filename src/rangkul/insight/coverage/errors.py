"""What coverage cannot do, in words an officer can act on."""

from rangkul.kernel.errors import Missing, Refused


class NoCover(Refused):
    """Nothing was counted yet."""

    def __init__(self) -> None:
        super().__init__(
            field="Cakupan", value="", expected="angka yang sudah dihitung", remedy="tekan Hitung ulang lalu tunggu"
        )


class NoSuchCell(Missing):
    """The address names a measure that is not; pages answer 404."""
