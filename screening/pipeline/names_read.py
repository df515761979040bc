"""Names of the registry as they were read, kept from one changed list to the next.

A cache and nothing more: what is missing, unreadable or half-written is read anew, and a result never depends on it.
Its folder is named after the matcher's code and the lists that weigh words: beside the name itself, what it is read as
depends on these two alone.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from screening.errors import ListError
from screening.names import ReadNames

_UNUSED_SECONDS = 30 * 24 * 3600
_PARTIAL, _PART = ".partial-", "part-"


@dataclass
class NamesRead:
    """The parts kept in `folder`. `kept`: those in use, with their names; `dropped`: those to be replaced.

    A part of which fewer than half of `names_at_once` are still wanted is read anew together with what is new, so
    that a registry which grows day by day does not end as a thousand small parts.
    """

    folder: Path
    names_at_once: int
    kept: dict[Path, pl.Series] = field(default_factory=dict)
    dropped: list[Path] = field(default_factory=list)

    def find(self, wanted: pl.Series) -> list[Path]:
        """The parts to use for the `wanted` names (distinct)."""
        left = wanted.to_frame("name")
        for part in sorted(self.folder.glob(f"{_PART}*")):
            try:
                names = ReadNames.names_in(part)
            except ListError:
                self.dropped.append(part)
                continue
            rest = left.join(names.to_frame("name"), on="name", how="anti")
            if left.height - rest.height >= self.names_at_once // 2:
                self.kept[part], left = names, rest
            else:
                self.dropped.append(part)
        return list(self.kept)

    def unread(self, wanted: pl.Series, unreadable: list[Path]) -> pl.Series:
        """The `wanted` names that no part holds, the unreadable ones put aside."""
        for part in unreadable:
            self.dropped.append(part)
            del self.kept[part]
        held = pl.concat([pl.Series("name", [], pl.String), *self.kept.values()]).to_frame()
        return wanted.to_frame("name").join(held, on="name", how="anti", maintain_order="left")["name"]

    def new_part(self) -> Path:
        """A folder to save a part into; it counts once `keep` was called."""
        return Path(tempfile.mkdtemp(dir=self.folder, prefix=_PARTIAL))

    def keep(self, parts: list[Path]) -> None:
        """Put new parts in the place of the dropped ones."""
        for part in parts:
            part.replace(self.folder / part.name.replace(_PARTIAL, _PART))
        for part in self.dropped:
            shutil.rmtree(part, ignore_errors=True)


@contextmanager
def names_read(folder: Path, names_at_once: int) -> Iterator[NamesRead]:
    """The parts kept in `folder` (made if absent), for one process at a time; another one waits."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.touch()
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left_behind in folder.glob(f"{_PARTIAL}*"):  # of a process that was killed
            shutil.rmtree(left_behind, ignore_errors=True)
        yield NamesRead(folder, names_at_once)
    for other in folder.parent.iterdir():
        if other != folder and time.time() - other.stat().st_mtime > _UNUSED_SECONDS:
            shutil.rmtree(other, ignore_errors=True)
