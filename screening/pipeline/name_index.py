"""The name indexes that a run needs: built once for each set of list versions, kept in the home folder.

Words weigh what they weigh on the lists by which the registry was last screened as a whole (`weighed_by`), not on the
lists of today: so a party and an unchanged entry score the same tomorrow, and only what changed is compared again.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from screening.names import NameIndex
from screening.version import source_hash

_UNUSED_SECONDS = 30 * 24 * 3600

ReadNames = Callable[[Sequence[str]], pl.DataFrame]
"""Reads the listed names of list versions (`LIST VERSION`) as NameIndex.build wants them."""


@dataclass(frozen=True)
class NameIndexes:
    """`index`: the listed names of the wanted versions. `weighing`: the index that weighs words; None for itself.

    `folder`, `weighing_folder`: where they are saved.
    """

    index: NameIndex
    weighing: NameIndex | None
    folder: Path
    weighing_folder: Path

    @property
    def weights(self) -> NameIndex:
        """The index that weighs words."""
        return self.weighing or self.index


def name_indexes(cache: Path, list_versions: Sequence[str], weighed_by: Sequence[str], read: ReadNames) -> NameIndexes:
    """Load the indexes of these list versions from `cache`, or build and keep them. Safe when two do so at once."""
    if sorted(list_versions) == sorted(weighed_by):
        folder, index = _kept(cache, list_versions, (), lambda: NameIndex.build(read(list_versions)))
        return NameIndexes(index, None, folder, folder)
    weighing_folder, weighing = _kept(cache, weighed_by, (), lambda: NameIndex.build(read(weighed_by)))
    folder, index = _kept(
        cache, list_versions, weighed_by, lambda: NameIndex.build(read(list_versions), weights_of=weighing)
    )
    return NameIndexes(index, weighing, folder, weighing_folder)


def _kept(
    cache: Path, list_versions: Sequence[str], weighed_by: Sequence[str], build: Callable[[], NameIndex]
) -> tuple[Path, NameIndex]:
    # An index is only read by the matcher that built it.
    pinned = "\n".join([source_hash("screening.names"), *sorted(list_versions), "weighed by", *sorted(weighed_by)])
    folder = cache / hashlib.sha256(pinned.encode()).hexdigest()[:16]
    if folder.is_dir():
        folder.touch()  # in use: the clean-up below goes by the time of last use
        return folder, NameIndex.load(folder)
    index = build()
    cache.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=cache, prefix=".partial-"))
    index.save(partial)
    try:
        partial.replace(folder)
    except OSError:  # another process kept the same index first
        shutil.rmtree(partial, ignore_errors=True)
    for other in cache.iterdir():
        if other != folder and time.time() - other.stat().st_mtime > _UNUSED_SECONDS:
            shutil.rmtree(other, ignore_errors=True)
    return folder, index
