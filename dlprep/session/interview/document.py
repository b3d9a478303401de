"""Reads the learner's introduction or CV: plain text, Markdown, or a PDF's text."""

import sys
from pathlib import Path

from dlprep.errors import UnreadableError

MAX_BYTES = 5_000_000


def read(name: str) -> str:
    """The text of a file, or of standard input for `-`.

    Raises
    ------
    UnreadableError
        The file cannot be read, is empty, is no UTF-8 text, or is a PDF and pypdf is not installed.
    """
    text = _text(name)
    if not text.strip():
        raise UnreadableError(f"{name}: there is no text in it; give your introduction or CV")
    return text


def _text(name: str) -> str:
    if name == "-":
        try:
            return sys.stdin.read(MAX_BYTES)
        except UnicodeDecodeError as error:
            raise UnreadableError(
                f"stdin: not UTF-8 text (byte {error.start}); give text or Markdown"
            ) from error
    file = Path(name).expanduser()
    try:
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnreadableError(f"{name}: cannot be read: {reason}; check --about") from error
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"{name}: larger than {MAX_BYTES // 10**6} MB; give a page or two")
    if data.startswith(b"%PDF"):
        return _pdf(name, file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{name}: not UTF-8 text (byte {error.start}); give text, Markdown or PDF"
        ) from error


def _pdf(name: str, file: Path) -> str:
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise UnreadableError(
            f"{name}: reading PDF needs pypdf: python3 -m pip install 'dlprep[pdf]'"
        ) from error
    try:
        text = "\n".join(page.extract_text() for page in pypdf.PdfReader(file).pages)
    except (PyPdfError, ValueError, KeyError, OSError) as error:
        raise UnreadableError(f"{name}: this PDF cannot be read: {error}") from error
    if not text.strip():
        raise UnreadableError(f"{name}: this PDF holds no text (a scan?); give text or Markdown")
    return text
