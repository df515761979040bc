"""Reading the lake from many pages at once: one attached lake, a cursor for each query, always the newest snapshot.

Attaching the lake costs some tenths of a second, a cursor on it next to nothing. Every statement starts a transaction
of its own and so sees what was published last. All alerts with their state stand in a table in memory beside it, so
that a filter of the queue need not go through every reason, declaration and event again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

import duckdb
import polars as pl

from screening.errors import LakeError
from screening.lake import connect, read_sql, require_current, retry_locked, run_sql
from screening.lake.connection import LAKE
from screening.review import default_due, load_review_policy
from screening.settings import Settings

Result = TypeVar("Result")

_CURSORS = 4
_INDEX = "memory.main.alert_index"
"""The table that `index_build.sql` makes; it lives with the attached lake and goes with it."""

_MOST_TOUCHED = 200
"""Alerts that are brought up to date one by one; for more of them, building anew is quicker."""


@cache
def _sql(name: str) -> str:
    return read_sql("screening.dashboard", name)


class LakePool:
    """Read-only queries by the name of their file in `screening/dashboard/sql`; safe to call from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(_CURSORS)
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._index_lock = threading.Lock()
        self._index_state: dict[str, object] | None = None
        self._index_snapshot: int | None = None

    def refresh_index(self) -> None:
        """Bring the index of alerts in memory up to what was published and done.

        After a publish it is built anew, after something was done only the alerts concerned are read again.
        """
        with self._index_lock:
            # Asking for the newest snapshot costs a fraction of asking what it changed.
            snapshot = self._attempt("snapshot", None).item()
            if self._index_state is not None and snapshot == self._index_snapshot:
                return
            state, known = self._attempt("index_state", None).to_dicts()[0], self._index_state
            if known is None or state | {"last_event": None} != known | {"last_event": None}:
                self._build_index()
            elif state != known:
                touched = self._attempt("index_touched", {"last_event": known["last_event"]})
                if touched.height <= _MOST_TOUCHED:
                    self._attempt("index_update", {"alert_ids": touched["alert_id"].to_list()})
                else:
                    self._build_index()
            # Read before the state, so that what came between the two is looked at once more.
            self._index_state, self._index_snapshot = state, snapshot

    def state(self) -> Mapping[str, object]:
        """Return what published tables and decisions stand on: equal values, equal tables. Names as in index_state.sql.

        Raises LakeError as `frame` does.
        """
        return self._twice("index_state", self._refreshed_state)

    def _refreshed_state(self) -> Mapping[str, object]:
        self.refresh_index()
        with self._index_lock:
            return dict(self._index_state or {})

    def frame(self, name: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """Run the query `name` and return its rows.

        A query that names the index of alerts finds it up to date.
        Raises LakeError when the lake cannot be reached, also after one new attempt, or is of another version.
        """
        return self._twice(name, lambda: self._indexed(name, parameters))

    def _twice(self, name: str, work: Callable[[], Result]) -> Result:
        try:
            return work()
        except duckdb.Error:
            # The catalog's server may have been restarted under the connection that was kept. It is let go, not
            # closed: others may be reading over it.
            self._forget()
        try:
            return work()
        except duckdb.Error as error:
            kind = type(error).__name__
            raise LakeError(
                f"a query of the dashboard failed ({kind})", where=name, remedy="See the server's log"
            ) from error

    def rows(self, name: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, object]]:
        """As `frame`, as one dictionary for each row."""
        return self.frame(name, parameters).to_dicts()

    def _forget(self) -> None:
        with self._lock:
            self._connection = self._index_state = None

    def close(self) -> None:
        """Let go of the lake; the next query attaches it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = self._index_state = None

    def _build_index(self) -> None:
        with self.cursor() as cursor:
            due_defaults = default_due(cursor, load_review_policy(self._settings.review_policy))
            cursor.register("due_defaults", due_defaults)
            retry_locked(lambda: run_sql(cursor, _sql("index_build")))

    def _indexed(self, name: str, parameters: Mapping[str, object] | None) -> pl.DataFrame:
        if _INDEX in _sql(name):
            self.refresh_index()
        return self._attempt(name, parameters)

    def _attempt(self, name: str, parameters: Mapping[str, object] | None) -> pl.DataFrame:
        with self.cursor() as cursor:
            return retry_locked(lambda: run_sql(cursor, _sql(name), parameters).pl())

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a read-only cursor on the lake for the length of a `with` block."""
        with self._turns:
            cursor = self._attached().cursor()
            try:
                cursor.execute(f"USE {LAKE}")  # a cursor does not inherit the default database
                yield cursor
            finally:
                cursor.close()

    def _attached(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._connection is None:
                connection = connect(self._settings, read_only=True)
                try:
                    require_current(connection)
                except BaseException:
                    connection.close()
                    raise
                self._connection = connection
            return self._connection
