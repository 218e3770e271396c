"""Sealed values (AES-256-GCM) and blind indexes (HMAC-SHA256) for NIK, family cards and sensitive text."""

from rangkul.platform.crypto.checks import check_keys
from rangkul.platform.crypto.errors import CryptoError, SealBroken, UnknownKeyVersion
from rangkul.platform.crypto.installed import (
    blind_index,
    blind_index_many,
    installed_keys,
    reseal,
    reseal_many,
    seal,
    seal_many,
    unseal,
    unseal_many,
)
from rangkul.platform.crypto.keyring import KeyRing

__all__ = [
    "CryptoError",
    "KeyRing",
    "SealBroken",
    "UnknownKeyVersion",
    "blind_index",
    "blind_index_many",
    "check_keys",
    "installed_keys",
    "reseal",
    "reseal_many",
    "seal",
    "seal_many",
    "unseal",
    "unseal_many",
]
