"""Evaluation: the real pipeline on a simulated administration, held against the truth that the rules never see."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from pydantic import SecretStr

from hs_codes import load_control_lists
from hs_codes.in_force import correlations_on
from screening.alerts.policy import Policy, load_policy
from screening.alerts.score import score
from screening.errors import SettingsError
from screening.intake import load_file
from screening.lake import initialise, open_lake
from screening.lists import read
from screening.lists.store import load_version, read_in_force
from screening.pipeline import run_day
from screening.rules.catalogue import rules
from screening.rules.goods.model_store import history_in_lake, store_model, titles_in_lake, train
from screening.schemas.results import RULE_HITS
from screening.settings import Settings
from screening.simulate.baselines import code_scores, exact_name_scores
from screening.simulate.measure import RANKINGS, SHARES, Inspection, by_look_alike, by_scheme, inspect
from screening.simulate.write import Manifest, read_manifest

_DAYS_OF_A_FILE = 30
_ANY_POINTS = 0.01
"""Every declaration with a hit has a score here, also below the threshold of an alert."""


@dataclass(frozen=True)
class Evaluation:
    """What was found. `scored`: one row a declaration of the evaluated days, by day and number."""

    manifest: Manifest
    days: list[date]
    policy_version: str
    scored: pl.DataFrame
    inspections: list[Inspection]
    schemes: pl.DataFrame
    look_alikes: pl.DataFrame
    alerts_per_thousand: float
    alert_precision: float
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Return all figures for JSON, without the single declarations."""
        return {
            "seed": self.manifest.seed,
            "base_rate": round(float(self.scored["is_planted"].mean() or 0), 5),  # type: ignore[arg-type]
            "first_day": str(self.days[0]),
            "last_day": str(self.days[-1]),
            "declarations": self.scored.height,
            "planted": int(self.scored["is_planted"].sum()),
            "policy_version": self.policy_version,
            "parameters_version": self.manifest.parameters_version,
            "alerts_per_1000_declarations": self.alerts_per_thousand,
            "precision_of_alerts": self.alert_precision,
            "inspections": [asdict(one) for one in self.inspections],
            "recall_by_scheme_at_1_percent": self.schemes.to_dicts(),
            "look_alikes_at_1_percent": self.look_alikes.to_dicts(),
            "seconds": self.seconds,
        }


def evaluate(
    settings: Settings, folder: Path, day_count: int, progress: Callable[[str], None] = lambda text: None
) -> Evaluation:
    """Load a simulated folder into the lake of `settings` and screen its last `day_count` days, one after the other.

    What comes after a day is loaded after it was screened, so that no rule sees the future. The lake must be new.
    Raises SettingsError when the folder or the number of days makes no sense.
    """
    began = datetime.now(UTC)
    manifest = read_manifest(folder)
    days = manifest.days
    if not 1 <= day_count <= len(days):
        raise SettingsError(f"{day_count} days cannot be evaluated", where=str(folder), remedy=f"Give 1 to {len(days)}")
    _prepare(settings, folder, manifest)
    evaluated = days[-day_count:]
    policy = load_policy(settings.policy, settings.indicators)
    progress(f"loading {len(days) - day_count} days of history")
    _load_history(settings, folder, days[:-day_count])
    _train(settings, evaluated[0])
    found = []
    for day in evaluated:
        _load_day(settings, folder, day)
        result = run_day(settings, day)
        found.append(_score_day(settings, day, policy))
        progress(f"{day}: {result.item_count:,} items, {result.alert_count} alerts")
    scored = _with_truth(pl.concat(found), folder)
    alerts = scored.filter("is_alert")
    return Evaluation(
        manifest=manifest,
        days=evaluated,
        policy_version=policy.version,
        scored=scored,
        inspections=[inspect(scored, ranking, share) for ranking in RANKINGS for share in SHARES],
        schemes=by_scheme(scored, 0.01),
        look_alikes=by_look_alike(scored, 0.01),
        alerts_per_thousand=round(1000 * alerts.height / max(scored.height, 1), 2),
        alert_precision=round(float(alerts["is_planted"].mean() or 0.0), 4),  # type: ignore[arg-type]
        seconds=round((datetime.now(UTC) - began).total_seconds(), 1),
    )


def lake_settings(settings: Settings, home: Path) -> Settings:
    """Return settings of a lake of its own in `home`; policy and the like stay the user's."""
    return settings.model_copy(update={"home": home, "catalog": SecretStr(""), "data_path": "", "inbox": None})


def _prepare(settings: Settings, folder: Path, manifest: Manifest) -> None:
    settings.inbox_folder.mkdir(parents=True, exist_ok=True)
    retrieved = datetime.combine(date.fromisoformat(manifest.first_day), datetime.min.time(), UTC)
    with open_lake(settings) as connection:
        initialise(connection)
        row = connection.execute("SELECT count(*) FROM intake.files").fetchone()
        if row and row[0]:
            raise SettingsError(
                "the lake holds other files", where=str(settings.home), remedy="Name a new folder as --home"
            )
        for version in read(sorted((folder / "lists").iterdir()), retrieved_at=retrieved):
            load_version(connection, version)
        for path in sorted((folder / "register").iterdir()):
            load_file(connection, path)


