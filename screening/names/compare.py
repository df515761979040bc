"""Features of pairs of names, many at a time: which words stand for which, and what is left over on either side."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from screening.names.weights import distinctive_weight

UNMATCHED_SHARE = {"place": 0.3, "noise": 0.1, "common": 1.0, "initial": 0.3}
"""What an unmatched declared word counts, by kind: an address glued to a name is no other name."""

OTHER_SEGMENT_SHARE = 0.25
"""What unmatched words count that a separator (c/o, brackets, semicolon) sets apart from all matched ones."""

INITIAL_CREDIT = 0.85
"""Share of an unmatched word's weight that is forgiven when the other name has its initial."""

LISTED_INITIAL_CREDIT = 0.4
"""The same for a declared word and a listed initial: whoever writes a list knows the full names."""


@dataclass(frozen=True)
class PairFrames:
    """Everything a comparison reads.

    `tokens`: row, position, token, head, segment, kind, weight (declared).
    `words`: row, position, span, word_id: the declared words and the joins of `span` neighbours.
    `alike`: word_id, token_id, similarity. `legal`: row, legal_form (declared). `is_cut`: per row.
    `form_tokens`, `forms`: the listed side, see NameIndex.
    """

    tokens: pl.DataFrame
    words: pl.DataFrame
    alike: pl.DataFrame
    legal: pl.DataFrame
    is_cut: pl.Series
    form_tokens: pl.DataFrame
    forms: pl.DataFrame


def alignment(frames: PairFrames, pairs: pl.DataFrame) -> pl.DataFrame:
    """pair, position_listed, position, similarity of all words that stand for each other.

    pairs: row, form_id; `pair` is the index of its rows. A join stands at each position that it covers.
    """
    aligned = (
        pairs.with_row_index("pair")
        .join(frames.form_tokens.select("form_id", "token_id", "position", "span"), on="form_id")
        .join(
            frames.words.join(frames.alike, on="word_id").select("row", "token_id", "position", "span", "similarity"),
            on=["row", "token_id"],
            suffix="_declared",
        )
        .select(
            "pair",
            "similarity",
            position_listed="position",
            span_listed="span",
            position="position_declared",
            span="span_declared",
        )
    )
    single = (pl.col("span_listed") == 1) & (pl.col("span") == 1)
    joined = aligned.filter(~single)
    # One word stands for one word: the best pairs first.
    lone = (
        aligned.filter(single)
        .sort("similarity", descending=True, maintain_order=True)
        .unique(["pair", "position_listed"], keep="first", maintain_order=True)
        .unique(["pair", "position"], keep="first", maintain_order=True)
    )
    parts = [lone]
    for i in range(_most(joined, "span_listed")):
        for j in range(_most(joined, "span")):
            parts.append(
                joined.filter((pl.col("span_listed") > i) & (pl.col("span") > j)).with_columns(
                    position_listed=(pl.col("position_listed") + i).cast(pl.UInt32),
                    position=(pl.col("position") + j).cast(pl.UInt32),
                )
            )
    return pl.concat(parts).select("pair", "position_listed", "position", "similarity")


def _most(frame: pl.DataFrame, column: str) -> int:
    value = frame[column].max()
    return value if isinstance(value, int) else 0


def pair_features(frames: PairFrames, pairs: pl.DataFrame) -> pl.DataFrame:
    """`pairs` (row, form_id) with the features of `score.FEATURES` that depend on the words alone."""
    aligned = alignment(frames, pairs)
    numbered = pairs.with_row_index("pair")
    listed = _best(aligned, "position_listed").join(numbered, on="pair")
    listed = listed.join(
        frames.form_tokens.filter(pl.col("span") == 1).rename({"position": "position_listed"}),
        on=["form_id", "position_listed"],
    )
    declared = _best(aligned, "position").join(numbered.select("pair", "row"), on="pair")
    declared = declared.join(frames.tokens, on=["row", "position"])
    distinctive = pl.col("kind").is_in(["word", "number", "popular"])
    held = pl.col("weight") * pl.col("similarity")
    of_listed = listed.group_by("pair").agg(
        matched=pl.col("weight").sum(),
        held=held.sum(),
        distinctive=(distinctive_weight() * pl.col("similarity")).sum(),
        strong_words=(distinctive & (pl.col("weight") > 0.4)).sum(),
        numbers_matched=(pl.col("kind") == "number").sum(),
    )
    of_declared = declared.group_by("pair").agg(
        matched_declared=pl.col("weight").sum(),
        held_declared=held.sum(),
        light_matched=light().sum(),
        numbers_matched_declared=_short_number().sum(),
    )
    credit, credit_declared, initials_lost = _initials(frames, numbered, listed, declared)
    per_row = frames.tokens.group_by("row").agg(
        light_total=light().sum(), numbers_declared=_short_number().sum(), words_declared=pl.len()
    )
    out = (
        numbered.join(of_listed, on="pair")
        .join(of_declared, on="pair")
        .join(frames.forms, on="form_id")
        .join(per_row, on="row")
        .join(_far_light(frames, numbered, declared), on="pair", how="left")
        .join(credit, on="pair", how="left")
        .join(credit_declared, on="pair", how="left")
        .join(initials_lost, on="pair", how="left")
        .with_columns(pl.col("far", "credit", "credit_declared", "initials_lost").fill_null(0.0))
    )
    return out.select("row", "form_id", *_features())


