"""One day's declarations. A day depends on the world and its date only, so that any day can be made by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from screening.schemas.intake import CANONICAL_COLUMNS
from screening.simulate.firms import ADDRESS_SPELLINGS, SPELLINGS
from screening.simulate.papers import with_papers
from screening.simulate.parameters import pick, pick_keys
from screening.simulate.relations import PROCEDURES
from screening.simulate.world import SCHEDULED_SCHEMA, World

_ROLES = ("consignor", "consignee", "declarant", "responsible", "carrier")
_ORDER = [column.name for column in CANONICAL_COLUMNS]
TRUTH_COLUMNS = {
    "scheme": pl.String,
    "story": pl.String,
    "role": pl.String,
    "declaration_id": pl.String,
    "item_number": pl.Int64,
    "registration_date": pl.Date,
    "is_planted": pl.Boolean,
    "why": pl.String,
}
"""The truth: what was planted where, and why it is what it is. Rows that are not planted are innocent look-alikes."""


@dataclass(frozen=True)
class Day:
    """`declarations`: CANONICAL_COLUMNS. `truth`: TRUTH_COLUMNS. `resale`: what invoices need, one row an item."""

    declarations: pl.DataFrame
    truth: pl.DataFrame
    resale: pl.DataFrame


def make_day(world: World, day: date) -> Day:
    """Make the declarations registered on `day`, planted ones among them."""
    rng = np.random.default_rng([world.seed, day.toordinal(), 1])
    heads = _heads(world, rng, day)
    items = _items(world, rng, day, heads)
    truth = items.filter(pl.col("is_key") & pl.col("scheme").is_not_null()).select(
        pl.col(name).cast(dtype) for name, dtype in TRUTH_COLUMNS.items()
    )
    shocked = items.filter("is_shocked", pl.col("scheme").is_null()).select(
        pl.lit("price_shock").alias("scheme"),
        pl.lit("shock").alias("story"),
        pl.lit("importer").alias("role"),
        "declaration_id",
        "item_number",
        "registration_date",
        pl.lit(False).alias("is_planted"),
        pl.lit("The price of these goods rose everywhere on these days").alias("why"),
    )
    resale = items.select(
        "declaration_id",
        "item_number",
        "hs_code",
        "goods_description",
        "quantity",
        "quantity_unit_code",
        "statistical_value",
        "consignee",
        "consignee_name",
        "flow",
        "sector",
        "is_priority",
        "resale_country",
        "resale_buyer",
        "resale_lag",
    )
    return Day(items.select(_ORDER), pl.concat([truth, shocked]), resale)


def _heads(world: World, rng: np.random.Generator, day: date) -> pl.DataFrame:
    """One row a declaration: its relation, the story's wishes, its size, and everything that its items share."""
    shape = world.parameters["declarations"]["sizes"]
    mean = sum(int(size) * share for size, share in shape.items()) / sum(shape.values())
    count = round(world.items_per_day * world.parameters["weekdays"]["factors"][day.weekday()] / mean)
    ordinal = day.toordinal()
    relations = world.relations
    alive = (relations["first_day"] <= ordinal) & (relations["last_day"] >= ordinal)
    cumulated = np.cumsum(np.where(alive.to_numpy(), relations["weight"].to_numpy(), 0.0))
    chosen = np.searchsorted(cumulated, rng.random(count) * cumulated[-1], side="right")
    scheduled = world.scheduled.filter(pl.col("day") == ordinal)
    heads = pl.concat([pl.DataFrame({"relation": chosen.astype(np.int64)}), scheduled], how="diagonal").select(
        pl.col(name).cast(dtype) for name, dtype in SCHEDULED_SCHEMA.items()
    )
    heads = heads[rng.permutation(heads.height)]
    size = heads.height
    heads = heads.with_columns(
        pl.col("items").fill_null(pl.Series(pick_keys(rng, shape, size).astype(np.int64))).alias("size"),
        pl.Series("key_item", rng.random(size)),
    )
    of_relation = relations[heads["relation"].to_numpy()].select(
        *_ROLES[:3],
        pl.col("responsible").alias("usual_responsible"),
        "carrier",
        "flow",
        "office_code",
        "mode",
        "price_level",
        "goods",
        "sector",
        *(pl.col(name).alias(f"usual_{name}") for name in ("origin", "dispatch", "trade", "destination")),
    )
    heads = pl.concat([heads, of_relation], how="horizontal").with_columns(
        pl.col("responsible").fill_null(pl.col("usual_responsible")),
        *(pl.col(name).fill_null(pl.col(f"usual_{name}")) for name in ("origin", "dispatch", "trade", "destination")),
        number=pl.int_range(1, pl.len() + 1).over("office_code"),
        registration_date=pl.lit(day),
    )
    heads = heads.with_columns(
        declaration_id=pl.concat_str(
            "office_code", pl.lit(f"/{day:%d%m%y}/"), pl.col("number").cast(pl.String).str.zfill(7)
        ),
        procedure_code=pl.col("flow").replace_strict(PROCEDURES),
    )
    return with_papers(world, rng, day, _with_parties(world, rng, heads))


