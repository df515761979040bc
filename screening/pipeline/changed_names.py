"""Very many parties against few listed names: names are read once and kept, and only what may be a hit is compared."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

import polars as pl

from screening.errors import ListError
from screening.names import NameIndex, ReadNames
from screening.pipeline.names_read import NamesRead, names_read
from screening.rules.parties.name import name_matches, threshold_of

NAMES_AT_ONCE = 50_000
WORTH_PROCESSES = 150_000
"""Below so many names, starting processes takes longer than they save, and reading the names is quick."""
PROCESSES = 2

_loaded: dict[str, NameIndex] = {}
"""The indexes of a worker process: loaded once, when it starts."""


def matches_with_changed(
    names: pl.DataFrame,
    changed: NameIndex,
    weighing: NameIndex,
    weighing_folder: Path,
    parameters: Mapping[str, object],
    kept: Path,
) -> pl.DataFrame:
    """Return what `name_matches` returns for `names` (name, country_code, distinct) and the small index `changed`.

    `weighing_folder`: where `weighing` is saved. `kept`: the folder of what names are read as by these weights.
    """
    named = names.drop_nulls("name")
    if named.height < WORTH_PROCESSES:
        read = weighing.read_names(named["name"].to_list())
        may = changed.may_hit(read, weighing, threshold_of(parameters))
        return name_matches(named[may], changed, parameters, weighing)
    with tempfile.TemporaryDirectory(prefix="changed-names-") as folder, names_read(kept, NAMES_AT_ONCE) as read_before:
        changed.save(Path(folder))
        with _pool(Path(folder), weighing_folder) as pool:
            may_hit = _may_hit(named["name"].unique(maintain_order=True), read_before, threshold_of(parameters), pool)
            some = named.join(may_hit.to_frame("name"), on="name", how="semi", maintain_order="left")
            parts = _parts(some, -(-some.height // PROCESSES)) or [some]
            return pl.concat(pool.map(_matches_here, parts, repeat(dict(parameters))))


def _may_hit(names: pl.Series, read_before: NamesRead, threshold: float, pool: Executor) -> pl.Series:
    """Those of the names that may be hits, and maybe a few that were not asked for; what is new is read, and kept."""
    parts = read_before.find(names)
    found = dict(zip(parts, pool.map(_of_kept, parts, repeat(threshold)), strict=True))
    new_names = read_before.unread(names, [part for part, may in found.items() if may is None])
    new = _parts(new_names.to_frame("name"), NAMES_AT_ONCE)
    folders = [read_before.new_part() for _ in new]
    of_new = list(pool.map(_of_new, new, folders, repeat(threshold)))
    read_before.keep([folder for folder, (_, is_saved) in zip(folders, of_new, strict=True) if is_saved])
    every = [*(may for may in found.values() if may is not None), *(may for may, _ in of_new)]
    return pl.concat([names.clear(), *every]).unique()


def _pool(changed: Path, weighing: Path) -> Executor:
    # Spawned, not forked: the threads of Polars and DuckDB do not survive a fork.
    return ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), _load, (changed, weighing))


def _parts(table: pl.DataFrame, rows: int) -> list[pl.DataFrame]:
    """The table in parts of so many rows."""
    return [table.slice(first, rows) for first in range(0, table.height, max(rows, 1))]


def _load(changed: Path, weighing: Path) -> None:
    _loaded.update(changed=NameIndex.load(changed), weighing=NameIndex.load(weighing))


def _of_kept(part: Path, threshold: float) -> pl.Series | None:
    """The names of a part that may be hits; None when it cannot be read."""
    try:
        return _may_hit_here(ReadNames.load(part), threshold)
    except ListError:
        return None


def _of_new(names: pl.DataFrame, part: Path, threshold: float) -> tuple[pl.Series, bool]:
    """The names that may be hits, and whether what they were read as could be saved: a full disk stops nothing."""
    read = _loaded["weighing"].read_names(names["name"].to_list())
    try:
        read.save(part)
        is_saved = True
    except (OSError, pl.exceptions.PolarsError):
        is_saved = False
    return _may_hit_here(read, threshold), is_saved


def _may_hit_here(read: ReadNames, threshold: float) -> pl.Series:
    may = _loaded["changed"].may_hit(read, _loaded["weighing"], threshold)
    return pl.Series("name", read.names, pl.String).gather(may)


def _matches_here(names: pl.DataFrame, parameters: Mapping[str, object]) -> pl.DataFrame:
    return name_matches(names, _loaded["changed"], parameters, _loaded["weighing"])
