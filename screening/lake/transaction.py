"""All or nothing: work on the lake in one transaction, tried again when another writer came first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import duckdb
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random_exponential

from screening.lake.gate import gate_of, held, pass_through

Result = TypeVar("Result")

_PATIENCE_SECONDS = 120
_PASSING_FAULTS = (
    "database is locked",  # SQLite: another writer holds the catalog, or committed since we read it
    "conflict",  # DuckLake: another transaction changed the same table
    "could not serialize access",  # PostgreSQL
    "deadlock detected",
    "duplicate key value violates unique constraint",  # PostgreSQL: two commits took the same snapshot number
)


def in_transaction(
    connection: duckdb.DuckDBPyConnection, work: Callable[[duckdb.DuckDBPyConnection], Result]
) -> Result:
    """Run `work` in one transaction and commit; run it again, whole, when another writer was in the way.

    Of two writers at once, the one that commits last starts again and sees what the other wrote. So `work` must do
    nothing outside the lake: it may run more than once.
    Raises whatever `work` raises, after rolling back, and the last conflict after two minutes.
    """

    def take_turn(lake: duckdb.DuckDBPyConnection) -> Result:
        lake.execute("UPDATE ops.writer SET turn = turn + 1")
        return work(lake)

    return unguarded_transaction(connection, take_turn)


def unguarded_transaction(
    connection: duckdb.DuckDBPyConnection, work: Callable[[duckdb.DuckDBPyConnection], Result]
) -> Result:
    """As `in_transaction`, for the migrations that make the table by which writers keep apart."""

    def attempt() -> Result:
        connection.execute("BEGIN TRANSACTION")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise
        return result

    gate = gate_of(connection)
    pass_through(gate)
    try:
        return attempt()
    except duckdb.Error as error:
        if not _is_passing(error):
            raise
    with held(gate):
        return retry_locked(attempt)


def retry_locked(work: Callable[[], Result]) -> Result:
    """Call `work`; call it again, with growing random pauses, while the lake is locked by another writer."""
    for attempt in Retrying(
        retry=retry_if_exception(_is_passing),
        wait=wait_random_exponential(multiplier=0.05, max=3),
        stop=stop_after_delay(_PATIENCE_SECONDS),
        reraise=True,
    ):
        with attempt:
            return work()
    raise AssertionError("unreachable: tenacity returns or raises")


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, duckdb.Error) and any(fault in str(error).lower() for fault in _PASSING_FAULTS)


def _roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    try:
        connection.execute("ROLLBACK")
    except duckdb.Error:  # a failed commit has already ended the transaction
        return
