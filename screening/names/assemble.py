"""Building the tables of an index from listed names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from screening.names.lexicon import given_names
from screening.names.prepare import CUT_LENGTHS, Prepared, prepare
from screening.names.score import LEAST_DISTINCTIVE, MOST_MISSING
from screening.names.weights import DISTINCTIVE_SHARES, KINDS, kind_codes, token_weights


@dataclass(frozen=True)
class Weights:
    """What words weigh on a list: `words` (token, weight), and the number of entities they were counted over."""

    words: pl.DataFrame
    entity_count: int


def assemble(table: pl.DataFrame, given: Weights | None) -> dict[str, pl.DataFrame]:
    """vocabulary, spellings, form_words and names (see NameIndex) of a table of listed names.

    table: row, entity_id, name, name_kind, entity_type, country_codes. `given`: weights of another list; words that
    are not among them weigh what a word of one entity weighs there.
    """
    prepared = prepare(table["name"].fill_null("").to_list())
    tokens = _occurrences(prepared).join(table.select("row", "entity_id"), on="row", maintain_order="left")
    vocabulary = _vocabulary(tokens, table["entity_id"].n_unique(), given)
    spellings = tokens.select("token", "latin").drop_nulls().unique(maintain_order=True)
    spellings = spellings.join(vocabulary.select("token", "token_id"), on="token", maintain_order="left")
    tokens = tokens.join(vocabulary, on="token", maintain_order="left")
    form_of, form_words = _forms(tokens)
    legal = pl.DataFrame(prepared.legal, schema={"row": pl.UInt32, "legal_form": pl.String}, orient="row")
    legal = legal.group_by("row", maintain_order=True).agg(legal_forms="legal_form")
    names = (
        table.join(form_of, on="row", maintain_order="left")
        .join(legal, on="row", how="left", maintain_order="left")
        .with_columns(pl.col("legal_forms").fill_null([]))
        .sort("form_id", maintain_order=True)
        .select("form_id", "entity_id", "name", "name_kind", "entity_type", "country_codes", "legal_forms")
    )
    return {
        "vocabulary": vocabulary,
        "spellings": spellings.select("token_id", "latin"),
        "form_words": _leading(form_words),
        "names": names,
    }


def _occurrences(prepared: Prepared) -> pl.DataFrame:
    """row, position, token, latin, surface, head, start: the words of the names in order."""
    latins = pl.Series([*prepared.latins, None], dtype=pl.String)
    return pl.DataFrame(
        {
            "row": prepared.row.astype(np.uint32),
            "position": prepared.position.astype(np.uint32),
            "token": pl.Series(prepared.tokens, dtype=pl.String).gather(prepared.token),
            "latin": latins.gather(np.where(prepared.latin < 0, len(prepared.latins), prepared.latin)),
            "surface": pl.Series(prepared.surfaces, dtype=pl.String).gather(prepared.surface),
            "head": prepared.head.astype(np.int8),
            "start": prepared.start.astype(np.uint32),
        }
    )


def _vocabulary(tokens: pl.DataFrame, entity_count: int, given: Weights | None) -> pl.DataFrame:
    """token_id, token, weight, kind; spellings of a given name are counted as one word."""
    names = given_names()
    same = pl.DataFrame(
        {"token": list(names), "one": list(names.values())}, schema={"token": pl.String, "one": pl.String}
    )
    named = tokens.select("token", "entity_id").join(same, on="token", how="left", maintain_order="left")
    named = named.with_columns(pl.coalesce("one", "token").alias("one"))
    counts = named.group_by("one").agg(pl.col("entity_id").n_unique())
    counted = named.select("token", "one").unique().join(counts, on="one").sort("token")
    words = counted["token"].to_list()
    kinds = kind_codes(words)
    if given is None:
        weight = token_weights(words, kinds, counted["entity_id"].to_numpy().astype(np.float64), entity_count)
    else:
        weight = token_weights(words, kinds, np.ones(len(words)), given.entity_count)
    vocabulary = pl.DataFrame(
        {
            "token_id": np.arange(len(words), dtype=np.uint32),
            "token": counted["token"],
            "weight": weight,
            "kind": pl.Series([KINDS[k] for k in kinds], dtype=pl.String),
        }
    )
    if given is None:
        return vocabulary
    known = given.words.rename({"weight": "given"})
    overridden = vocabulary.join(known, on="token", how="left", maintain_order="left")
    return overridden.with_columns(weight=pl.coalesce("given", "weight")).drop("given")


def _forms(tokens: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """row → form_id, and the words of the forms: the distinct sequences of words, whole and as a field cuts them.

    A cut form holds the words that start within the first 35 characters of a longer name.
    """
    per_row = tokens.group_by("row", maintain_order=True).agg(
        key=pl.concat_str("token", "surface", "head", separator="/").str.join(" "), reach=pl.col("start").last()
    )
    distinct = per_row.unique("key", keep="first", maintain_order=True).with_row_index("form_id")
    form_of = per_row.select("row", "key").join(distinct.select("key", "form_id"), on="key").select("row", "form_id")
    whole = distinct.select("row", "form_id").join(tokens, on="row", maintain_order="left")
    whole = whole.with_columns(is_cut=pl.lit(False))
    last = CUT_LENGTHS[1] - 1
    # A name whose last word only starts near the end may be longer than the field; at worst the cut form is equal.
    longer = per_row.filter(pl.col("reach") + 4 >= last).select("row")
    cut = tokens.join(longer, on="row", how="semi", maintain_order="left").filter(pl.col("start") < last)
    cut_rows = cut.select("row").unique(maintain_order=True).with_row_index("cut_id")
    numbered = (pl.col("cut_id") + distinct.height).cast(pl.UInt32)
    cut = cut.join(cut_rows, on="row", maintain_order="left").with_columns(form_id=numbered, is_cut=pl.lit(True))
    columns = ["form_id", "token_id", "surface", "head", "weight", "kind", "is_cut"]
    cut_of = cut_rows.select("row", form_id=numbered)
    return pl.concat([form_of, cut_of]), pl.concat([whole.select(columns), cut.select(columns)])


def _leading(form_words: pl.DataFrame) -> pl.DataFrame:
    """form_id, token_id, surface, head, is_leading, is_cut, in the order of the words of each form."""
    share = pl.col("kind").replace_strict(dict(zip(KINDS, DISTINCTIVE_SHARES, strict=True)), return_dtype=pl.Float64)
    postings = form_words.group_by("token_id").agg(postings=pl.len())
    total = pl.col("weight").sum().over("form_id")
    carried = pl.col("distinctive").sum().over("form_id")
    return (
        form_words.with_row_index("at")
        .join(postings, on="token_id", maintain_order="left")
        .with_columns(distinctive=share * pl.col("weight"))
        .sort("form_id", "weight", descending=[False, True], maintain_order=True)
        .with_columns(by_weight=_first_words("weight", MOST_MISSING * total))
        .sort("form_id", "distinctive", descending=[False, True], maintain_order=True)
        .with_columns(by_kind=_first_words("distinctive", carried - LEAST_DISTINCTIVE))
        .with_columns(is_leading=pl.when(_cost("by_weight") <= _cost("by_kind")).then("by_weight").otherwise("by_kind"))
        .sort("at")
        .select("form_id", "token_id", "surface", "head", "is_leading", "is_cut")
    )


def _first_words(column: str, spare: pl.Expr) -> pl.Expr:
    """The first words of each form, of which a name that lacks no more than `spare` of `column` must hold one."""
    return pl.col(column).cum_sum().over("form_id") - pl.col(column) <= spare + 1e-9


def _cost(column: str) -> pl.Expr:
    return pl.col("postings").filter(pl.col(column)).sum().over("form_id")
