"""Who had to start again goes first: a gate beside a SQLite catalog that writers pass before a transaction.

SQLite lets only one of two writers commit that began on the same state, whatever they changed. A long transaction among
many short ones would start again and again until its patience ends. So the second time it holds the gate: those that
come later wait for it, and those that have passed already can be in its way once more at most. PostgreSQL needs none of
this, since there only writers of the same table get into each other's way.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import duckdb

_PATIENCE_SECONDS = 120
_PAUSE_SECONDS = 0.02


def gate_of(connection: duckdb.DuckDBPyConnection) -> Path | None:
    """Return the file of the gate, beside the catalog of the connection's lake; None where there is no such catalog."""
    row = connection.execute("SELECT path FROM duckdb_databases() WHERE database_name = current_database()").fetchone()
    path = str(row[0]) if row and row[0] else ""
    return Path(f"{path.removeprefix('sqlite:')}.gate") if path.startswith("sqlite:") else None


@contextmanager
def held(gate: Path | None) -> Iterator[None]:
    """Hold the gate for the length of a `with` block. It opens by itself when the process ends, however it ends."""
    with _opened(gate) as file:
        if file is not None:
            _wait(file)
        yield


def pass_through(gate: Path | None) -> None:
    """Wait while somebody holds the gate."""
    with held(gate):
        pass


@contextmanager
def _opened(gate: Path | None) -> Iterator[IO[bytes] | None]:
    try:
        file = gate.open("ab") if gate else None
    except OSError:  # another user's: the gate is a courtesy, and without it all goes as before
        file = None
    if file is None:
        yield None
        return
    with file:
        yield file


def _wait(file: IO[bytes]) -> None:
    """Take the lock; go on without it when its holder keeps it for too long."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE_SECONDS)
        else:
            return
