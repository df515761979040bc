"""Check digits of Kazakh and Russian tax numbers, for a whole column at once.

BIN and IIN: 12 digits; weights 1 to 11, modulo 11; where that gives 10, weights 3 to 11, 1, 2. INN: 10 digits with one
check digit (weights 2 4 10 3 5 9 4 6 8), or 12 with two (7 2 4 10 3 5 9 4 6 8 and 3 7 2 4 10 3 5 9 4 6 8), modulo 11
modulo 10. Sources: Law 223-III of Kazakhstan on national registers of identification numbers; order of the Federal Tax
Service of Russia on the structure of the INN.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_BIN_FIRST = (*range(1, 12),)
_BIN_SECOND = (*range(3, 12), 1, 2)
_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12 = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def _digit(text: pl.Expr, place: int) -> pl.Expr:
    return text.str.slice(place, 1).cast(pl.Int32, strict=False)


def _weighed(text: pl.Expr, weights: Sequence[int]) -> pl.Expr:
    return pl.sum_horizontal(_digit(text, place) * weight for place, weight in enumerate(weights)) % 11


def is_bin_or_iin(text: pl.Expr) -> pl.Expr:
    """Whether each text is a BIN or IIN with a right check digit."""
    first, second = _weighed(text, _BIN_FIRST), _weighed(text, _BIN_SECOND)
    # A number whose second remainder is 10 too was never given out.
    expected = pl.when(first < 10).then(first).when(second < 10).then(second)
    return text.str.contains("^[0-9]{12}$") & (_digit(text, 11) == expected).fill_null(False)


def is_inn(text: pl.Expr) -> pl.Expr:
    """Whether each text is an INN of a firm (10 digits) or a person (12) with right check digits."""
    firm = text.str.contains("^[0-9]{10}$") & (_digit(text, 9) == _weighed(text, _INN_10) % 10)
    person = (
        text.str.contains("^[0-9]{12}$")
        & (_digit(text, 10) == _weighed(text, _INN_11) % 10)
        & (_digit(text, 11) == _weighed(text, _INN_12) % 10)
    )
    return (firm | person).fill_null(False)


def wrong(numbers: pl.Series, country_code: str) -> pl.Series:
    """Return the distinct numbers of a column that cannot be tax numbers of that country (KZ or RU)."""
    distinct = numbers.drop_nulls().unique()
    text = pl.lit(distinct.str.replace_all(r"[\s-]", ""))
    valid = pl.select(is_bin_or_iin(text) if country_code == "KZ" else is_inn(text)).to_series()
    return distinct.filter(~valid)
