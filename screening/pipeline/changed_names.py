"""Very many parties against few listed names: two processes read the names, and only what may be a hit is compared."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import polars as pl

from screening.names import NameIndex
from screening.rules.parties.name import name_matches, threshold_of

NAMES_AT_ONCE = 50_000
WORTH_PROCESSES = 150_000
"""Below so many names, starting processes takes longer than they save."""
PROCESSES = 2

_loaded: dict[str, NameIndex] = {}
"""The indexes of a worker process: loaded once, when it starts."""


def matches_with_changed(
    names: pl.DataFrame,
    changed: NameIndex,
    weighing: NameIndex,
    weighing_folder: Path,
    parameters: Mapping[str, object],
) -> pl.DataFrame:
    """Return what `name_matches` returns for `names` (name, country_code, distinct) and the small index `changed`."""
    parts = [names.slice(first, NAMES_AT_ONCE) for first in range(0, max(names.height, 1), NAMES_AT_ONCE)]
    if names.height < WORTH_PROCESSES:
        return pl.concat(_matches(part, changed, weighing, parameters) for part in parts)
    with tempfile.TemporaryDirectory(prefix="changed-names-") as folder:
        changed.save(Path(folder))
        # Spawned, not forked: the threads of Polars and DuckDB do not survive a fork.
        with ProcessPoolExecutor(
            PROCESSES, multiprocessing.get_context("spawn"), _load, (Path(folder), weighing_folder)
        ) as pool:
            return pl.concat(pool.map(_matches_here, parts, [dict(parameters)] * len(parts)))


def _matches(
    names: pl.DataFrame, changed: NameIndex, weighing: NameIndex, parameters: Mapping[str, object]
) -> pl.DataFrame:
    named = names.drop_nulls("name")
    may = changed.may_hit(named["name"].to_list(), weighing, threshold_of(parameters))
    return name_matches(named[may], changed, parameters, weighing)


def _load(changed: Path, weighing: Path) -> None:
    _loaded.update(changed=NameIndex.load(changed), weighing=NameIndex.load(weighing))


def _matches_here(names: pl.DataFrame, parameters: Mapping[str, object]) -> pl.DataFrame:
    return _matches(names, _loaded["changed"], _loaded["weighing"], parameters)
