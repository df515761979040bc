"""Who of the owners behind the day's parties is on a list: by number, or by a name that is like a listed one."""

from __future__ import annotations

import duckdb
import polars as pl

from screening.lake import read_sql, run_sql
from screening.rules.parties.identifier import number_spellings
from screening.schemas.history import LISTED_OWNERS

_NUMBERS = ("tax", "bin", "iin", "inn", "ogrn", "registration")


def owners_of(connection: duckdb.DuckDBPyConnection, tax_ids: pl.Series) -> pl.DataFrame:
    """Return the owners of firms and of the firms that own them, by the register.

    Columns: linked_name, linked_country_code, linked_tax_id; distinct.
    """
    firms = tax_ids.drop_nulls().unique().sort().to_list()
    return run_sql(connection, read_sql("screening.rules.parties", "owners"), {"tax_ids": firms}).pl()


def as_parties(owners: pl.DataFrame) -> pl.DataFrame:
    """Return owners in the shape of goods items, so that they are screened as parties are."""
    return owners.select(
        pl.lit("").alias("declaration_id"),
        pl.col("linked_name").alias("consignee_name"),
        pl.col("linked_country_code").alias("consignee_country_code"),
        pl.col("linked_tax_id").alias("consignee_tax_id"),
    )


def listed_owners(
    owners: pl.DataFrame, matches: pl.DataFrame, identifiers: pl.DataFrame, entities: pl.DataFrame
) -> pl.DataFrame:
    """Return which owners are listed, each with the surest entity. Shape: LISTED_OWNERS.

    `matches`: name, country_code, entity_id, score, as from `name_matches`.
    """
    by_name = owners.join(
        matches.select("name", "country_code", "entity_id", pl.col("score").alias("certainty")),
        left_on=["linked_name", "linked_country_code"],
        right_on=["name", "country_code"],
        nulls_equal=True,
    )
    numbers = identifiers.filter(pl.col("identifier_kind").is_in(_NUMBERS)).select("entity_id", "value").unique()
    by_number = (
        owners.filter(pl.col("linked_tax_id").is_not_null())
        .with_columns(number_spellings("linked_tax_id").alias("value"))
        .explode("value")
        .join(numbers, on="value")
        .with_columns(pl.lit(1.0).alias("certainty"))
    )
    columns = ["linked_name", "linked_tax_id", "entity_id", "certainty"]
    about = entities.select("entity_id", "primary_name", "list_id", "list_version")
    found = (
        pl.concat([by_name.select(columns), by_number.select(columns)])
        .join(about, on="entity_id")
        .sort("linked_name", "linked_tax_id", "certainty", "entity_id", descending=[False, False, True, False])
        .unique(["linked_name", "linked_tax_id"], keep="first", maintain_order=True)
    )
    return LISTED_OWNERS.conform(found)
