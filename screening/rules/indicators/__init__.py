"""Indicators: rules over the day and the history of declarations, one plain SQL file each. This module reads them.

A file begins with a comment that holds, as YAML, the rule's id, texts, source, inputs and parameters, and goes on with
one SELECT that returns declaration_id, item_number, subject, strength, declared, reference, reference_id and detail (a
struct). It reads `today.*` and `past.*` (screening.rules.history) and tables of the lake, and may name as $parameter
its own parameters, `$screening_date` and `$chpl_version`. An administration's own files lie in a folder of theirs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import yaml

from screening.errors import ReferenceDataError
from screening.rules.history.tables import input_tables
from screening.rules.rule import Rule, Text
from screening.texts import LANGUAGES

_HEADER = re.compile(r"\A\s*/\*(.*?)\*/", re.DOTALL)
_KEYS = {"id", "title", "meaning", "sentence", "source", "inputs", "window_days", "parameters"}
_ID = re.compile(r"[A-Z][A-Z0-9_]{2,59}")
RUN_PARAMETERS = frozenset({"screening_date", "chpl_version"})
"""Parameters that a run gives to every indicator."""


@dataclass(frozen=True)
class Indicator:
    """A rule in SQL. `version` is the start of the file's SHA-256; `inputs` are the tables that it reads.

    `weight` is what an administration's own file proposes; the policy overrides it. `is_own`: it is such a file.
    """

    rule: Rule
    sql: str
    inputs: tuple[str, ...]
    window_days: int
    version: str
    weight: float | None = None
    is_own: bool = False


def indicators(own: Path | None = None) -> list[Indicator]:
    """Return the indicators of this package and of the folder `own`, each in order of id.

    Raises ReferenceDataError for a file that is none, or has the id of another.
    """
    found = list(_packaged())
    if own is None:
        return found
    if not own.is_dir():
        raise ReferenceDataError(
            "the folder of own indicators does not exist",
            where=str(own),
            remedy="Make it or unset SCREENING_INDICATORS",
        )
    known = {indicator.rule.rule_id for indicator in found}
    for path in sorted(own.glob("*.sql")):
        indicator = read_file(path)
        if indicator.rule.rule_id in known:
            raise ReferenceDataError(
                f"there is a rule {indicator.rule.rule_id} already", where=str(path), remedy="Give it another id"
            )
        known.add(indicator.rule.rule_id)
        found.append(indicator)
    return found


def read_file(path: Path) -> Indicator:
    """Read an administration's own indicator; raises ReferenceDataError that names what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ReferenceDataError(f"the file cannot be read ({error.strerror})", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise ReferenceDataError("the file is not UTF-8", where=str(path), remedy="Save it as UTF-8") from error
    return _parsed(text, path.name, True)


@cache
def _packaged() -> tuple[Indicator, ...]:
    files = [file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")]
    return tuple(
        _parsed(file.read_text(encoding="utf-8"), file.name, False)
        for file in sorted(files, key=lambda file: file.name)
    )


@cache
def _parsed(text: str, name: str, is_own: bool) -> Indicator:
    return parse(text, name, is_own=is_own)


def parse(text: str, name: str, *, is_own: bool = False) -> Indicator:
    """Read the text of one indicator file; raises ReferenceDataError that names what it lacks."""
    header = _header(text, name, _KEYS | {"weight"} if is_own else _KEYS)
    rule_id = str(header["id"])
    if f"{rule_id}.sql" != name:
        raise ReferenceDataError(f"the id is {rule_id}", where=name, remedy="Name the file after the id")
    if not _ID.fullmatch(rule_id):
        raise ReferenceDataError("the id is not of capitals, digits and underscores", where=name)
    texts = {key: _text(header[key], f"{name}: {key}") for key in ("title", "meaning", "sentence")}
    parameters, inputs = header["parameters"] or {}, header["inputs"]
    if not isinstance(parameters, dict) or not isinstance(inputs, list):
        raise ReferenceDataError("parameters are not names with values, or inputs are no list", where=name)
    _check_statement(text, name, set(map(str, parameters)))
    _check_inputs(text, name, set(map(str, inputs)))
    weight = header.get("weight")
    if weight is not None and (
        isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 1000
    ):
        raise ReferenceDataError("the weight is no number from 0 to 1000", where=name)
    if not isinstance(header["window_days"], int):
        raise ReferenceDataError("window_days is no whole number", where=name)
    rule = Rule(rule_id, source=str(header["source"]), parameters=parameters, **texts)
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Indicator(rule, text, tuple(inputs), header["window_days"], version, weight, is_own)


def _header(text: str, name: str, keys: set[str]) -> dict[str, Any]:
    match = _HEADER.match(text)
    if not match:
        raise ReferenceDataError("the file does not begin with a /* header */", where=name)
    try:
        header = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise ReferenceDataError(f"the header is not YAML ({' '.join(str(error).split())})", where=name) from error
    found = set(header) if isinstance(header, dict) else set()
    if wrong := sorted(map(str, (_KEYS - found) | (found - keys))):
        raise ReferenceDataError(f"header keys missing or unknown: {', '.join(wrong)}", where=name)
    return dict(header)


def _text(given: Mapping[str, Any], where: str) -> Text:
    missing = [language for language in LANGUAGES if not isinstance(given, dict) or not given.get(language)]
    if missing:
        raise ReferenceDataError(f"no text in {', '.join(missing)}", where=where)
    return Text(**{language: str(given[language]) for language in LANGUAGES})


def _check_statement(text: str, name: str, parameters: set[str]) -> None:
    """One SELECT, and parameters that are declared and used: what only reads cannot change anything."""
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise ReferenceDataError(f"the SQL cannot be read ({str(error).splitlines()[0]})", where=name) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise ReferenceDataError("it is not one SELECT", where=name, remedy="An indicator reads and changes nothing")
    named = statements[0].named_parameters
    if unknown := sorted(named - parameters - RUN_PARAMETERS):
        raise ReferenceDataError(f"parameters are not declared: {', '.join(unknown)}", where=name)
    if unused := sorted(parameters - named):
        raise ReferenceDataError(f"parameters are not used: {', '.join(unused)}", where=name)


def _check_inputs(text: str, name: str, inputs: set[str]) -> None:
    tables = input_tables()
    if unknown := sorted(inputs - tables.keys()):
        raise ReferenceDataError(
            f"there is no table {', '.join(unknown)}", where=name, remedy="See docs/indicators.md for the tables"
        )
    sql = _HEADER.sub("", text)
    read = {table for table in tables if re.search(rf"(?<![\w.]){re.escape(table)}\b", sql)}
    if read != inputs:
        wrong = ", ".join(sorted(read ^ inputs))
        raise ReferenceDataError(f"inputs and the tables that are read differ: {wrong}", where=name)
