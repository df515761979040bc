"""A reader can ask the lake and do nothing else: no file is read or written, no other database or setting reached."""

import contextlib

import duckdb
import pytest

from screening.analysts.reader import ask, open_reader
from screening.analysts.views import create_views
from screening.errors import LakeError, NotFoundError
from screening.lake import in_transaction, note_run, open_lake, snapshot_of_run

FORBIDDEN = [
    # writing
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{data}/out.parquet'",
    "EXPORT DATABASE '{folder}/out'",
    "INSERT INTO alerts.daily_summary VALUES ('2026-11-20', 'items', 'all', 5)",
    "UPDATE alerts.alerts SET score = 0",
    "DELETE FROM screening.runs",
    "DROP TABLE intake.files",
    "CREATE TABLE alerts.mine AS SELECT 1",
    "CREATE TEMP MACRO read_all(f) AS TABLE FROM read_text(f)",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{data}/out.csv'",
    "EXPLAIN ANALYZE DELETE FROM screening.runs",
    "CALL ducklake_expire_snapshots('lake', older_than => now())",
    "FROM ducklake_cleanup_old_files('lake', cleanup_all => true)",
    "CALL lake.set_commit_message('me', 'nothing')",
    # other databases
    "ATTACH '{folder}/other.db'",
    "ATTACH '{catalog}' AS mine (TYPE sqlite)",
    "FROM sqlite_scan('{catalog}', 'ducklake_table')",
    "FROM sqlite_query('__ducklake_metadata_lake', 'SELECT 1')",
    "FROM postgres_query('__ducklake_metadata_lake', 'SELECT 1')",
    "FROM postgres_scan('host=127.0.0.1', 'public', 'x')",
    "CALL postgres_execute('__ducklake_metadata_lake', 'DROP TABLE ducklake_table')",
    "DETACH lake",
    "USE memory",
    "CREATE SECRET s (TYPE s3)",
    # files
    "FROM read_csv('/etc/passwd')",
    "SELECT 1 WHERE EXISTS (WITH a AS (FROM read_text('/etc/passwd')) FROM a)",
    "SELECT list_transform([1], x -> (SELECT count(*) FROM glob('/*')))",
    "FROM READ_BLOB('{data}/*')",
    "FROM '/etc/passwd'",
    "FROM 'file.parquet'",
    "FROM parquet_scan('{data}/**')",
    "FROM query('FROM read_text(''/etc/passwd'')')",
    "FROM query_table('alerts.alerts')",
    "FROM json_execute_serialized_sql('x')",
    # settings, extensions, state
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "RESET enable_external_access",
    "SET VARIABLE snapshots = MAP {{'a': 1}}",
    "PRAGMA database_list",
    "FROM duckdb_databases()",
    "FROM duckdb_secrets()",
    "FROM duckdb_settings()",
    "BEGIN",
    "PREPARE p AS SELECT 1",
    "SELECT 1; DROP TABLE intake.files",
]


def _files(folder):
    return {path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".sqlite-wal", ".sqlite-shm")}


@pytest.mark.parametrize("catalog", ["settings", "postgres_settings"])
def test_statements_that_do_more_than_ask(request, catalog, tmp_path):
    made = request.getfixturevalue(catalog)
    places = {"folder": tmp_path, "data": made.home / "lake/data", "catalog": made.home / "lake/catalog.sqlite"}
    before = _files(tmp_path)
    with open_reader(made) as reader:
        for statement in FORBIDDEN:  # in one test: a lake of its own for each would cost seconds
            with pytest.raises(LakeError) as refused:
                ask(reader, statement.format(**places)).fetchall()
            assert refused.value.where == "query", statement
        assert ask(reader, "SELECT count(*) FROM intake.files").fetchone() == (0,)
    assert _files(tmp_path) == before


