from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attachments import files
from bot.attachments.files import TooLarge, UnknownKind, path_of, read_content, receive
from bot.attachments.kinds import kind_of
from bot.attachments.scanning import InfectedFile
from bot.attachments.tables import FileKind, ScanState
from bot.sealing import UnsealingError
from tests.conftest import forget_settings
from tests.fakes.files import HTML, PDF, picture


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Sets a scanner that ends with that exit code and notes what it was given."""

    def make(code: int) -> Path:
        seen, script = tmp_path / "seen", tmp_path / "scan.sh"
        script.write_text(f'#!/bin/sh\ncat "$2" > {seen}\nexit {code}\n')
        script.chmod(0o700)
        monkeypatch.setenv("ATTACHMENT_SCANNER", f"{script} --quiet")
        forget_settings()
        return seen

    yield make
    monkeypatch.undo()
    forget_settings()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pictures_are_known_by_their_content(kind: str) -> None:
    assert kind_of(picture(kind)) == FileKind(kind.lower())


def test_a_pdf_is_known_and_half_a_pdf_is_not() -> None:
    assert kind_of(PDF) == FileKind.PDF
    assert kind_of(PDF[:20]) is None


@pytest.mark.parametrize(
    "content",
    [b"", HTML, b"MZ\x90\x00", b"\xff\xd8\xff" + HTML, b"\x89PNG\r\n\x1a\n" + HTML, picture("GIF")],
)
def test_anything_else_is_refused_whatever_it_begins_with(content: bytes) -> None:
    assert kind_of(content) is None


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"RIFF", b"%PDF-"]))
def test_no_content_breaks_the_reading(content: bytes, start: bytes) -> None:
    assert kind_of(start + content) in {None, *FileKind}


def test_what_lies_on_disk_is_sealed_and_private(database: None) -> None:
    content = picture()
    got = receive(content)
    path = path_of(got.stored_as)
    assert content not in path.read_bytes()
    assert b"JFIF" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_content(got.stored_as) == content
    assert (got.size, got.scan_state) == (len(content), ScanState.NOT_SCANNED)


def test_a_damaged_file_is_told_as_such(database: None) -> None:
    got = receive(PDF)
    path_of(got.stored_as).write_bytes(b"x")
    with pytest.raises(UnsealingError):
        read_content(got.stored_as)


def test_too_large_and_unknown_leave_nothing(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "size_limit", lambda: 100)
    monkeypatch.setattr(files, "_write", lambda *_: pytest.fail("written"))
    with pytest.raises(TooLarge):
        receive(b"x" * 101)
    with pytest.raises(UnknownKind):
        receive(HTML)


def test_the_scanner_sees_the_file_itself(database: None, scanner) -> None:
    seen = scanner(0)
    assert receive(PDF).scan_state == ScanState.CLEAN
    assert seen.read_bytes() == PDF


def test_what_the_scanner_refuses_is_not_kept(
    database: None, scanner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanner(1)
    monkeypatch.setattr(files, "_write", lambda *_: pytest.fail("written"))
    with pytest.raises(InfectedFile):
        receive(PDF)


def test_a_scanner_that_does_not_work_is_noted(database: None, scanner) -> None:
    scanner(2)
    assert receive(PDF).scan_state == ScanState.FAILED


@pytest.mark.parametrize("name", ["../secret_key", "", "a" * 63, "A" * 64])
def test_only_names_of_ours_are_paths(name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        path_of(name)
