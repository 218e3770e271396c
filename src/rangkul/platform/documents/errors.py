"""What keeps a document from being issued or read."""

from rangkul.kernel.errors import RangkulError


class UnableToIssue(RangkulError):
    """The data does not fit the layout, or Typst refused it: a programming error, told to the log, not to the user."""


class PdfDamaged(RangkulError):
    """The kept PDF is missing or differs from the digest written at issue."""
