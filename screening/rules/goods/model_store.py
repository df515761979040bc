"""Models in the lake: what they are trained on, trained, kept with their measures, one of them in force."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

import duckdb
import polars as pl

from screening.errors import NotFoundError, ReferenceDataError
from screening.lake import in_transaction
from screening.rules.goods.model import HeadingModel, accuracy, calibrated, fit
from screening.schemas.goods import GOODS_MODELS

KIND = "description-heading"

_HELD_OUT_OF_TEN = 2
_FROM_TITLES = """
SELECT hs_code, full_title FROM reference.nomenclature
WHERE is_leaf AND (nomenclature, nomenclature_version) IN (
    SELECT (nomenclature, max(nomenclature_version)) FROM reference.nomenclature GROUP BY nomenclature
)
ORDER BY hs_code
"""
# Cleared history: released, and nothing that an alert was raised for.
_FROM_HISTORY = """
SELECT goods_description AS text, left(hs_code, 4) AS heading, count(*) AS item_count
FROM intake.declarations
WHERE release_date IS NOT NULL
  AND declaration_id NOT IN (SELECT declaration_id FROM alerts.alerts)
GROUP BY ALL
ORDER BY text, heading
"""


@dataclass(frozen=True)
class Trained:
    """A model with its measures: shares of held-out texts whose heading is first, or among the first five."""

    model: HeadingModel
    measures: dict[str, float]
    row_count: int
    trained_on: str


def titles_in_lake(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return hs_code, full_title of the leaves of the loaded nomenclatures, each in its last version."""
    return connection.execute(_FROM_TITLES).pl()


