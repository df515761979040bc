"""One party, one hit: entries of several lists that mean the same party are brought together."""

from __future__ import annotations

import polars as pl


def one_for_each_group(found: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Return the strongest row for each declaration, subject and group of listed entities, with all its `listings`.

    `found` has declaration_id, subject, strength, reference, programmes and the columns reference_*. `groups`:
    entity_id, group_id; an entity that is not there stands alone. `listings` (list of entity_id, list_version, name,
    programmes, strength) is null for a party that one list alone names.
    """
    key = ["declaration_id", "subject", "group_id"]
    grouped = found.join(groups.rename({"entity_id": "reference_id"}), on="reference_id", how="left").with_columns(
        pl.coalesce("group_id", "reference_id").alias("group_id")
    )
    listing = pl.struct(
        pl.col("reference_id").alias("entity_id"),
        pl.col("reference_version").alias("list_version"),
        pl.col("reference").alias("name"),
        "programmes",
        "strength",
    )
    every = (
        grouped.sort(*key, "reference_id", "declared")
        .unique([*key, "reference_id"], keep="first", maintain_order=True)
        .group_by(key, maintain_order=True)
        .agg(listing.alias("listings"))
        .with_columns(pl.when(pl.col("listings").list.len() > 1).then("listings"))
    )
    order = [*key, "strength", "reference_id", "declared"]
    return (
        grouped.sort(order, descending=[name == "strength" for name in order])
        .unique(key, keep="first", maintain_order=True)
        .join(every, on=key, maintain_order="left")
        .drop("group_id")
    )
