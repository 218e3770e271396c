"""What can go wrong with a pasted list of participants, line by line."""

from collections.abc import Sequence

from rangkul.kernel.errors import RangkulError, Refused


class UnableToAddParticipants(RangkulError):
    """Some lines are wrong, so none was added; `problems` has one refusal for each wrong line, in their order."""

    def __init__(self, problems: Sequence[Refused]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            f"{len(self.problems)} baris belum benar, jadi belum ada peserta yang ditambahkan. "
            "Perbaiki baris itu lalu kirim lagi seluruh daftar."
        )


class UnableToReadList(RangkulError):
    """Some lines of a pasted list are wrong, so nothing was done; `problems` has one refusal for each, in their order."""

    def __init__(self, problems: Sequence[Refused]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            f"{len(self.problems)} baris belum benar, jadi belum ada yang disimpan. Perbaiki baris itu lalu kirim lagi."
        )
