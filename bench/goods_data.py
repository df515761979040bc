"""Fictional descriptions of goods for measurements: ordinary trade put together from a tariff's titles.

A declarant does not copy the tariff: some words of the title in their order, a maker, a model, a count. Same seed, same
descriptions. No controlled goods are planted here; those are in tests/cases/goods.csv.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

_MAKERS = (
    "Nordlicht", "Karosa", "Filtrix", "Plastika", "Dubrava", "Teplo", "Armatura", "Stalmet", "Rollen", "Voltano",
    "Netra", "Lumo", "Medika", "Ovalar", "Karsu", "Hansori", "Daemun", "Lanyue", "Suzhan", "Borowiec",
)  # fmt: skip
_TAILS = (
    "новые",
    "в ассортименте",
    "для розничной продажи",
    "в картонных коробках",
    "не б/у",
    "на паллетах",
    "",
    "",
    "",
)
_STOP = {"прочие", "прочая", "прочее", "прочий", "и", "или", "из", "для", "с", "без", "не", "в", "на", "но", "кроме"}


def read_titles(path: Path) -> pl.DataFrame:
    """Return hs_code, full_title of the leaves of a tariff file with columns code, full_description_ru."""
    rows = pl.read_csv(path, infer_schema=False, columns=["code", "full_description_ru"]).drop_nulls()
    return rows.filter(pl.col("code").str.len_chars() == 10).rename(
        {"code": "hs_code", "full_description_ru": "full_title"}
    )


def make_trade(titles: pl.DataFrame, count: int, seed: int) -> pl.DataFrame:
    """Return id, hs_code, goods_description, maker_name, brand_name, model_name of `count` ordinary items."""
    rng = np.random.default_rng(seed)
    words = [
        [
            word
            for word in title.replace("/", " ").replace(",", " ").replace(";", " ").split()
            if word.lower() not in _STOP
        ]
        for title in titles["full_title"]
    ]
    codes = titles["hs_code"].to_list()
    rows = rng.integers(len(codes), size=count)
    kept = rng.integers(3, 9, size=count)
    makers = rng.integers(len(_MAKERS), size=count)
    tails = rng.integers(len(_TAILS), size=count)
    numbers = rng.integers(10, 9999, size=count)
    letters = rng.integers(ord("A"), ord("Z") + 1, size=(count, 2))
    starts = rng.random(count)
    texts, models = [], []
    for n in range(count):  # a generator of fiction, item by item
        own = words[rows[n]]
        start = int(starts[n] * max(len(own) - kept[n], 0))
        tail = _TAILS[tails[n]]
        texts.append(" ".join([*own[start : start + kept[n]], tail]).strip() or "товары")
        models.append(f"{chr(letters[n][0])}{chr(letters[n][1])}-{numbers[n]}")
    return pl.DataFrame(
        {
            "id": [str(n) for n in range(count)],
            "hs_code": [codes[row] for row in rows],
            "goods_description": texts,
            "maker_name": [_MAKERS[n] for n in makers],
            "brand_name": pl.Series([None] * count, dtype=pl.String),
            "model_name": models,
        }
    )


def as_history(trade: pl.DataFrame) -> pl.DataFrame:
    """Return text, heading, item_count: what a lake would give of these items once they are cleared."""
    return trade.group_by(
        pl.col("goods_description").alias("text"), pl.col("hs_code").str.head(4).alias("heading"), maintain_order=True
    ).agg(pl.len().alias("item_count"))