QUESTIONS = [
    ("SELECT 1 UNION ALL SELECT 2", 2),
    ("FROM range(3)", 3),
    ("VALUES (1), (2)", 2),
    ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4) FROM n", 4),
    ("SELECT 1; SELECT unnest([1, 2, 3])", 3),
    ("DESCRIBE alerts", 20),
    ("SUMMARIZE alerts.alerts", 20),
    ("PRAGMA table_info('alerts.alerts')", 20),
    ("-- a comment\nEXPLAIN SELECT 1", 1),
    ("EXPLAIN (FORMAT json) FROM alerts", 1),
    ("PIVOT alerts.daily_summary ON measure IN ('items') USING sum(count)", 0),
    ("SELECT snapshot_id FROM lake.snapshots() WHERE snapshot_id = 1", 1),
    ("FROM ducklake_table_insertions('lake', 'alerts', 'alerts', 3, 3)", 0),
]


def test_questions(settings):
    with open_reader(settings) as reader:
        for question, rows in QUESTIONS:
            assert len(ask(reader, question).fetchall()) == rows, question


def test_nothing_to_run_and_what_has_a_way(settings):
    with open_reader(settings) as reader:
        for nothing in ("", "  ", "-- only a comment", ";"):
            with pytest.raises(LakeError, match="nothing to run"):
                ask(reader, nothing)
        with pytest.raises(LakeError, match="IN \\('one', 'two'\\)"):
            ask(reader, "PIVOT alerts.daily_summary ON measure USING sum(count)")
        assert ask(reader, f"SELECT {'+'.join(['1'] * 400)}").fetchone() == (400,)
        for deep in (f"SELECT {'+'.join(['1'] * 5000)}", f"SELECT {'(' * 3000}1{')' * 3000}"):
            with contextlib.suppress(LakeError):  # answered or refused, but never a traceback
                ask(reader, deep)
        frame = duckdb.sql("SELECT 1 AS secret").pl()
        with pytest.raises(LakeError):  # a variable of the program is no table
            ask(reader, "FROM frame")
        assert frame.height


def _publish(lake, run_id, *names):
    def write(connection):
        note_run(connection, run_id, 1)
        connection.execute("DELETE FROM alerts.daily_summary")
        for name in names:
            connection.execute("INSERT INTO alerts.daily_summary VALUES ('2026-11-20', 'items', ?, 1)", [name])

    in_transaction(lake, write)


def _names(settings, as_of=None):
    with open_reader(settings, as_of) as reader:
        return [name for (name,) in ask(reader, "SELECT name FROM alerts.daily_summary ORDER BY 1").fetchall()]


@pytest.mark.parametrize("catalog", ["settings", "postgres_settings"])
def test_any_query_as_of_any_past_run(request, catalog):
    """Also after later publishes, and after the same run was published again."""
    made = request.getfixturevalue(catalog)
    with open_lake(made) as lake:
        _publish(lake, "again", "x")
        _publish(lake, "one", "a")
        _publish(lake, "again", "a", "b")
        with pytest.raises(ZeroDivisionError):
            in_transaction(lake, lambda connection: (note_run(connection, "never"), 1 / 0))
        lake.execute("DELETE FROM alerts.daily_summary")
        with pytest.raises(NotFoundError, match="there is no run never"):
            snapshot_of_run(lake, "never")
    assert _names(made) == []
    assert _names(made, "one") == ["a"]
    assert _names(made, "again") == ["a", "b"]


def test_a_day_without_a_run(settings):
    with pytest.raises(NotFoundError, match="no run of 2026-11-20"):
        _names(settings, "2026-11-20")


def test_a_state_from_before_a_table_was_made(settings):
    """Views on tables that there were not yet are left out; the others work."""
    with open_lake(settings, read_only=True) as lake:
        (first,) = lake.execute(
            "SELECT min(snapshot_id) FROM lake.snapshots()"
            " WHERE snapshot_id > 0 AND len(changes['schemas_created']) > 0"
        ).fetchone()
    with open_lake(settings, read_only=True, snapshot_id=first) as then:
        create_views(then)
        assert ask(then, "FROM alerts").fetchall() == []
        assert ask(then, "FROM runs").fetchall() == []
        with pytest.raises(LakeError, match="decisions"):
            ask(then, "FROM decisions")
