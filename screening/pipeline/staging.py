"""The staging folder of a run: what a step wrote for the next ones. Nothing here is published.

Files are written beside and renamed, so that a step that was killed leaves either the whole file or none.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from screening.errors import ScreeningError, SettingsError
from screening.schemas import Table
from screening.settings import Settings

_STALE_SECONDS = 7 * 24 * 3600


@dataclass(frozen=True)
class Manifest:
    """What a run pinned when it began: which day, which versions, which state of the lake."""

    run_id: str
    screening_date: str
    started_at: str
    snapshot_id: int
    code_version: str
    policy_version: str
    list_versions: list[str]
    control_list_versions: list[str]
    chpl_version: str
    input_hash: str
    weighed_by: list[str]
    warnings: list[str]


@dataclass(frozen=True)
class IntakeSummary:
    """What became of the inbox in this run. `other_days` are registration dates besides the run's own."""

    new_files: int
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    ignored_files: list[str]
    refused_files: list[str]
    waiting_files: list[str]
    taken_files: list[str]
    other_days: list[str]

    def lasting_warnings(self) -> list[str]:
        """Return what the run's record must say for good: the day was screened without these files."""
        found = [f"A FILE WAS REFUSED and the day screened without it: {error}" for error in self.refused_files]
        if self.waiting_files:
            found.append(f"{len(self.waiting_files)} file(s) were still being written and were left for the next run")
        return found

    def warnings(self) -> list[str]:
        """Return what a user should know before closing the day."""
        found = []
        if self.rows_rejected:
            found.append(f"{self.rows_rejected} row(s) were rejected; see `screening intake report`")
        if self.ignored_files:
            found.append(
                f"{len(self.ignored_files)} file(s) in the inbox have the ending of no format and were not read"
            )
        if self.other_days:
            days = f"{self.other_days[0]} to {self.other_days[-1]}" if len(self.other_days) > 1 else self.other_days[0]
            found.append(f"new items of {len(self.other_days)} other day(s) came in ({days}); run those days too")
        return found


@dataclass(frozen=True)
class Staging:
    """A folder under `staging`; `key` tells runs of one day apart (a process, an Airflow run)."""

    folder: Path

    @classmethod
    def open(cls, settings: Settings, screening_date: date, key: str) -> Staging:
        """Return the staging folder of a run, making it; folders left for a week by killed runs are removed."""
        if not re.fullmatch(r"[A-Za-z0-9._-]{1,80}", key):
            raise SettingsError(f"{key!r} cannot name a staging folder", remedy="Use letters, digits, dots and dashes")
        folder = settings.staging_folder / f"{screening_date}-{key}"
        folder.mkdir(parents=True, exist_ok=True)
        now = time.time()
        for other in settings.staging_folder.iterdir():
            if other != folder and now - other.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(other, ignore_errors=True)
        return cls(folder)

    def path(self, name: str) -> Path:
        """Path of a staged table."""
        return self.folder / f"{name}.parquet"

    def write(self, name: str, frame: pl.DataFrame, schema: Table | None = None) -> None:
        """Stage a table, held against its schema where it has one."""
        partial = self.folder / f".{name}.partial"
        (schema.conform(frame) if schema else frame).write_parquet(partial)
        partial.replace(self.path(name))

    def read(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """Read a staged table, or some of its columns; raises ScreeningError when its step has not run."""
        if not self.path(name).exists():
            raise ScreeningError(
                f"{name} was not staged",
                where=str(self.folder),
                remedy="Run the steps before this one, or the whole run",
            )
        return pl.read_parquet(self.path(name), columns=None if columns is None else list(columns))

    def write_manifest(self, manifest: Manifest) -> None:
        """Stage the manifest."""
        self._write_note("manifest", asdict(manifest))

    def read_manifest(self) -> Manifest:
        """Read the manifest; raises ScreeningError when the step `pin` has not run."""
        return Manifest(**self._read_note("manifest"))

    def write_intake(self, summary: IntakeSummary) -> None:
        """Stage what became of the inbox."""
        self._write_note("intake", asdict(summary))

    def read_intake(self) -> IntakeSummary:
        """Read what became of the inbox; raises ScreeningError when the step `intake` has not run."""
        return IntakeSummary(**self._read_note("intake"))

    def _write_note(self, name: str, content: dict[str, Any]) -> None:
        partial = self.folder / f".{name}.partial"
        partial.write_text(json.dumps(content, indent=2, ensure_ascii=False), encoding="utf-8")
        partial.replace(self.folder / f"{name}.json")

    def _read_note(self, name: str) -> dict[str, Any]:
        path = self.folder / f"{name}.json"
        if not path.exists():
            raise ScreeningError(
                f"{name} was not staged",
                where=str(self.folder),
                remedy="Run the steps before this one, or the whole run",
            )
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return content

    def remove(self) -> None:
        """Remove the folder and all in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
