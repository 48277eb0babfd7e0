"""Strangers' pictures: what is taken, what is refused before it costs memory, what comes out."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from payment_links.logos.pictures import UnfitPictureError, as_printed
from tests.payment_links.logos.drawing import decoded, picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png_that_says(width: int, height: int) -> bytes:
    """A few bytes whose header promises a picture of that size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (header, b"IDAT")
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def webp_that_says(width: int, height: int) -> bytes:
    """The header of an extended WebP file with a canvas of that size and nothing on it."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + sides
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
def test_png_jpeg_and_webp_are_taken(name: str) -> None:
    taken = as_printed(picture(200, 80, name=name))

    assert (taken.width, taken.height) == (200, 80)
    assert taken.content_type in {"image/png", "image/jpeg"}


@pytest.mark.parametrize("lossless", [True, False])
def test_both_kinds_of_webp_are_measured(lossless: bool) -> None:
    written = BytesIO()
    Image.new("RGB", (2001, 20)).save(written, "WEBP", lossless=lossless)

    with pytest.raises(UnfitPictureError, match="2001 × 20 pixels"):
        as_printed(written.getvalue())


def test_a_large_picture_is_cut_down_to_its_printed_box() -> None:
    wide, tall = as_printed(picture(2000, 100)), as_printed(picture(500, 2000))

    assert (wide.width, wide.height) == (638, 32)
    assert (tall.width, tall.height) == (53, 213)


def test_what_is_transparent_becomes_white() -> None:
    taken = as_printed(picture(mode="RGBA", color=(255, 0, 0, 0)))

    assert decoded(taken.content).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_flat_colours_are_stored_as_png_and_photographs_as_jpeg() -> None:
    noise = BytesIO()
    Image.effect_noise((600, 200), 80).save(noise, "PNG")

    assert as_printed(picture()).content_type == "image/png"
    assert as_printed(noise.getvalue()).content_type == "image/jpeg"


def test_nothing_but_pixels_survives() -> None:
    written = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (40, 20)).save(written, "JPEG", exif=exif, comment=b"secret note")

    taken = as_printed(written.getvalue())

    assert b"secret" not in taken.content


def test_a_picture_lying_on_its_side_is_turned_upright() -> None:
    written = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 20)).save(written, "JPEG", exif=exif)

    taken = as_printed(written.getvalue())

    assert (taken.width, taken.height) == (20, 80)


@pytest.mark.parametrize(
    "bomb",
    [
        png_that_says(2001, 10),
        png_that_says(60_000, 60_000),
        png_that_says(2**31 - 1, 1),
        webp_that_says(16_383, 16_383),
        picture(10, 2001, name="JPEG"),
    ],
    ids=["wide", "huge", "endless", "webp", "jpeg"],
)
def test_too_many_pixels_are_refused_by_the_header_alone(bomb: bytes) -> None:
    with pytest.raises(UnfitPictureError, match=r"pixels, more than 2000 a side|too large"):
        as_printed(bomb)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        SVG,
        b"<?xml version='1.0'?>" + SVG,
        b"<html>not found</html>",
        b"GIF89a" + bytes(40),
        picture(name="GIF"),
        picture(name="BMP"),
        picture(name="TIFF"),
        b"%PDF-1.7",
    ],
    ids=["empty", "svg", "xml", "html", "gif-start", "gif", "bmp", "tiff", "pdf"],
)
def test_other_formats_are_refused_whatever_they_call_themselves(content: bytes) -> None:
    with pytest.raises(UnfitPictureError, match="not a PNG, JPEG or WebP"):
        as_printed(content)


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_file_cut_short_is_refused(name: str, part: float) -> None:
    written = BytesIO()
    Image.effect_noise((300, 100), 50).convert("RGB").save(written, name)
    content = written.getvalue()

    with pytest.raises(UnfitPictureError):
        as_printed(content[: int(len(content) * part)])


def test_a_broken_webp_header_is_refused() -> None:
    with pytest.raises(UnfitPictureError, match="header"):
        as_printed(b"RIFF\0\0\0\0WEBPoops")
