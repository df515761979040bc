"""Goods by code: is the declared HS code one under which controlled goods travel?

A code never proves control: a hit makes the item a candidate, and says for which entry and why.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from screening.rules.rule import Inputs, Rule, Text, hits

CHPL_HIT = Rule(
    "CHPL_HIT",
    Text("Common high priority item", "Товар общего приоритетного перечня", "Ортақ басымдықты тізімдегі тауар"),
    Text(
        "The code is on the list of goods found most often in weapons on the battlefield. Ask for the part number, the "
        "end user and the end use.",
        "Код входит в перечень товаров, которые чаще всего находят в боевой технике. Запросите артикул, конечного "
        "пользователя и назначение.",
        "Код ұрыс даласындағы қару-жарақтан ең жиі табылатын тауарлар тізіміне кіреді. Артикулін, түпкі "
        "пайдаланушысын және пайдалану мақсатын сұратыңыз.",
    ),
    Text(
        "Code {declared} is on the common high priority list, tier {reference_id}: {reference}",
        "Код {declared} входит в общий приоритетный перечень, уровень {reference_id}: {reference}",
        "{declared} коды ортақ басымдықты тізімге кіреді, деңгейі {reference_id}: {reference}",
    ),
    "Common High Priority List, BIS, European Commission, UK and Japan, 23 February 2024",
    {"strength_by_tier": {"1": 1.0, "2": 0.9, "3.A": 0.6, "3.B": 0.6, "4.A": 0.5, "4.B": 0.5}},
)

CONTROL_CODE_CANDIDATE = Rule(
    "CONTROL_CODE_CANDIDATE",
    Text("Possible dual-use goods", "Возможно товар двойного назначения", "Қосарланған мақсаттағы тауар болуы мүмкін"),
    Text(
        "Goods of a control-list entry are classified under this code, among others. Hold the technical data against "
        "the entry; the code alone proves nothing.",
        "Под этим кодом, среди прочих, классифицируются товары контрольного списка. Сверьте технические данные с "
        "позицией списка; сам по себе код ничего не доказывает.",
        "Бұл код бойынша басқа тауарлармен қатар бақылау тізіміндегі тауарлар да сыныпталады. Техникалық деректерді "
        "тізім позициясымен салыстырыңыз; кодтың өзі ештеңені дәлелдемейді.",
    ),
    Text(
        "Code {declared} may hold goods of control entry {reference_id}: {reference}",
        "Под кодом {declared} могут быть товары позиции {reference_id}: {reference}",
        "{declared} кодына {reference_id} позициясының тауарлары жатуы мүмкін: {reference}",
    ),
    "WCO Strategic Trade Control Enforcement guide; the correlation table names the basis of each row",
    {"strength_by_word": {"exact": 1.0, "likely": 0.6, "possible": 0.2}},
)


def chpl_hits(inputs: Inputs, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return a hit for each item whose code is on the Common High Priority List. Shape: RULE_HITS."""
    strengths = _strengths(parameters["strength_by_tier"])
    found = (
        candidates(inputs, "CHPL")
        .with_columns(
            pl.col("entry_code").replace_strict(strengths, default=0.5, return_dtype=pl.Float64).alias("strength")
        )
        .sort("declaration_id", "item_number", "strength", "code_length", descending=[False, False, True, True])
        .unique(["declaration_id", "item_number"], keep="first", maintain_order=True)
    )
    return hits(found.rename({"entry_code": "reference_id"}), CHPL_HIT, ["matched_code", "basis"])


def control_hits(inputs: Inputs, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return one hit for each item whose code may hold controlled goods, with all its entries. Shape: RULE_HITS.

    The strongest entry is the reference; `detail` lists every entry with its strength, so that a wide subheading
    gives one reason and not ten.
    """
    strengths = _strengths(parameters["strength_by_word"])
    found = (
        candidates(inputs, "DUAL-USE")
        .with_columns(pl.col("strength_word").replace_strict(strengths, return_dtype=pl.Float64).alias("strength"))
        .sort(
            "declaration_id", "item_number", "strength", "code_length", "entry_code",
            descending=[False, False, True, True, False],
        )
        .group_by("declaration_id", "item_number", maintain_order=True)
        .agg(
            pl.first("subject", "strength", "declared", "reference", "matched_code", "basis", "reference_version"),
            pl.first("reference_list", "regimes"),
            pl.col("entry_code").first().alias("reference_id"),
            pl.format("{} ({})", "entry_code", "strength_word").unique(maintain_order=True).alias("entries"),
        )
    )  # fmt: skip
    return hits(found, CONTROL_CODE_CANDIDATE, ["matched_code", "basis", "regimes", "entries"])


def candidates(inputs: Inputs, control_list: str) -> pl.DataFrame:
    """Return every pair of an item and a correlation row whose code the item's code begins with."""
    rows = inputs.correlations.filter(pl.col("control_list") == control_list).join(
        inputs.control_entries, on=["control_list", "control_list_version", "entry_code"], how="left"
    )
    items = inputs.items.select("declaration_id", "item_number", pl.col("hs_code").alias("declared"))
    lengths = sorted(rows["hs_code"].str.len_chars().unique())
    found = [
        items.with_columns(pl.col("declared").str.slice(0, length).alias("matched_code")).join(
            rows.filter(pl.col("hs_code").str.len_chars() == length), left_on="matched_code", right_on="hs_code"
        )
        for length in lengths
    ]
    pairs = pl.concat(found) if found else items.clear().join(rows, how="cross").with_columns(matched_code=pl.lit(""))
    return pairs.select(
        "declaration_id",
        "item_number",
        pl.lit("goods").alias("subject"),
        "declared",
        "matched_code",
        pl.col("matched_code").str.len_chars().alias("code_length"),
        pl.col("title_en").alias("reference"),
        "entry_code",
        pl.col("regimes").list.join(", ").alias("regimes"),
        pl.col("strength").alias("strength_word"),
        "basis",
        pl.col("control_list").alias("reference_list"),
        pl.col("control_list_version").alias("reference_version"),
    )


def _strengths(parameter: object) -> dict[str, float]:
    if not isinstance(parameter, Mapping):
        raise TypeError("strengths are given as a mapping from a word to a number")
    return {str(word): float(number) for word, number in parameter.items()}
