"""Goods by chemical: is a controlled substance named in the description, and what speaks against it?"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from screening.rules.goods.code import numbers
from screening.rules.goods.substances import named_substances
from screening.rules.rule import Inputs, Rule, Text, hits

CHEMICAL_CANDIDATE = Rule(
    "CHEMICAL_CANDIDATE",
    Text("Possible controlled chemical", "Возможно контролируемое вещество", "Бақыланатын зат болуы мүмкін"),
    Text(
        "The description names a substance of a control list. A candidate, not a classification: ask for the "
        "safety data "
        "sheet, the CAS number, the concentration and mass, the end user and the end use; mixtures are controlled from "
        "a concentration on.",
        "В описании названо вещество контрольного списка. Это кандидат, а не классификация: запросите паспорт "
        "безопасности, "
        "номер CAS, концентрацию и массу, конечного пользователя и назначение; смеси контролируются начиная с "
        "определённой концентрации.",
        "Сипаттамада бақылау тізіміндегі зат аталған. Бұл сыныптау емес, үміткер ғана: қауіпсіздік паспортын, "
        "CAS нөмірін, "
        "концентрациясы мен массасын, түпкі пайдаланушысын және пайдалану мақсатын сұратыңыз; қоспалар белгілі бір "
        "концентрациядан бастап бақыланады.",
    ),
    Text(
        "The description «{declared}» names {reference} (CAS {reference_id}), a candidate for control",
        "В описании «{declared}» названо вещество {reference} (CAS {reference_id}) — кандидат на контроль",
        "«{declared}» сипаттамасында {reference} (CAS {reference_id}) заты аталған — бақылауға үміткер",
    ),
    "Chemical Weapons Convention, Annex on Chemicals; Australia Group; MTCR; NSG",
    {
        "strength_by_word": {"exact": 1.0, "likely": 0.6, "possible": 0.2},
        "factor_by_evidence": {"cas": 1.0, "name": 0.9, "formula": 0.7},
        "factor_by_context": {"free of it": 0.1, "consumer goods": 0.25, "instrument": 0.3},
    },
)

_BEFORE = (
    r" (?:без|не содерж\p{L}*|не име\p{L}*|отсутств\p{L}*|замен\p{L}*|вместо|free of|free from|without|"
    r"not contain\p{L}*|instead of|substitute for)(?: \p{L}+){0,2} ?$"
)
_AFTER = r"^ ?(?:free|не содерж\p{L}*|отсутств\p{L}*|не обнаруж\p{L}*|жоқ|болмайды|қосылмаған) "
_CONSUMER = (
    r" (?:крем|лосьон|шампун|зубн\p{L}* паст|космети|парфюм|мыл[оаь]|моющ|стиральн|чистящ|дезодорант|помад[аы]|"
    r"маникюр|клей|"
    r"клея|лаки? |краск|удобрен|витамин|лекарств|таблет|пищев|cream|lotion|shampoo|toothpaste|cosmetic|detergent|soap|"
    r"perfume|adhesive|glue|paint|fertili[sz]er|tablet|medicin|food|жуғыш|сусабын|тіс паста|дәрі)\p{L}*"
)
_INSTRUMENT = (
    r" (?:газоанализатор|анализатор|датчик|детектор|сенсор|индикаторн|тест полос|тест систем|sensor|detector|"
    r"analy[sz]er|"
    r"test strip|test kit|талдағыш|датчигі)\p{L}* "
)


def chemical_hits(inputs: Inputs, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return one hit for each item whose description names a controlled substance. Shape: RULE_HITS.

    The strongest substance is the reference, at equal strength the one with the longest name; `detail` names the
    others, the entries, what was found and what lowers the strength.
    """
    texts = inputs.items.select("goods_description").unique().rename({"goods_description": "text"})
    found = _strengths(named_substances(texts, inputs.chemicals), parameters)
    best = (
        found.sort(
            "text", "strength", pl.col("found").str.len_chars(), "cas_number", descending=[False, True, True, False]
        )
        .unique(["text", "cas_number"], keep="first", maintain_order=True)
        .group_by("text", maintain_order=True)
        .agg(
            pl.all().first(),
            pl.format("{} ({})", pl.col("names_en").list.first(), "cas_number").slice(1).alias("others"),
        )
    )
    lists = inputs.chemicals.select("cas_number", "control_list", "control_list_version")
    pairs = (
        inputs.items.select("declaration_id", "item_number", "hs_code", pl.col("goods_description").alias("text"))
        .join(best.rename({"hs_code": "usual_code"}), on="text")
        .join(lists, on="cas_number")
        .select(
            "declaration_id",
            "item_number",
            "strength",
            "others",
            "found",
            "evidence",
            "context",
            "usual_code",
            pl.lit("goods").alias("subject"),
            pl.col("text").alias("declared"),
            pl.col("names_en").list.first().alias("reference"),
            pl.col("cas_number").alias("reference_id"),
            pl.col("control_list").alias("reference_list"),
            pl.col("control_list_version").alias("reference_version"),
            pl.col("entry_codes").alias("entries"),
            pl.col("regimes").list.join(", "),
            pl.col("names_ru").list.first().alias("name_ru"),
            pl.col("names_kk").list.first().alias("name_kk"),
            pl.col("hs_code").str.starts_with(pl.col("usual_code").str.head(4)).alias("heading_agrees"),
        )
    )
    detail = ["evidence", "found", "entries", "regimes", "usual_code", "heading_agrees", "context", "others"]
    return hits(pairs, CHEMICAL_CANDIDATE, [*detail, "name_ru", "name_kk"])


def _strengths(found: pl.DataFrame, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Add context and strength: of the substance, by what was found, lowered by words that speak against it."""
    parts = pl.col("searched").str.to_lowercase().str.split(pl.col("found").str.to_lowercase())
    before = pl.format(" {} ", parts.list.first()).str.replace_all(" +", " ").str.strip_chars_end()
    after = parts.list.get(1, null_on_oob=True).fill_null("")
    context = (
        pl.when(before.str.contains(_BEFORE) | pl.format("{} ", after).str.contains(_AFTER))
        .then(pl.lit("free of it"))
        .when(pl.col("words").str.contains(_INSTRUMENT))
        .then(pl.lit("instrument"))
        .when(pl.col("words").str.contains(_CONSUMER))
        .then(pl.lit("consumer goods"))
    )
    words, evidence = numbers(parameters["strength_by_word"]), numbers(parameters["factor_by_evidence"])
    factors = numbers(parameters["factor_by_context"])
    shown = pl.when(pl.col("evidence") == "cas").then("cas_number").otherwise(pl.col("found").str.strip_chars())
    return found.with_columns(context.alias("context"), shown.alias("found")).with_columns(
        pl.col("strength").replace_strict(words, return_dtype=pl.Float64)
        * pl.col("evidence").replace_strict(evidence, return_dtype=pl.Float64)
        * pl.col("context").replace_strict(factors, default=1.0, return_dtype=pl.Float64)
    )