def history_in_lake(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return text, heading, item_count of the administration's own cleared goods."""
    return connection.execute(_FROM_HISTORY).pl()


def train(titles: pl.DataFrame, history: pl.DataFrame) -> Trained:
    """Train on titles (hs_code, full_title: levels joined by " / ") and history (text, heading, item_count).

    Measured on a fifth of the codes and of the descriptions, kept apart by the hash of code or text; the model returned
    is trained on all. Raises ReferenceDataError when there is nothing to train on.
    """
    by_code = titles.select(
        pl.col("hs_code").alias("key"),
        pl.col("hs_code").str.head(4).alias("heading"),
        pl.col("full_title").alias("text"),
        pl.col("full_title").str.replace(r"^[^/]*/ ?", "").alias("below"),
    )
    own = history.select(
        pl.col("text").alias("key"), "heading", "text", (1 + pl.col("item_count").log1p()).alias("weight")
    )
    if by_code.is_empty() and own.is_empty():
        raise ReferenceDataError(
            "there is nothing to train on",
            where="reference.nomenclature, intake.declarations",
            remedy="Load a nomenclature with titles (`screening goods load`) or give its file with --titles",
        )
    learning, held = _apart(by_code)
    own_learning, own_held = _apart(own)
    names = _heading_titles(titles)
    trial = fit(_texts(learning, own_learning), names)
    trial = calibrated(trial, _texts(held, own_held))
    measures: dict[str, float] = {}
    for name, texts in (
        ("title_with_heading", held.select("text", "heading")),
        ("title_below_heading", held.select(pl.col("below").alias("text"), "heading").filter(pl.col("text") != "")),
        ("history", own_held.select("text", "heading")),
    ):
        if texts.height:
            first, five = accuracy(trial, texts)
            measures |= {f"{name}_top1": round(first, 4), f"{name}_top5": round(five, 4), f"{name}_texts": texts.height}
    everything = _texts(by_code, own)
    return Trained(
        fit(everything, names, trial.temperature),
        measures | {"temperature": trial.temperature},
        everything.height,
        f"{by_code.height} titles of the nomenclature, {own.height} descriptions of cleared goods",
    )


def _apart(frame: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Four fifths and one fifth, by the SHA-256 of the key: the same on every machine."""
    # A loop over training texts: a hash that is stable over versions of Polars is a Python one.
    is_held = pl.Series(
        [hashlib.sha256(key.encode()).digest()[0] % 10 < _HELD_OUT_OF_TEN for key in frame["key"]], dtype=pl.Boolean
    )
    return frame.filter(~is_held), frame.filter(is_held)


def _texts(titles: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """Return text, heading, weight: each title with and without its heading's own words, and each description."""
    return pl.concat(
        [
            titles.select("text", "heading", pl.lit(1.0).alias("weight")),
            titles.select(pl.col("below").alias("text"), "heading", pl.lit(1.0).alias("weight")),
            history.select("text", "heading", "weight"),
        ]
    )


def _heading_titles(titles: pl.DataFrame) -> dict[str, str]:
    first = titles.select(
        pl.col("hs_code").str.head(4).alias("heading"), pl.col("full_title").str.extract(r"^([^/]*)").str.strip_chars()
    ).unique("heading", keep="first", maintain_order=True)
    return dict(first.iter_rows())


def store_model(connection: duckdb.DuckDBPyConnection, trained: Trained, trained_at: datetime) -> str:
    """Keep the model and put it in force in place of the one before; return its id. The same content is kept once."""
    content = trained.model.to_bytes()
    digest = hashlib.sha256(content).hexdigest()
    model_id = f"{KIND}-{trained_at:%Y-%m-%d}-{digest[:8]}"
    row = GOODS_MODELS.conform(
        pl.DataFrame(
            {
                "model_id": [model_id],
                "kind": [KIND],
                "trained_at": pl.Series([trained_at], dtype=pl.Datetime("us", "UTC")),
                "trained_on": [trained.trained_on],
                "row_count": [trained.row_count],
                "class_count": [len(trained.model.headings)],
                "measures": [json.dumps(trained.measures)],
                "content_hash": [digest],
                "content": [content],
                "is_in_force": [True],
            }
        )
    )

    def store(lake: duckdb.DuckDBPyConnection) -> str:
        lake.execute("UPDATE reference.goods_models SET is_in_force = false WHERE kind = ? AND is_in_force", [KIND])
        lake.execute("DELETE FROM reference.goods_models WHERE model_id = ?", [model_id])
        lake.register("incoming", row)
        lake.execute("INSERT INTO reference.goods_models BY NAME FROM incoming")
        lake.unregister("incoming")
        return model_id

    return in_transaction(connection, store)


def put_in_force(connection: duckdb.DuckDBPyConnection, model_id: str) -> None:
    """Put an earlier model back in force; raises NotFoundError when there is none of that id."""

    def change(lake: duckdb.DuckDBPyConnection) -> int:
        found = lake.execute("SELECT count(*) FROM reference.goods_models WHERE model_id = ?", [model_id]).fetchone()
        if not found or not found[0]:
            return 0
        lake.execute("UPDATE reference.goods_models SET is_in_force = (model_id = ?) WHERE kind = ?", [model_id, KIND])
        return int(found[0])

    if not in_transaction(connection, change):
        raise NotFoundError(f"there is no model {model_id}", remedy="`screening goods models` lists them")


def model_in_force(connection: duckdb.DuckDBPyConnection) -> bytes | None:
    """Return the content of the model in force, held against its hash; None when there is none.

    Raises ReferenceDataError when the content is not what was stored.
    """
    found = connection.execute(
        "SELECT model_id, content_hash, content FROM reference.goods_models WHERE kind = ? AND is_in_force", [KIND]
    ).fetchone()
    if found is None:
        return None
    model_id, digest, content = found
    if hashlib.sha256(content).hexdigest() != digest:
        raise ReferenceDataError(
            "the model's content differs from its hash",
            where=f"reference.goods_models: {model_id}",
            remedy="Run `screening goods train`, or put another one in force with `screening goods models --use ID`",
        )
    return bytes(content)


def models_in_lake(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return every model without its content, the last trained first."""
    return connection.execute(
        "SELECT * EXCLUDE (content), octet_length(content) AS byte_count FROM reference.goods_models"
        " WHERE kind = ? ORDER BY trained_at DESC, model_id",
        [KIND],
    ).pl()
