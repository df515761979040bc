"""What a step is given: settings, the day, and the staged tables that it declared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import polars as pl

from screening.pipeline.staging import Staging
from screening.schemas import Table
from screening.settings import Settings


class Read(Protocol):
    """Read a staged table, or some of its columns."""

    def __call__(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Return the table; raises ScreeningError when the step may not read it, or nobody made it."""


@dataclass(frozen=True)
class Context:
    """Handed to a step by `run_step`; `read` refuses tables that the step does not declare."""

    settings: Settings
    screening_date: date
    staging: Staging
    read: Read
    note_write: Callable[[str], None]

    def write(self, name: str, frame: pl.DataFrame, schema: Table | None = None) -> None:
        """Stage a table that the step declared, held against its schema where it has one."""
        self.note_write(name)
        self.staging.write(name, frame, schema)
