"""Goods by text: words of a description under which goods of a control entry travel, whatever the declared code."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from screening.rules.goods.readings import read_quantities
from screening.rules.goods.terms import Terms, load_terms
from screening.rules.goods.words import MIXED, ReadTexts, mend_mixed, normal_text, read_texts, stemmed_texts
from screening.rules.rule import Rule, Text

GOODS_TEXT_CANDIDATE = Rule(
    "GOODS_TEXT_CANDIDATE",
    Text(
        "Description of possible dual-use goods",
        "Описание товара, возможно, двойного назначения",
        "Қосарланған мақсаттағы тауар болуы мүмкін сипаттама",
    ),
    Text(
        "The description uses words of a control-list entry; the goods are a candidate for it, no more. Ask for the "
        "data sheet and hold the figure named under `ask` against it; look at the end user and the use.",
        "В описании есть слова позиции контрольного списка; товар — лишь кандидат. Запросите техническое описание и "
        "сверьте показатель, названный в `ask`; проверьте конечного пользователя и назначение.",
        "Сипаттамада бақылау тізімі позициясының сөздері бар; тауар — тек үміткер. Техникалық сипаттамасын сұратып, "
        "`ask` астындағы көрсеткішпен салыстырыңыз; түпкі пайдаланушысы мен мақсатын тексеріңіз.",
    ),
    Text(
        "The description «{declared}» makes the goods a candidate for entry {reference_id}: {reference}",
        "По описанию «{declared}» товар — кандидат на позицию {reference_id}: {reference}",
        "«{declared}» сипаттамасы бойынша тауар {reference_id} позициясына үміткер: {reference}",
    ),
    "Terms of screening/rules/goods/data/terms.csv, one family per row, written for the entry that the row names",
    {
        "least_strength": 0.15,
        "threshold_met": 0.3,
        "factor_below_threshold": 0.3,
        "factor_ordinary_context": 0.2,
    },
)

_DECLARED_LENGTH = 160
_A_WORD = r"\p{L}{3}"
# "Except unmanned aircraft": what a description leaves out is not in the box.
_EXCEPTION = r"\b(?:кроме|за исключением|except|excluding|other than)\s[^;/.|]*"


def text_signs(goods: pl.DataFrame, parameters: Mapping[str, object], read: ReadTexts | None = None) -> pl.DataFrame:
    """Return row, strength, declared, entry_code, detail (a struct): the strongest entry of each description.

    `goods` needs row (distinct), text; with `read` (the distinct descriptions), goods_description and model_name too.
    A figure that meets the entry's threshold adds `threshold_met` to the family's strength, one below it multiplies by
    `factor_below_threshold`, and words of an ordinary context (toys, cars, kitchens) by `factor_ordinary_context`; what
    falls below `least_strength` is no sign.
    """
    terms = load_terms()
    close = _read_closely(goods if read is None else _worth_a_look(goods, read, terms))
    matched = _matched(close, terms)
    number = {name: float(str(value)) for name, value in parameters.items()}
    judged = (
        _with_thresholds(matched, close, terms)
        .with_columns(
            (
                pl.when(pl.col("figure") == "met")
                .then((pl.col("strength") + number["threshold_met"]).clip(upper_bound=1.0))
                .when(pl.col("figure") == "below")
                .then(pl.col("strength") * number["factor_below_threshold"])
                .otherwise("strength")
                * pl.when(pl.col("contexts").list.len() > 0).then(number["factor_ordinary_context"]).otherwise(1.0)
            ).alias("strength")
        )
        .filter(pl.col("strength") >= number["least_strength"])
        .sort("row", "strength", "family", descending=[False, True, False])
    )
    return (
        judged.group_by("row", maintain_order=True)
        .agg(
            pl.col("strength").first(),
            pl.col("entry_code").first(),
            pl.first("family", "found", "ask", "figure"),
            pl.col("contexts").first().alias("ordinary_context"),
            pl.format("{} ({})", "entry_code", pl.col("strength").round(2))
            .unique(maintain_order=True)
            .alias("entries"),
        )
        .join(goods.select("row", "text"), on="row", maintain_order="left")
        .select(
            "row",
            "strength",
            pl.col("text").str.strip_chars().str.head(_DECLARED_LENGTH).alias("declared"),
            "entry_code",
            pl.struct("family", "found", "ask", "figure", "ordinary_context", "entries").alias("detail"),
        )
    )


def _worth_a_look(goods: pl.DataFrame, read: ReadTexts, terms: Terms) -> pl.DataFrame:
    """The goods whose description or model has one of the words without which no term is in it."""
    anchors = terms.anchors(read.stem_counts())
    descriptions = read.texts.gather(_with_anchor(read, anchors))
    models = read_texts(_wordy(goods["model_name"].drop_nulls().unique(), anchors["stem"]))
    return goods.filter(
        pl.col("goods_description").is_in(descriptions.implode())
        | pl.col("model_name").is_in(models.texts.gather(_with_anchor(models, anchors)).implode())
    )


def _wordy(models: pl.Series, anchors: pl.Series) -> pl.Series:
    """Models that may hold an anchor, by a look at their letters; AB-1234 holds none."""
    short = anchors.filter(~anchors.str.contains(_A_WORD)).to_list()
    lower = models.str.to_lowercase()
    is_wordy = models.str.contains(rf"{_A_WORD}|[^\x00-\x7f\u0400-\u052f]")
    return models.filter(is_wordy | lower.str.contains(MIXED) | lower.str.contains_any(short))


def _with_anchor(read: ReadTexts, anchors: pl.DataFrame) -> pl.Series:
    """Places of the texts that have an anchor."""
    whole = anchors.filter(~pl.col("is_beginning"))["stem"]
    begun = "|".join(anchors.filter("is_beginning")["stem"].str.escape_regex())
    stem = pl.col("stem")
    words = (
        read.vocabulary.select("stem")
        .with_row_index("token")
        .filter(stem.is_in(whole.implode()) | stem.str.contains(f"^(?:{begun})"))
    )
    return read.tokens.filter(pl.col("token").is_in(words["token"].implode()))["text"].unique()


def _read_closely(goods: pl.DataFrame) -> pl.DataFrame:
    """Return row, text (normal, mended, without what it excepts), stems."""
    said = normal_text(pl.col("text")).str.replace_all(_EXCEPTION, " ")
    normal = mend_mixed(goods.select(said.alias("text")).to_series())
    return goods.select("row").with_columns(normal, stemmed_texts(normal).alias("stems"))


def _matched(close: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Return row, family, entry_code, strength, found (its words), contexts (those that make the family unlikely)."""
    patterns = terms.literals["literal"].unique().to_list()
    found = (
        close.lazy()
        .select("row", pl.col("stems").str.extract_many(patterns, overlapping=True).alias("literal"))
        .explode("literal", empty_as_null=False)
        .unique()
        .collect()
    )
    whole = (
        found.join(terms.literals, on="literal")
        .group_by("row", "term", "owner", "kind")
        .agg(
            pl.col("part").n_unique().alias("found_count"),
            pl.col("literal").str.strip_chars().unique().sort().alias("words"),
        )
        .join(terms.part_counts, on=["term", "owner", "kind"])
        .filter(pl.col("found_count") == pl.col("part_count"))
    )
    needs = whole.filter(pl.col("kind") == "need").select("row", pl.col("owner").alias("family")).unique()
    families = (
        whole.filter(pl.col("kind") == "family")
        .group_by("row", pl.col("owner").alias("family"))
        .agg(pl.col("words").explode().unique().sort().alias("found"))
        .join(terms.families, on="family")
    )
    supported = pl.concat(
        [
            families.filter(~pl.col("has_needs")),
            families.filter("has_needs").join(needs, on=["row", "family"], how="semi"),
        ]
    )
    contexts = (
        whole.filter(pl.col("kind") == "context").group_by("row").agg(pl.col("owner").unique().sort().alias("here"))
    )
    none = pl.lit([], dtype=pl.List(pl.String))
    return supported.join(contexts, on="row", how="left").with_columns(
        pl.col("here").fill_null(none).list.set_intersection("excludes").list.sort().alias("contexts")
    )


