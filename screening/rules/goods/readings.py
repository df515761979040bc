"""Quantities read from a description: "точность 3 мкм", "99,9 %", "5-осевой", "0.1–40 ГГц"; and what is asked of them.

Units and their spellings are data (`data/units.csv`). A unit with cues counts only after one of these words: a
micrometre is an accuracy after "точность" and a grain size elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from hs_codes.reference_data import read_reference_csv
from screening.errors import ReferenceDataError

DATA_FOLDER = Path(__file__).parent / "data"

_NUMBER = r"\b(\d{1,3}(?:[ \u00a0]\d{3})+|\d+(?:[.,]\d+)?)"
_CONDITION = re.compile(r"(\w+) (>=|<=) ([0-9.]+) (\S+)")
# "пятиосевой", "five-axis", "бес осьті"
_NUMERALS = (
    (r"\b(?:пятью|пяти|пять|бес|five)[ -]*(ос[еь]|осьт|коорд|ax[ie]s)", "5 $1"),
    (r"\b(?:шести|алты|six)[ -]*(ос[еь]|осьт|коорд|ax[ie]s)", "6 $1"),
    (r"\b(?:четырех|төрт|four)[ -]*(ос[еь]|осьт|коорд|ax[ie]s)", "4 $1"),
    (r"\b(?:трех|үш|three)[ -]*(ос[еь]|осьт|коорд|ax[ie]s)", "3 $1"),
)
# "5 одновременно управляемых осей", "5 simultaneously controlled axes": words between the number and its unit.
_AXES_APART = (
    r"\b(\d)[ -](?:(?:одновременно|синхронно|управляем\p{L}*|интерполир\p{L}*|линейн\p{L}*|simultaneous\p{L}*|"
    r"controlled|interpolat\p{L}*|contouring|cnc|чпу|бірмезгіл\p{L}*|басқарыл\p{L}*)[ -]){1,3}"
    r"(ос[еьия]|коорд|ax[ie]s|осьт)"
)
_NINES = r"\b([3-7])n\b"


@dataclass(frozen=True)
class Condition:
    """What an entry asks of one quantity: `value` in the dimension's base unit; `text` as written, for people."""

    dimension: str
    is_least: bool
    value: float
    text: str


@cache
def units() -> pl.DataFrame:
    """Return dimension, unit, factor, spellings and cues (expressions joined by |); raises ReferenceDataError."""
    columns = ("dimension", "unit", "factor", "spellings", "cues")
    frame = read_reference_csv(
        DATA_FOLDER / "units.csv", columns=columns, key=("dimension", "unit"), optional=("cues",)
    )
    return frame.with_columns(pl.col("factor").cast(pl.Float64))


def conditions(text: str | None, where: str) -> list[Condition]:
    """Read "axes >= 5 axes; accuracy <= 6 um". Raises ReferenceDataError for a dimension or unit that is not known."""
    factors = {(row["dimension"], row["unit"]): row["factor"] for row in units().iter_rows(named=True)}
    found = []
    for part in (text or "").split(";"):
        if not part.strip():
            continue
        match = _CONDITION.fullmatch(part.strip())
        if not match or (match[1], match[4]) not in factors:
            raise ReferenceDataError(
                f"threshold {part.strip()!r} is not understood",
                where=where,
                remedy="Write it like `accuracy <= 6 um`, with a dimension and unit of units.csv",
            )
        # 0 to 50 is a shorter way to say it than "0.0 to 50.0".
        shown = part.strip().replace(">=", "≥").replace("<=", "≤").replace("axes ≥ 5 axes", "≥ 5 axes")
        found.append(Condition(match[1], match[2] == ">=", float(match[3]) * factors[match[1], match[4]], shown))
    return found


def read_quantities(texts: pl.DataFrame) -> pl.DataFrame:
    """Return row, dimension, least, most (in base units) of what the normal texts state. Needs row, text."""
    prepared = texts.select("row", _with_numerals(pl.col("text")).alias("text"))
    cued = units().filter(pl.col("cues").is_not_null())["dimension"].unique().sort()
    found = [_plain(prepared), _nines(prepared), *(_after_cue(prepared, dimension) for dimension in cued)]
    return (
        pl.concat(found)
        .group_by("row", "dimension")
        .agg(pl.col("value").min().alias("least"), pl.col("value").max().alias("most"))
    )


def _with_numerals(text: pl.Expr) -> pl.Expr:
    for pattern, replacement in _NUMERALS:
        text = text.str.replace_all(pattern, replacement)
    return text.str.replace_all(_AXES_APART, "$1 $2")


def _plain(texts: pl.DataFrame) -> pl.DataFrame:
    plain = units().filter(pl.col("cues").is_null())
    spellings = "|".join(f"(?:{spelling})" for spelling in plain["spellings"])
    return _matched(texts, rf"{_NUMBER}(?:[ -]*)(?:ти |х )?({spellings})(?:[^\p{{L}}\d]|$)", plain)


def _after_cue(texts: pl.DataFrame, dimension: str) -> pl.DataFrame:
    cued = units().filter(pl.col("dimension") == dimension, pl.col("cues").is_not_null())
    spellings = "|".join(f"(?:{spelling})" for spelling in cued["spellings"])
    cues = "|".join(sorted({cue for row in cued["cues"] for cue in row.split("|")}))
    return _matched(texts, rf"(?:{cues})[^\d]{{0,40}}?{_NUMBER}[ -]*({spellings})(?:[^\p{{L}}\d]|$)", cued)


def _matched(texts: pl.DataFrame, pattern: str, known: pl.DataFrame) -> pl.DataFrame:
    statements = (
        texts.select("row", pl.col("text").str.extract_all(pattern).alias("statement"))
        .explode("statement", empty_as_null=False)
        .select(
            "row",
            pl.col("statement").str.extract(pattern, 1).alias("number"),
            pl.col("statement").str.extract(pattern, 2).alias("spelt"),
        )
    )
    spelt = statements.select(pl.col("spelt").unique()).drop_nulls()
    # A loop over the table of units, not rows; each distinct spelling is held against it.
    meanings = [
        spelt.filter(pl.col("spelt").str.contains(f"^(?:{row['spellings']})$")).with_columns(
            pl.lit(row["dimension"]).alias("dimension"), pl.lit(row["factor"]).alias("factor")
        )
        for row in known.iter_rows(named=True)
    ]
    number = pl.col("number").str.replace_all(r"[ \u00a0]", "").str.replace(",", ".", literal=True)
    return statements.join(pl.concat(meanings), on="spelt").select(
        "row", "dimension", (number.cast(pl.Float64, strict=False) * pl.col("factor")).alias("value")
    )


def _nines(texts: pl.DataFrame) -> pl.DataFrame:
    """A purity written as a count of nines: 5N is 99.999 %."""
    nines = pl.col("text").str.extract(_NINES, 1).cast(pl.Float64)
    return (
        texts.select("row", pl.lit("purity").alias("dimension"), (100 - 10.0 ** (2 - nines)).alias("value"))
        .drop_nulls("value")
    )  # fmt: skip
