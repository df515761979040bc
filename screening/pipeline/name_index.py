"""The name index of the lists in force: built once for each set of list versions, kept in the home folder."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from pathlib import Path

from screening.names import NameIndex
from screening.rules.parties.name import listed_names
from screening.rules.rule import Inputs
from screening.version import source_hash

_UNUSED_SECONDS = 30 * 24 * 3600


def name_index(cache: Path, inputs: Inputs, list_versions: list[str]) -> NameIndex:
    """Load the index of these list versions from `cache`, or build and keep it. Safe when two do so at once."""
    # An index is only read by the matcher that built it.
    pinned = "\n".join([source_hash("screening.names"), *sorted(list_versions)])
    folder = cache / hashlib.sha256(pinned.encode()).hexdigest()[:16]
    if folder.is_dir():
        folder.touch()  # in use: the clean-up below goes by the time of last use
        return NameIndex.load(folder)
    index = NameIndex.build(listed_names(inputs))
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
    return index
