"""Why boundaries were not taken; the words are for whoever runs the import."""

from rangkul.kernel.errors import Refused


class UnableToReadBoundaries(Refused):
    """The file is not a map of areas in WGS84; nothing of it was kept."""