def _with_parties(world: World, rng: np.random.Generator, heads: pl.DataFrame) -> pl.DataFrame:
    size, variants = heads.height, world.parameters["names"]["variants"]
    weights = dict(enumerate(variants))
    countries, numbers = world.parties["country_code"], world.parties["tax_id"]
    for role in _ROLES:  # a loop over roles, not rows
        party = heads[role].to_numpy()
        spelling = pl.Series("spelling", pick(rng, weights, size).astype(np.int64))
        if f"{role}_spelling" in heads.columns:
            spelling = heads[f"{role}_spelling"].fill_null(spelling)
        number = numbers.gather(party)
        missing = pl.Series(rng.random(size) < world.parameters["names"]["missing_tax_id_share"])
        number = pl.select(pl.when(missing).then(None).otherwise(number)).to_series()
        if f"{role}_tax_id" in heads.columns:
            number = heads[f"{role}_tax_id"].fill_null(number)
        address = party * ADDRESS_SPELLINGS + rng.choice(ADDRESS_SPELLINGS, size=size, p=[0.7, 0.1, 0.2])
        heads = heads.with_columns(
            world.names.gather(party * SPELLINGS + spelling.to_numpy()).alias(f"{role}_name"),
            world.addresses.gather(address).alias(f"{role}_address"),
            countries.gather(party).alias(f"{role}_country_code"),
            number.alias(f"{role}_tax_id"),
        )
    return heads


