"""XML of declarations, streamed safely: one declaration in memory at a time, no entities, no DTD, no network.

What is refused, is refused for the whole file: a document type, an encoding that is not listed, a file that is cut off
or not well-formed, elements nested deeper than 256, a text of more than 10 MB (both limits are libxml2's), an item or a
header beyond the limits below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from screening.errors import IntakeError
from screening.intake.xml_node import Node, local_name, node_of
from screening.intake.xml_prolog import refuse_unsafe

MAX_GAP_BYTES = 16 << 20
"""Bytes of XML without the start or end of an item or declaration."""
MAX_HEADER_BYTES = 64 << 20
"""Bytes of XML outside of the items of one declaration."""
MAX_ITEMS = 100_000
"""Items of one declaration, which stay in memory until its header is whole."""

IsOne = Callable[[etree._Element], bool]
_SEND_AGAIN = "Ask the sender for the file again"


@dataclass
class XmlItem:
    """One goods item, and the element that holds it (a shipment, the declaration)."""

    node: Node
    parent: etree._Element


@dataclass
class XmlDeclaration:
    """One declaration whose items are taken out of it.

    `wrapper` is the largest element that holds this declaration and no other: an envelope says there what the
    declaration itself does not, such as its registration number.
    """

    element: etree._Element
    items: list[XmlItem] = field(default_factory=list)
    wrapper: etree._Element | None = None


def _place(error: etree.XMLSyntaxError) -> tuple[int, int]:
    """Line and column of the fault; that of an undefined entity is told in the log alone."""
    line, column = error.position
    last = error.error_log.last_error if not line else None  # type: ignore[attr-defined]
    return (last.line, last.column) if last is not None else (line, column)


class _Counted:
    """A file that stops a reader who has read too much without meeting an item or a declaration."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self._file, self._path = file, path
        self.read_bytes = self.last_event = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.read_bytes += len(data)
        if self.read_bytes - self.last_event > MAX_GAP_BYTES:
            raise IntakeError(
                f"more than {MAX_GAP_BYTES >> 20} MB of XML hold neither a goods item nor a declaration",
                where=str(self._path),
                remedy="Look whether it is a file of declarations, and whole",
                check_id="FILE_TOO_LARGE",
            )
        return data


