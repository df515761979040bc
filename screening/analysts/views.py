"""Views and macros that analysts find on the lake: one SQL file each, with a YAML header of texts in three languages.

They are temporary, made anew for each connection, so that nothing is stored in the lake and reading needs no right to
write. A file holds one CREATE statement that runs as it is; `screening export --all` keeps the same views in its file.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import duckdb
import yaml

from screening.errors import ReferenceDataError
from screening.lake import run_snapshots
from screening.texts import LANGUAGES

_HEADER = re.compile(r"\A\s*/\*(.*?)\*/", re.DOTALL)
_KEYS = {"title", "call", "columns", "needs_lake", "example"}
_CREATE = re.compile(r"^CREATE OR REPLACE TEMP (VIEW|MACRO) (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class View:
    """A view, or a macro when `call` shows how it is called. `columns`: meanings that no table of the lake states."""

    name: str
    title: dict[str, str]
    call: str
    columns: dict[str, str]
    needs_lake: bool
    example: str
    sql: str

    @property
    def is_macro(self) -> bool:
        """Whether it takes arguments."""
        return bool(self.call)

    @property
    def statement(self) -> str:
        """The statement without the header."""
        return _HEADER.sub("", self.sql, count=1).strip()

    @property
    def lasting_sql(self) -> str:
        """The statement that keeps it in a database file."""
        return self.sql.replace("CREATE OR REPLACE TEMP ", "CREATE OR REPLACE ", 1)


@cache
def views() -> dict[str, View]:
    """Return all views and macros by name, in an order in which each finds those that it names itself."""
    files = [file for file in (resources.files(__package__) / "views").iterdir() if file.name.endswith(".sql")]
    found = [parse(file.read_text(encoding="utf-8"), file.name) for file in files]
    # Macros may name views, and those of past states all name the first one.
    found.sort(key=lambda view: (view.name != "snapshot_of", view.is_macro, view.name))
    return {view.name: view for view in found}


def parse(text: str, name: str) -> View:
    """Read one file; raises ReferenceDataError that says what it lacks."""
    match, created = _HEADER.match(text), _CREATE.search(text)
    header: Any = yaml.safe_load(match[1]) if match else None
    if not isinstance(header, dict) or not {"title", "example"} <= header.keys() <= _KEYS:
        raise ReferenceDataError("the header lacks title or example, or has other keys", where=name)
    missing = [language for language in LANGUAGES if not header["title"].get(language)]
    if missing:
        raise ReferenceDataError(f"no title in {', '.join(missing)}", where=name)
    if not created or f"{created[2]}.sql" != name or (created[1] == "MACRO") != ("call" in header):
        raise ReferenceDataError("it does not create a temporary view or macro of the file's name", where=name)
    return View(
        name=created[2],
        title=header["title"],
        call=header.get("call", ""),
        columns=header.get("columns", {}),
        needs_lake=header.get("needs_lake", False),
        example=header["example"],
        sql=text,
    )


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make all views and macros in a connection to the lake, for as long as it is open.

    In a past state of the lake, those are left out whose tables it did not have yet.
    """
    connection.execute("BEGIN TRANSACTION")  # one for all: each by itself would read the catalog again
    known = dict(run_snapshots(connection).select("run_id", "snapshot_id").rows())
    connection.execute("SET VARIABLE snapshots = CAST($1 AS MAP(VARCHAR, BIGINT))", [known])
    for view in views().values():
        with contextlib.suppress(duckdb.CatalogException, duckdb.BinderException):
            connection.execute(view.sql)
    connection.execute("COMMIT")
