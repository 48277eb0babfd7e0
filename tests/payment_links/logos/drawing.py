"""Pictures for tests, drawn on the spot."""

from io import BytesIO
from typing import Any

from PIL import Image


def picture(
    width: int = 200, height: int = 80, *, name: str = "PNG", mode: str = "RGB", color: Any = "red"
) -> bytes:
    """A picture of one colour in the format of that name."""
    written = BytesIO()
    Image.new(mode, (width, height), color).save(written, name)
    return written.getvalue()


def decoded(content: bytes) -> Image.Image:
    """The picture, read completely."""
    image = Image.open(BytesIO(content))
    image.load()
    return image
