"""Schema migrations: numbered SQL files in this folder, applied in order, each in one transaction.

A file that was released is never edited: a change of the tables is a new file. `ops.schema_migrations` in the lake
records what was applied, with the file's hash.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources

import duckdb

from screening.errors import LakeError
from screening.lake.transaction import unguarded_transaction

_RECORD = """
CREATE SCHEMA IF NOT EXISTS ops;
CREATE TABLE IF NOT EXISTS ops.schema_migrations (
    version INTEGER NOT NULL, name VARCHAR NOT NULL, content_hash VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL
);
"""


@dataclass(frozen=True)
class Migration:
    """One numbered SQL file."""

    version: int
    name: str
    sql: str

    @property
    def content_hash(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations() -> list[Migration]:
    """Return the migrations of this software in order."""
    files = sorted(
        (file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")),
        key=lambda f: f.name,
    )
    return [Migration(int(f.name[:4]), f.name[5:-4], f.read_text(encoding="utf-8")) for f in files]


def latest_version() -> int:
    """Return the schema version that this software works with."""
    return migrations()[-1].version


def current_version(connection: duckdb.DuckDBPyConnection) -> int:
    """Return the schema version of the lake; 0 when it was never initialised."""
    # Looking into the list of tables first would cost a question to the catalog for each of them.
    try:
        row = connection.execute("SELECT coalesce(max(version), 0) FROM ops.schema_migrations").fetchone()
    except duckdb.CatalogException:
        return 0
    return int(row[0]) if row else 0


def initialise(connection: duckdb.DuckDBPyConnection) -> list[Migration]:
    """Bring the lake to this software's schema version; return the migrations applied, none when it was there.

    Raises LakeError when the lake is newer than this software.
    """
    applied: list[Migration] = []
    for migration in migrations():

        def apply(connection: duckdb.DuckDBPyConnection, migration: Migration = migration) -> bool:
            # Read inside the transaction, so that of two that initialise at once only one applies the file.
            if current_version(connection) >= migration.version:
                return False
            connection.execute(_RECORD)
            connection.execute(migration.sql)
            connection.execute(
                "INSERT INTO ops.schema_migrations VALUES (?, ?, ?, now())",
                [migration.version, migration.name, migration.content_hash],
            )
            return True

        if unguarded_transaction(connection, apply):
            applied.append(migration)
    require_current(connection)
    return applied


def require_current(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise LakeError unless the lake has exactly the schema version of this software."""
    found, needed = current_version(connection), latest_version()
    if found < needed:
        raise LakeError(
            f"the lake has schema version {found}, this software needs {needed}",
            remedy="Run `screening init`",
        )
    if found > needed:
        raise LakeError(
            f"the lake has schema version {found}, this software only knows {needed}",
            remedy="Install the version of the software that wrote it",
        )
