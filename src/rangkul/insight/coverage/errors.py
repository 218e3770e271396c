"""What coverage cannot do."""

from rangkul.kernel.errors import Missing


class NoSuchCell(Missing):
    """The address names a measure that is not; pages answer 404."""
