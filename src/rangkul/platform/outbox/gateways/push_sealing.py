"""Web push's own cryptography: the message sealed for one browser (RFC 8291, 8188) and our signature (RFC 8292)."""

import base64
import json
import os
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4_096
"""Bytes a push service takes at least, with header, padding and tag; our sentences are far below."""
TOKEN_LIVES = timedelta(hours=12)
"""RFC 8292 allows at most 24 hours."""
_CURVE = ec.SECP256R1()


def to_text(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The bytes of base64url. Raises ValueError."""
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)


def new_key() -> str:
    """A private key of ours, as text for the sealed settings."""
    return to_text(ec.generate_private_key(_CURVE).private_numbers().private_value.to_bytes(32))


def public_of(key: str) -> str:
    """The public half, as browsers want it (applicationServerKey)."""
    return to_text(_point(_private(key).public_key()))


def seal_for(plain: bytes, *, browser_key: str, auth: str, own: str = "", salt: bytes = b"") -> bytes:
    """The body of a push request that only this browser opens. `own` and `salt` are drawn anew unless given (tests).

    Raises ValueError for keys that are none.
    """
    browser_point, secret = from_text(browser_key), from_text(auth)
    browser = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, browser_point)
    mine = _private(own) if own else ec.generate_private_key(_CURVE)
    salt, point = salt or os.urandom(16), _point(mine.public_key())
    shared = mine.exchange(ec.ECDH(), browser)
    key_info = b"WebPush: info\0" + browser_point + point
    material = HKDF(hashes.SHA256(), 32, salt=secret, info=key_info).derive(shared)
    content_key = HKDF(hashes.SHA256(), 16, salt=salt, info=b"Content-Encoding: aes128gcm\0").derive(material)
    nonce = HKDF(hashes.SHA256(), 12, salt=salt, info=b"Content-Encoding: nonce\0").derive(material)
    cipher = AESGCM(content_key).encrypt(nonce, plain + b"\x02", None)
    return salt + RECORD.to_bytes(4) + bytes([len(point)]) + point + cipher


def signature_for(endpoint: str, *, key: str, contact: str, at: datetime) -> str:
    """The Authorization header: who we are (`contact`: mailto: or https:), for this push service only, half a day."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + TOKEN_LIVES).timestamp()), "sub": contact}
    head = to_text(json.dumps({"typ": "JWT", "alg": "ES256"}, separators=(",", ":")).encode())
    signed = f"{head}.{to_text(json.dumps(claims, separators=(',', ':')).encode())}"
    r, s = decode_dss_signature(_private(key).sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={signed}.{to_text(r.to_bytes(32) + s.to_bytes(32))}, k={public_of(key)}"


def _private(key: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_text(key)), _CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
