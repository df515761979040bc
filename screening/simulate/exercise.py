"""Exercises for workshops: a day with hidden schemes for the participants, and the sealed truth for the trainer."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from screening.errors import SettingsError
from screening.simulate.build import make_world
from screening.simulate.evaluate import read_truth
from screening.simulate.texts import say
from screening.simulate.write import write_world
from screening.texts import LANGUAGES

PARTICIPANTS, TRAINER = "participants", "trainer"
STOPPING, CLEARING = ("true_match", "escalated"), ("false_positive", "released")
DISPOSITION_COLUMNS = ("declaration_id", "disposition", "reason")


@dataclass(frozen=True)
class Exercise:
    """What was made: the day, how many declarations it has, how many of them are planted, and the seal of the truth."""

    folder: Path
    day: date
    declarations: int
    planted: int
    seal: str


def new_exercise(
    out: Path, seed: int, day: date, items: int = 600, history_days: int = 100, base_rate: float = 0.03
) -> Exercise:
    """Write an exercise: `participants/` may be handed out, `trainer/` holds the truth.

    Raises SettingsError when the folder holds something already: an exercise is never overwritten.
    """
    if out.exists() and any(out.iterdir()):
        raise SettingsError("the folder is not empty", where=str(out), remedy="Name a new folder for each exercise")
    given, kept = out / PARTICIPANTS, out / TRAINER
    world = make_world(day - timedelta(days=history_days), day, items, seed, base_rate)
    with tempfile.TemporaryDirectory(prefix="exercise-") as scratch:
        whole = Path(scratch) / "whole"
        write_world(world, whole, base_rate, [])
        given.mkdir(parents=True)
        kept.mkdir()
        for name in ("lists", "register", "invoices"):
            shutil.copytree(whole / name, given / name)
        shutil.copytree(whole / "declarations", given / "history", ignore=lambda _, names: [f"{day}.parquet"])
        declarations = pl.read_parquet(whole / "declarations" / f"{day}.parquet")
        truth = _of_day(whole, day)
    declarations.write_csv(given / f"declarations-{day}.csv")
    truth.write_csv(kept / "truth.csv")
    # The salt keeps participants from trying out truths until one fits the seal; it comes from the system, not from
    # the seed, which they may be told.
    salt = np.random.SeedSequence().entropy
    (kept / "salt.txt").write_text(f"{salt}\n", encoding="utf-8")
    seal = _seal(kept)
    (given / "seal.txt").write_text(seal + "\n", encoding="utf-8")
    (given / "dispositions.csv").write_text(",".join(DISPOSITION_COLUMNS) + "\n", encoding="utf-8")
    count = declarations["declaration_id"].n_unique()
    planted = truth.filter("is_planted")["declaration_id"].n_unique()
    for language in LANGUAGES:
        text = say(
            "exercise.instructions",
            language,
            day=day,
            declarations=f"declarations-{day}.csv",
            days=history_days,
            count=count,
            seal=seal,
        )
        (given / f"INSTRUCTIONS.{language}.md").write_text(text, encoding="utf-8")
    about = {"day": str(day), "declarations": count, "planted": planted, "seed": seed, "base_rate": base_rate}
    (kept / "exercise.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    return Exercise(out, day, count, planted, seal)


def _of_day(whole: Path, day: date) -> pl.DataFrame:
    """The truth of the day, look-alikes with it."""
    parts = [
        read_truth(whole, name).filter(pl.col("registration_date") == day).with_columns(is_planted=pl.lit(is_planted))
        for name, is_planted in (("truth", True), ("look_alikes", False))
    ]
    return pl.concat(parts).sort("declaration_id", "item_number", "scheme")


def _seal(trainer: Path) -> str:
    digest = hashlib.sha256((trainer / "salt.txt").read_bytes())
    digest.update((trainer / "truth.csv").read_bytes())
    return digest.hexdigest()


@dataclass(frozen=True)
class Grade:
    """A team's result. `schemes`: scheme, planted, found. `missed`, `false_stops`: declaration_id, scheme, why."""

    planted: int
    found: int
    stopped: int
    decided: int
    without_reason: int
    schemes: pl.DataFrame
    missed: pl.DataFrame
    false_stops: pl.DataFrame

    @property
    def recall(self) -> float:
        """Share of planted declarations that were stopped."""
        return self.found / self.planted if self.planted else 0.0

    @property
    def precision(self) -> float:
        """Share of stopped declarations that are planted."""
        return self.found / self.stopped if self.stopped else 0.0

    def as_dict(self, language: str) -> dict[str, object]:
        """Return the result for JSON, each scheme with its explanation."""
        schemes = [row | {"explanation": say(f"scheme.{row['scheme']}", language)} for row in self.schemes.to_dicts()]
        return {
            "planted": self.planted,
            "found": self.found,
            "stopped": self.stopped,
            "decided": self.decided,
            "recall": round(self.recall, 4),
            "precision": round(self.precision, 4),
            "without_reason": self.without_reason,
            "schemes": schemes,
            "missed": self.missed.to_dicts(),
            "false_stops": self.false_stops.to_dicts(),
        }


