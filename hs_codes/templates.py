"""Templates of the files that can be loaded: the columns of a contract with two example rows, as CSV or XLSX."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from hs_codes.contracts import CONTRACTS, Contract, Kind
from screening.errors import ReferenceDataError

NOMENCLATURE_TEMPLATE = "nomenclature"
_NOMENCLATURE_ROWS = (
    ("code", "title", "unit"),
    ("8457", "Центры обрабатывающие для металла", ""),
    ("8457101000", "горизонтальные", "шт"),
)
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def template_rows(kind: str) -> list[tuple[str, ...]]:
    """Return header and example rows of a kind of file. Raises ReferenceDataError for a kind that there is not."""
    if kind == NOMENCLATURE_TEMPLATE:
        return list(_NOMENCLATURE_ROWS)
    if kind not in set(Kind):
        raise ReferenceDataError(
            f"there is no template {kind!r}",
            where="KIND",
            remedy=f"Use {', '.join([*Kind, NOMENCLATURE_TEMPLATE])}",
        )
    contract: Contract = CONTRACTS[Kind(kind)]
    return [
        tuple(field.name for field in contract.fields),
        *(tuple(field.examples[row] for field in contract.fields) for row in (0, 1)),
    ]


def write_template(kind: str, path: Path) -> None:
    """Write the template of `kind`; a name that ends in .xlsx makes a workbook, any other CSV.

    Raises ReferenceDataError when the file is there already or the folder is not.
    """
    rows = template_rows(kind)
    if path.exists():
        raise ReferenceDataError("the file is there already", where=str(path), remedy="Name another with --to")
    data = _workbook(rows) if path.suffix.lower() == ".xlsx" else _csv(rows)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ReferenceDataError(
            f"the template cannot be written ({error.strerror})", where=str(path), remedy="Check the folder"
        ) from error


def _csv(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")  # the mark tells Excel that it is UTF-8


def _workbook(rows: list[tuple[str, ...]]) -> bytes:
    """Make the smallest workbook that spreadsheets open: one sheet, every cell a text, so that zeros stay."""
    cells = "".join(
        f'<row r="{number}">'
        + "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>' for value in row)
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="list" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{cells}</sheetData></worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + content)
    return buffer.getvalue()
