"""Photos without what their camera wrote into them: opened, turned upright, made no larger than needed, written anew."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from rangkul.kernel.errors import Refused
from rangkul.platform.files import kinds

LONGEST_SIDE = 2_000
MOST_PIXELS = 64_000_000
_FORMATS = {kinds.JPEG: "JPEG", kinds.PNG: "PNG", kinds.WEBP: "WEBP"}
_QUALITY = 82


def is_image(media_type: str) -> bool:
    """Whether `clean_photo` can be asked."""
    return media_type in _FORMATS


def clean_photo(content: bytes, media_type: str) -> bytes:
    """The picture alone, in the same format: no place, time, device, author, thumbnail, comment or hidden layer.

    At most `LONGEST_SIDE` pixels a side. Raises `Refused` for what is no whole picture of that type, and for one that
    would unpack to more than `MOST_PIXELS`.
    """
    wanted = _FORMATS[media_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd tags of cheap cameras; a bomb is refused by its size below
            with Image.open(io.BytesIO(content), formats=[wanted]) as photo:
                _check_pixels(photo)
                photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(photo)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return _written(upright, wanted)
    except Image.DecompressionBombError as error:
        raise _too_many("lebih dari yang dapat dibuka") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _broken() from error


def _check_pixels(photo: Image.Image) -> None:
    if photo.width * photo.height > MOST_PIXELS:
        raise _too_many(f"{photo.width} × {photo.height} titik")


def _too_many(found: str) -> Refused:
    return Refused(
        field="Foto", value=found, expected=f"paling banyak {MOST_PIXELS // 1_000_000} juta titik",
        remedy="kecilkan fotonya, lalu kirim lagi",
    )  # fmt: skip


def _written(photo: Image.Image, wanted: str) -> bytes:
    has_alpha = wanted != "JPEG" and photo.mode in ("RGBA", "LA", "PA", "P")
    plain = photo.convert("RGBA" if has_alpha else "RGB")
    bare = Image.new(plain.mode, plain.size)  # a new picture: what was tied to the old one does not come along
    bare.paste(plain)
    out = io.BytesIO()
    bare.save(out, wanted, **({"optimize": True} if wanted == "PNG" else {"quality": _QUALITY}))
    return out.getvalue()


def _broken() -> Refused:
    return Refused(
        field="Foto", value="gambar yang rusak", expected="foto yang utuh",
        remedy="ambil fotonya sekali lagi, atau simpan sebagai JPEG, lalu kirim lagi",
    )  # fmt: skip
