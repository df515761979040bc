"""A file of declarations in XML: known by its content, read declaration by declaration, handed on as rows of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from lxml import etree

from screening.errors import IntakeError
from screening.intake import asycuda_xml, esadout_xml, wco_xml
from screening.intake.batch import BROKEN_SCHEMA, NAMES, RawBatch, canonical
from screening.intake.checks import REASONS
from screening.intake.xml_node import local_name
from screening.intake.xml_stream import XmlDeclaration, declarations, events

_BATCH_ROWS = 10_000


@dataclass(frozen=True)
class XmlFormat:
    """A format: `declaration` and `item` are local names.

    `is_one` says whether an element of that name is a declaration; `rows` makes one canonical row of each item.
    """

    name: str
    title: str
    declaration: str
    item: str
    is_one: Callable[[etree._Element], bool]
    rows: Callable[[XmlDeclaration], list[dict[str, str | None]]]


def _any(element: etree._Element) -> bool:
    return True


FORMATS = (
    XmlFormat(
        "esadout_xml", "EAEU declaration ESADout_CU", "ESADout_CU", "ESADout_CUGoods", _any, esadout_xml.rows
    ),
    XmlFormat("asycuda_xml", "ASYCUDA World SAD", "ASYCUDA", "Item", _any, asycuda_xml.rows),
    XmlFormat(
        "wco_xml", "WCO Data Model declaration", "Declaration", "GovernmentAgencyGoodsItem",
        wco_xml.is_declaration, wco_xml.rows,
    ),
)  # fmt: skip
"""The XML formats, in the order in which they are looked for."""


def recognise(path: Path) -> XmlFormat:
    """Return the format of the first declaration in the file, whatever its name, namespace or envelope.

    Raises IntakeError when the XML is unsafe or broken, or holds no declaration of a format that is known.
    """
    for _, element, _ in events(path, tuple(form.declaration for form in FORMATS)):
        for form in FORMATS:
            if local_name(element) == form.declaration and form.is_one(element):
                return form
    titles = ", ".join(f"{form.title} (element {form.declaration})" for form in FORMATS)
    raise IntakeError("the XML holds no declaration of a known format", where=str(path), remedy=f"Known are: {titles}")


def read_xml(path: Path, form: XmlFormat) -> Iterator[RawBatch]:
    """Yield the goods items of the file in order, each with what its declaration says of them all.

    Row numbers count the items of the file, from 1; a declaration without any item counts as one broken row.
    Raises IntakeError when the XML is unsafe, broken or cut off anywhere.
    """
    foreign = {each.declaration: each.is_one for each in FORMATS if each is not form}
    rows: list[dict[str, str | None]] = []
    broken: list[tuple[int, str, str, str]] = []
    number = 0
    for declaration in declarations(path, form.declaration, form.item, foreign, form.is_one):
        if not declaration.items:
            number += 1
            raw = etree.tostring(declaration.element, encoding="unicode", with_tail=False)[:20_000]
            broken.append((number, "NO_ITEMS", REASONS["NO_ITEMS"], raw))
        for row in form.rows(declaration):
            number += 1
            row["row_number"] = str(number)
            rows.append(row)
        if len(rows) + len(broken) >= _BATCH_ROWS:
            yield _batch(rows, broken)
            rows, broken = [], []
    yield _batch(rows, broken)


def _batch(rows: list[dict[str, str | None]], broken: list[tuple[int, str, str, str]]) -> RawBatch:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(("row_number", *NAMES), pl.String))
    return RawBatch(
        canonical(frame.with_columns(pl.col("row_number").cast(pl.Int64))),
        pl.DataFrame(broken, schema=BROKEN_SCHEMA, orient="row"),
    )
