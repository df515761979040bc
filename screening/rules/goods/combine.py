"""Signs become hits: a strong sign stands alone, several weak ones on one item become one reason."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from screening.rules.rule import Rule, Text

GOODS_WEAK_SIGNS = Rule(
    "GOODS_WEAK_SIGNS",
    Text("Several weak signs on one item", "Несколько слабых признаков у товара", "Бір тауардағы бірнеше әлсіз белгі"),
    Text(
        "None of the signs says much alone; together they make the item a candidate worth a question. Ask for the data "
        "sheet, and hold it against each of the entries named.",
        "По отдельности признаки мало что значат; вместе они делают товар кандидатом, о котором стоит спросить. "
        "Запросите техническое описание и сверьте его с каждой из названных позиций.",
        "Белгілердің әрқайсысы жеке аз мағына береді; бірге олар тауарды сұрақ қоюға тұрарлық үміткер етеді. "
        "Техникалық сипаттамасын сұратып, аталған әр позициямен салыстырыңыз.",
    ),
    Text(
        "Weak signs together make «{declared}» a candidate, first of all for {reference_id}: {reference}",
        "Слабые признаки вместе делают «{declared}» кандидатом, прежде всего: {reference_id}, {reference}",
        "Әлсіз белгілер бірігіп, «{declared}» тауарын үміткер етеді, ең алдымен: {reference_id}, {reference}",
    ),
    "The rules named in the detail; independent signs are joined by noisy-or (Pearl, 1988)",
    {"strong_from": 0.5},
)

SIGN_COLUMNS = {
    "row": pl.UInt32,
    "rule_id": pl.String,
    "strength": pl.Float64,
    "declared": pl.String,
    "reference": pl.String,
    "reference_id": pl.String,
    "reference_list": pl.String,
    "reference_version": pl.String,
    "detail": pl.String,
}
"""What every rule on goods returns for the distinct goods of a day; `detail` is JSON."""


def combine(signs: pl.DataFrame, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return the signs with two or more weak ones of a row joined into one. Shape of both: SIGN_COLUMNS.

    Strengths are joined by noisy-or: 1 - (1 - a)(1 - b)…; the strongest of them gives declared value and reference,
    and the detail lists them all.
    """
    signs = signs.sort("row", "strength", "rule_id", "reference_id", descending=[False, True, False, False])
    is_weak = pl.col("strength") < float(str(parameters["strong_from"]))
    several = signs.filter(is_weak).group_by("row").len().filter(pl.col("len") > 1)
    apart = signs.join(several, on="row", how="anti")
    mixed = signs.join(several, on="row", how="semi")
    joined = (
        mixed.filter(is_weak)
        .group_by("row", maintain_order=True)
        .agg(
            pl.first("declared", "reference", "reference_id", "reference_list", "reference_version"),
            (1 - (1 - pl.col("strength")).product()).alias("strength"),
            pl.format("{} {} ({})", "rule_id", "reference_id", pl.col("strength").round(2)).alias("signs"),
        )
        .with_columns(
            pl.lit(GOODS_WEAK_SIGNS.rule_id).alias("rule_id"),
            pl.struct("signs").struct.json_encode().alias("detail"),
        )
    )
    return pl.concat([apart, mixed.filter(~is_weak), joined.select(list(SIGN_COLUMNS))]).select(
        pl.col(name).cast(dtype) for name, dtype in SIGN_COLUMNS.items()
    )