def _features() -> list[pl.Expr]:
    missing = (pl.col("total") - pl.col("matched") - pl.col("credit")).clip(0)
    extra = (
        pl.col("light_total")
        - pl.col("light_matched")
        - pl.col("credit_declared")
        - (1 - OTHER_SEGMENT_SHARE) * pl.col("far")
    ).clip(0)
    lost = pl.col("numbers") - pl.col("numbers_matched")
    added = pl.col("numbers_declared") - pl.col("numbers_matched_declared")
    return [
        (missing / pl.col("total")).alias("listed_missing"),
        ((pl.col("matched") - pl.col("held")) / pl.col("total")).alias("listed_inexact"),
        (extra / (extra + pl.col("matched_declared"))).alias("declared_extra"),
        pl.min_horizontal(missing, extra, 2.0).alias("conflict"),
        extra.clip(0, 3).alias("extra_weight"),
        pl.col("distinctive"),
        pl.when(pl.col("strong_words") <= 1)
        .then((pl.col("matched") - pl.col("held")) / pl.col("total"))
        .otherwise(0.0)
        .alias("lone_inexact"),
        pl.col("strong_words").clip(0, 3).cast(pl.Float64),
        pl.when((lost > 0) & (added > 0))
        .then(1.0)
        .when((lost > 0) | (added > 0))
        .then(0.4)
        .otherwise(0.0)
        .alias("number_conflict"),
        pl.col("initials_lost").clip(0, 2).cast(pl.Float64),
    ]


def _best(aligned: pl.DataFrame, position: str) -> pl.DataFrame:
    return aligned.group_by("pair", position).agg(pl.col("similarity").max())


def _short_number() -> pl.Expr:
    return (pl.col("kind") == "number") & (pl.col("token").str.len_chars() < 5)


def light() -> pl.Expr:
    """What a declared word counts when it is unmatched; long numbers are telephone and tax numbers."""
    share = pl.col("kind").replace_strict(UNMATCHED_SHARE, default=1.0, return_dtype=pl.Float64)
    long_number = (pl.col("kind") == "number") & (pl.col("token").str.len_chars() >= 5)
    return pl.when(long_number).then(0.02).otherwise(share * pl.col("weight")).alias("light")


def _far_light(frames: PairFrames, pairs: pl.DataFrame, declared: pl.DataFrame) -> pl.DataFrame:
    """pair, far: light weight of declared words in parts of the name without a matched word.

    Such a part counts when a strong separator (c/o, brackets …) sets it apart, or a comma does and it holds a place or
    a number, like an address.
    """
    split = frames.tokens.group_by("row").agg(pl.col("segment").max().alias("last")).filter(pl.col("last") > 0)
    by_segment = (
        frames.tokens.join(split, on="row", how="semi")
        .group_by("row", "chapter", "segment")
        .agg(light=light().sum(), like_address=pl.col("kind").is_in(["place", "number"]).any())
    )
    heavy = declared.filter(pl.col("weight") > 0.25).select("pair", "segment", "chapter")
    open_segments = pairs.join(by_segment, on="row").join(heavy.unique(), on=["pair", "segment"], how="anti")
    in_matched_chapter = open_segments.join(
        heavy.select("pair", "chapter").unique(), on=["pair", "chapter"], how="semi"
    )
    in_other_chapter = open_segments.join(heavy.select("pair", "chapter").unique(), on=["pair", "chapter"], how="anti")
    far = pl.concat([in_matched_chapter.filter("like_address"), in_other_chapter])
    return far.group_by("pair").agg(far=pl.col("light").sum())


def _initials(
    frames: PairFrames, pairs: pl.DataFrame, listed: pl.DataFrame, declared: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Weight forgiven on the listed and on the declared side for initials, and initials that fit no word."""
    single = frames.form_tokens.filter(pl.col("span") == 1).rename({"position": "position_listed"})
    initials = (
        frames.tokens.filter(pl.col("kind") == "initial").select("row", "head", "position").unique(["row", "head"])
    )
    with_initials = pairs.join(initials.select("row").unique(), on="row", how="semi")
    open_listed = (
        with_initials.join(single, on="form_id")
        .filter(pl.col("kind") != "initial")
        .join(listed.select("pair", "position_listed"), on=["pair", "position_listed"], how="anti")
    )
    fitting = open_listed.join(initials, on=["row", "head"])
    credit = fitting.group_by("pair").agg(credit=(pl.col("weight") * INITIAL_CREDIT).sum())
    lost = (
        with_initials.join(initials, on="row")
        .join(fitting.select("pair", "head"), on=["pair", "head"], how="anti")
        .join(declared.select("pair", "position"), on=["pair", "position"], how="anti")
        .group_by("pair")
        .agg(initials_lost=pl.len().cast(pl.Float64))
    )
    of_forms = single.filter(pl.col("kind") == "initial").select("form_id", "head").unique()
    open_declared = (
        pairs.join(of_forms, on="form_id")
        .join(frames.tokens.filter(pl.col("kind") != "initial"), on=["row", "head"])
        .join(declared.select("pair", "position"), on=["pair", "position"], how="anti")
    )
    credit_declared = open_declared.group_by("pair").agg(credit_declared=(light() * LISTED_INITIAL_CREDIT).sum())
    return credit, credit_declared, lost
