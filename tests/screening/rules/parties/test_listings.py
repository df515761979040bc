import polars as pl

from screening.rules.parties.listings import one_for_each_group
from screening.schemas.reference import ENTITY_GROUPS

GROUPS = pl.DataFrame([("EU:1", "EU:1"), ("UN:1", "EU:1")], schema=ENTITY_GROUPS.polars_schema, orient="row")


def _found(*rows):
    names = ("declaration_id", "subject", "reference_id", "strength")
    frame = pl.DataFrame(rows, schema=dict(zip(names, (pl.String,) * 3 + (pl.Float64,), strict=True)), orient="row")
    return frame.with_columns(
        declared=pl.lit("Somebody"), reference=pl.col("reference_id") + " name", reference_version=pl.lit("1"),
        programmes=pl.lit("P"),
    )  # fmt: skip


def test_the_strongest_listing_stands_for_its_group():
    found = one_for_each_group(_found(("D", "consignee", "EU:1", 0.7), ("D", "consignee", "UN:1", 0.9)), GROUPS)
    row = found.row(0, named=True)
    assert found.height == 1
    assert (row["reference_id"], row["strength"]) == ("UN:1", 0.9)
    assert [(one["entity_id"], one["strength"]) for one in row["listings"]] == [("EU:1", 0.7), ("UN:1", 0.9)]


def test_other_parties_roles_and_declarations_are_hits_of_their_own():
    rows = [("D", "consignee", "EU:1", 0.7), ("D", "carrier", "UN:1", 0.9), ("E", "consignee", "UN:1", 0.9),
            ("D", "consignee", "EU:2", 0.7)]  # fmt: skip
    found = one_for_each_group(_found(*rows), GROUPS)
    assert found.height == 4
    assert found["listings"].null_count() == 4


def test_nothing_found_is_nothing():
    assert one_for_each_group(_found(), GROUPS).is_empty()
