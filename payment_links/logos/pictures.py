"""Strangers' pictures made ours: checked, decoded, flattened, cut to size and encoded anew.

Nothing of the file that came in reaches a document, neither its metadata nor its colour tables.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_SIDE = 2000
# 54 × 18 mm, the box of a logo on a document, at 300 dpi.
PRINTED_BOX = (638, 213)
# Twice the box of a logo on the payer's page, for the sharp screens of phones.
SHOWN_BOX = (400, 112)
JPEG_QUALITY = 95
SHOWN_JPEG_QUALITY = 82
FORMATS = ("PNG", "JPEG", "WEBP")
# The three shapes that a WebP file's header can have, and the marks they are known by.
WEBP_LOSSY, WEBP_LOSSLESS, WEBP_EXTENDED = b"VP8 ", b"VP8L", b"VP8X"
WEBP_HEADER_BYTES = 30
WEBP_LOSSLESS_SIDE = 0x3FFF


class UnfitPictureError(Exception):
    """The file is no picture that we take; the text says why."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is stored. width, height: pixels."""

    content: bytes
    content_type: str
    width: int
    height: int


def as_printed(content: bytes) -> Picture:
    """The picture on white and no larger than its printed box needs, as PNG or JPEG.

    What the file calls itself does not count, only what it decodes to. The smaller of the two
    encodings is taken: flat colours become PNG, photographs JPEG.
    Raises UnfitPictureError for anything but a PNG, JPEG or WebP of at most LARGEST_SIDE a side.
    """
    try:
        flat = _flat(_opened(content))
    except UnfitPictureError:
        raise
    # A broken file makes the decoders raise whatever their parts happen to raise.
    except Exception as error:
        raise UnfitPictureError(f"The picture cannot be decoded: {error}") from error
    return _smaller_of_both(flat, JPEG_QUALITY)


def as_shown(stored: bytes) -> Picture:
    """A stored copy as small as the payer's page shows it. stored: what as_printed made."""
    with Image.open(BytesIO(stored)) as picture:
        shown = picture.convert("RGB")
    shown.thumbnail(SHOWN_BOX)
    return _smaller_of_both(shown, SHOWN_JPEG_QUALITY)


def _opened(content: bytes) -> Image.Image:
    """The picture with only its header read, when that is one we go on with."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        # Its decoder takes the memory of the whole canvas as soon as it is opened.
        _require_size(*_webp_size(content))
    try:
        picture = Image.open(BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise UnfitPictureError("The file is not a PNG, JPEG or WebP picture.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitPictureError(f"The picture is too large: {error}") from error
    _require_size(*picture.size)
    return picture


def _require_size(width: int, height: int) -> None:
    if width > LARGEST_SIDE or height > LARGEST_SIDE:
        raise UnfitPictureError(
            f"The picture has {width} × {height} pixels, more than {LARGEST_SIDE} a side."
        )


def _webp_size(content: bytes) -> tuple[int, int]:
    """Width and height out of a WebP header. Source: RFC 9649, sections 2.5 to 2.7."""
    header = content[:WEBP_HEADER_BYTES].ljust(WEBP_HEADER_BYTES, b"\0")
    kind = header[12:16]
    if kind == WEBP_EXTENDED:
        return (
            int.from_bytes(header[24:27], "little") + 1,
            int.from_bytes(header[27:30], "little") + 1,
        )
    if kind == WEBP_LOSSLESS:
        bits = int.from_bytes(header[21:25], "little")
        return (bits & WEBP_LOSSLESS_SIDE) + 1, (bits >> 14 & WEBP_LOSSLESS_SIDE) + 1
    if kind == WEBP_LOSSY:
        return (
            int.from_bytes(header[26:28], "little") & WEBP_LOSSLESS_SIDE,
            int.from_bytes(header[28:30], "little") & WEBP_LOSSLESS_SIDE,
        )
    raise UnfitPictureError("The WebP header cannot be read.")


def _flat(picture: Image.Image) -> Image.Image:
    """The picture's first frame, upright, cut down to its printed box, on white."""
    upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail(PRINTED_BOX)
    white = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(white, upright).convert("RGB")


def _smaller_of_both(flat: Image.Image, jpeg_quality: int) -> Picture:
    encodings = _encoded(flat, "PNG"), _encoded(flat, "JPEG", jpeg_quality)
    return min(encodings, key=lambda one: len(one.content))


def _encoded(flat: Image.Image, name: str, quality: int = JPEG_QUALITY) -> Picture:
    written = BytesIO()
    if name == "JPEG":
        flat.save(written, name, quality=quality, subsampling=0, optimize=True)
    else:
        flat.save(written, name, optimize=True)
    return Picture(written.getvalue(), f"image/{name.lower()}", flat.width, flat.height)
