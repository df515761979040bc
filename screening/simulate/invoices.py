"""Electronic invoices after clearance: goods that are sold on, at home mostly, and sometimes over an open border."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from screening.schemas.commerce import INVOICE_COLUMNS
from screening.simulate.firms import ADDRESS_SPELLINGS, SPELLINGS
from screening.simulate.parameters import pick_keys
from screening.simulate.world import World

_ORDER = [column.name for column in INVOICE_COLUMNS]


def make_invoices(world: World, day: date, resale: pl.DataFrame) -> pl.DataFrame:
    """Return invoice lines that follow from a day's imports, dated later. Shape: INVOICE_COLUMNS, by date.

    `resale` is what make_day says of its items. A story's wish (country, buyer, lag) goes before chance.
    """
    shape = world.parameters["invoices"]
    rng = np.random.default_rng([world.seed, day.toordinal(), 2])
    imports = resale.filter(pl.col("flow") == "import")
    imports = imports.filter(
        pl.Series(rng.random(imports.height) < shape["resold_share"]) | pl.col("resale_country").is_not_null()
    )
    size = imports.height
    may_leave = imports["sector"].is_in(shape["abroad_sectors"]).to_numpy()
    leave = np.where(may_leave, 1 - shape["domestic_share"], 0.0)
    leave = np.where(imports["is_priority"].to_numpy(), shape["priority_abroad_share"], leave)
    country = np.where(rng.random(size) < leave, pick_keys(rng, shape["abroad"], size), "KZ")
    imports = imports.with_columns(
        pl.col("resale_country")
        .fill_null(pl.Series(country.tolist(), dtype=pl.String))
        .alias("destination_country_code"),
        pl.col("resale_lag")
        .fill_null(pl.Series(rng.integers(shape["lag_days"][0], shape["lag_days"][1] + 1, size)))
        .alias("lag"),
    )
    buyer = imports["resale_buyer"].fill_null(_buyers(world, rng, imports["destination_country_code"]))
    seller, at = imports["consignee"].to_numpy(), buyer.to_numpy()
    parties = world.parties.select("country_code", "tax_id")
    whole = rng.random(size) < 0.6
    part = pl.Series(np.where(whole, 1.0, rng.uniform(0.1, 0.9, size)))
    margin = pl.Series(rng.uniform(shape["margin"][0], shape["margin"][1], size))
    rate = world.parameters["currencies"]["usd_per_unit"]["KZT"]
    named = pl.Series(rng.random(size) < 0.7)
    made = imports.select(
        pl.format(
            "ESF-{}-{}", pl.lit(f"{day:%Y%m%d}"), pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(7)
        ).alias("invoice_id"),
        pl.lit(1, pl.Int64).alias("line_number"),
        pl.when(pl.col("destination_country_code") == "KZ")
        .then(pl.lit("invoice"))
        .otherwise(pl.lit("consignment_note"))
        .alias("kind"),
        (pl.lit(day) + pl.duration(days="lag")).alias("invoice_date"),
        world.names.gather(seller * SPELLINGS).alias("seller_name"),
        world.addresses.gather(seller * ADDRESS_SPELLINGS).alias("seller_address"),
        parties["country_code"].gather(seller).alias("seller_country_code"),
        parties["tax_id"].gather(seller).alias("seller_tax_id"),
        world.names.gather(at * SPELLINGS).alias("buyer_name"),
        world.addresses.gather(at * ADDRESS_SPELLINGS).alias("buyer_address"),
        parties["country_code"].gather(at).alias("buyer_country_code"),
        parties["tax_id"].gather(at).alias("buyer_tax_id"),
        pl.lit("KZ").alias("dispatch_country_code"),
        "destination_country_code",
        "hs_code",
        "goods_description",
        (pl.col("quantity") * part).round(0).clip(1).alias("quantity"),
        "quantity_unit_code",
        (pl.col("statistical_value") * part * margin / rate).round(2).alias("value"),
        pl.lit("KZT").alias("value_currency_code"),
        pl.when(named).then("declaration_id").otherwise(None).alias("declaration_id"),
        pl.when(named).then("item_number").otherwise(None).alias("declaration_item_number"),
    )
    return made.select(_ORDER).sort("invoice_date", "invoice_id")


def _buyers(world: World, rng: np.random.Generator, countries: pl.Series) -> pl.Series:
    values = countries.to_numpy()
    chosen = np.zeros(len(values), dtype=np.int64)
    of_country = world.parties["country_code"].head(world.ordinary_parties).to_numpy()
    for country in np.unique(values):  # a handful of countries, not rows
        pool, at = np.flatnonzero(of_country == country), np.flatnonzero(values == country)
        chosen[at] = pool[rng.integers(len(pool), size=len(at))] if len(pool) else 0
    return pl.Series(chosen)
