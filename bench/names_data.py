"""The labelled benchmark beside the project: its files, and the split that keeps a part of it unseen.

Nothing here reaches the matcher but the list and the queries' name, country and kind of party.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
import polars as pl

SHARED = Path(os.environ.get("SCREENING_SHARED", Path(__file__).resolve().parents[1] / ".." / "shared")).resolve()
BENCH = SHARED / "bench"
SET = BENCH / "A"

NOT_BUILT_FOR = ("address", "fieldnoise", "twoparty", "initials")
"""Kinds of dirt that LogicV2 is not built for; figures are quoted with and without them."""
HELD_OUT_SHARE = 4
"""Tenths of the entities that tuning never looks at."""


def table(name: str) -> pl.DataFrame:
    """A CSV file of the set, every column as text."""
    return pl.read_csv(SET / name, infer_schema=False)


def scorer() -> ModuleType:
    """The benchmark's own scorer, as a module."""
    spec = importlib.util.spec_from_file_location("bench_score", BENCH / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(BENCH / "score.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_score"] = module
    spec.loader.exec_module(module)
    return module


def listed() -> pl.DataFrame:
    """entity_id, name, name_kind, entity_type."""
    return table("list.csv").select("entity_id", "name", "entity_type", name_kind="name_type")


def parties() -> pl.DataFrame:
    """query_id, name, entity_type, country_code."""
    return table("queries.csv").select("query_id", "entity_type", name="query", country_code="country")


def held_out(query_ids: list[str]) -> npt.NDArray[np.bool_]:
    """Which queries belong to entities of the held-out part: by the labelled entity, or the clean query's own name."""
    labels = table("labels.csv").drop_nulls("entity_id").sort("entity_id").unique("query_id", keep="first")
    base = table("meta.csv").select("query_id", "base")
    key = (
        pl.DataFrame({"query_id": query_ids})
        .join(labels, on="query_id", how="left", maintain_order="left")
        .join(base, on="query_id", how="left", maintain_order="left")
        .select(pl.coalesce("entity_id", "base", "query_id"))
        .to_series()
    )
    tenth = [int(hashlib.sha256(k.encode()).hexdigest(), 16) % 10 for k in key.to_list()]
    return np.array(tenth) >= 10 - HELD_OUT_SHARE


def unusual(query_ids: list[str]) -> npt.NDArray[np.bool_]:
    """Which queries carry dirt of NOT_BUILT_FOR."""
    transform = dict(table("meta.csv").select("query_id", pl.col("transform").fill_null("")).iter_rows())
    return np.array([any(t in NOT_BUILT_FOR for t in transform[q].split(":")[0].split("+")) for q in query_ids])
