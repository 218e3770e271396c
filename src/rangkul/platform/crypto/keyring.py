"""The keys of one installation and everything done with them; knows nothing of Django or tables."""

import hashlib
import os
from collections.abc import Iterable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rangkul.platform.crypto.errors import SealBroken, UnknownKeyVersion

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
INDEX_BYTES = 16
_HEAD = 1 + NONCE_BYTES
_MASK = "*" * 8


class KeyRing:
    """Field keys by version (1–255; the highest seals, all open) and the key of the blind indexes.

    A sealed value is: version (1 byte), nonce (12 bytes, random), ciphertext with its tag (length of the UTF-8 text
    plus 16 bytes). Version and context are bound into the tag, so a value copied to another column does not open.
    """

    __slots__ = ("_ciphers", "_fingerprints", "_index_key", "newest")

    def __init__(self, field_keys: Mapping[int, bytes], index_key: bytes) -> None:
        if not field_keys or not all(1 <= version <= 255 for version in field_keys):
            raise ValueError("field keys need versions from 1 to 255")
        if any(len(key) != KEY_BYTES for key in (*field_keys.values(), index_key)):
            raise ValueError("every key has 32 bytes")
        if index_key in field_keys.values():
            raise ValueError("the index key must differ from the field keys")
        self.newest = max(field_keys)
        self._ciphers = {version: AESGCM(key) for version, key in field_keys.items()}
        self._fingerprints = {version: _fingerprint(key) for version, key in field_keys.items()}
        self._index_key = index_key

    def __repr__(self) -> str:
        return f"KeyRing(versions={sorted(self._ciphers)}, keys={_MASK})"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a key ring does not leave its process")

    @property
    def versions(self) -> tuple[int, ...]:
        """Known key versions, oldest first."""
        return tuple(sorted(self._ciphers))

    @property
    def fingerprints(self) -> dict[int, str]:
        """Eight hex digits per key version: tells two keys apart, tells nothing about either."""
        return dict(self._fingerprints)

    def seal(self, plain: str, *, context: str) -> bytes:
        """The text sealed under the newest key, bound to `context`. Two seals of one text differ."""
        return self.seal_many((plain,), context=context)[0]

    def seal_many(self, plains: Iterable[str], *, context: str) -> list[bytes]:
        """`seal` for a column of values, with the random bytes drawn at once."""
        texts = plains if isinstance(plains, list | tuple) else list(plains)
        encrypt, bound = self._ciphers[self.newest].encrypt, self._bound(self.newest, context)
        head = bytes([self.newest])
        random = os.urandom(NONCE_BYTES * len(texts))
        sealed = []
        for place, text in enumerate(texts):
            nonce = random[place * NONCE_BYTES : (place + 1) * NONCE_BYTES]
            sealed.append(head + nonce + encrypt(nonce, text.encode(), bound))
        return sealed

    def unseal(self, cipher: bytes | memoryview, *, context: str) -> str:
        """The text inside. Raises UnknownKeyVersion or SealBroken."""
        return self.unseal_many((cipher,), context=context)[0]

    def unseal_many(self, ciphers: Iterable[bytes | memoryview], *, context: str) -> list[str]:
        """`unseal` for a column of values; the first value that does not open raises."""
        bounds = {version: self._bound(version, context) for version in self._ciphers}
        plains = []
        for each in ciphers:
            cipher = bytes(each)
            version = self.version_of(cipher, context=context)
            try:
                plain = self._ciphers[version].decrypt(cipher[1:_HEAD], cipher[_HEAD:], bounds[version])
            except InvalidTag:
                raise SealBroken(context=context, version=version) from None
            plains.append(plain.decode())
        return plains

    def version_of(self, cipher: bytes | memoryview, *, context: str = "") -> int:
        """Which key sealed the value. Raises UnknownKeyVersion, or SealBroken when it is too short to be one."""
        if len(cipher) < _HEAD + TAG_BYTES:
            raise SealBroken(context=context)
        version = cipher[0]
        if version not in self._ciphers:
            raise UnknownKeyVersion(version, known=self.versions)
        return version

    def reseal(self, cipher: bytes | memoryview, *, context: str) -> bytes:
        """The same text under the newest key; a value that is there already comes back as it is."""
        return self.reseal_many((cipher,), context=context)[0]

    def reseal_many(self, ciphers: Iterable[bytes | memoryview], *, context: str) -> list[bytes]:
        """`reseal` for a column of values: the inner step of changing keys."""
        kept = [bytes(each) for each in ciphers]
        old = [place for place, each in enumerate(kept) if self.version_of(each, context=context) != self.newest]
        plains = self.unseal_many([kept[place] for place in old], context=context)
        for place, fresh in zip(old, self.seal_many(plains, context=context), strict=True):
            kept[place] = fresh
        return kept

    def blind_index(self, value: str, *, context: str) -> bytes:
        """16 bytes that are equal for equal values of one context, and useless without the key.

        The caller brings the value into one form first (a NIK without spaces, say): index and search must agree.
        """
        return self.blind_index_many((value,), context=context)[0]

    def blind_index_many(self, values: Iterable[str], *, context: str) -> list[bytes]:
        """`blind_index` for a column of values."""
        # HMAC-SHA256 written out (RFC 2104): the two padded keys are made once a column, twice as fast as hmac.digest.
        inner, outer = (bytes(byte ^ pad for byte in self._index_key.ljust(64, b"\0")) for pad in (0x36, 0x5C))
        inner, sha256 = inner + _prefix(context), hashlib.sha256
        return [sha256(outer + sha256(inner + each.encode()).digest()).digest()[:INDEX_BYTES] for each in values]

    def _bound(self, version: int, context: str) -> bytes:
        return bytes([version]) + _prefix(context)


def _prefix(context: str) -> bytes:
    if not context or "\0" in context:
        raise ValueError("a context names table and column, such as 'registry.nik'")
    return context.encode() + b"\0"


def _fingerprint(key: bytes) -> str:
    return hashlib.blake2s(b"rangkul key fingerprint", key=key, digest_size=4).hexdigest()
