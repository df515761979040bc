"""Goods judged outside a day's declarations: a single item at the terminal, a file, a labelled set."""

from __future__ import annotations

from datetime import date

import polars as pl

from hs_codes import ControlLists
from hs_codes.in_force import correlations_on
from screening.rules.goods import GOODS_COLUMNS, Parameters, goods_hits
from screening.rules.goods.model import HeadingModel
from screening.rules.rule import Inputs
from screening.schemas.intake import DECLARATIONS

_GIVEN = ("flow", "origin_country_code", "dispatch_country_code", "destination_country_code", "trade_country_code")


def check_goods(
    goods: pl.DataFrame, day: date, control: ControlLists, parameters_of: Parameters, model: HeadingModel | None
) -> pl.DataFrame:
    """Return the hits of every rule on goods. `goods` needs id and GOODS_COLUMNS; countries and flow if known.

    Shape: RULE_HITS, with `declaration_id` the id. A code may be null: the other rules judge.
    """
    return goods_hits(goods_inputs(goods, day, control), parameters_of, model)


def goods_inputs(goods: pl.DataFrame, day: date, control: ControlLists) -> Inputs:
    """Return goods as the rules read a day's items; what is not known of a declaration is null."""
    known = {"declaration_id": "id", **{name: name for name in (*GOODS_COLUMNS, *_GIVEN) if name in goods.columns}}
    items = goods.select(
        (pl.col(known[name]) if name in known else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in DECLARATIONS.polars_schema.items()
    ).with_columns(
        pl.lit(1, dtype=pl.Int64).alias("item_number"),
        pl.lit(day).alias("registration_date"),
        pl.col("flow").fill_null("import"),
    )
    none = pl.DataFrame()
    return Inputs(
        day,
        items=items,
        entities=none,
        names=none,
        identifiers=none,
        correlations=correlations_on(control.correlations, day),
        control_entries=control.entries,
        chemicals=control.chemicals,
    )
