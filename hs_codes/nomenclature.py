"""Which subheadings each edition of the HS has, what lies above and below a code, and where its goods were before.

The numbers are facts and lie in `data/hsYYYY.csv`; titles come from the administration's own tariff (see tariff.py).
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from hs_codes.code import HSCode
from hs_codes.editions import Edition, edition_on
from hs_codes.reference_data import DATA_FOLDER, read_reference_csv, refuse_rows
from screening.errors import NotFoundError

_SUBHEADING_DIGITS = 6


def has_numbers(edition: Edition) -> bool:
    """Whether the package knows the numbers of `edition`: an announced edition may not have been printed yet."""
    return _numbers_file(edition).exists()


def _numbers_file(edition: Edition) -> Path:
    return DATA_FOLDER / f"{edition.value.lower()}.csv"


@cache
def subheadings(edition: Edition) -> pl.Series:
    """Return the HS6 numbers of `edition` in order. Raises NotFoundError while the package does not have them."""
    if not has_numbers(edition):
        raise NotFoundError(
            f"the numbers of {edition} are not known",
            where=str(_numbers_file(edition)),
            remedy="Add the file of its subheadings with its sidecar, as docs/goods.md describes",
        )
    path = _numbers_file(edition)
    frame = read_reference_csv(path, columns=("hs_code",), key=("hs_code",))
    refuse_rows(frame, ~pl.col("hs_code").str.contains(r"^[0-9]{6}$"), path, "not a subheading", "Write six digits")
    return frame["hs_code"].sort()


@cache
def _prefixes(edition: Edition) -> dict[int, pl.Series]:
    numbers = subheadings(edition)
    return {length: numbers.str.head(length).unique().sort() for length in (2, 4, 6)}


def is_known(codes: pl.Expr, edition: Edition) -> pl.Expr:
    """Return a Boolean expression: does the chapter, heading or subheading of each code exist in `edition`?

    Digits beyond the sixth are a tariff's own and are not judged. Null stays null.
    """
    known = _prefixes(edition)
    length = codes.str.len_chars()
    return (
        pl.when(length >= _SUBHEADING_DIGITS)
        .then(codes.str.head(6).is_in(known[6].implode()))
        .when(length >= 4)
        .then(codes.str.head(4).is_in(known[4].implode()))
        .otherwise(codes.is_in(known[2].implode()))
    )


def is_valid_on(code: str, day: date) -> bool:
    """Whether the code's first six digits (or the heading, the chapter) exist in the edition in force on `day`.

    Raises HSCodeError for what is not a code, NotFoundError for days whose edition is not known.
    """
    edition = edition_on(day)
    digits = HSCode.parse(code, edition).digits
    return bool(pl.select(is_known(pl.lit(digits), edition)).item())


def children(code: HSCode) -> list[HSCode]:
    """Return what lies directly below a chapter or heading in its edition; nothing below a subheading."""
    length = len(code.digits) + 2
    if length > _SUBHEADING_DIGITS:
        return []
    numbers = _prefixes(code.edition)[length]
    return [HSCode(digits, code.edition) for digits in numbers.filter(numbers.str.starts_with(code.digits))]


def ancestors(code: HSCode) -> list[HSCode]:
    """Return what lies above a code, the chapter first."""
    return [HSCode(code.digits[:length], code.edition) for length in range(2, len(code.digits), 2)]


@cache
def conversion(source: Edition, target: Edition) -> pl.DataFrame:
    """Return which subheadings of `target` hold goods of which subheading of `source`, all pairs.

    Columns: hs_code, other_code. A subheading that was split or merged has several rows; one whose goods went nowhere
    has none. Editions that are not neighbours are joined through those between.
    """
    if source == target:
        return pl.DataFrame({"hs_code": subheadings(source), "other_code": subheadings(source)})
    later, earlier = max(source, target, key=_begin), min(source, target, key=_begin)
    before = later.earlier
    if before is None:
        raise NotFoundError(f"nothing precedes {later}", where="hs_codes/editions.py")
    pairs = _to_earlier(later, before)
    if before != earlier:
        onwards = conversion(before, earlier)
        pairs = pairs.join(onwards, left_on="other_code", right_on="hs_code").select(
            "hs_code", pl.col("other_code_right").alias("other_code")
        )
    if source == earlier:
        pairs = pairs.select(pl.col("other_code").alias("hs_code"), pl.col("hs_code").alias("other_code"))
    return pairs.unique().sort("hs_code", "other_code")


def convert(code: str, source: Edition, target: Edition) -> list[str]:
    """Return the subheadings of `target` that hold goods of the subheading `code` of `source`, in order."""
    pairs = conversion(source, target)
    return pairs.filter(pl.col("hs_code") == code[:_SUBHEADING_DIGITS])["other_code"].to_list()


def _begin(edition: Edition) -> date:
    return edition.valid_from


def _to_earlier(later: Edition, earlier: Edition) -> pl.DataFrame:
    path = DATA_FOLDER / f"{later.value.lower()}_to_{earlier.value.lower()}.csv"
    moved = read_reference_csv(path, columns=("hs_code", "earlier_code"), key=("hs_code", "earlier_code"))
    for column, edition in (("hs_code", later), ("earlier_code", earlier)):
        refuse_rows(moved, ~is_known(pl.col(column), edition), path, f"{column} is not in {edition}", "Correct it")
    stayed = (
        subheadings(later)
        .to_frame("hs_code")
        .filter(
            pl.col("hs_code").is_in(subheadings(earlier).implode())
            & ~pl.col("hs_code").is_in(moved["hs_code"].implode())
        )
    )
    return pl.concat([stayed.with_columns(pl.col("hs_code").alias("earlier_code")), moved]).rename(
        {"earlier_code": "other_code"}
    )
