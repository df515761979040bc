"""Writing a simulated administration to a folder, day by day, so that memory does not grow with the number of days."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from screening.errors import SettingsError
from screening.schemas.commerce import INVOICE_COLUMNS
from screening.simulate.day import TRUTH_COLUMNS, make_day
from screening.simulate.invoices import make_invoices
from screening.simulate.listed import LIST_ID, write_list
from screening.simulate.world import World

MANIFEST = "manifest.json"
_ROWS_OF_A_GROUP = 250_000


@dataclass(frozen=True)
class Manifest:
    """What a folder holds, and what made it. Paths are relative to the folder; `files` has the SHA-256 of each."""

    seed: int
    first_day: str
    last_day: str
    items_per_day: int
    base_rate: float
    parameters_version: str
    parties_from: list[str]
    declarations: int
    items: int
    planted_declarations: int
    files: dict[str, str]

    @property
    def days(self) -> list[date]:
        """The days that the folder holds."""
        first, last = date.fromisoformat(self.first_day), date.fromisoformat(self.last_day)
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def read_manifest(folder: Path) -> Manifest:
    """Read a folder's manifest; raises SettingsError when the folder is not a simulated one, or unfinished."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(
            "the folder holds no simulated administration, or an unfinished one",
            where=str(folder),
            remedy="Make one with `screening simulate --out`",
        ) from error


def write_world(
    world: World,
    out: Path,
    base_rate: float,
    parties_from: list[str],
    progress: Callable[[date], None] = lambda day: None,
    as_csv: bool = False,
) -> Manifest:
    """Write lists, register, declarations, invoices and truth; the manifest comes last and makes the folder whole.

    Raises SettingsError when the folder holds something else already.
    """
    _prepare(out)
    write_list(world.listed, out / "lists" / "listed.ftm.json", world.first_day - timedelta(days=1))
    _write(world.companies, out / "register" / "companies", as_csv)
    _write(world.company_links, out / "register" / "company_links", as_csv)
    truths: list[pl.DataFrame] = []
    waiting: list[pl.DataFrame] = []
    declarations = items = 0
    day = world.first_day
    while day <= world.last_day:
        progress(day)
        made = make_day(world, day)
        _write(made.declarations, out / "declarations" / f"{day}", as_csv)
        truths.append(made.truth)
        declarations += made.declarations["declaration_id"].n_unique()
        items += made.declarations.height
        waiting.append(make_invoices(world, day, made.resale))
        waiting = _write_due(waiting, day, out, as_csv)
        day += timedelta(days=1)
    truth = pl.concat(truths) if truths else pl.DataFrame(schema=TRUTH_COLUMNS)
    _write(truth.filter("is_planted").drop("is_planted"), out / "truth" / "truth", as_csv)
    _write(truth.filter(~pl.col("is_planted")).drop("is_planted"), out / "truth" / "look_alikes", as_csv)
    manifest = Manifest(
        seed=world.seed,
        first_day=str(world.first_day),
        last_day=str(world.last_day),
        items_per_day=world.items_per_day,
        base_rate=base_rate,
        parameters_version=world.parameters.version,
        parties_from=parties_from or [LIST_ID],
        declarations=declarations,
        items=items,
        planted_declarations=truth.filter("is_planted")["declaration_id"].n_unique(),
        files=_hashes(out),
    )
    (out / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return manifest


def _prepare(out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        ours = {"lists", "register", "declarations", "invoices", "truth", MANIFEST}
        if {path.name for path in out.iterdir()} - ours:
            raise SettingsError("the folder is not empty", where=str(out), remedy="Name a new folder")
        shutil.rmtree(out)  # a simulated administration made before, whole or not: nothing in it is unique
    for name in ("lists", "register", "declarations", "invoices", "truth"):
        (out / name).mkdir(parents=True)


def _write(frame: pl.DataFrame, path: Path, as_csv: bool) -> None:
    if as_csv:
        frame.write_csv(path.with_name(path.name + ".csv"))
    else:
        # The same bytes for the same rows: row groups of a fixed size, no statistics that depend on threads.
        frame.write_parquet(
            path.with_name(path.name + ".parquet"),
            compression="zstd",
            compression_level=1,
            row_group_size=_ROWS_OF_A_GROUP,
            statistics=False,
        )


def _write_due(waiting: list[pl.DataFrame], day: date, out: Path, as_csv: bool) -> list[pl.DataFrame]:
    """Write the invoices dated `day`, whatever day their goods were cleared on; return the later ones."""
    due = pl.concat([frame.filter(pl.col("invoice_date") == day) for frame in waiting]).sort("invoice_id")
    if due.height:
        _write(due.select([column.name for column in INVOICE_COLUMNS]), out / "invoices" / f"{day}", as_csv)
    later = [frame.filter(pl.col("invoice_date") > day) for frame in waiting]
    return [frame for frame in later if frame.height]


def _hashes(out: Path) -> dict[str, str]:
    found = {}
    for path in sorted(out.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                found[path.relative_to(out).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found
