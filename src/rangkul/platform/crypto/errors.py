"""What can go wrong with sealed values; no message ever holds a key or a plain value."""

from rangkul.kernel.errors import RangkulError


class CryptoError(RangkulError):
    """Root of the errors of sealed values: an installation is set up wrongly or data was tampered with."""


class UnknownKeyVersion(CryptoError):
    """The value was sealed with a key that this installation does not hold."""

    def __init__(self, version: int, *, known: tuple[int, ...]) -> None:
        self.version = version
        self.known = known
        versions = ", ".join(str(each) for each in known)
        super().__init__(
            f"sealed with key version {version}, but RANGKUL_FIELD_KEYS holds only {versions}; put the old key back"
        )


class SealBroken(CryptoError):
    """The value does not open: another key under the same version, another context, or changed bytes."""

    def __init__(self, *, context: str, version: int | None = None) -> None:
        self.context = context
        self.version = version
        under = f" under key version {version}" if version is not None else ""
        super().__init__(
            f"a value of {context!r} does not open{under}: wrong key in RANGKUL_FIELD_KEYS, wrong context, or altered"
        )
