"""What speaks for two entries being one person, organisation, vessel or aircraft.

A link is a pair of entries and one reason, in words. Nothing is decided here: `grouping.py` puts links together.
"""

from __future__ import annotations

import polars as pl

from screening.names.prepare import prepare

LINKS = pl.Schema(
    {"entity_id": pl.String, "other_entity_id": pl.String, "basis": pl.String, "evidence": pl.String, "rank": pl.Int64}
)
"""Columns of links; `rank` orders them by how much they say, the surest first."""

_OFAC_FAMILY = r"^(OFAC-|US-CSL-)"
_NUMBERS = ("tax", "bin", "iin", "inn", "ogrn", "registration", "passport", "national_id")
_OWN_KIND = ("imo", "mmsi", "wallet", "aircraft_tail")
"""Kinds of numbers that only mean the same among themselves."""
_LEAST_LENGTH, _LENGTH_ACROSS_KINDS = 6, 9
"""Shorter numbers meet by chance; longer ones say the same under another label."""
_MOST_ENTITIES = 12
"""A number or name that more entries share than this tells nobody apart."""
_LEAST_WORDS = 2
_LEAST_LETTERS = 7
"""A name says something when it has so many words, or so many letters."""


def links(
    entities: pl.DataFrame, names: pl.DataFrame, identifiers: pl.DataFrame, addresses: pl.DataFrame
) -> pl.DataFrame:
    """Return the links between entries. Shapes: LISTED_ENTITIES and its like → LINKS.

    Equal numbers of one publisher, the UN's reference, equal identifying numbers, and equal names where birth date or
    country agree. Two entries of one list are linked by name alone: some lists name a party once for each programme or
    address. Pairs whose kinds of party, years of birth or tax numbers contradict each other are left out.
    """
    about = _about(entities, addresses)
    found = pl.concat(
        [
            _pairs(_publishers_numbers(entities), about, "same_number", 1),
            _pairs(_un_references(entities, identifiers), about, "un_reference", 2),
            _pairs(_numbers(identifiers), about, "identifier", 3).filter(_may_be_one()),
            _same_name(names, about, identifiers),
        ],
        how="diagonal",
    )
    return (
        found.select(LINKS.names())
        .sort("rank", "entity_id", "other_entity_id", "evidence")
        .unique(["entity_id", "other_entity_id", "basis"], keep="first", maintain_order=True)
    )


def _about(entities: pl.DataFrame, addresses: pl.DataFrame) -> pl.DataFrame:
    """entity_id, list_id, kind of party, birth dates and years, countries of each entry."""
    lived = addresses.drop_nulls("country_code").group_by("entity_id").agg(pl.col("country_code").alias("lived"))
    return entities.join(lived, on="entity_id", how="left").select(
        "entity_id",
        "list_id",
        pl.col("entity_type").alias("type"),
        "birth_dates",
        pl.col("birth_dates").list.eval(pl.element().str.head(4).cast(pl.Int64, strict=False)).alias("years"),
        pl.col("country_codes").list.set_union(pl.col("lived").fill_null([])).alias("countries"),
    )


def _publishers_numbers(entities: pl.DataFrame) -> pl.DataFrame:
    """The US consolidated list repeats the Treasury's lists under the same numbers."""
    return entities.filter(pl.col("list_id").str.contains(_OFAC_FAMILY)).select(
        "entity_id", pl.col("source_id").alias("key"), pl.format("OFAC number {}", "source_id").alias("evidence")
    )


def _un_references(entities: pl.DataFrame, identifiers: pl.DataFrame) -> pl.DataFrame:
    own = entities.filter(pl.col("list_id") == "UN-SC").select(
        "entity_id", pl.col("source_id").str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]", "").alias("key")
    )
    stated = identifiers.filter(pl.col("identifier_kind") == "un_reference").select(
        "entity_id", pl.col("value").alias("key")
    )
    return pl.concat([own, stated]).with_columns(pl.format("UN reference {}", "key").alias("evidence"))


def _numbers(identifiers: pl.DataFrame) -> pl.DataFrame:
    """Numbers by kind; long ones once more without their kind, since lists label one number differently."""
    kind, length = pl.col("identifier_kind"), pl.col("value").str.len_chars()
    words = pl.concat_str(kind.str.replace("_", " "), pl.lit(" "), "value", ignore_nulls=True)
    usable = identifiers.filter(kind.is_in([*_NUMBERS, *_OWN_KIND]) & (length >= _LEAST_LENGTH))
    columns = (pl.col("entity_id"), pl.col("country_code"), words.alias("evidence"))
    own = usable.select(pl.concat_str(kind, pl.lit(" "), "value", pl.lit(" "), "currency_code").alias("key"), *columns)
    across = usable.filter(kind.is_in(_NUMBERS) & (length >= _LENGTH_ACROSS_KINDS))
    return pl.concat([own, across.select(pl.col("value").alias("key"), *columns)])


