"""Lines of goods as box 31 words them: each line has a number of renderings, made once and then only picked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from hs_codes import load_control_lists
from screening.simulate.parameters import Parameters, pick_keys

_COLUMNS = (
    "hs_code",
    "sector",
    "weight",
    "usd_per_kg",
    "kg_per_item",
    "unit",
    "kg_per_unit",
    "origins",
    "ru",
    "kk",
    "en",
    "makers",
    "models",
)
_PHRASES = {
    "ru": (
        "{text}",
        "{text}, модель {model}",
        "{text}, изготовитель {maker}",
        "{text}. Изготовитель: {maker}. Артикул {model}",
    ),
    "kk": (
        "{text}",
        "{text}, үлгісі {model}",
        "{text}, өндіруші {maker}",
        "{text}. Өндіруші: {maker}. Артикул {model}",
    ),
    "en": ("{text}", "{text}, model {model}", "{text}, made by {maker}", "{text}. Maker: {maker}. Article {model}"),
}
_TAILS = {
    "ru": (
        "",
        ", новые, в картонных коробках",
        ", для собственных нужд",
        ", товар маркирован, не военного назначения",
        ", в ассортименте",
    ),
    "kk": ("", ", жаңа, қорапта", ", өз қажеттілігіне", ""),
    "en": ("", ", new, in cartons", ", assorted", ""),
}


@dataclass(frozen=True)
class GoodsLines:
    """`lines`: one row a line, `goods` is its number; from `sought_from` on stand what evaders move.

    `renderings`: `per_line` rows a line, in order: description, maker_name, model_name (empty is null).
    """

    lines: pl.DataFrame
    renderings: pl.DataFrame
    per_line: int
    sought_from: int

    def number_of(self, hs_code: str, sought: bool = False) -> int:
        """Return the first line with a code; raises StopIteration when there is none."""
        codes = self.lines["hs_code"].to_list()
        start = self.sought_from if sought else 0
        return next(n for n in range(start, len(codes)) if codes[n].startswith(hs_code))


def make_goods(parameters: Parameters, rng: np.random.Generator) -> GoodsLines:
    """Render the lines of the parameter file."""
    rows = [*parameters["goods"]["lines"], *parameters["sought"]["lines"]]
    priority = set(load_control_lists().correlations.filter(pl.col("control_list") == "CHPL")["hs_code"])
    lines = (
        pl.DataFrame(
            [dict(zip(_COLUMNS, row, strict=True)) for row in rows],
            schema_overrides={
                "weight": pl.Float64,
                "usd_per_kg": pl.Float64,
                "kg_per_item": pl.Float64,
                "kg_per_unit": pl.Float64,
            },
        )
        .with_row_index("goods")
        .with_columns(is_priority=pl.col("hs_code").str.head(6).is_in(list(priority)))
    )
    per_line = int(parameters["descriptions"]["renderings"])
    rendered = [_render(row, parameters, rng) for row in lines.to_dicts() for _ in range(per_line)]
    return GoodsLines(lines, pl.DataFrame(rendered, schema=_RENDERING), per_line, len(parameters["goods"]["lines"]))


_RENDERING = {"goods_description": pl.String, "maker_name": pl.String, "brand_name": pl.String, "model_name": pl.String}


def _render(line: dict[str, object], parameters: Parameters, rng: np.random.Generator) -> dict[str, str | None]:
    language = str(pick_keys(rng, parameters["descriptions"]["languages"], 1)[0])
    makers, models = list(line["makers"]), list(line["models"])  # type: ignore[call-overload]
    number = int(rng.integers(max(len(makers), len(models))))
    # Models stand in the order of their makers, round and round.
    maker, model = str(makers[number % len(makers)]), str(models[number % len(models)])
    if rng.random() < parameters["descriptions"]["vague_share"]:
        return {"goods_description": str(line[language]), "maker_name": None, "brand_name": None, "model_name": None}
    phrases = [p for p in _PHRASES[language] if ("{maker}" not in p or maker) and ("{model}" not in p or model)]
    phrase = phrases[rng.integers(len(phrases))]
    tails = _TAILS[language]
    text = phrase.format(text=line[language], maker=maker, model=model) + tails[rng.integers(len(tails))]
    brand = maker if maker and rng.random() < 0.5 else None
    return {"goods_description": text, "maker_name": maker or None, "brand_name": brand, "model_name": model or None}
