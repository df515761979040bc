"""SQL lives in files that run as they are, with $parameters; this runs one, statement by statement."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

import duckdb

from screening.errors import SchemaError


def read_sql(package: str, name: str) -> str:
    """Return the text of `name`.sql in the folder `sql` of a package."""
    return (resources.files(package) / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def sql_literal(text: str) -> str:
    """Return a text as a literal, for statements that take no parameters: ATTACH, LOAD, SET, COMMENT, CREATE VIEW.

    Only for texts of ours and of the settings. Doubling the quote is DuckDB's escape.
    """
    return "'" + text.replace("'", "''") + "'"


def run_sql(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None
) -> duckdb.DuckDBPyConnection:
    """Run every statement of `sql`, binding to each the parameters it names; the last one's result can be fetched.

    Raises SchemaError when a statement names a parameter that is not given.
    """
    given = parameters or {}
    for statement in connection.extract_statements(sql):
        missing = sorted(statement.named_parameters - given.keys())
        if missing:
            raise SchemaError(f"no value for parameter ${', $'.join(missing)}", where=statement.query.strip()[:60])
        # DuckDB refuses values that a statement does not name.
        connection.execute(statement, {name: given[name] for name in sorted(statement.named_parameters)})
    return connection
