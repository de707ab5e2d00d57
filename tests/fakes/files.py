"""Small files of each kind, and some that only pretend."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def picture(kind: str = "JPEG", colour: str = "teal", side: int = 40) -> bytes:
    """A real picture."""
    buffer = BytesIO()
    Image.new("RGB", (side, side), colour).save(buffer, kind)
    return buffer.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
FILES = {"pdf": PDF, "webpage": HTML}
"""By the names that dialogues use."""
