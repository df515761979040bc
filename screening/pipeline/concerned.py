"""Which declarations of days gone by a change of lists concerns."""

from __future__ import annotations

import duckdb
import polars as pl

from screening.lake import read_sql, run_sql
from screening.lists.store import ListsInForce
from screening.rules.parties.identifier import PARTY_NUMBERS, number_spellings


def concerned_items(
    connection: duckdb.DuckDBPyConnection,
    lists: ListsInForce,
    came: pl.Series,
    gone: pl.Series,
    parties: pl.DataFrame,
    touched: pl.Series,
) -> pl.DataFrame:
    """Return all items (DECLARATIONS) of the declarations that a change concerns.

    `came`: entries that were added or changed; `gone`: entries that were changed or removed. `parties`: the registry;
    `touched`: ids of parties whose matches changed. Concerned are declarations with a touched party or the number of an
    entry that came, and those in which an entry was found that is gone.
    """
    numbers = lists.identifiers.filter(pl.col("entity_id").is_in(came.implode()))
    by_number = _parties_with(parties, numbers.filter(pl.col("identifier_kind").is_in(PARTY_NUMBERS))["value"])
    concerned = parties.filter(pl.col("party_id").is_in(pl.concat([touched, by_number]).implode()))
    ships = numbers.filter(pl.col("identifier_kind") == "imo")["value"].unique().to_list()
    wallets = numbers.filter(pl.col("identifier_kind") == "wallet")["value"].str.split(":").list.last()
    found = []
    if concerned.height:
        connection.register("concerned", concerned.select("name", "country_code", "tax_id").unique())
        sql = read_sql("screening.pipeline", "declarations_of_parties")
        found.append(run_sql(connection, sql).pl())
        connection.unregister("concerned")
    if ships or len(wallets):
        sql = read_sql("screening.pipeline", "declarations_by_number")
        listed = {"ships": ships, "wallets": wallets.str.to_lowercase().unique().to_list()}
        found.append(run_sql(connection, sql, listed).pl())
    if len(gone):
        found.append(
            connection.execute(
                "SELECT DISTINCT declaration_id FROM screening.hits WHERE list_contains($gone, reference_id)",
                {"gone": gone.to_list()},
            ).pl()
        )
    wanted = pl.concat(found).unique() if found else pl.DataFrame(schema={"declaration_id": pl.String})
    connection.register("wanted", wanted)
    items = connection.execute(
        "FROM intake.declarations SEMI JOIN wanted USING (declaration_id) ORDER BY declaration_id, item_number"
    ).pl()
    connection.unregister("wanted")
    return items


def _parties_with(parties: pl.DataFrame, numbers: pl.Series) -> pl.Series:
    """Ids of the parties whose tax number is among the listed numbers."""
    if numbers.is_empty():
        return parties["party_id"].clear()
    distinct = parties.select("tax_id").drop_nulls().unique()
    spelt = distinct.with_columns(number_spellings("tax_id").alias("value")).explode("value", empty_as_null=False)
    meant = spelt.filter(pl.col("value").is_in(numbers.unique().implode())).select("tax_id").unique()
    return parties.join(meant, on="tax_id", how="semi")["party_id"]
