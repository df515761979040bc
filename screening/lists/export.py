"""The cleaned lists in force as files for other systems: FollowTheMoney, CSV or Parquet.

Files are written beside their place and moved there whole, so that nobody reads half an export.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from screening.errors import NotFoundError, ScreeningError
from screening.lists.ftm_export import ftm_lines
from screening.lists.store import TABLES, read_in_force

ExportTables = Mapping[str, pl.DataFrame]


def export_tables(
    connection: duckdb.DuckDBPyConnection, lists: Sequence[str] = ()
) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Return the tables of the lists in force, of `lists` alone if any are named, and their rows of LIST_VERSIONS.

    The tables are those of `TABLES`. Entities have a `group_id` besides: the id of the first entry that means the same
    party, on whichever list; an entity that stands alone has its own. Raises NotFoundError when a list is not loaded.
    """
    in_force = read_in_force(connection)
    known = in_force.versions["list_id"].to_list()
    if unknown := sorted(set(lists) - set(known)):
        raise NotFoundError(
            f"these lists were never loaded: {', '.join(unknown)}", remedy="See them with `screening lists status`"
        )
    wanted = pl.col("list_id").is_in(list(lists) or known)
    tables = {name: getattr(in_force, name).filter(wanted) for name in TABLES}
    groups = connection.execute("SELECT entity_id, group_id FROM reference.entity_groups").pl()
    tables["entities"] = tables["entities"].join(groups, on="entity_id", how="left", maintain_order="left")
    tables["entities"] = tables["entities"].with_columns(pl.col("group_id").fill_null(pl.col("entity_id")))
    return tables, in_force.versions.filter(wanted)


def write_ftm(tables: ExportTables, versions: pl.DataFrame, path: Path, *, force: bool = False) -> int:
    """Write FollowTheMoney JSON lines to one file; return how many. Raises ScreeningError when the file exists."""
    count = 0

    def write(partial: Path) -> None:
        nonlocal count
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            for line in ftm_lines(tables, versions):
                file.write(line + "\n")
                count += 1

    _put(path, write, frozenset(), force=force)
    return count


def write_tables(
    tables: ExportTables, path: Path, ending: str, to_bytes: Callable[[pl.DataFrame], bytes], *, force: bool = False
) -> int:
    """Write each table to a file of its own in one folder, `entities.csv` and so on; return how many rows in all.

    Raises ScreeningError when the folder exists; with `force` only a folder that holds such files alone is replaced.
    """

    def write(partial: Path) -> None:
        partial.mkdir()
        for name, frame in tables.items():
            (partial / f"{name}.{ending}").write_bytes(to_bytes(frame))

    _put(path, write, frozenset(f"{name}.{kind}" for name in tables for kind in ("csv", "parquet")), force=force)
    return sum(frame.height for frame in tables.values())


def _put(path: Path, write: Callable[[Path], None], expected: frozenset[str], *, force: bool) -> None:
    """Write beside `path` and move it there. `expected` are the files that a folder may hold which is replaced."""
    if not path.parent.is_dir():
        raise ScreeningError("the folder to write into does not exist", where=str(path.parent), remedy="Create it")
    if path.exists():
        _refuse_to_overwrite(path, expected, force=force)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    former = path.with_name(f".{path.name}.{os.getpid()}.former")
    try:
        write(partial)
        if path.is_dir():  # a folder cannot be replaced in one step: the old one steps aside, and back if that fails
            path.rename(former)
        try:
            partial.replace(path)
        except OSError:
            if former.is_dir():
                former.rename(path)
            raise
    finally:
        for left in (partial, former):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink(missing_ok=True)


def _refuse_to_overwrite(path: Path, expected: frozenset[str], *, force: bool) -> None:
    if not force:
        raise ScreeningError("it exists already", where=str(path), remedy="Give another path, or --force to replace it")
    if path.is_dir() != bool(expected):
        kinds = ("folder", "file") if expected else ("file", "folder")
        raise ScreeningError(
            f"the export is a {kinds[0]}, and this is a {kinds[1]}", where=str(path), remedy="Give another path"
        )
    if path.is_dir() and (others := {entry.name for entry in path.iterdir()} - expected):
        raise ScreeningError(
            f"the folder holds {len(others)} things that are no export, so it is not replaced",
            where=str(path),
            remedy="Give another path",
        )
