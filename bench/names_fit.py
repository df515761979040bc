"""Fit the weights of the score's features on the open part of the benchmark: python -m bench.names_fit

Logistic regression with a ridge, from each query's best right and best wrong entity under the current weights,
repeated until the choice of entities settles. Prints the weights for screening/names/score.py; they are copied there
by hand, rounded, after their signs have been read.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.names_data import held_out, listed, parties, table
from screening.names import NameIndex
from screening.names.score import WEIGHTS, terms

Floats = npt.NDArray[np.float64]
RIDGE = 1.0
ROUNDS = 6
HEADLINE = ("alias", "dirty", "clean_hard", "clean_easy")


def logistic(x: Floats, y: Floats) -> Floats:
    """Ridge logistic regression by Newton's method; the first column is the constant, not penalised."""
    beta = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], RIDGE)
    penalty[0] = 1e-6
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (p - y) + penalty * beta
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def main() -> None:
    """Fit and print."""
    index = NameIndex.build(listed())
    hits = index.screen(parties(), threshold=1e-9)
    labels = table("labels.csv").drop_nulls("entity_id").with_columns(right=pl.lit(1.0))
    kinds = table("queries.csv").select("query_id", "kind")
    ids = kinds["query_id"].to_list()
    open_part = kinds.filter(pl.col("kind").is_in(HEADLINE) & ~pl.Series(held_out(ids)))
    pairs = (
        hits.join(open_part, on="query_id")
        .join(labels, on=["query_id", "entity_id"], how="left")
        .with_columns(pl.col("right").fill_null(0.0))
    )
    names = ["constant", *WEIGHTS]
    x = np.column_stack([np.ones(len(pairs)), pairs.select(terms()).to_numpy()])
    y = pairs["right"].to_numpy()
    beta = np.array([0.0, *WEIGHTS.values()])
    for _ in range(ROUNDS):
        ranked = pairs.select("query_id", "right").with_columns(z=pl.Series(x @ beta)).with_row_index("at")
        best = ranked.sort("z", descending=True).unique(["query_id", "right"], keep="first", maintain_order=True)
        at = best["at"].to_numpy()
        beta = logistic(x[at], y[at])
    for name, value in zip(names, beta, strict=True):
        print(f'    "{name}": {value:.2f},')


if __name__ == "__main__":
    main()
