"""Do the keys of this installation work, and do they open what the database holds? For `rangkul doctor`."""

from collections.abc import Iterable

from rangkul.platform.crypto.errors import CryptoError
from rangkul.platform.crypto.installed import installed_keys

_SAMPLE = "rangkul"
_CONTEXT = "platform.check"


def check_keys(samples: Iterable[tuple[str, bytes | memoryview]] = ()) -> list[str]:
    """What is wrong with the keys, a sentence each; an empty list when all is well.

    `samples` are (context, sealed value) pairs out of the database: they show whether the keys belong to this data.
    """
    keys = installed_keys()
    problems = []
    if keys.unseal(keys.seal(_SAMPLE, context=_CONTEXT), context=_CONTEXT) != _SAMPLE:
        problems.append("Kunci enkripsi kolom tidak membuka nilai yang baru saja dikuncinya.")
    for context, cipher in samples:
        try:
            keys.unseal(cipher, context=context)
        except CryptoError as error:
            problems.append(f"Nilai {context} di basis data tidak dapat dibuka: {error}.")
    return problems
