"""What a file is, told by its content: a name or a header of the sender proves nothing."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from bot.attachments.tables import FileKind

MIME_TYPES = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.PDF: "application/pdf",
}
_PICTURES = ("JPEG", "PNG", "WEBP")
_PDF_END = b"%%EOF"
_PDF_TAIL = 4096
"""Bytes at the end in which a PDF closes; writers add a few after the mark."""


def kind_of(content: bytes) -> FileKind | None:
    """The kind of a file that can be read, or None for any other content."""
    if content.startswith(b"%PDF-"):
        return FileKind.PDF if _PDF_END in content[-_PDF_TAIL:] else None
    try:
        with Image.open(BytesIO(content), formats=_PICTURES) as picture:
            kind = FileKind(str(picture.format).lower())
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return kind
