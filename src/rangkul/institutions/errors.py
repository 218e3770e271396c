"""What can go wrong with institutions and agencies."""

from rangkul.kernel.errors import Missing, Refused


class NoSuchAgency(Refused, Missing):
    """No active agency has this id in the actor's directory."""

    def __init__(self, wanted: object) -> None:
        super().__init__(
            field="Tujuan rujukan",
            value=wanted,
            expected="lembaga yang ada dalam direktori",
            remedy="pilih dari daftar",
        )
