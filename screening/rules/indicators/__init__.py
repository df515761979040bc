"""Indicators: rules over the history of declarations, one plain SQL file each. This module reads and runs them.

A file begins with a comment that holds, as YAML, the rule's id, texts, source, inputs and parameters, and goes on with
one SELECT that returns declaration_id, item_number, subject, strength, declared, reference, reference_id and detail (a
struct). It may name as $parameter its own parameters, `$screening_date` and `$chpl_version`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import duckdb
import polars as pl
import yaml

from screening.errors import ReferenceDataError
from screening.lake import run_sql
from screening.rules.rule import Rule, Text
from screening.texts import LANGUAGES

_HEADER = re.compile(r"\A\s*/\*(.*?)\*/", re.DOTALL)
_KEYS = {"id", "title", "meaning", "sentence", "source", "inputs", "window_days", "parameters"}
RUN_PARAMETERS = frozenset({"screening_date", "chpl_version"})
"""Parameters that a run gives to every indicator."""


@dataclass(frozen=True)
class Indicator:
    """A rule in SQL. `version` is the start of the file's SHA-256; `inputs` are tables of the lake."""

    rule: Rule
    sql: str
    inputs: tuple[str, ...]
    window_days: int
    version: str


@cache
def indicators() -> list[Indicator]:
    """Return the indicators of this package in order of id."""
    files = [file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")]
    return [parse(file.read_text(encoding="utf-8"), file.name) for file in sorted(files, key=lambda file: file.name)]


def parse(text: str, name: str) -> Indicator:
    """Read one indicator file; raises ReferenceDataError that names what its header lacks."""
    match = _HEADER.match(text)
    if not match:
        raise ReferenceDataError("the file does not begin with a /* header */", where=name)
    header = yaml.safe_load(match[1])
    if not isinstance(header, dict) or header.keys() != _KEYS:
        wrong = sorted(_KEYS ^ set(header if isinstance(header, dict) else ()))
        raise ReferenceDataError(f"header keys missing or unknown: {', '.join(map(str, wrong))}", where=name)
    if f"{header['id']}.sql" != name:
        raise ReferenceDataError(f"the id is {header['id']}", where=name, remedy="Name the file after the id")
    texts = {key: _text(header[key], f"{name}: {key}") for key in ("title", "meaning", "sentence")}
    rule = Rule(header["id"], source=header["source"], parameters=header["parameters"], **texts)
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Indicator(rule, text, tuple(header["inputs"]), int(header["window_days"]), version)


def _text(given: Mapping[str, Any], where: str) -> Text:
    missing = [language for language in LANGUAGES if not given.get(language)]
    if missing:
        raise ReferenceDataError(f"no text in {', '.join(missing)}", where=where)
    return Text(**{language: given[language] for language in LANGUAGES})


def indicator_hits(
    connection: duckdb.DuckDBPyConnection, indicator: Indicator, parameters: Mapping[str, object]
) -> pl.DataFrame:
    """Run one indicator; `parameters` are its own, with the policy's changes, and RUN_PARAMETERS. Shape: RULE_HITS."""
    found = run_sql(connection, indicator.sql, parameters).pl()
    return found.select(
        "declaration_id",
        pl.col("item_number").cast(pl.Int64),
        pl.lit(indicator.rule.rule_id).alias("rule_id"),
        "subject",
        pl.col("strength").cast(pl.Float64).clip(0, 1),
        "declared",
        "reference",
        "reference_id",
        pl.lit("INDICATOR").alias("reference_list"),
        pl.lit(indicator.version).alias("reference_version"),
        pl.col("detail").struct.json_encode(),
    )