def _with_thresholds(matched: pl.DataFrame, close: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Add ask (the entry's threshold) and figure: met, below, or null where the text states none."""
    rows = [
        (family, condition.dimension, condition.is_least, condition.value)
        for family, conditions in terms.conditions.items()
        for condition in conditions
    ]
    asked = pl.DataFrame(rows, schema=["family", "dimension", "is_least", "value"], orient="row")
    asks = pl.DataFrame(
        {
            "family": list(terms.conditions),
            "ask": [" | ".join(c.text for c in conditions) for conditions in terms.conditions.values()],
        }
    )
    with_figures = matched.join(asks, on="family", how="semi").select("row").unique()
    stated = read_quantities(close.join(with_figures, on="row", how="semi"))
    figures = (
        matched.select("row", "family")
        .join(asked, on="family")
        .join(stated, on=["row", "dimension"])
        .with_columns(
            pl.when("is_least").then(pl.col("most") >= pl.col("value")).otherwise(pl.col("least") <= pl.col("value"))
            .alias("is_met")
        )
        .group_by("row", "family")
        .agg(pl.when(pl.col("is_met").any()).then(pl.lit("met")).otherwise(pl.lit("below")).alias("figure"))
    )  # fmt: skip
    return matched.join(asks, on="family", how="left").join(figures, on=["row", "family"], how="left")
