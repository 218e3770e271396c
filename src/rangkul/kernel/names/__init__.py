"""Indonesian names: shown tidily, compared as written, searched as they sound."""

from rangkul.kernel.names.keys import search_keys
from rangkul.kernel.names.likeness import similar
from rangkul.kernel.names.sound import search_key
from rangkul.kernel.names.spelling import display, normalise

__all__ = ["display", "normalise", "search_key", "search_keys", "similar"]
