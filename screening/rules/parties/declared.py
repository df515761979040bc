"""The parties of the day: one row for each party of each declaration, whatever item names it."""

from __future__ import annotations

import polars as pl

from screening.schemas.intake import PARTY_ROLES

PARTY = ["name", "country_code", "tax_id"]
"""What tells one declared party from another."""


def declared_parties(items: pl.DataFrame) -> pl.DataFrame:
    """Return declaration_id, subject (the role), name, address, country_code, tax_id: distinct, with a name or number.

    Items of one declaration may name different consignees; each is a row.
    """
    roles = [
        items.select(
            "declaration_id",
            pl.lit(role).alias("subject"),
            *(pl.col(f"{role}_{part}").alias(part) for part in ("name", "address", "country_code", "tax_id")),
        ).unique()
        for role in PARTY_ROLES
    ]
    return (
        pl.concat(roles)
        .filter(pl.col("name").is_not_null() | pl.col("tax_id").is_not_null())
        .sort("declaration_id", "subject", "name", "country_code", "tax_id", "address", nulls_last=True)
    )


def without_suppressed(found: pl.DataFrame, suppressed: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of `found` (name, country_code, tax_id, entity_id, …) whose pair nobody suppressed."""
    return found.join(suppressed, on=[*PARTY, "entity_id"], how="anti", nulls_equal=True, maintain_order="left")
