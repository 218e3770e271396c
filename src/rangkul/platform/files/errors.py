"""What can be wrong with a kept file; what is wrong with an upload is a `Refused` in the officer's words."""

from rangkul.kernel.errors import RangkulError


class FileDamaged(RangkulError):
    """The kept bytes are missing or no longer match their digest."""
