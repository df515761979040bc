"""The lake's tables are those that the schemas promise, on either catalog."""

import duckdb
import pytest

from screening.errors import LakeError
from screening.lake import current_version, initialise, migrations, open_lake, require_current
from screening.schemas import LAKE_TABLES, LAKE_VIEWS


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
    named = {table.full_name for table in (*LAKE_TABLES, *LAKE_VIEWS)}
    assert set(found) == named | {"ops.schema_migrations", "ops.writer"}


@pytest.mark.parametrize("view", LAKE_VIEWS, ids=lambda view: view.full_name)
def test_views_show_what_the_schemas_promise(lake, view):
    shown = lake.execute(f"FROM {view.full_name}").pl().schema
    assert dict(shown) == dict(view.polars_schema)


def test_initialise_twice_does_nothing_the_second_time(bare_settings):
    with open_lake(bare_settings) as connection:
        assert current_version(connection) == 0
        with pytest.raises(LakeError, match="screening init"):
            require_current(connection)
        assert initialise(connection) == migrations.migrations()
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


def test_a_lake_of_an_earlier_release_keeps_its_rows(bare_settings, monkeypatch):
    """What a later migration makes anew holds what was there, with what the new columns mean for it."""
    every = migrations.migrations()
    with open_lake(bare_settings) as connection:
        with monkeypatch.context() as earlier:
            earlier.setattr(migrations, "migrations", lambda: every[:1])
            initialise(connection)
            for table in ("screening.runs", "screening.hits", "alerts.alerts", "alerts.alert_reasons"):
                described = connection.execute(f"DESCRIBE {table}").fetchall()
                values = ", ".join(f"{_EXAMPLES[kind]} AS {name}" for name, kind, *_ in described)
                connection.execute(f"INSERT INTO {table} BY NAME SELECT {values}")
        assert initialise(connection) == every[1:]
        assert connection.execute("SELECT run_id, kind FROM screening.runs").fetchall() == [("x", "day")]
        assert connection.execute("SELECT rule_id, is_look_back FROM screening.hits").fetchall() == [("x", False)]
        alert = connection.execute("SELECT alert_id, is_look_back, status, status_reason FROM alerts.alerts").fetchall()
        assert alert == [("x", False, "open", None)]
        assert connection.execute("SELECT points, is_look_back FROM alerts.alert_reasons").fetchall() == [(1.5, False)]


_EXAMPLES = {
    "VARCHAR": "'x'", "BIGINT": "7", "DOUBLE": "1.5", "DATE": "DATE '2026-11-20'", "VARCHAR[]": "['x']",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ '2026-11-20 06:00:00+00'",
}  # fmt: skip