def _load_history(settings: Settings, folder: Path, days: list[date]) -> None:
    """Load the days before the evaluated ones, a month of them as one file: a transaction a day would take longer."""
    with (
        open_lake(settings) as connection,
        tempfile.TemporaryDirectory(prefix="history-", dir=settings.home) as scratch,
    ):
        for kind in ("declarations", "invoices"):
            for start in range(0, len(days), _DAYS_OF_A_FILE):
                chunk = days[start : start + _DAYS_OF_A_FILE]
                files = [path for day in chunk for path in sorted((folder / kind).glob(f"{day}.*"))]
                if not files:
                    continue
                whole = Path(scratch) / f"{kind}-{chunk[0]}.parquet"
                pl.concat([_read(path) for path in files], how="vertical_relaxed").write_parquet(whole)
                load_file(connection, whole)


def _train(settings: Settings, first_day: date) -> None:
    """Train the model of headings on the history, as an administration does before it begins."""
    with open_lake(settings) as connection:
        titles, history = titles_in_lake(connection), history_in_lake(connection)
        if not history.is_empty():
            store_model(connection, train(titles, history), datetime.combine(first_day, datetime.min.time(), UTC))


def _read(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema_length=0)


def _load_day(settings: Settings, folder: Path, day: date) -> None:
    with open_lake(settings) as connection:
        for kind in ("declarations", "invoices"):
            for path in sorted((folder / kind).glob(f"{day}.*")):
                load_file(connection, path)


def _score_day(settings: Settings, day: date, policy: Policy) -> pl.DataFrame:
    """Return the day's declarations with the points of all their hits, and the scores of the baselines."""
    with open_lake(settings, read_only=True) as connection:
        items = _items(connection, day)
        hits = connection.execute("FROM screening.hits WHERE screening_date = ?", [day]).pl()
        lists = read_in_force(connection)
    # Every hit counts, not only those of alerts: the same sums, from a threshold next to nothing.
    low = {**policy.severities, "low": _ANY_POINTS}
    every = policy.model_copy(update={"alert_threshold": _ANY_POINTS, "severities": low})
    known = rules(settings.indicators)
    scores = score(day, "evaluation", items, hits.select(list(RULE_HITS.polars_schema)), lists.versions, every, known)
    points = scores.alerts.select("declaration_id", "score", pl.col("rule_ids"))
    correlations = correlations_on(load_control_lists().correlations, day)
    return (
        code_scores(items, correlations)
        .join(exact_name_scores(items, lists.names["name"]), on="declaration_id")
        .join(points, on="declaration_id", how="left")
        .select(
            pl.lit(day).alias("registration_date"),
            "declaration_id",
            pl.col("score").fill_null(0.0),
            "code_score",
            (2 * pl.col("name_score") + pl.col("code_score")).alias("code_or_name_score"),
            (pl.col("score").fill_null(0.0) >= policy.alert_threshold).alias("is_alert"),
            pl.col("rule_ids").fill_null([]),
        )
        .sort("declaration_id")
    )


def _items(connection: duckdb.DuckDBPyConnection, day: date) -> pl.DataFrame:
    return connection.execute(
        "FROM intake.declarations WHERE registration_date = ? ORDER BY declaration_id, item_number", [day]
    ).pl()


def _with_truth(scored: pl.DataFrame, folder: Path) -> pl.DataFrame:
    """Add is_planted, scheme and look_alike; the truth is read here for the first time."""

    def named(name: str, column: str) -> pl.DataFrame:
        return (
            read_truth(folder, name)
            .group_by("declaration_id")
            .agg(pl.col("scheme").sort().first().alias(column))
            .sort("declaration_id")
        )

    return (
        scored.join(named("truth", "scheme"), on="declaration_id", how="left")
        .join(named("look_alikes", "look_alike"), on="declaration_id", how="left")
        .with_columns(is_planted=pl.col("scheme").is_not_null())
        .sort("registration_date", "declaration_id")
    )


def read_truth(folder: Path, name: str = "truth") -> pl.DataFrame:
    """Read the truth or the look-alikes of a folder, whichever format they were written in."""
    parquet, csv = folder / "truth" / f"{name}.parquet", folder / "truth" / f"{name}.csv"
    if parquet.exists():
        return pl.read_parquet(parquet)
    if csv.exists():
        return pl.read_csv(csv, try_parse_dates=True, infer_schema_length=0).with_columns(
            pl.col("item_number").cast(pl.Int64)
        )
    raise SettingsError(f"there is no {name}", where=str(folder / "truth"), remedy="Simulate the folder again")
