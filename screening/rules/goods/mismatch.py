"""The description held against the code: words that fit a controlled heading and hardly the declared one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp

from screening.rules.goods.model import Floats, HeadingModel, read_words
from screening.rules.goods.words import ReadTexts, read_texts
from screening.rules.rule import Inputs, Rule, Text

DESC_HS_MISMATCH = Rule(
    "DESC_HS_MISMATCH",
    Text(
        "Description that does not fit the code",
        "Описание не подходит к коду",
        "Сипаттама кодқа сәйкес келмейді",
    ),
    Text(
        "By its words the item belongs under a heading that holds controlled goods, and hardly under the declared one. "
        "The model compares words, it does not classify: look at the goods and the documents, then check the code.",
        "Судя по словам, товар относится к позиции, где бывают контролируемые товары, и едва ли к заявленной. Модель "
        "сравнивает слова, а не классифицирует: изучите товар и документы и проверьте код.",
        "Сөздеріне қарағанда тауар бақыланатын тауарлар болатын позицияға жатады, ал мәлімделгеніне жатуы екіталай. "
        "Модель сөздерді салыстырады, жіктемейді: тауар мен құжаттарды қарап, кодты тексеріңіз.",
    ),
    Text(
        "«{declared}» hardly fits the declared code; the goods are a candidate for heading {reference_id}: {reference}",
        "«{declared}» едва ли подходит к заявленному коду; кандидат на позицию {reference_id}: {reference}",
        "«{declared}» мәлімделген кодқа сәйкес келуі екіталай; {reference_id} позициясына үміткер: {reference}",
    ),
    "Model trained by `screening goods train` on the nomenclature's titles and the administration's cleared history",
    {"most_declared": 0.005, "least_controlled": 0.2, "least_known_words": 2, "least_known_share": 0.5,
     "most_strength": 0.45},
)  # fmt: skip

MODEL_LIST = "HEADING-MODEL"
"""What `reference_list` says of such a hit."""

_BATCH = 100_000
_WORDS_AT_ONCE = 50_000
_DECLARED_LENGTH = 120


def controlled_headings(inputs: Inputs) -> list[str]:
    """Headings under which a control list names goods that are more than possible there."""
    rows = inputs.correlations.filter(
        pl.col("control_list").is_in(["CHPL", "DUAL-USE"]) & pl.col("strength").is_in(["exact", "likely"])
    )
    return rows.select(pl.col("hs_code").str.head(4).unique().sort()).to_series().to_list()


def mismatch_signs(
    goods: pl.DataFrame,
    inputs: Inputs,
    parameters: Mapping[str, object],
    model: HeadingModel,
    read: ReadTexts | None = None,
) -> pl.DataFrame:
    """Return a sign for each of the distinct goods (row, hs_code, goods_description) whose words contradict its code.

    A sign needs a declared heading less likely than `most_declared`, a controlled one more likely than
    `least_controlled`, and enough words that the model knows. `read`: the distinct descriptions, if they were read
    already. Shape: SIGN_COLUMNS.
    """
    number = {name: float(str(value)) for name, value in parameters.items()}
    place = pl.DataFrame({"heading": list(model.headings)}).with_row_index("place")
    stated = goods.select("row", "goods_description", pl.col("hs_code").str.head(4).alias("heading"))
    asked = (
        stated.select("goods_description", "heading")
        .drop_nulls()
        .unique(maintain_order=True)
        .join(place, on="heading", maintain_order="left")
    )
    listed = set(controlled_headings(inputs))
    controlled = np.array([n for n, h in enumerate(model.headings) if h in listed], dtype=np.int64)
    read = read or read_texts(goods["goods_description"].drop_nulls().unique(maintain_order=True))
    held, words = read_words(read)
    numbered = pl.DataFrame({"goods_description": read.texts}).with_row_index("text")
    asked = asked.join(numbered, on="goods_description", maintain_order="left")
    # Few words are scored once for all batches; of very many, each batch has its own scored, to spare memory.
    once = model.score_words(words) if len(words.own_feature) <= _WORDS_AT_ONCE else None
    known = model.known(words).astype(np.float32)
    found = []
    for start in range(0, max(asked.height, 1), _BATCH):
        batch = asked.slice(start, _BATCH)
        texts = held[batch["text"].to_numpy()]
        of_known = texts @ known
        if once is None:
            used = np.unique(texts.indices)
            by_word, texts = model.score_words(words.only(used)), texts[:, used]
        else:
            by_word = once
        found.append(_batch(batch, controlled, number, model, (texts, by_word, of_known)))
    return pl.concat(found).join(stated, on=["goods_description", "heading"], maintain_order="left_right").select(
        "row",
        pl.lit(DESC_HS_MISMATCH.rule_id).alias("rule_id"),
        pl.col("fits").clip(upper_bound=number["most_strength"]).alias("strength"),
        pl.col("goods_description").str.strip_chars().str.head(_DECLARED_LENGTH).alias("declared"),
        pl.col("title").alias("reference"),
        pl.col("better").alias("reference_id"),
        pl.lit(MODEL_LIST).alias("reference_list"),
        pl.lit(model.version).alias("reference_version"),
        pl.struct(
            pl.col("heading").alias("declared_heading"),
            pl.col("declared_chance").round(6).alias("declared_heading_probability"),
            pl.col("fits").round(3).alias("better_heading_probability"),
            "other_headings",
        ).struct.json_encode().alias("detail"),
    )  # fmt: skip


_FOUND: dict[str, pl.DataType | type[pl.DataType]] = {
    "fits": pl.Float64,
    "better": pl.String,
    "title": pl.String,
    "declared_chance": pl.Float64,
    "other_headings": pl.List(pl.String),
}


def _batch(
    asked: pl.DataFrame,
    controlled: npt.NDArray[np.int64],
    number: dict[str, float],
    model: HeadingModel,
    read: tuple[sp.csr_matrix, Floats, Floats],
) -> pl.DataFrame:
    """`read`: words of the texts asked, scores by word, and how many words of each text the model knows."""
    if asked.is_empty() or not len(controlled):
        return asked.clear().with_columns(pl.lit(None, dtype=dtype).alias(name) for name, dtype in _FOUND.items())
    held, by_word, known = read
    counts = np.diff(held.indptr)
    enough = (known >= number["least_known_words"]) & (known >= number["least_known_share"] * np.maximum(counts, 1))
    rows = np.flatnonzero(enough)
    declared = asked["place"].to_numpy()[rows].astype(int)
    asked_words = held[rows]
    # Few texts score higher under a controlled heading than under their own; only these are held against all headings.
    of_controlled = asked_words @ np.ascontiguousarray(by_word[:, controlled])
    own_words = np.repeat(declared, np.diff(asked_words.indptr))
    of_own = np.zeros(len(rows), dtype=np.float32)
    np.add.at(
        of_own, np.repeat(np.arange(len(rows)), np.diff(asked_words.indptr)), by_word[asked_words.indices, own_words]
    )
    best = controlled[of_controlled.argmax(axis=1)] if len(rows) else np.zeros(0, dtype=int)
    near = np.flatnonzero(of_controlled.max(axis=1, initial=-np.inf) > of_own)
    chances = model.probabilities(asked_words[near] @ by_word, counts[rows][near].astype(np.int64))
    own, other = chances[np.arange(len(near)), declared[near]], chances[np.arange(len(near)), best[near]]
    hit = np.flatnonzero((own < number["most_declared"]) & (other >= number["least_controlled"]))
    ranked = np.argsort(-chances[hit], axis=1)[:, :5] if len(hit) else np.zeros((0, 5), dtype=int)
    chosen: pl.DataFrame = asked[rows[near[hit]].tolist()]
    return chosen.with_columns(
        pl.Series("fits", other[hit].astype(float), dtype=pl.Float64),
        pl.Series("better", [model.headings[n] for n in best[near[hit]]], dtype=pl.String),
        pl.Series("title", [model.titles[n] for n in best[near[hit]]], dtype=pl.String),
        pl.Series("declared_chance", own[hit].astype(float), dtype=pl.Float64),
        pl.Series(
            "other_headings",
            [
                [f"{model.headings[n]} ({chances[h, n]:.2f})" for n in order]
                for h, order in zip(hit, ranked, strict=True)
            ],
            dtype=pl.List(pl.String),
        ),
    )
