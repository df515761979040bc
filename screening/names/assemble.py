"""Building the tables of an index from listed names."""

from __future__ import annotations

import numpy as np
import polars as pl

from screening.names.lexicon import INITIAL, given_names
from screening.names.prepare import CUT_LENGTHS, Prepared, prepare
from screening.names.score import LEAST_DISTINCTIVE, MOST_MISSING
from screening.names.weights import distinctive_weight, kind_of, token_weight


MOST_JOINED = 3
"""So many neighbouring words may be written as one, on either side; a whole name of up to WHOLE_JOINED words too."""
WHOLE_JOINED = 6


JOIN = "+"
"""Mark of a token that is a join."""


def join_key(words: pl.Series) -> pl.Series:
    """A key that is equal for words written apart and as one: where they meet, h, i and doubled letters come and go."""
    letters = "abcdefgjklmnopqrstuvwxyz"
    return words.str.replace_all("[hi]", "").str.replace_many([c + c for c in letters], list(letters)).alias("token")


def joins(tokens: pl.DataFrame, group: str, most: int) -> pl.DataFrame:
    """`group`, position, span, token: neighbouring words of a name (row or form_id) written as one.

    tokens: sorted by `group` and position, with surface. Words in Arabic script are not joined.
    """
    surface = tokens["surface"].str.replace(INITIAL, "", literal=True)
    own = tokens[group]
    plain = surface.str.contains("^[a-z]+$")
    joined, ok = surface, plain
    parts = []
    for span in range(2, most + 1):
        joined = joined + surface.shift(-(span - 1))
        ok = ok & plain.shift(-(span - 1)).fill_null(False) & (own == own.shift(-(span - 1))).fill_null(False)
        part = tokens.select(group, "position", token=joined).with_columns(span=pl.lit(span, dtype=pl.UInt32))
        parts.append(part.filter(ok & (joined.str.len_chars() >= 5)))
    return pl.concat(parts).with_columns(token=JOIN + pl.col("token")).select(group, "position", "span", "token")


def assemble(table: pl.DataFrame, given: pl.DataFrame | None) -> dict[str, pl.DataFrame]:
    """vocabulary, spellings, form_tokens, forms and names (see NameIndex) of a table of listed names.

    table: row, entity_id, name, name_kind, entity_type, country_codes. `given`: token, weight that override.
    """
    prepared = prepare(table["name"])
    tokens = prepared.tokens.join(table.select("row", "entity_id"), on="row", maintain_order="left")
    counted = _counted(tokens)
    weight = token_weight(counted["token"], counted["entity_id"], table["entity_id"].n_unique())
    words = pl.DataFrame({"token": counted["token"], "weight": weight, "kind": kind_of(counted["token"])})
    if given is not None:
        words = (
            words.join(given.rename({"weight": "given"}), on="token", how="left", maintain_order="left")
            .with_columns(weight=pl.coalesce("given", "weight"))
            .drop("given")
        )
    tokens = tokens.join(words, on="token", maintain_order="left")
    form_of, form_words = _forms(tokens)
    joined = joins(form_words, "form_id", WHOLE_JOINED)
    whole = form_words.group_by("form_id").agg(words=pl.len())
    joined = joined.join(whole, on="form_id").filter(
        (pl.col("span") <= MOST_JOINED) | (pl.col("span") == pl.col("words"))
    )
    strings = pl.concat([words["token"], joined["token"]]).unique().sort()
    vocabulary = (
        pl.DataFrame({"token": strings, "token_id": np.arange(len(strings), dtype=np.uint32)})
        .join(words, on="token", how="left", maintain_order="left")
        .select("token_id", "token", "weight", "kind")
    )
    spellings = tokens.select("token", "latin").drop_nulls().unique(maintain_order=True)
    spellings = spellings.join(vocabulary.select("token", "token_id"), on="token", maintain_order="left")
    form_tokens, forms = _weighed(form_words, joined, vocabulary)
    return {
        "vocabulary": vocabulary,
        "form_tokens": form_tokens,
        "forms": forms,
        "spellings": spellings.select("token_id", "latin"),
        "names": _names(table, form_of, prepared),
    }


