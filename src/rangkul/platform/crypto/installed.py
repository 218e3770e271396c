"""The key ring of this installation (from the environment), as functions that rooms call."""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from rangkul.platform.crypto.keyring import KeyRing


def installed_keys() -> KeyRing:
    """The key ring made of RANGKUL_FIELD_KEYS and RANGKUL_INDEX_KEY."""
    return _ring(tuple(sorted(settings.ENV.field_keys.items())), settings.ENV.index_key)


@lru_cache(maxsize=4)
def _ring(field_keys: tuple[tuple[int, bytes], ...], index_key: bytes) -> KeyRing:
    return KeyRing(dict(field_keys), index_key)


def seal(plain: str, *, context: str) -> bytes:
    """The text encrypted under the newest key, bound to `context` ("registry.nik"). Two seals of one text differ."""
    return installed_keys().seal(plain, context=context)


def unseal(cipher: bytes | memoryview, *, context: str) -> str:
    """The text inside. Raises UnknownKeyVersion (key missing) or SealBroken (wrong key or context, altered bytes)."""
    return installed_keys().unseal(cipher, context=context)


def seal_many(plains: Iterable[str], *, context: str) -> list[bytes]:
    """`seal` for a column of values."""
    return installed_keys().seal_many(plains, context=context)


def unseal_many(ciphers: Iterable[bytes | memoryview], *, context: str) -> list[str]:
    """`unseal` for a column of values."""
    return installed_keys().unseal_many(ciphers, context=context)


def reseal(cipher: bytes | memoryview, *, context: str) -> bytes:
    """The same text under the newest key."""
    return installed_keys().reseal(cipher, context=context)


def reseal_many(ciphers: Iterable[bytes | memoryview], *, context: str) -> list[bytes]:
    """`reseal` for a column of values."""
    return installed_keys().reseal_many(ciphers, context=context)


def blind_index(value: str, *, context: str) -> bytes:
    """16 bytes to find equal values by. The caller brings the value into one form first (digits only, say)."""
    return installed_keys().blind_index(value, context=context)


def blind_index_many(values: Iterable[str], *, context: str) -> list[bytes]:
    """`blind_index` for a column of values."""
    return installed_keys().blind_index_many(values, context=context)
