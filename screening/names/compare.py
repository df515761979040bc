"""Features of pairs of names, many at a time."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

UNMATCHED_SHARE = {"place": 0.3, "noise": 0.2, "common": 0.7, "initial": 0.3}
"""What an unmatched declared word counts, by kind: an address glued to a name is no other name."""


@dataclass(frozen=True)
class PairFrames:
    """Everything a comparison reads.

    `tokens`: row, position, token, word_id, kind, weight (declared). `alike`: word_id, token_id, similarity.
    `form_tokens`, `forms`, `vocabulary`: the listed side, see NameIndex. `legal`: row, legal_form (declared).
    """

    tokens: pl.DataFrame
    alike: pl.DataFrame
    form_tokens: pl.DataFrame
    forms: pl.DataFrame
    vocabulary: pl.DataFrame
    legal: pl.DataFrame


def alignment(frames: PairFrames, pairs: pl.DataFrame) -> pl.DataFrame:
    """row, form_id, position (declared), position_listed, similarity of all words that stand for each other."""
    words = frames.tokens.select("row", "position", "word_id", "weight").join(frames.alike, on="word_id")
    return (
        pairs.select("row", "form_id")
        .join(frames.form_tokens.select("form_id", "token_id", "weight", "position"), on="form_id")
        .join(words, on=["row", "token_id"], suffix="_declared")
        .rename({"position": "position_listed", "position_declared": "position", "weight": "weight_listed"})
    )


def pair_features(frames: PairFrames, pairs: pl.DataFrame) -> pl.DataFrame:
    """`pairs` (row, form_id) with listed_covered, declared_covered, distinctive, conflict and declared_legal."""
    aligned = alignment(frames, pairs)
    kinds = frames.vocabulary.select("token_id", listed_kind="kind")
    listed = (
        aligned.group_by("row", "form_id", "position_listed")
        .agg(pl.col("similarity").max(), pl.col("weight_listed").first(), pl.col("token_id").first())
        .join(kinds, on="token_id")
        .with_columns(held=pl.col("weight_listed") * pl.col("similarity"))
        .group_by("row", "form_id")
        .agg(
            held_listed=pl.col("held").sum(),
            distinctive=pl.col("held").filter(pl.col("listed_kind").is_in(["word", "number"])).sum(),
        )
    )
    share = pl.col("kind").replace_strict(UNMATCHED_SHARE, default=1.0, return_dtype=pl.Float64)
    totals = frames.tokens.with_columns(light=share * pl.col("weight"))
    long_number = (pl.col("kind") == "number") & (pl.col("token").str.len_chars() >= 5)
    totals = totals.with_columns(light=pl.when(long_number).then(0.02).otherwise("light"))
    declared = (
        aligned.group_by("row", "form_id", "position")
        .agg(pl.col("similarity").max())
        .join(totals.select("row", "position", "weight", "light"), on=["row", "position"])
        .group_by("row", "form_id")
        .agg(
            held_declared=(pl.col("weight") * pl.col("similarity")).sum(),
            lifted=(pl.col("weight") * pl.col("similarity") + pl.col("light") * (1 - pl.col("similarity"))).sum(),
            light_matched=pl.col("light").sum(),
        )
    )
    per_row = totals.group_by("row").agg(light_total=pl.col("light").sum())
    legal = frames.legal.group_by("row").agg(declared_legal="legal_form")
    out = (
        pairs.join(listed, on=["row", "form_id"])
        .join(declared, on=["row", "form_id"])
        .join(frames.forms.select("form_id", total="weight"), on="form_id")
        .join(per_row, on="row")
        .join(legal, on="row", how="left")
    )
    declared_total = pl.col("lifted") + pl.col("light_total") - pl.col("light_matched")
    return out.select(
        "row",
        "form_id",
        "distinctive",
        "declared_legal",
        listed_covered=pl.col("held_listed") / pl.col("total"),
        declared_covered=(pl.col("held_declared") / declared_total).clip(0, 1),
        conflict=pl.min_horizontal(
            pl.col("total") - pl.col("held_listed"), (declared_total - pl.col("held_declared")).clip(0)
        ),
    )