def _counted(tokens: pl.DataFrame) -> pl.DataFrame:
    """token, entity_id: the number of entities with each token; spellings of a given name count as one."""
    named = tokens.join(given_names(), on="token", how="left", maintain_order="left")
    named = named.with_columns(one=pl.coalesce("given_name", "token"))
    counts = named.group_by("one").agg(pl.col("entity_id").n_unique())
    return named.select("token", "one").unique().join(counts, on="one").select("token", "entity_id").sort("token")


def _forms(tokens: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """row → form_id, and the words of the forms: the distinct token sequences, whole and as a field cuts them.

    A cut form holds the words that start within the first 35 characters of a longer name.
    """
    per_row = tokens.group_by("row", maintain_order=True).agg(
        "token", key=pl.col("token").str.join(" "), reach=pl.col("start").last()
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
    first = distinct.height
    cut = cut.join(cut_rows, on="row", maintain_order="left").with_columns(
        form_id=(pl.col("cut_id") + first).cast(pl.UInt32), is_cut=pl.lit(True)
    )
    cut_of = cut_rows.select("row", form_id=(pl.col("cut_id") + first).cast(pl.UInt32))
    columns = ["form_id", "position", "token", "surface", "head", "weight", "kind", "is_cut"]
    return pl.concat([form_of, cut_of]), pl.concat([whole.select(columns), cut.select(columns)])


def _leading(column: str, spare: pl.Expr) -> pl.Expr:
    """The first words of each form, of which a name that lacks no more than `spare` of `column` must hold one."""
    return pl.col(column).cum_sum().over("form_id") - pl.col(column) <= spare + 1e-9


def _postings(column: str) -> pl.Expr:
    return pl.col("postings").filter(pl.col(column)).sum().over("form_id")


def _weighed(
    form_words: pl.DataFrame, joined: pl.DataFrame, vocabulary: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """form_tokens with the words that a candidate must share, and forms with their totals."""
    ids = vocabulary.select("token", "token_id")
    postings = form_words.group_by("token").agg(postings=pl.len())
    single = (
        form_words.join(ids, on="token", maintain_order="left")
        .join(postings, on="token", maintain_order="left")
        .with_columns(distinctive=distinctive_weight(), span=pl.lit(1, dtype=pl.UInt32))
        .sort("form_id", "weight", descending=[False, True], maintain_order=True)
        .with_columns(_leading("weight", MOST_MISSING * pl.col("weight").sum().over("form_id")).alias("by_weight"))
        .sort("form_id", "distinctive", descending=[False, True], maintain_order=True)
        .with_columns(
            _leading("distinctive", pl.col("distinctive").sum().over("form_id") - LEAST_DISTINCTIVE).alias("by_kind")
        )
        .with_columns(
            is_leading=pl.when(_postings("by_weight") <= _postings("by_kind")).then("by_weight").otherwise("by_kind")
        )
    )
    forms = single.group_by("form_id", maintain_order=True).agg(
        total=pl.col("weight").sum(),
        numbers=(pl.col("kind") == "number").sum(),
        has_initials=(pl.col("kind") == "initial").any(),
        is_cut=pl.col("is_cut").first(),
    )
    spans = joined.join(ids, on="token", maintain_order="left")
    covered = spans.with_columns(at=pl.int_ranges("position", pl.col("position") + pl.col("span")))
    covered = covered.explode("at").with_columns(pl.col("at").cast(pl.UInt32))
    sums = (
        covered.join(
            single.select("form_id", "weight", "is_leading", at="position"), on=["form_id", "at"], maintain_order="left"
        )
        .group_by("form_id", "position", "span", "token_id", maintain_order=True)
        .agg(weight=pl.col("weight").filter("is_leading").sum(), is_leading=pl.col("is_leading").any())
    )
    columns = ["form_id", "position", "span", "token_id", "weight", "is_leading", "kind", "head"]
    sums = sums.with_columns(kind=pl.lit(None, dtype=pl.String), head=pl.lit(None, dtype=pl.String))
    return pl.concat([single.select(columns), sums.select(columns)]), forms


def _names(table: pl.DataFrame, form_of: pl.DataFrame, prepared: Prepared) -> pl.DataFrame:
    legal = prepared.legal.group_by("row", maintain_order=True).agg(legal_forms="legal_form")
    return (
        table.join(form_of, on="row", maintain_order="left")
        .join(legal, on="row", how="left", maintain_order="left")
        .with_columns(pl.col("legal_forms").fill_null([]))
        .select("form_id", "entity_id", "name", "name_kind", "entity_type", "country_codes", "legal_forms")
    )
