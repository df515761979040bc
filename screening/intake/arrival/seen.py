"""What the inbox looked like when it was last taken in: so that a watcher sees what is new without reading every file.

The note is a help, not a record: without it everything counts as new, and a file that is known adds nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

from screening.intake.arrival.inbox import inbox_files

State = dict[str, list[int]]


def state_of(folder: Path) -> State:
    """Return size and times of change of every file, by its path in the inbox. Raises IntakeError without an inbox."""
    found: State = {}
    for path in inbox_files(folder):
        try:
            about = path.stat()
        except OSError:
            continue  # taken away since
        # The time of change of the entry, too: a file that is moved here keeps the time at which it was written.
        found[str(path.relative_to(folder))] = [about.st_size, about.st_mtime_ns, about.st_ctime_ns]
    return found


def note(path: Path, state: State) -> None:
    """Write down what was there when the inbox was taken in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(state), encoding="utf-8")
    partial.replace(path)


def is_new(path: Path, state: State) -> bool:
    """Whether the inbox holds a file that it did not hold, in this state, when it was last taken in."""
    try:
        before = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = {}
    return any(before.get(name) != about for name, about in state.items())
