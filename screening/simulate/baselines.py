"""What an administration would do without this system: look at goods codes, or at codes and exact names."""

from __future__ import annotations

import polars as pl

from screening.schemas.intake import PARTY_ROLES

_TIERS = {"1": 1.0, "2": 0.9, "3.A": 0.7, "3.B": 0.7, "4.A": 0.6, "4.B": 0.6}
_STRENGTHS = {"exact": 0.5, "likely": 0.3, "possible": 0.1}


def code_scores(items: pl.DataFrame, correlations: pl.DataFrame) -> pl.DataFrame:
    """Return declaration_id and code_score: the best rank of any item's code on the priority or a control list.

    Priority tiers come first, then control list entries by the strength of the correlation; 0 is on no list.
    Shapes: DECLARATIONS, HS_CORRELATIONS.
    """
    ranked = correlations.select(
        pl.col("hs_code").str.head(6).alias("hs6"),
        pl.when(pl.col("control_list") == "CHPL")
        .then(pl.col("entry_code").replace_strict(_TIERS, default=0.6, return_dtype=pl.Float64))
        .otherwise(pl.col("strength").cast(pl.String).replace_strict(_STRENGTHS, default=0.1, return_dtype=pl.Float64))
        .alias("code_score"),
    )
    best = ranked.filter(pl.col("hs6").str.len_chars() == 6).group_by("hs6").agg(pl.max("code_score"))
    return (
        items.select("declaration_id", pl.col("hs_code").str.head(6).alias("hs6"))
        .join(best, on="hs6", how="left")
        .group_by("declaration_id")
        .agg(pl.max("code_score").fill_null(0.0))
        .sort("declaration_id")
    )


def exact_name_scores(items: pl.DataFrame, listed_names: pl.Series) -> pl.DataFrame:
    """Return declaration_id and name_score: 1 where any party's name is a listed one, letter by letter, else 0.

    Case and blanks at the ends do not count.
    """
    listed = listed_names.drop_nulls().str.strip_chars().str.to_uppercase().unique()
    is_listed = pl.any_horizontal(
        pl.col(f"{role}_name").str.strip_chars().str.to_uppercase().is_in(listed.to_list()).fill_null(False)
        for role in PARTY_ROLES
    )
    return (
        items.select("declaration_id", is_listed.cast(pl.Float64).alias("name_score"))
        .group_by("declaration_id")
        .agg(pl.max("name_score"))
        .sort("declaration_id")
    )
