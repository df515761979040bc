"""Relations of ordinary trade: who sends what to whom, by which way and how often."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from screening.simulate.goods_lines import GoodsLines
from screening.simulate.parameters import Parameters, load_words, pick, pick_keys

PROCEDURES = {"import": "40", "export": "10", "transit": "80"}
GOODS_OF_A_RELATION = 4

RELATION_SCHEMA: dict[str, Any] = {
    "flow": pl.String,
    "consignor": pl.Int64,
    "consignee": pl.Int64,
    "declarant": pl.Int64,
    "responsible": pl.Int64,
    "carrier": pl.Int64,
    "office_code": pl.String,
    "origin": pl.String,
    "dispatch": pl.String,
    "trade": pl.String,
    "destination": pl.String,
    "mode": pl.String,
    "weight": pl.Float64,
    "first_day": pl.Int64,
    "last_day": pl.Int64,
    "price_level": pl.Float64,
    "goods": pl.List(pl.Int64),
    "sector": pl.String,
}
"""A relation: who sends what to whom, by which way, how often (`weight`) and between which days (ordinals)."""


def make_relations(
    parameters: Parameters,
    rng: np.random.Generator,
    goods: GoodsLines,
    traders: pl.DataFrame,
    registered: np.ndarray,
    first: date,
    last: date,
) -> pl.DataFrame:
    """Return the relations of the traders: RELATION_SCHEMA but for the parties, which have no numbers yet."""
    shape = parameters["traders"]
    each = pick_keys(rng, shape["relations"], traders.height).astype(int)
    trader = np.repeat(np.arange(traders.height), each)
    size = len(trader)
    sectors = list(parameters["sectors"]["shares"])
    main = pick(rng, parameters["sectors"]["shares"], traders.height)
    second = pick(rng, parameters["sectors"]["shares"], traders.height)
    takes_second = rng.random(size) < shape["second_sector_share"]
    sector = np.where(takes_second, second[trader], main[trader])
    activity = rng.lognormal(0, shape["activity_sigma"], traders.height)
    weight = (activity / each)[trader] * rng.lognormal(0, 0.5, size)
    start = registered[trader] + rng.integers(5, 70, size)
    # A relation of an old firm may be young as well, and may end.
    fresh = rng.random(size) < 0.08
    start = np.where(fresh, rng.integers(first.toordinal() - 60, last.toordinal() + 1, size), start)
    closed = traders["closed_date"].fill_null(date(2999, 1, 1)).to_numpy().astype("datetime64[D]").astype(int) + 719163
    flow = pick_keys(rng, parameters["flows"], size)
    table = _goods_of(rng, goods, sectors, sector)
    frame = pl.DataFrame(
        {
            "trader": trader,
            "flow": flow.tolist(),
            "sector": np.array(sectors, dtype=object)[sector].tolist(),
            "weight": weight,
            "first_day": start,
            "last_day": closed[trader],
            "price_level": rng.lognormal(0, parameters["prices"]["supplier_sigma"], size),
        }
    )
    return _with_ways(parameters, rng, frame.with_columns(table), goods)


def _goods_of(rng: np.random.Generator, goods: GoodsLines, sectors: list[str], sector: np.ndarray) -> pl.DataFrame:
    """Return origin and four lines of goods for each relation: lines of its sector that come from one country."""
    ordinary = goods.lines.head(goods.sought_from)
    size = len(sector)
    lines = np.zeros((size, GOODS_OF_A_RELATION), dtype=np.int64)
    origin = np.empty(size, dtype=object)
    for number, name in enumerate(sectors):  # a loop over sectors, not rows
        at = np.flatnonzero(sector == number)
        own = ordinary.filter(pl.col("sector") == name)
        weights = own["weight"].to_numpy() / own["weight"].sum()
        lead = rng.choice(own.height, size=len(at), p=weights)
        origins = own["origins"].to_list()
        chosen = rng.random(len(at))
        # The first countries of a line weigh more: 1, 1/2, 1/3 …
        origin[at] = [_by_rank(origins[line], u) for line, u in zip(lead, chosen, strict=True)]
        codes = own["goods"].to_numpy()
        lines[at, 0] = codes[lead]
        for column in range(1, GOODS_OF_A_RELATION):
            other = rng.choice(own.height, size=len(at), p=weights)
            fits = np.array([origin[row] in origins[line] for row, line in zip(at, other, strict=True)], dtype=bool)
            lines[at, column] = np.where(fits, codes[other], codes[lead])
    return pl.DataFrame(
        {"origin": origin.tolist(), "goods": lines.tolist()}, schema_overrides={"goods": pl.List(pl.Int64)}
    )


def _by_rank(values: list[str], u: float) -> str:
    weights = np.cumsum(1 / np.arange(1, len(values) + 1))
    return values[int(np.searchsorted(weights / weights[-1], u))]


def _with_ways(
    parameters: Parameters, rng: np.random.Generator, frame: pl.DataFrame, goods: GoodsLines
) -> pl.DataFrame:
    """Add countries of dispatch, trade and destination, the office and the mode of transport."""
    size = frame.height
    corridors, partners = parameters["corridors"], parameters["partners"]
    flow = frame["flow"].to_numpy()
    origin = np.array(frame["origin"].to_list(), dtype=object)
    through = pick_keys(rng, corridors["through"], size)
    dispatch = np.where(rng.random(size) < corridors["direct_share"], origin, through)
    dispatch = np.where(flow == "export", "KZ", dispatch)
    home_made = (flow == "export") & (rng.random(size) < 0.6)
    origin = np.where(home_made, "KZ", origin)
    destination = np.where(flow == "import", "KZ", pick_keys(rng, partners["destinations"], size))
    transit = pick_keys(rng, partners["transit_destinations"], size)
    destination = np.where(flow == "transit", transit, destination)
    other_trade = pick_keys(rng, corridors["through"], size)
    trade = np.where(rng.random(size) < corridors["trade_country_differs_share"], other_trade, dispatch)
    trade = np.where(flow == "export", destination, trade)
    price = goods.lines["usd_per_kg"].to_numpy()[np.array([row[0] for row in frame["goods"].to_list()])]
    mode = np.where(
        price > 100,
        pick_keys(rng, parameters["transport"]["modes_of_light_goods"], size),
        pick_keys(rng, parameters["transport"]["modes"], size),
    )
    return frame.with_columns(
        origin=pl.Series(origin.tolist(), dtype=pl.String),
        dispatch=pl.Series(dispatch.tolist(), dtype=pl.String),
        trade=pl.Series(trade.tolist(), dtype=pl.String),
        destination=pl.Series(destination.tolist(), dtype=pl.String),
        mode=pl.Series(mode.tolist(), dtype=pl.String),
        office_code=pl.Series(pick_keys(rng, parameters["offices"]["weights"], size).tolist(), dtype=pl.String),
    )


def partner_countries(relations: pl.DataFrame, goods: GoodsLines) -> np.ndarray:
    """The foreign countries that relations name, as often as they name them; those of sought goods at least once."""
    named = pl.concat([relations["dispatch"], relations["destination"]])
    extra = [*goods.lines["origins"].explode().unique().sort().to_list(), *load_words()["abroad"]]
    countries = [
        country for country in [*named.to_list(), *extra] if country != "KZ" and country not in ("IR", "SY", "KP")
    ]
    return np.array(countries, dtype=object)