def grade(folder: Path, dispositions: Path) -> Grade:
    """Hold a team's dispositions against the truth.

    Raises SettingsError when the seal is broken, or a row of the dispositions cannot be read.
    """
    trainer, given = folder / TRAINER, folder / PARTICIPANTS
    try:
        seal = (given / "seal.txt").read_text("utf-8").strip()
        is_sealed = seal == _seal(trainer)
        truth = pl.read_csv(trainer / "truth.csv", infer_schema_length=0)
        day = json.loads((trainer / "exercise.json").read_text("utf-8"))["day"]
        known = pl.read_csv(given / f"declarations-{day}.csv", infer_schema_length=0, columns=["declaration_id"])
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as error:
        raise SettingsError(
            "the folder is no whole exercise", where=str(folder), remedy="Make one with `screening exercise new`"
        ) from error
    if not is_sealed:
        raise SettingsError(
            "the truth is not the one that was sealed",
            where=str(trainer / "truth.csv"),
            remedy="Use the trainer's folder as it was made",
        )
    decided = _read_dispositions(dispositions, set(known["declaration_id"].to_list()))
    return _compare(truth, decided)


def _read_dispositions(path: Path, known: set[str]) -> pl.DataFrame:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            "the dispositions cannot be read", where=str(path), remedy="Save them as CSV in UTF-8"
        ) from error
    first = text.split("\n", 1)[0]
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ","))
    if not rows or [name.strip() for name in rows[0]] != list(DISPOSITION_COLUMNS):
        raise SettingsError(
            "the header is wrong", where=f"{path}, row 1", remedy=f"Begin with {','.join(DISPOSITION_COLUMNS)}"
        )
    found: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(rows[1:], start=2):  # a workshop's few hundred rows, each with an error of its own
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        where = f"{path}, row {number}"
        if len(cells) != len(DISPOSITION_COLUMNS):
            raise SettingsError(
                f"{len(cells)} fields instead of 3", where=where, remedy="Put reasons with commas in quotation marks"
            )
        if cells[0] not in known:
            raise SettingsError(
                "the day has no such declaration", where=where, remedy="Copy the number from the declarations"
            )
        if cells[0] in found:
            raise SettingsError("the declaration was decided above", where=where, remedy="Keep one row for each")
        if cells[1] not in STOPPING + CLEARING:
            raise SettingsError(
                "the disposition is not known", where=where, remedy=f"Use {', '.join(STOPPING + CLEARING)}"
            )
        found[cells[0]] = (cells[1], cells[2])
    return pl.DataFrame(
        [(declaration, *decision) for declaration, decision in found.items()],
        schema=dict.fromkeys(DISPOSITION_COLUMNS, pl.String),
        orient="row",
    )


def _compare(truth: pl.DataFrame, decided: pl.DataFrame) -> Grade:
    planted = truth.filter(pl.col("is_planted") == "true").unique("declaration_id", keep="first", maintain_order=True)
    innocent = truth.filter(pl.col("is_planted") == "false").unique("declaration_id", keep="first", maintain_order=True)
    stopped = decided.filter(pl.col("disposition").is_in(STOPPING)).select("declaration_id")
    found = planted.join(stopped, on="declaration_id", how="semi")
    by_scheme = (
        planted.group_by("scheme").len("planted").join(found.group_by("scheme").len("found"), on="scheme", how="left")
    )
    false_stops = stopped.join(planted, on="declaration_id", how="anti").join(
        innocent.select("declaration_id", "scheme", "why"), on="declaration_id", how="left"
    )
    return Grade(
        planted=planted.height,
        found=found.height,
        stopped=stopped.height,
        decided=decided.height,
        without_reason=decided.filter(pl.col("reason") == "").height,
        schemes=by_scheme.with_columns(pl.col("found").fill_null(0)).sort("scheme"),
        missed=planted.join(stopped, on="declaration_id", how="anti").select("declaration_id", "scheme", "why"),
        false_stops=false_stops.sort("declaration_id"),
    )
