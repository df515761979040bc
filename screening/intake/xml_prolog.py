"""The beginning of an XML file, looked at before a parser sees any of it: what it is, and whether it may be read."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from screening.errors import IntakeError

ENCODINGS = ("utf-8", "us-ascii", "utf-16", "utf-16le", "utf-16be", "windows-1251", "cp1251", "iso-8859-1")
_HEAD_BYTES = 64 << 10
_SEND_AGAIN = "Ask the sender for the file again"
_XML_DECLARATION = re.compile(r"^\s*<\?xml\b([^>]*)\?>")
_DECLARED = re.compile(r"""\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_PROLOG = re.compile(r"^(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def looks_like_xml(path: Path) -> bool:
    """Whether the first character of a file that is not white space opens a tag."""
    text = _head(path)
    return text is not None and text.lstrip().startswith("<")


def _head(path: Path) -> str | None:
    with path.open("rb") as file:
        data = file.read(_HEAD_BYTES)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return data.decode("latin-1")


def refuse_unsafe(path: Path) -> None:
    """Raise IntakeError when the prolog has a document type, or names an encoding that is not in ENCODINGS.

    A document type may only stand before the root element, so that nothing after it needs to be searched.
    """
    text = _head(path) or ""
    declaration = _XML_DECLARATION.match(text)
    encoding = _DECLARED.search(declaration[1]) if declaration else None
    if encoding and encoding[1].lower() not in ENCODINGS:
        raise IntakeError(
            f"the XML is declared as {encoding[1][:40]}, which is not read",
            where=str(path),
            remedy=f"Send it as UTF-8; {', '.join(ENCODINGS)} are read",
            check_id="FILE_ENCODING",
        )
    rest = text[_end_of_prolog(text) :]
    if rest.startswith("<!DOCTYPE"):
        raise IntakeError(
            "the XML declares a document type, which declarations do not need and attacks do",
            where=str(path),
            remedy="Ask the sender for the file without it, and who changed it",
            check_id="FILE_UNSAFE",
        )
    # A zero byte is half a letter of UTF-16 without its byte-order mark, in which a document type could hide.
    if "\0" in text or not re.match(r"<[^!?\s]", rest):
        raise IntakeError(
            "no element begins the XML",
            where=str(path),
            remedy="It may be cut off, no XML at all, or UTF-16 without a byte-order mark. " + _SEND_AGAIN,
            check_id="FILE_DAMAGED",
        )


def _end_of_prolog(text: str) -> int:
    found = _PROLOG.match(text)
    return found.end() if found else 0
