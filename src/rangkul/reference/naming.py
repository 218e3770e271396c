"""How area names are compared: without case, spaces, punctuation and the word for their kind."""

import re
import unicodedata

_KINDS = re.compile(
    r"^(provinsi|prov|kabupaten|kab|kota administrasi|kota|kecamatan|kec|kelurahan|kel|desa|pekon|nagari|gampong|kampung)\b\.?\s*",
    re.IGNORECASE,
)


def name_key(name: str) -> str:
    """The name as compared: "Desa Batu-Kramat" and "BATU KRAMAT" give "batukramat"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().strip()
    bare = _KINDS.sub("", plain) or plain
    return re.sub(r"[^a-z0-9]", "", bare.lower())
