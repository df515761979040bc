"""The price of a goods item among its peers: what the same subheading cost in the year before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from screening.dashboard.lake_pool import LakePool

_LEAST_PEERS = 5
_PRICE_RULES = "UNIT_PRICE_"
"""How the ids of the rules about prices begin."""


@dataclass(frozen=True)
class PriceAmongPeers:
    """Prices are in `currency` for each `per` ("kg" or a unit's code). `peers` has price and is_same_origin."""

    item_number: int
    hs6: str
    currency: str
    per: str
    price: float
    peers: pl.DataFrame
    median: float
    low: float
    high: float
    """Half of the peers lie between `low` and `high`."""


def price_among_peers(
    pool: LakePool, reasons: pl.DataFrame, items: list[dict[str, Any]], day: date
) -> PriceAmongPeers | None:
    """Return the price of the item that the price rule named, else of the first one with a reason.

    None where the item has no price or fewer than five peers.
    """
    about_price = reasons.filter(pl.col("rule_id").str.starts_with(_PRICE_RULES))
    named = pl.concat([about_price, reasons]).select("item_number").drop_nulls().to_series().to_list()
    item = next(
        (item for number in named for item in items if item["item_number"] == number), items[0] if items else None
    )
    if item is None:
        return None
    per = json.loads(about_price["detail"][0]).get("per") if about_price.height else None
    per = per or ("kg" if item["net_mass_kg"] else item["quantity_unit_code"])
    price = _price(item, per)
    if price is None:
        return None
    peers = pool.frame(
        "peers",
        {
            "per": per,
            "day": day,
            "hs6": item["hs_code"][:6],
            "origin": item["origin_country_code"],
            "flow": item["flow"],
            "currency": item["statistical_currency_code"],
            "declaration_id": item["declaration_id"],
        },
    )
    if peers.height < _LEAST_PEERS:
        return None
    low, median, high = (float(peers["price"].quantile(share) or 0) for share in (0.25, 0.5, 0.75))
    return PriceAmongPeers(
        item["item_number"],
        item["hs_code"][:6],
        item["statistical_currency_code"],
        per,
        price,
        peers,
        median,
        low,
        high,
    )


def _price(item: Mapping[str, Any], per: str | None) -> float | None:
    value = item["statistical_value"]
    amount = item["net_mass_kg"] if per == "kg" else item["quantity"]
    if per is None or not value or not amount or item["statistical_currency_code"] is None:
        return None
    return float(value / amount) if value > 0 and amount > 0 else None
