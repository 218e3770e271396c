"""Why a whole file is refused; each says what to do about it."""

from uuid import UUID

from rangkul.kernel.errors import RangkulError, Refused


class FileRefused(Refused):
    """The file as a whole cannot be taken; `code` says more for the program (UNKNOWN_HEADER: map its columns)."""

    def __init__(self, *, value: object, expected: str, remedy: str, code: str = "") -> None:
        self.code = code
        super().__init__(field="Berkas", value=value, expected=expected, remedy=remedy)


class SameFileTwice(FileRefused):
    """The very same bytes were imported before: `first_id` is that batch, None when it lies outside one's areas."""

    def __init__(self, *, file_name: str, first_id: UUID | None, told: str) -> None:
        self.first_id = first_id
        super().__init__(value=file_name, expected="berkas yang belum pernah diunggah", remedy=told)


class UnableToApprove(RangkulError):
    """The approver is the uploader, or an open question about the file was not answered."""