def _items(world: World, rng: np.random.Generator, day: date, heads: pl.DataFrame) -> pl.DataFrame:
    sizes = heads["size"].to_numpy()
    row = np.repeat(np.arange(heads.height), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    number = np.arange(len(row)) - starts[row]
    items = heads[row].with_columns(
        pl.Series("item_number", number + 1), is_key=pl.Series(number) == (pl.col("key_item") * pl.col("size")).floor()
    )
    size = items.height
    usual = np.array(items["goods"].to_list())[np.arange(size), rng.choice(4, size=size, p=[0.55, 0.2, 0.15, 0.1])]
    occasional = rng.random(size) < world.parameters["traders"]["occasional_goods_share"]
    usual = np.where(
        occasional & items["scheme"].is_null().to_numpy(), rng.integers(world.goods.sought_from, size=size), usual
    )
    key_goods = pl.when("is_key").then("key_goods").otherwise(None)
    line = items.select(key_goods.fill_null(pl.Series(usual))).to_series().to_numpy()
    rendering = line * world.goods.per_line + rng.integers(world.goods.per_line, size=size)
    of_line = world.goods.lines[line].select(
        "usd_per_kg", "kg_per_item", "unit", "kg_per_unit", "is_priority", pl.col("hs_code").alias("usual_code")
    )
    texts = world.goods.renderings[rendering]
    items = pl.concat([items, of_line, texts], how="horizontal").with_columns(
        hs_code=_key("hs_code", "usual_code"),
        goods_description=_key("description", "goods_description"),
        maker_name=_told("maker", "maker_name"),
        brand_name=pl.when(pl.col("is_key") & pl.col("description").is_not_null()).then(None).otherwise("brand_name"),
        model_name=_told("model", "model_name"),
        line=pl.Series(line),
    )
    return _with_amounts(world, rng, day, items)


def _key(wish: str, usual: str) -> pl.Expr:
    return pl.when("is_key").then(pl.col(wish).fill_null(pl.col(usual))).otherwise(usual)


def _told(wish: str, usual: str) -> pl.Expr:
    """A story that words the goods says who made them, or leaves it out."""
    return pl.when(pl.col("is_key") & pl.col("description").is_not_null()).then(wish).otherwise(_key(wish, usual))


def _with_amounts(world: World, rng: np.random.Generator, day: date, items: pl.DataFrame) -> pl.DataFrame:
    size, parameters = items.height, world.parameters
    prices, masses = parameters["prices"], parameters["masses"]
    spread = pl.Series(rng.lognormal(0, masses["sigma"], size))
    packing = pl.Series(1 + rng.uniform(masses["packing"][0], masses["packing"][1], size))
    drawn = rng.lognormal(0, prices["item_sigma"], size)
    odd = rng.random(size) < prices["odd_share"]
    noise = pl.Series(
        np.where(odd, np.array(prices["odd_factors"])[rng.integers(len(prices["odd_factors"]), size=size)], drawn)
    )
    shock = np.ones(world.goods.lines.height)
    for one in world.shocks:  # a handful
        if one.first <= day.toordinal() <= one.last:
            shock[one.goods] = one.factor
    of_line = pl.Series(shock).gather(items["line"])
    unit_noise = pl.Series(rng.lognormal(0, masses["unit_mass_sigma"], size))
    factor = pl.col("origin").replace_strict(prices["origin_factors"], default=1.0, return_dtype=pl.Float64)
    rates = parameters["currencies"]["usd_per_unit"]
    key = pl.col("is_key")
    items = items.with_columns(
        net_mass_kg=pl.when(key & pl.col("mass_kg").is_not_null())
        .then("mass_kg")
        .otherwise(
            pl.col("kg_per_item") * spread * pl.when(key).then(pl.col("mass_factor").fill_null(1.0)).otherwise(1.0)
        )
        .round(3)
        .clip(0.01),
        is_shocked=of_line != 1.0,
    )
    items = items.with_columns(
        gross_mass_kg=(pl.col("net_mass_kg") * packing).round(3),
        quantity=pl.when(pl.col("unit") == "KGM")
        .then("net_mass_kg")
        .otherwise((pl.col("net_mass_kg") / pl.col("kg_per_unit") * unit_noise).round(0).clip(1)),
        quantity_unit_code=pl.col("unit"),
        statistical_value=(
            pl.col("net_mass_kg")
            * pl.col("usd_per_kg")
            * factor
            * pl.col("price_level")
            * noise
            * of_line
            * pl.when(key).then(pl.col("price_factor").fill_null(1.0)).otherwise(1.0)
        )
        .round(2)
        .clip(1.0),
        statistical_currency_code=pl.lit("USD"),
    )
    rate = pl.col("invoice_currency_code").replace_strict(rates, return_dtype=pl.Float64)
    return items.with_columns(
        invoice_value=(pl.col("statistical_value") / rate).round(2),
        origin_country_code=pl.col("origin"),
        dispatch_country_code=pl.col("dispatch"),
        trade_country_code=pl.col("trade"),
        destination_country_code=pl.col("destination"),
        transport_mode_code=pl.col("mode"),
        correction_number=pl.lit(0, pl.Int64),
    )
