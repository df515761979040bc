"""Propose a mapping for a table: titles are held against synonyms in three languages, values against their shapes.

A proposal is to be read by a person before it is used; what was not found is said in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import yaml
from rapidfuzz import fuzz, process

from screening.errors import IntakeError
from screening.intake import csv_file, jsonl_file, parquet_file, xlsx_file
from screening.intake.mapping.find import load_mappings
from screening.intake.mapping.mapping_file import Mapping
from screening.intake.mapping.shapes import date_formats, decimal_mark, shape_of
from screening.intake.records import KINDS, RecordKind
from screening.intake.table import RawTable, Shape, TableFormat, title

_SAMPLE_ROWS = 1_000
_HEADER_ROWS = 15
_ALIKE = 90.0
_CODE = r"^(0[1-9]|[1-9][0-9])([0-9]{8}|[0-9]{4})$"
_FLOWS = {
    "им": "import", "эк": "export", "тт": "transit", "im": "import", "ex": "export", "ek": "export", "tt": "transit",
    "import": "import", "export": "export", "transit": "transit", "импорт": "import", "экспорт": "export",
    "транзит": "transit", "ввоз": "import", "вывоз": "export", "әкелу": "import", "әкету": "export",
}  # fmt: skip
_UNIT_IN_TITLE = (
    (re.compile(r"\b(т|тонн\w*|t|tonn?es?|tons)\b"), "t"),
    (re.compile(r"\b(тыс\w*|thousands?|мың)\b"), "thousand"),
    (re.compile(r"\b(млн|millions?)\b"), "million"),
    (re.compile(r"\b(г|гр|g|grams?)\b"), "g"),
)


@dataclass
class Proposal:
    """A mapping as a dict for YAML, and what is to be said about it: fields not found, titles not understood."""

    content: dict[str, Any]
    missing: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def mapping(self) -> Mapping:
        """Return the proposal as a mapping, by which rows can be shown."""
        return Mapping.model_validate(self.content)

    def text(self) -> str:
        """Return the proposal as the text of a mapping file."""
        said = ["# Proposed by `screening intake guess`: read it before it is used."]
        if self.missing:
            said.append(f"# Not found, give a column or a value: {', '.join(self.missing)}")
        if self.unknown:
            said.append("# Not understood, and left out (`ignored`): move what matters to `fields`.")
        return "\n".join(said) + "\n" + yaml.safe_dump(self.content, allow_unicode=True, sort_keys=False, width=120)


@cache
def _synonyms() -> dict[str, list[str]]:
    text = (resources.files(__package__) / "synonyms.yml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = yaml.safe_load(text)
    return found


def guess(path: Path, form: TableFormat) -> Proposal:
    """Propose a mapping for a table. Raises IntakeError when the file cannot be read as one."""
    table, shape = _open(path, form)
    rows = _sample(table)
    name = re.sub("[^a-z0-9]+", "-", path.name.partition(".")[0].lower()).strip("-")[:60] or "proposal"
    about: dict[str, Any] = {
        "name": name,
        "file": {"format": form} | shape.model_dump(exclude_defaults=True, exclude={"format"}),
    }
    if alike := _alike(table.columns):
        unknown = [column for column in table.columns if column not in alike.known]
        content = alike.model_dump(exclude_defaults=True, mode="json") | about
        return Proposal(content | {"ignored": [*alike.ignored, *unknown]}, [], unknown)
    kind, found = _best_kind(table.columns)
    if "hs_code" in kind.names and "hs_code" not in found:
        found |= _codes(rows, set(found.values()))
    fields: dict[str, Any] = {}
    for column in kind.columns:
        if (titled := found.get(column.name)) is not None:
            fields[column.name] = _field(column.name, column.dtype, titled, rows[titled].drop_nulls())
    if kind.name == "declarations" and "item_number" not in fields and "declaration_id" in found:
        ids = rows[found["declaration_id"]].drop_nulls()
        if ids.n_unique() == ids.len():
            fields["item_number"] = {"value": "1"}
    needed = [column.name for column in kind.columns if column.required and column.name != "correction_number"]
    missing = [name for name in needed if name not in fields]
    # An empty value keeps the file a mapping; every row is rejected for it until somebody fills it in.
    fields |= {name: {"value": ""} for name in missing}
    unknown = [name for name in table.columns if name not in found.values()]
    content = {"name": about["name"], "record": kind.name, "file": about["file"], "fields": fields}
    if unknown:
        content["ignored"] = unknown
    return Proposal(content, missing, unknown)


def _alike(columns: list[str]) -> Mapping | None:
    """A bundled mapping whose columns these are, though the file may be of another shape."""
    met = [mapping for mapping, _ in load_mappings().known if not mapping.lacks(frozenset(columns))]
    return max(met, key=lambda mapping: len(mapping.known & set(columns)), default=None)


def _open(path: Path, form: TableFormat) -> tuple[RawTable, Shape]:
    if form == "parquet":
        return parquet_file.read_table(path), Shape(format=form)
    if form == "jsonl":
        return jsonl_file.read_table(path), Shape(format=form)
    shape = shape_of(path) if form == "csv" else Shape(format=form)
    read = csv_file.header_of if form == "csv" else xlsx_file.header_of
    best, best_score = shape, -1
    for number in range(1, _HEADER_ROWS + 1):
        tried = shape.model_copy(update={"header_row": number})
        try:
            header = [title(text) for text in read(path, tried)]
        except IntakeError:
            continue
        score = 100 * len(_best_kind(header)[1]) + sum(bool(text) and not text.isdecimal() for text in header)
        if score > best_score:
            best, best_score = tried, score
    return (csv_file if form == "csv" else xlsx_file).read_table(path, best), best


def _sample(table: RawTable) -> pl.DataFrame:
    batch = next(islice(table.batches, 1), None)
    if batch is None:
        return pl.DataFrame(schema=dict.fromkeys(table.columns, pl.String))
    texts = batch.rows.head(_SAMPLE_ROWS)
    return texts.select(pl.col(name).str.strip_chars().replace("", None) for name in table.columns)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", text.casefold()).split())


def _best_kind(columns: list[str]) -> tuple[RecordKind, dict[str, str]]:
    """Return the kind of record that these titles fit best, and which title each of its fields has."""
    fits = [(kind, _fields(kind, columns)) for kind in KINDS]
    return max(fits, key=lambda fit: len(fit[1]))


def _fields(kind: RecordKind, columns: list[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for name in kind.names:
        for synonym in (name.replace("_", " "), *_synonyms().get(name, [])):
            known.setdefault(synonym, name)
    scores: list[tuple[float, int, str, str]] = []
    for place, column in enumerate(columns):
        # Units and boxes in brackets do not belong to the name.
        plain = _plain(re.sub(r"[(\[,].*$", "", column)) or _plain(column)
        if plain in known:
            scores.append((101.0, -place, known[plain], column))
        elif near := process.extractOne(plain, list(known), scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE):
            scores.append((near[1], -place, known[near[0]], column))
    found: dict[str, str] = {}
    for _, _, name, column in sorted(scores, reverse=True):
        if name not in found and column not in found.values():
            found[name] = column
    return found


def _codes(rows: pl.DataFrame, taken: set[str]) -> dict[str, str]:
    """A column whose values nearly all have the form of a goods code, where no title says that it is one."""
    for name in set(rows.columns) - taken:
        coded = rows[name].drop_nulls().str.contains(_CODE)
        if coded.len() and coded.sum() > 0.95 * coded.len():
            return {"hs_code": name}
    return {}


def _field(name: str, dtype: object, column: str, values: pl.Series) -> object:
    said: dict[str, Any] = {"column": column}
    if dtype == pl.Date:
        formats = date_formats(values.head(_SAMPLE_ROWS).to_list())
        if formats and formats != ("%Y-%m-%d",):
            said["dates"] = list(formats)
    elif dtype == pl.Float64:
        texts = values.to_list()
        if (mark := decimal_mark(texts)) != ".":
            said["decimal"] = mark
        elif any("," in text for text in texts):
            said["thousands"] = ","
        unit = next((unit for pattern, unit in _UNIT_IN_TITLE if pattern.search(column)), None)
        if unit and (unit in ("thousand", "million") or name.endswith("_kg")):
            said["unit"] = unit
    elif name == "flow":
        words = {value: _FLOWS[title(value)] for value in values.unique().sort() if title(value) in _FLOWS}
        if words and any(word != meaning for word, meaning in words.items()):
            said["values"] = words
    elif name == "hs_code" and values.len():
        lengths = values.str.len_chars()
        longest = max(lengths.to_list())
        if longest in (6, 8, 10) and (lengths == longest - 1).any() and values.str.contains("^[0-9]+$").all():
            said["pad"] = longest  # a spreadsheet took the leading zero
    return column if said == {"column": column} else said