def _pairs(
    keyed: pl.DataFrame, about: pl.DataFrame, basis: str, rank: int, *, within_lists: bool = False
) -> pl.DataFrame:
    """Return the pairs of entries that share a key, with what is known about both; within one list only if asked.

    `keyed`: entity_id, key, evidence, and maybe country_code, which then must not differ.
    """
    known = keyed.unique(["entity_id", "key"], keep="first", maintain_order=True).filter(
        (pl.len().over("key") > 1) & (pl.len().over("key") <= _MOST_ENTITIES)
    )
    if "country_code" not in known.columns:
        known = known.with_columns(pl.lit(None, pl.String).alias("country_code"))
    known = known.join(about, on="entity_id")
    pairs = known.join(known, on="key", suffix="_other").rename({"entity_id_other": "other_entity_id"})
    differs = pl.col("country_code") != pl.col("country_code_other")
    return pairs.filter(
        (pl.col("entity_id") < pl.col("other_entity_id"))
        & (within_lists | (pl.col("list_id") != pl.col("list_id_other")))
        & ~differs.fill_null(False)
    ).with_columns(pl.lit(basis).alias("basis"), pl.lit(rank, pl.Int64).alias("rank"))


def _may_be_one() -> pl.Expr:
    """Neither the kinds of party nor the years of birth contradict each other."""
    known = (pl.col("type") != "unknown") & (pl.col("type_other") != "unknown")
    born = (pl.col("years").list.len() > 0) & (pl.col("years_other").list.len() > 0)
    near = (
        pl.col("years")
        .list.eval(pl.element() + 1)
        .list.set_union(pl.col("years").list.set_union(pl.col("years").list.eval(pl.element() - 1)))
    )
    apart = near.list.set_intersection("years_other").list.len() == 0
    return ~(known & (pl.col("type") != pl.col("type_other"))) & ~(born & apart)


def _same_name(names: pl.DataFrame, about: pl.DataFrame, identifiers: pl.DataFrame) -> pl.DataFrame:
    """Links by equal names: a birth date of persons, a country of all others must agree. Vessels have numbers."""
    pairs = _pairs(_name_keys(names), about, "name", 4, within_lists=True).filter(_may_be_one())
    pairs = pairs.filter((pl.col("type") != "vessel") & (pl.col("type_other") != "vessel"))
    dates = pl.col("birth_dates").list.set_intersection("birth_dates_other")
    years = pl.col("years").list.set_intersection("years_other")
    is_rough = _has_year_alone("birth_dates") | _has_year_alone("birth_dates_other")
    born = (
        pl.when(dates.list.len() > 0)
        .then(dates.list.sort().list.first())
        .when(is_rough & (years.list.len() > 0))
        .then(years.list.sort().list.first().cast(pl.String))
    )
    countries = pl.col("countries").list.set_intersection("countries_other").list.sort()
    is_person = (pl.col("type") == "person") | (pl.col("type_other") == "person")
    agrees = (
        pl.when(is_person)
        .then(pl.format("birth date {}", born))
        .when(countries.list.len() > 0)
        .then(pl.format("country {}", countries.list.first()))
    )
    agreeing = pairs.with_columns(pl.format("name «{}» and {}", "evidence", agrees).alias("evidence")).drop_nulls(
        "evidence"
    )
    return agreeing.join(_contradictory(agreeing, identifiers), on=["entity_id", "other_entity_id"], how="anti")


def _has_year_alone(column: str) -> pl.Expr:
    return pl.col(column).list.eval(pl.element().str.len_chars() == 4).list.any().fill_null(False)


def _name_keys(names: pl.DataFrame) -> pl.DataFrame:
    """The words of every good name in one order and one script, without legal forms: entity_id, key, evidence."""
    good = names.filter(pl.col("name_kind").is_in(["primary", "alias", "former"])).unique(["entity_id", "name"])
    distinct = good["name"].unique(maintain_order=True)
    prepared = prepare(distinct.to_list())
    tokens = pl.Series(prepared.tokens, dtype=pl.String).gather(prepared.token)
    words = (
        pl.DataFrame({"row": prepared.row, "token": tokens})
        .group_by("row")
        .agg(pl.col("token").sort().str.join(" ").alias("key"), pl.len().alias("words"))
        .filter((pl.col("words") >= _LEAST_WORDS) | (pl.col("key").str.len_chars() >= _LEAST_LETTERS))
    )
    keys = pl.DataFrame({"name": distinct}).with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    keyed = keys.join(words.with_columns(pl.col("row").cast(pl.Int64)), on="row").select("name", "key")
    return good.join(keyed, on="name").sort("entity_id", "name").select("entity_id", "key", evidence="name")


def _contradictory(pairs: pl.DataFrame, identifiers: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that both have a Russian or Kazakh number of one kind, and not one in common."""
    own = (
        identifiers.filter(pl.col("identifier_kind").is_in(["inn", "ogrn", "bin", "iin"]))
        .group_by("entity_id", "identifier_kind")
        .agg(pl.col("value"))
    )
    other = own.rename({"entity_id": "other_entity_id", "value": "other_value"})
    return (
        pairs.select("entity_id", "other_entity_id")
        .join(own, on="entity_id")
        .join(other, on=["other_entity_id", "identifier_kind"])
        .filter(pl.col("value").list.set_intersection("other_value").list.len() == 0)
        .select("entity_id", "other_entity_id")
    )
