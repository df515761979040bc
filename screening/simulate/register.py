"""The register of legal entities: every firm at home, and who owns and directs it."""

from __future__ import annotations

import numpy as np
import polars as pl

from screening.schemas.commerce import COMPANY_COLUMNS, COMPANY_LINK_COLUMNS
from screening.simulate.cast import Cast
from screening.simulate.firms import ADDRESS_SPELLINGS, SPELLINGS, make_people
from screening.simulate.parameters import Parameters


def make_register(
    parameters: Parameters,
    rng: np.random.Generator,
    parties: pl.DataFrame,
    names: pl.Series,
    addresses: pl.Series,
    relations: pl.DataFrame,
    cast: Cast,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return companies and company_links, in the canonical columns; a firm abroad is in it where it owns another."""
    owned_abroad = {link["company"] for link in cast.links}
    home = parties.with_row_index("party").filter(
        ((pl.col("country_code") == "KZ") | pl.col("party").is_in(sorted(owned_abroad))) & (pl.col("short") != "")
    )
    # Two parties may bear one number: a new name with an old number. The register knows the number once.
    home = home.with_columns(tax_id=pl.col("tax_id").fill_null(pl.format("X{}", "party"))).unique(
        "tax_id", keep="first", maintain_order=True
    )
    number = home["party"].to_numpy()
    companies = home.select(
        "tax_id",
        names.gather(number * SPELLINGS).alias("name"),
        addresses.gather(number * ADDRESS_SPELLINGS).alias("address"),
        "country_code",
        "registered_date",
        "closed_date",
        _activities(parameters, rng, home, relations),
    ).sort("tax_id")
    links = _links(parameters, rng, home, parties, names, cast)
    return companies.select([c.name for c in COMPANY_COLUMNS]), links.select([c.name for c in COMPANY_LINK_COLUMNS])


def _activities(
    parameters: Parameters, rng: np.random.Generator, home: pl.DataFrame, relations: pl.DataFrame
) -> pl.Series:
    """The activity of each firm, as its first relation has it; a share of firms is registered for something else.

    Firms of stories are registered like all others: what a front is registered for does not give it away.
    """
    shape = parameters["activities"]
    trader = pl.when(pl.col("flow") == "export").then("consignor").otherwise("consignee").alias("party")
    sector = relations.select(trader, "sector").unique("party", keep="first", maintain_order=True)
    own = home.select(pl.col("party").cast(pl.Int64)).join(sector, on="party", how="left", maintain_order="left")
    code = own["sector"].replace_strict(shape["of_sector"], default=shape["forwarder"], return_dtype=pl.String)
    other = np.array(shape["other"], dtype=object)[rng.integers(len(shape["other"]), size=home.height)]
    matches = rng.random(home.height) < shape["matching_share"]
    return pl.Series("activity_code", np.where(matches, code.to_numpy(), other).tolist(), dtype=pl.String)


def _links(
    parameters: Parameters,
    rng: np.random.Generator,
    home: pl.DataFrame,
    parties: pl.DataFrame,
    names: pl.Series,
    cast: Cast,
) -> pl.DataFrame:
    told = pl.DataFrame(
        cast.links,
        schema={
            "company": pl.Int64,
            "kind": pl.String,
            "linked": pl.Int64,
            "linked_name": pl.String,
            "linked_tax_id": pl.String,
            "linked_country_code": pl.String,
            "share_percent": pl.Float64,
        },
    )
    told = told.with_columns(
        linked_name=pl.when(pl.col("linked").is_not_null())
        .then(names.gather(told["linked"].fill_null(0).to_numpy() * SPELLINGS))
        .otherwise("linked_name")
    )
    by_story = home.join(
        told, left_on=pl.col("party").cast(pl.Int64), right_on="company", how="inner", maintain_order="left_right"
    )
    directed = by_story.filter(pl.col("kind") == "director").select("tax_id").unique()
    owned = by_story.filter(pl.col("kind") == "owner").select("tax_id").unique()
    directors = _directors(parameters, rng, home).join(directed, on="tax_id", how="anti", maintain_order="left")
    owners = _owners(parameters, rng, home, names, cast).join(owned, on="tax_id", how="anti", maintain_order="left")
    columns = [
        "tax_id",
        "registered_date",
        "kind",
        "linked_name",
        "linked_tax_id",
        "linked_country_code",
        "share_percent",
    ]
    together = pl.concat([directors.select(columns), owners.select(columns), by_story.select(columns)])
    return together.sort("tax_id", "kind", "linked_name", maintain_order=True).select(
        pl.col("tax_id").alias("company_tax_id"),
        pl.int_range(1, pl.len() + 1).over("tax_id").alias("link_number"),
        "kind",
        "linked_name",
        "linked_tax_id",
        "linked_country_code",
        "share_percent",
        pl.col("registered_date").alias("from_date"),
        pl.lit(None, pl.Date).alias("to_date"),
    )


def _directors(parameters: Parameters, rng: np.random.Generator, home: pl.DataFrame) -> pl.DataFrame:
    shape, size = parameters["directors"], home.height
    people = np.array(make_people(rng, size), dtype=object)
    # A director has a personal number; two namesakes are told apart by it.
    numbers = np.array([f"{n:012d}" for n in rng.integers(500101300000, 991231399999, size)], dtype=object)
    serial = rng.random(size) < shape["serial_share"]
    heads = max(1, int(size * shape["serial_share"] / shape["firms_of_a_serial_director"]))
    who = np.where(serial, rng.integers(heads, size=size), np.arange(size))
    return home.select("tax_id", "registered_date").with_columns(
        kind=pl.lit("director"),
        linked_name=pl.Series(people[who].tolist(), dtype=pl.String),
        linked_tax_id=pl.Series(numbers[who].tolist(), dtype=pl.String),
        linked_country_code=pl.lit("KZ"),
        share_percent=pl.lit(None, pl.Float64),
    )


def _owners(
    parameters: Parameters, rng: np.random.Generator, home: pl.DataFrame, names: pl.Series, cast: Cast
) -> pl.DataFrame:
    shape, size = parameters["owners"], home.height
    two = rng.random(size) < shape["two_owners_share"]
    by_firm = rng.random(size) < shape["firm_owner_share"]
    foreign = rng.random(size) < shape["foreign_owner_share"]
    people = np.array(make_people(rng, size), dtype=object)
    # An honest firm belongs to a firm of ordinary trade, never to a listed one or to a front.
    ordinary = max(1, int((home["party"] < cast.population.parties.height).sum()))
    other = rng.integers(ordinary, size=size)
    firm_names = (
        names.gather(home["party"].to_numpy()[other] * SPELLINGS).to_numpy() if size else np.array([], dtype=object)
    )
    firm_numbers = home["tax_id"].to_numpy()[other] if size else np.array([], dtype=object)
    name = np.where(by_firm, firm_names, people)
    number = np.where(by_firm, firm_numbers, np.full(size, None, dtype=object))
    country = np.where(
        foreign & ~by_firm, np.array(["CN", "TR", "UZ", "KG"], dtype=object)[rng.integers(4, size=size)], "KZ"
    )
    base = home.select("tax_id", "registered_date").with_columns(
        kind=pl.lit("owner"),
        linked_name=pl.Series(name.tolist(), dtype=pl.String),
        linked_tax_id=pl.Series(number.tolist(), dtype=pl.String),
        linked_country_code=pl.Series(country.tolist(), dtype=pl.String),
        share_percent=pl.Series(np.where(two, 60.0, 100.0)),
    )
    second = base.filter(pl.Series(two)).with_columns(
        linked_name=pl.Series(make_people(rng, int(two.sum())), dtype=pl.String),
        linked_tax_id=pl.lit(None, pl.String),
        share_percent=pl.lit(40.0),
    )
    return pl.concat([base, second])
