"""What a reader may run: statements that only ask, of the lake and of nothing else.

The connection is attached read-only, and closed to other files and settings. That alone would leave gaps: DuckDB lets
a statement write into a folder that it may read, and attach a catalog file a second time. So every statement of a user
is parsed first, by DuckDB itself, and must be a question (SELECT, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN) whose table
functions are among those that read nothing but the lake.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb

from screening.analysts.views import create_views, views
from screening.errors import LakeError, NotFoundError
from screening.lake import open_lake, require_current, run_sql, snapshot_of_run
from screening.settings import Settings

# What makes rows out of nothing, describes the lake, or reads its change feed. Functions that open files, other
# databases, or run SQL given as text are not among them.
_TABLE_FUNCTIONS = frozenset(
    (
        *("range", "generate_series", "unnest", "repeat", "repeat_row", "json_each", "json_tree", "summary"),
        *("duckdb_tables", "duckdb_views", "duckdb_columns", "duckdb_functions", "duckdb_schemas", "duckdb_types"),
        *("duckdb_keywords", "duckdb_constraints", "pragma_table_info", "pragma_show", "pragma_version"),
        *("pg_timezone_names", "icu_calendar_names"),
        *("snapshots", "current_snapshot", "last_committed_snapshot"),  # of the lake: lake.snapshots()
        *("table_info", "table_insertions", "table_deletions", "table_changes"),
        *("ducklake_snapshots", "ducklake_table_info", "ducklake_current_snapshot"),
        *("ducklake_table_insertions", "ducklake_table_deletions", "ducklake_table_changes"),
    )
)
_EXPLAIN = re.compile(r"\A(?:\s|--[^\n]*\n|/\*.*?\*/)*EXPLAIN\s+(?:ANALYZE\s+)?(?:\([^)]*\)\s*)?", re.I | re.DOTALL)
_SYSTEM_VIEWS = frozenset({"pragma_database_list", "duckdb_databases"})
"""They show how the catalog is connected to, with its password."""
_REMEDY = "This connection only reads the lake: ask with SELECT, FROM, DESCRIBE, SUMMARIZE or EXPLAIN"


@contextmanager
def open_reader(settings: Settings, as_of: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the lake for reading, with the analysts' views; with `as_of` in the state that a run published.

    `as_of` is a run's id, or a day YYYY-MM-DD for the run of that day that was published last.
    Raises NotFoundError when there is no such run, or when the lake no longer holds its state.
    """
    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
        snapshot = snapshot_of_run(connection, _run_id(connection, as_of)).snapshot_id if as_of else None
        if snapshot is None:
            create_views(connection)
            yield connection
    if snapshot is not None:
        with open_lake(settings, read_only=True, snapshot_id=snapshot) as connection:
            create_views(connection)
            yield connection


def _run_id(connection: duckdb.DuckDBPyConnection, as_of: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", as_of):
        return as_of
    row = connection.execute(
        "SELECT max_by(run_id, finished_at) FROM screening.runs"
        " WHERE kind = 'day' AND status = 'published' AND CAST(screening_date AS VARCHAR) = ?",
        [as_of],
    ).fetchone()
    if not row or row[0] is None:
        raise NotFoundError(f"no run of {as_of} was published", remedy='`screening sql "FROM runs"` lists them')
    return str(row[0])


def ask(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None
) -> duckdb.DuckDBPyConnection:
    """Run the statements of a user; the last one's result can be fetched.

    Raises LakeError when there is nothing to run, a statement would do more than ask, or DuckDB cannot run it.
    """
    try:
        statements = connection.extract_statements(sql)
        if not statements:
            raise LakeError("there is nothing to run", where="query", remedy="Give a statement")
        for statement in statements:
            _check(connection, statement)
        return run_sql(connection, sql, parameters)
    except duckdb.Error as error:
        raise LakeError(
            str(error), where="query", remedy='`screening sql "SHOW ALL TABLES"` lists tables, `screening views` views'
        ) from None


def _check(connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement) -> None:
    query = statement.query
    if statement.type == duckdb.StatementType.EXPLAIN:
        # What is explained may also be run (ANALYZE), so it must be a question itself.
        inner = connection.extract_statements(_EXPLAIN.sub("", query, count=1))
        if len(inner) != 1 or inner[0].type == duckdb.StatementType.EXPLAIN:
            raise LakeError("this cannot be explained here", where="query", remedy=_REMEDY)
        _check(connection, inner[0])
        return
    row = connection.execute("SELECT json_serialize_sql($1)", [query]).fetchone()
    try:
        parsed = json.loads(row[0]) if row and query else {"error": True}
    except RecursionError:
        raise LakeError("it is nested too deeply", where="query", remedy="Break it into WITH parts") from None
    if statement.type != duckdb.StatementType.SELECT or parsed["error"]:
        is_pivot = query == "" or query.lstrip().upper().startswith("PIVOT")
        raise LakeError(
            "PIVOT needs its values by name" if is_pivot else f"{statement.type.name} is not a question",
            where="query",
            remedy="Write PIVOT … ON column IN ('one', 'two')" if is_pivot else _REMEDY,
        )
    for node in _nodes(parsed["statements"]):
        _check_table(node)


def _check_table(node: Mapping[str, object]) -> None:
    if node.get("type") == "TABLE_FUNCTION" and isinstance(function := node.get("function"), dict):
        name = str(function["function_name"]).lower()
        if name not in _TABLE_FUNCTIONS and name not in views():
            raise LakeError(f"the function {name} may not be used here", where="query", remedy=_REMEDY)
    if node.get("type") == "BASE_TABLE":
        name = str(node["table_name"]).lower()
        if re.search(r"[./\\]", name):
            raise LakeError("a file cannot be read here", where="query", remedy=_REMEDY)
        if name in _SYSTEM_VIEWS:
            raise LakeError(f"{name} may not be read here", where="query", remedy=_REMEDY)


def _nodes(tree: object) -> Iterator[Mapping[str, object]]:
    waiting = [tree]  # not by recursion: a sum of a thousand terms is a tree of a thousand levels
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
