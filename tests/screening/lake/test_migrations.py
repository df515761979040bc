"""The lake's tables are those that the schemas promise, on either catalog."""

import duckdb
import pytest

from screening.errors import LakeError
from screening.lake import current_version, initialise, latest_version, open_lake, require_current
from screening.schemas import LAKE_TABLES


def test_tables_are_those_of_the_schemas(lake):
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    rows = lake.execute(
        "SELECT schema_name || '.' || table_name, column_name, data_type, NOT is_nullable"
        " FROM duckdb_columns() WHERE database_name = 'lake' ORDER BY table_name, column_index"
    ).fetchall()
    for table, column, kind, required in rows:
        found.setdefault(table, {})[column] = (kind, required)
    names = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ"}
    for table in LAKE_TABLES:
        there = [(name, names.get(kind, kind), required) for name, (kind, required) in found[table.full_name].items()]
        promised = [(c.name, table.sql_types[c.name], c.required) for c in table.columns]
        assert there == promised, table.full_name
    assert set(found) == {table.full_name for table in LAKE_TABLES} | {"ops.schema_migrations", "ops.writer"}


def test_initialise_twice_does_nothing_the_second_time(settings):
    with open_lake(settings) as connection:
        assert current_version(connection) == 0
        with pytest.raises(LakeError, match="screening init"):
            require_current(connection)
        assert [migration.version for migration in initialise(connection)] == list(range(1, latest_version() + 1))
        assert initialise(connection) == []


def test_a_newer_lake_is_not_touched(lake):
    lake.execute("INSERT INTO ops.schema_migrations VALUES (999, 'future', 'x', now())")
    with pytest.raises(LakeError, match="only knows"):
        initialise(lake)


def test_postgresql_catalog(postgres_settings):
    with open_lake(postgres_settings) as connection:
        initialise(connection)
        connection.execute("INSERT INTO alerts.daily_summary VALUES ('2026-11-20', 'items', 'all', 5)")
    with open_lake(postgres_settings, read_only=True) as reader:
        assert reader.execute("SELECT count FROM alerts.daily_summary").fetchall() == [(5,)]
        with pytest.raises(duckdb.Error, match="read-only"):
            reader.execute("DELETE FROM alerts.daily_summary")
