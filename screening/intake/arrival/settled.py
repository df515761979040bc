"""Which files are whole: one that somebody is still writing is left for later.

A writer that follows the rules gives the file a temporary name until it is whole. For one that does not, a file that
changed a moment ago is looked at twice. What is cut off all the same is refused by most formats, and a CSV file that
was is sent again whole under another content, which replaces what came of the first.
"""

from __future__ import annotations

import time
from pathlib import Path

TEMPORARY = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".download", ".writing", ".swp")
_YOUNG_SECONDS = 60.0


def is_temporary(path: Path) -> bool:
    """Whether a name says that the file is not whole, or not meant for us: hidden, temporary, a lock of an editor."""
    name = path.name.lower()
    return name.startswith((".", "~$")) or name.endswith((*TEMPORARY, "~"))


def unsettled(paths: list[Path], settle_seconds: float) -> set[Path]:
    """Return those of the files that change while we look; waits `settle_seconds` where any changed in the last minute.

    A file that is gone by then counts as unsettled.
    """
    now = time.time()
    before = {path: _state(path) for path in paths}
    young = [path for path, state in before.items() if state is None or now - state[1] / 1e9 < _YOUNG_SECONDS]
    if young and settle_seconds > 0:
        time.sleep(settle_seconds)
    return {path for path in young if before[path] is None or _state(path) != before[path]}


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns)
