"""Very many parties against few listed names: two processes read the names, and only what may be a hit is compared."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
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
    distinct = names.select("name").drop_nulls().unique(maintain_order=True)
    may = _that_may_hit(distinct["name"], changed, weighing, weighing_folder, threshold_of(parameters))
    return name_matches(names.join(may, on="name", how="semi"), changed, parameters, weighing)


def _that_may_hit(
    names: pl.Series, changed: NameIndex, weighing: NameIndex, weighing_folder: Path, threshold: float
) -> pl.DataFrame:
    parts = [names.slice(first, NAMES_AT_ONCE) for first in range(0, len(names), NAMES_AT_ONCE)]
    if len(names) < WORTH_PROCESSES:
        places = [changed.may_hit(part.to_list(), weighing, threshold) for part in parts]
    else:
        with tempfile.TemporaryDirectory(prefix="changed-names-") as folder:
            changed.save(Path(folder))
            # Spawned, not forked: the threads of Polars and DuckDB do not survive a fork.
            with ProcessPoolExecutor(
                PROCESSES, multiprocessing.get_context("spawn"), _load, (Path(folder), weighing_folder)
            ) as pool:
                places = list(pool.map(_may_hit, [part.to_list() for part in parts], [threshold] * len(parts)))
    found = [part.gather(place) for part, place in zip(parts, places, strict=True)]
    return pl.DataFrame({"name": pl.concat([names.clear(), *found])})


def _load(changed: Path, weighing: Path) -> None:
    _loaded.update(changed=NameIndex.load(changed), weighing=NameIndex.load(weighing))


def _may_hit(names: list[str], threshold: float) -> np.ndarray:
    return _loaded["changed"].may_hit(names, _loaded["weighing"], threshold)
