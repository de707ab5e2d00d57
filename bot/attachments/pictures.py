"""Pictures that staff send: made anew, so that nothing but the picture leaves."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from bot.attachments.files import TooLarge, UnknownKind, size_limit
from bot.attachments.kinds import kind_of
from bot.attachments.tables import FileKind

SIDE = 2000
"""Pixels at most in width and height: sharp on a phone, and what every channel takes."""
_QUALITY = 88


def clean(content: bytes) -> bytes:
    """The picture as JPEG or, if it is a PNG, as PNG; without place, device and other notes.

    Raises:
        TooLarge: above `size_limit`.
        UnknownKind: not a JPEG, PNG or WebP that can be read.
    """
    if len(content) > size_limit():
        raise TooLarge
    kind = kind_of(content)
    if kind is None or kind is FileKind.PDF:
        raise UnknownKind
    try:
        with Image.open(BytesIO(content)) as opened:
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((SIDE, SIDE))
            return _written(picture, kind)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise UnknownKind from None


def _written(picture: Image.Image, kind: FileKind) -> bytes:
    made = BytesIO()
    # A fresh image: what was noted beside the pixels stays behind.
    if kind is FileKind.PNG:
        bare = picture.convert("RGBA")
        bare.info.clear()
        bare.save(made, "PNG", optimize=True)
    else:
        bare = picture.convert("RGB")
        bare.info.clear()
        bare.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()
