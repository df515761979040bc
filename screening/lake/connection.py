"""Connecting to the lake: extensions from wheels, the catalog in SQLite or PostgreSQL, read-only when only read.

DuckDB's extensions come as wheels, so that a machine without access to the internet has them too; DuckDB checks their
signature when a process loads them for the first time. They are loaded from where they lie: nothing is installed into
the user's home.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

import duckdb

from screening.errors import LakeError
from screening.lake.sql_file import sql_literal
from screening.lake.transaction import retry_locked
from screening.settings import Settings

LAKE = "lake"
"""Name under which the lake is attached; it is also the default database of the connection."""

_CONFIG = {
    # Nothing is downloaded, and a statement cannot name a variable of the program as its table.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


class _Key(NamedTuple):
    """What makes one connection as good as another."""

    target: str
    catalog_schema: str
    data_path: str
    read_only: bool
    snapshot_id: int | None


class _Extension(NamedTuple):
    """A file with an extension, as it was when its signature was checked."""

    path: str
    bytes: int
    modified_ns: int
    inode: int

    @classmethod
    def of(cls, name: str) -> _Extension:
        package = importlib.import_module(f"duckdb_extension_{name}")
        folder = Path(str(package.__file__)).parent / "extensions" / f"v{duckdb.__version__}"
        file = folder / f"{name}.duckdb_extension"
        stat = file.stat()
        return cls(str(file), stat.st_size, stat.st_mtime_ns, stat.st_ino)


_checked: set[_Extension] = set()

_kept: ContextVar[dict[_Key, duckdb.DuckDBPyConnection] | None] = ContextVar("_kept", default=None)


@contextmanager
def open_lake(
    settings: Settings, *, read_only: bool = False, snapshot_id: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Connect for the length of a `with` block; see `connect`. Within `lakes_kept_open`, connections are used again."""
    kept = _kept.get()
    key = _Key(str(_target(settings)), settings.catalog_schema, settings.data_path, read_only, snapshot_id)
    # Taken out while it is used: a block within a block gets a connection of its own.
    connection = kept.pop(key, None) if kept is not None else None
    connection = connection or connect(settings, read_only=read_only, snapshot_id=snapshot_id)
    is_kept = False
    try:
        yield connection
        # Only after a block that ended well: after an error nobody knows what the connection is in the middle of.
        if kept is not None and key not in kept:
            with suppress(duckdb.TransactionException):  # as closing would do: most blocks leave no transaction open
                connection.rollback()
            kept[key], is_kept = connection, True
    finally:
        if not is_kept:
            connection.close()


@contextmanager
def lakes_kept_open() -> Iterator[None]:
    """Within the block, `open_lake` of this thread uses connections again instead of making one each time."""
    kept: dict[_Key, duckdb.DuckDBPyConnection] = {}
    token = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(token)
        for connection in kept.values():
            connection.close()


def connect(
    settings: Settings, *, read_only: bool = False, snapshot_id: int | None = None
) -> duckdb.DuckDBPyConnection:
    """Attach the lake as the default database and return the connection; with `snapshot_id`, as it was then.

    A read-only connection can read the lake and nothing else: no other file, no setting, no other database.
    A writing connection creates the lake's catalog where there is none.
    Raises LakeError when the catalog cannot be reached or, reading, does not exist.
    """
    if read_only and _sqlite_file(settings) and not _catalog_file(settings).exists():
        raise LakeError(
            "there is no lake here",
            where=str(settings.home),
            remedy="Run `screening init` or set SCREENING_HOME",
        )
    data_path = settings.data_path or str((settings.home / "lake" / "data").resolve())
    if not settings.data_path:
        Path(data_path).mkdir(parents=True, exist_ok=True)
    return retry_locked(lambda: _attach(settings, data_path, read_only, snapshot_id))


def _attach(settings: Settings, data_path: str, read_only: bool, snapshot_id: int | None) -> duckdb.DuckDBPyConnection:
    connection = _connect_with_extensions(
        "ducklake", "sqlite_scanner" if _sqlite_file(settings) else "postgres_scanner"
    )
    try:
        options = [f"DATA_PATH {sql_literal(data_path)}"]
        if _sqlite_file(settings):
            # A write-ahead log lets readers go on while a run writes; the time-out is in milliseconds.
            options += ["META_JOURNAL_MODE 'WAL'", "META_BUSY_TIMEOUT 20000"]
        else:
            options.append(f"METADATA_SCHEMA {sql_literal(settings.catalog_schema)}")
        if read_only:
            options.append("READ_ONLY")
        if snapshot_id is not None:
            options.append(f"SNAPSHOT_VERSION {snapshot_id:d}")
        connection.execute(f"ATTACH {sql_literal(_target(settings))} AS {LAKE} ({', '.join(options)})")
        connection.execute(f"USE {LAKE}")
        connection.execute("SET GLOBAL TimeZone = 'UTC'")  # global: cursors inherit no local settings
        if read_only:
            _lock_down(connection, settings, data_path)
    except duckdb.Error as error:
        connection.close()
        if "locked" in str(error):
            raise
        raise LakeError(
            f"the lake's catalog cannot be opened ({_first_line(error, settings)})",
            where="PostgreSQL catalog" if not _sqlite_file(settings) else str(_catalog_file(settings)),
            remedy="Check SCREENING_CATALOG and SCREENING_HOME, and that `screening init` has run",
        ) from None  # the original message may hold the connection string with its password
    return connection


def _connect_with_extensions(*names: str) -> duckdb.DuckDBPyConnection:
    files = [_Extension.of(name) for name in names]
    # The very file that this process has found to be signed is not checked again, which takes a quarter of a second;
    # nothing else can be loaded unsigned afterwards (docs/decisions/0031).
    config = _CONFIG | {"allow_unsigned_extensions": "true" if _checked.issuperset(files) else "false"}
    connection = duckdb.connect(config=config)  # type: ignore[arg-type]
    try:
        for file in files:
            connection.execute(f"LOAD {sql_literal(file.path)}")
        connection.execute("SET GLOBAL allow_unsigned_extensions = false")
    except duckdb.Error as error:
        connection.close()
        raise LakeError(
            f"an extension of DuckDB cannot be loaded ({str(error).splitlines()[0]})",
            where=file.path,
            remedy="Install the locked requirements anew",
        ) from error
    _checked.update(files)
    return connection


def _lock_down(connection: duckdb.DuckDBPyConnection, settings: Settings, data_path: str) -> None:
    allowed = [data_path]
    if _sqlite_file(settings):
        catalog = str(_catalog_file(settings))
        allowed += [catalog, f"{catalog}-wal", f"{catalog}-shm"]
    connection.execute(f"SET allowed_directories = [{', '.join(sql_literal(path) for path in allowed)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def lake_exists(settings: Settings) -> bool:
    """Whether there is a lake to read: its SQLite file, or a PostgreSQL catalog that is named in the settings."""
    return not _sqlite_file(settings) or _catalog_file(settings).exists()


def _sqlite_file(settings: Settings) -> bool:
    return not settings.catalog.get_secret_value()


def _catalog_file(settings: Settings) -> Path:
    return (settings.home / "lake" / "catalog.sqlite").resolve()


def _target(settings: Settings) -> str:
    if _sqlite_file(settings):
        return f"ducklake:sqlite:{_catalog_file(settings)}"
    return f"ducklake:{settings.catalog.get_secret_value()}"


def _first_line(error: Exception, settings: Settings) -> str:
    line = str(error).splitlines()[0]
    secret = settings.catalog.get_secret_value()
    return line.replace(secret.removeprefix("postgres:"), "…") if secret else line
