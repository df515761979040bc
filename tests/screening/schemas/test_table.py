from datetime import UTC, date, datetime

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import SchemaError
from screening.schemas import LAKE_TABLES, Column, Table
from screening.schemas.table import STRINGS

TABLE = Table(
    "test",
    "things",
    "Things.",
    ("thing_id", "number"),
    (
        Column("thing_id", pl.String, "Id", required=True),
        Column("number", pl.Int64, "Number"),
        Column("day", pl.Date, "Day"),
        Column("names", STRINGS, "Names", required=True),
        Column("seen_at", pl.Datetime("us", "UTC"), "When"),
    ),
)


def frame(**columns):
    given_columns = {
        "thing_id": ["a", "b"],
        "number": [1, None],
        "day": [date(2026, 11, 20), None],
        "names": [["x"], []],
        "seen_at": [datetime(2026, 11, 20, tzinfo=UTC), None],
    } | columns
    return pl.DataFrame(given_columns, schema_overrides={"seen_at": pl.Datetime("us", "UTC")})


def test_full_name_and_types():
    assert TABLE.full_name == "test.things"
    assert TABLE.sql_types == {
        "thing_id": "VARCHAR",
        "number": "BIGINT",
        "day": "DATE",
        "names": "VARCHAR[]",
        "seen_at": "TIMESTAMPTZ",
    }


def test_a_frame_comes_back_in_order_without_what_the_table_does_not_have():
    given_frame = frame(extra=[1, 2]).select("extra", "seen_at", "names", "day", "number", "thing_id")
    conformed = TABLE.conform(given_frame)
    assert conformed.schema == TABLE.polars_schema
    assert conformed.equals(frame().select(conformed.columns))


def test_the_empty_table_conforms():
    assert TABLE.conform(TABLE.empty()).schema == TABLE.polars_schema


def test_an_optional_column_of_nothing_but_nulls_needs_no_type():
    assert TABLE.conform(frame(number=[None, None])).schema == TABLE.polars_schema


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (frame().drop("day", "names"), "columns missing: day, names"),
        (frame(number=["1", "2"]), "number is String, not Int64"),
        (frame(number=[1.0, 2.0]), "number is Float64, not Int64"),
        (frame(number=pl.Series([1, 2], dtype=pl.Int32)), "number is Int32, not Int64"),
        (frame(names=["x", "y"]), "names is String, not List"),
        (frame(names=[[1], [2]]), "names is List"),
        (frame().with_columns(pl.col("seen_at").dt.replace_time_zone(None)), "seen_at is Datetime"),
        (frame(thing_id=["a", None]), r"required columns hold nulls: thing_id \(1\)"),
        (frame(thing_id=[None, None]), r"required columns hold nulls: thing_id \(2\)"),
        (frame(thing_id=["a", "a"], number=[1, 1]), "1 rows repeat the key thing_id, number"),
        (frame(thing_id=["a", "a"], number=[None, None]), "1 rows repeat the key"),
    ],
)
def test_a_broken_promise_is_named(broken, says):
    with pytest.raises(SchemaError, match=says) as refused:
        TABLE.conform(broken)
    assert refused.value.where == "test.things"


def test_messages_hold_no_values():
    with pytest.raises(SchemaError) as refused:
        TABLE.conform(frame(thing_id=["SECRET NAME", "SECRET NAME"], number=[1, 1]))
    assert "SECRET" not in str(refused.value)


@given(ids=st.lists(st.tuples(st.sampled_from(["a", "b"]), st.none() | st.integers(0, 2)), max_size=6))
def test_a_key_repeats_or_the_frame_conforms(ids):
    made = pl.DataFrame(
        {
            "thing_id": [name for name, _ in ids],
            "number": [number for _, number in ids],
            "day": [None] * len(ids),
            "names": [[]] * len(ids),
            "seen_at": [None] * len(ids),
        },
        schema=TABLE.polars_schema,
    )
    if len(set(ids)) == len(ids):
        assert TABLE.conform(made).height == len(ids)
    else:
        with pytest.raises(SchemaError, match=f"{len(ids) - len(set(ids))} rows repeat"):
            TABLE.conform(made)


@pytest.mark.parametrize("table", LAKE_TABLES, ids=lambda table: table.full_name)
def test_every_table_of_the_lake_is_described_and_survives_the_journey_through_duckdb(table):
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert set(table.key) <= set(names)
    assert table.meaning.endswith((".", "…"))
    assert all(column.meaning for column in table.columns)
    with duckdb.connect() as connection:
        columns = ", ".join(f"{name} {kind}" for name, kind in table.sql_types.items())
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"CREATE TABLE t ({columns})")
        assert table.conform(connection.execute("FROM t").pl()).is_empty()


def test_no_two_tables_share_a_name():
    names = [table.full_name for table in LAKE_TABLES]
    assert len(set(names)) == len(names)
