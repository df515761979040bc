"""XML from outside: streamed element by element, without entities, DTD or network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from screening.errors import ListError

DOWNLOAD_AGAIN = "Download it again; the version in force stays"
_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def refuse_unsafe(data: bytes, where: str) -> None:
    """Raise ListError when the document has a DOCTYPE or entity declaration, or is not UTF-8.

    The bytes are searched before any parser sees them: entities in attributes are expanded even by a parser that is
    told to leave entities alone.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ListError(
            "the XML declares a document type or entities, which sanctions lists do not need and attacks do",
            where=where,
            remedy="Obtain the file from the publisher's own address",
        )
    encoding = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        name = encoding[1].decode("ascii", "replace")
        raise ListError(f"the XML is declared as {name}, not UTF-8", where=where, remedy=DOWNLOAD_AGAIN)


def _broken(error: etree.XMLSyntaxError, where: str) -> ListError:
    # lxml's own message may quote the document, and the document holds names.
    line, column = error.position
    place = f" at line {line}, column {column}" if line else ""
    return ListError(f"the XML is broken or cut off{place}", where=where, remedy=DOWNLOAD_AGAIN)


def _events(data: bytes, event: str, tag: str | None) -> etree.iterparse[etree._Element]:
    return etree.iterparse(
        BytesIO(data),
        events=(event,),
        tag=tag,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def root(data: bytes, where: str) -> tuple[etree.QName, dict[str, str]]:
    """Return the root element's name and namespace, and its attributes. Raises ListError as `stream` does."""
    refuse_unsafe(data, where)
    try:
        for _, element in _events(data, "start", None):
            return etree.QName(element), {str(k): str(v) for k, v in element.attrib.items()}
    except etree.XMLSyntaxError as error:
        raise _broken(error, where) from None
    raise ListError("the XML holds no element", where=where, remedy=DOWNLOAD_AGAIN)


def stream(data: bytes, tags: tuple[str, ...], where: str) -> Iterator[etree._Element]:
    """Yield each element whose local name is in `tags`, then free it: memory stays at one element.

    Raises ListError, with line and column, when the document is not well-formed, so that a file cut off anywhere is
    refused; nothing that was yielded may be used before the end is reached.
    """
    refuse_unsafe(data, where)
    try:
        for _, element in _events(data, "end", [f"{{*}}{tag}" for tag in tags]):  # type: ignore[arg-type]
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise _broken(error, where) from None
