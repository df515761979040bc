"""Writing tables and views of the lake into one DuckDB file that needs neither lake nor extensions.

The lake is read through a reader's connection; the file is written through another one that never sees the lake.
Rows go over in batches, so that a table need not fit into memory. Tables keep their schemas and the views their names,
so that a query that runs on the lake runs on the file.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from screening.analysts.reader import open_reader
from screening.analysts.views import View, views
from screening.errors import NotFoundError, SettingsError
from screening.lake import sql_literal
from screening.schemas import LAKE_TABLES, LAKE_VIEWS, Column, Table
from screening.schemas.reference import LIST_VERSIONS
from screening.schemas.results import RUNS
from screening.settings import Settings
from screening.version import code_version

_ALWAYS = (RUNS, LIST_VERSIONS)
"""Tables that every export holds: they say what the rest was made of."""
_BATCH_ROWS = 100_000
_INFO_TABLE = "export_info"
_CONFIG = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


def export_file(
    settings: Settings,
    names: Sequence[str],
    path: Path,
    *,
    everything: bool = False,
    as_of: str | None = None,
    force: bool = False,
) -> dict[str, int]:
    """Write `names` (views, or tables as schema.table), or all tables with the views on them; return rows by name.

    A view is written as the rows it has now. The file appears whole or not at all.
    Raises NotFoundError for a name or run that there is not, SettingsError where the file cannot be written.
    """
    chosen = _chosen(names, everything)
    _check_path(path, force)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with open_reader(settings, as_of) as source, duckdb.connect(str(partial), config=_CONFIG) as target:  # type: ignore[arg-type]
            source.execute("BEGIN TRANSACTION READ ONLY")  # all tables as of one moment
            written = {_name(one): _copy(source, target, one) for one in chosen}
            if everything:
                _keep_views(target)
            _say_what_it_is(source, target, as_of)
        partial.replace(path)
    except OSError as error:
        raise SettingsError(f"it cannot be written ({error.strerror})", where=str(path)) from None
    finally:
        for left in (partial, partial.with_name(f"{partial.name}.wal")):
            left.unlink(missing_ok=True)
    return written


def column_meanings(view: View) -> dict[str, str]:
    """Return the meaning of each column that the view may have, from its own header or the tables that it names."""
    found: dict[str, str] = {}
    for name in re.findall(r"\b(?:FROM|JOIN) (\w+(?:\.\w+)?)", view.sql):
        table = _tables().get(name)
        inner = {c.name: _meaning(c) for c in table.columns} if table else {}
        if name in views() and name != view.name and not table:
            inner = column_meanings(views()[name])
        found = inner | found
    return found | view.columns


def _tables() -> dict[str, Table]:
    return {table.full_name: table for table in (*LAKE_TABLES, *LAKE_VIEWS)}


def _chosen(names: Sequence[str], everything: bool) -> list[Table | View]:
    if everything == bool(names):
        raise SettingsError(
            "name views or tables, or give --all", where="export", remedy="`screening views` lists the views"
        )
    found: list[Table | View] = [*LAKE_TABLES, *LAKE_VIEWS] if everything else []
    for name in names:
        one = _tables().get(name) or views().get(name)
        if one is None:
            raise NotFoundError(
                f"there is no view or table {name}",
                remedy='`screening views` lists views, `screening sql "SHOW ALL TABLES"` tables',
            )
        if isinstance(one, View) and one.is_macro:
            raise SettingsError(
                f"{one.call} needs its argument", where="export", remedy="Use `screening sql … --out FILE`, or --all"
            )
        found.append(one)
    return list({_name(one): one for one in (*found, *_ALWAYS)}.values())


def _check_path(path: Path, force: bool) -> None:
    if not path.parent.is_dir():
        raise SettingsError("the folder to write into does not exist", where=str(path.parent), remedy="Create it")
    if path.stem in {table.schema for table in LAKE_TABLES} | {"main", "temp", "system", "memory"}:
        raise SettingsError(
            f"DuckDB calls a file by its name, and {path.stem} is already the name of a schema",
            where=str(path),
            remedy=f"Call it {path.stem}-export.duckdb, for example",
        )
    if not path.exists():
        return
    if not force:
        raise SettingsError("it exists already", where=str(path), remedy="Give another path, or --force to replace it")
    # Only what is an export by its looks is overwritten: a slip must not cost the catalog of a lake.
    with contextlib.suppress(OSError), path.open("rb") as file:
        if file.read(12)[8:] == b"DUCK":
            return
    raise SettingsError("it is no DuckDB file, so it is not replaced", where=str(path), remedy="Give another path")


def _name(one: Table | View) -> str:
    return one.full_name if isinstance(one, Table) else one.name


def _copy(source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection, one: Table | View) -> int:
    """Copy the rows, with comments; return how many. Names are constants of ours."""
    name = _name(one)
    if isinstance(one, Table):
        target.execute(f"CREATE SCHEMA IF NOT EXISTS {one.schema}")
    order = f" ORDER BY {', '.join(one.key)}" if isinstance(one, Table) and one.key else ""
    rows = source.execute(f"SELECT * FROM {name}{order}").to_arrow_reader(_BATCH_ROWS)  # noqa: S608
    target.register("incoming", rows)
    target.execute(f"CREATE TABLE {name} AS FROM incoming")
    target.unregister("incoming")
    meaning = one.meaning if isinstance(one, Table) else one.title["en"]
    known = {c.name: _meaning(c) for c in one.columns} if isinstance(one, Table) else column_meanings(one)
    _comment(target, "TABLE", name, meaning, known)
    count = target.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608
    return int(count[0]) if count else 0


def _keep_views(target: duckdb.DuckDBPyConnection) -> None:
    for view in views().values():
        if view.needs_lake:
            continue
        target.execute(view.lasting_sql)
        if not view.is_macro:
            _comment(target, "VIEW", view.name, view.title["en"], column_meanings(view))


def _comment(target: duckdb.DuckDBPyConnection, kind: str, name: str, meaning: str, columns: dict[str, str]) -> None:
    target.execute(f"COMMENT ON {kind} {name} IS {sql_literal(meaning)}")
    for column, *_ in target.execute(f"DESCRIBE {name}").fetchall():
        if column in columns:
            target.execute(f"COMMENT ON COLUMN {name}.{column} IS {sql_literal(columns[column])}")


def _say_what_it_is(source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection, as_of: str | None) -> None:
    snapshot = source.execute("SELECT id FROM lake.current_snapshot()").fetchone()
    facts = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "software": code_version(),
        "snapshot": str(snapshot[0] if snapshot else ""),
        "as_of": as_of or "the newest state of the lake",
    }
    target.execute(f"CREATE TABLE {_INFO_TABLE} (name VARCHAR, value VARCHAR)")
    target.executemany(f"INSERT INTO {_INFO_TABLE} VALUES (?, ?)", list(facts.items()))  # noqa: S608
    _comment(
        target,
        "TABLE",
        _INFO_TABLE,
        "When this file was made, and of which state of the lake; screening.runs and reference.list_versions hold "
        "the versions that the results rest on",
        {"name": "What is stated", "value": "The statement"},
    )


def _meaning(column: Column) -> str:
    return f"{column.meaning} ({column.unit})" if column.unit else column.meaning