def events(path: Path, tags: tuple[str, ...]) -> Iterator[tuple[str, etree._Element, int]]:
    """Yield (start or end, element, bytes read so far) of the elements whose local name is in `tags`.

    Raises IntakeError, with the line, when the document is unsafe, not well-formed, cut off or beyond a limit.
    """
    refuse_unsafe(path)
    with path.open("rb") as raw:
        file = _Counted(raw, path)
        try:
            found = etree.iterparse(
                file,
                events=("start", "end"),
                tag=[f"{{*}}{tag}" for tag in tags],
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for event, element in found:
                file.last_event = file.read_bytes
                yield event, element, file.read_bytes
        except etree.XMLSyntaxError as error:
            # lxml's own message may quote the document, and the document holds names.
            line, column = _place(error)
            place = f" at line {line}, column {column}" if line else ""
            raise IntakeError(
                f"the XML is not well-formed or cut off{place}",
                where=str(path),
                remedy=_SEND_AGAIN,
                check_id="FILE_DAMAGED",
            ) from None
        except (LookupError, UnicodeError) as error:
            raise IntakeError(
                "the XML is not in the encoding it names", where=str(path), remedy=_SEND_AGAIN, check_id="FILE_ENCODING"
            ) from error


def declarations(
    path: Path, declaration: str, item: str, foreign: Mapping[str, IsOne], is_one: IsOne
) -> Iterator[XmlDeclaration]:
    """Yield the declarations of a file in order, whatever envelope holds them.

    `declaration` and `item` are local names, `foreign` those of declarations in other formats, which must not stand
    in the same file: they would be lost. An element counts where the predicate of its name says so. The elements are
    valid until the next declaration is asked for.
    Raises IntakeError as `events` does, and when items stand outside of a declaration.
    """
    reader = _Reader(path, declaration, item)
    # A loop over elements: XML has no columns to compute with.
    for event, element, read_bytes in events(path, (declaration, item, *foreign)):
        name = local_name(element)
        if name == item:
            reader.item(event, element, read_bytes)
        elif name in foreign:
            if reader.current is None and foreign[name](element):
                raise reader.error(element, "the file mixes declarations of several formats", "Send each by itself")
        elif is_one(element):
            if event == "start":
                if finished := reader.start(element):
                    yield finished
            else:
                reader.end(read_bytes)
    if last := reader.finish():
        yield last


class _Reader:
    """Where in the file the reading stands: the declaration that is open, and the one that waits for its wrapper."""

    def __init__(self, path: Path, declaration: str, item: str) -> None:
        self._path, self._declaration, self._item = path, declaration, item
        self.current: XmlDeclaration | None = None
        self._waiting: XmlDeclaration | None = None
        self._held_with: etree._Element | None = None  # the deepest element that holds the declaration before, too
        self._open_items = 0
        self._header_bytes = self._last_bytes = 0

    def error(self, element: etree._Element, what: str, remedy: str, check_id: str = "FILE_DAMAGED") -> IntakeError:
        where = str(self._path)
        return IntakeError(f"{what} (line {element.sourceline})", where=where, remedy=remedy, check_id=check_id)

    def item(self, event: str, element: etree._Element, read_bytes: int) -> None:
        if self.current is None:
            raise self.error(element, f"{self._item} stands outside of {self._declaration}", _SEND_AGAIN)
        if event == "start":
            if not self._open_items:
                self._count_header(read_bytes)
            self._open_items += 1
            return
        self._open_items -= 1
        parent = element.getparent()
        if parent is None:  # the root cannot be an item: a declaration is open around it
            return
        self.current.items.append(XmlItem(node_of(element), parent))
        if len(self.current.items) > MAX_ITEMS:
            raise self.error(
                element, f"a declaration holds more than {MAX_ITEMS:,} items", _SEND_AGAIN, "FILE_TOO_LARGE"
            )
        # Emptied now, taken out when the next item ends: the parser still needs the element it has just closed.
        element.clear()
        while (before := element.getprevious()) is not None and local_name(before) == self._item:
            parent.remove(before)
        self._last_bytes = read_bytes

    def _count_header(self, read_bytes: int) -> None:
        self._header_bytes += read_bytes - self._last_bytes
        self._last_bytes = read_bytes
        if self._header_bytes > MAX_HEADER_BYTES and self.current is not None:
            raise self.error(
                self.current.element,
                f"the header of a declaration is larger than {MAX_HEADER_BYTES >> 20} MB",
                _SEND_AGAIN,
                "FILE_TOO_LARGE",
            )

    def start(self, element: etree._Element) -> XmlDeclaration | None:
        """Open a declaration; return the one before it, whose wrapper is known now."""
        if self.current is not None:
            raise self.error(element, f"{self._declaration} stands inside another one", _SEND_AGAIN)
        shared = _common_ancestor(self._waiting.element, element) if self._waiting is not None else None
        finished = self._wrap(shared)
        self.current, self._held_with = XmlDeclaration(element), shared
        self._header_bytes = 0
        return finished

    def end(self, read_bytes: int) -> None:
        self._count_header(read_bytes)
        self._waiting, self.current = self.current, None

    def finish(self) -> XmlDeclaration | None:
        return self._wrap(None)

    def _wrap(self, shared: etree._Element | None) -> XmlDeclaration | None:
        """Give the waiting declaration the largest element around it that holds no other declaration.

        `shared` holds the next declaration too, `_held_with` the one before.
        """
        waiting = self._waiting
        if waiting is None:
            return None
        if self._held_with is not None:
            _drop_before(waiting.element, self._held_with)
        above = [waiting.element, *waiting.element.iterancestors()]
        limits = [above.index(limit) for limit in (shared, self._held_with) if limit is not None and limit in above]
        waiting.wrapper = above[min(limits) - 1] if limits else above[-1]
        return waiting


def _common_ancestor(first: etree._Element, second: etree._Element) -> etree._Element | None:
    holders = set(second.iterancestors())
    return next((element for element in first.iterancestors() if element in holders), None)


def _drop_before(element: etree._Element, holder: etree._Element) -> None:
    """Free what stands in `holder` before the branch that holds `element`: declarations that are done with."""
    for branch in (element, *element.iterancestors()):
        if branch.getparent() is holder:
            while (before := branch.getprevious()) is not None:
                holder.remove(before)
            return
