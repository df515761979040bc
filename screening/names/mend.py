"""Typing errors in the words of legal forms and terms: «Stoxk» is stock, unless the list knows a Stoxk."""

from __future__ import annotations

import functools

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.names.lexicon import common_words, phrases, table_words
from screening.names.similarity import spelling_keys

LEAST_LETTERS = 5
TWO_ERRORS_FROM = 9
"""Words of at least so many letters may have one error, or two."""


@functools.cache
def _lexicon() -> pl.Series:
    words = {w for words in phrases() for w in words} | common_words()
    return pl.Series("entry", sorted(w for w in words if w.isascii() and w.isalpha() and len(w) > 1))


@functools.cache
def _entries() -> tuple[pl.DataFrame, pl.DataFrame]:
    """latin, token of the words of the tables, and their keys."""
    table = table_words().filter(pl.col("latin").str.len_chars() >= LEAST_LETTERS - 1)
    return table, spelling_keys(table["latin"])


def mend(words: pl.DataFrame, known: pl.Series, readings: pl.DataFrame) -> pl.DataFrame:
    """token, at_cut, mended: words of the tables meant by words that neither the tables nor the list have.

    words: distinct token, latin, at_cut (whether the end of the word may be missing). `readings`: token, reading; a word
    whose other reading is in the tables is read so.
    """
    lexicon = _lexicon()
    strange = words.filter(
        pl.col("token").str.contains("^[a-z]{3,}$") & ~pl.col("token").is_in(pl.concat([lexicon, known]).implode())
    )
    read = readings.filter(pl.col("reading").is_in(lexicon.implode())).unique("token")
    by_reading = strange.join(read, on="token").select("token", "at_cut", mended="reading")
    by_prefix = _completed(strange.filter("at_cut" if len(strange) else pl.lit(True)), lexicon)
    by_error = _corrected(strange.filter(pl.col("latin").str.len_chars() >= LEAST_LETTERS))
    return pl.concat([by_reading, by_prefix, by_error]).unique(["token", "at_cut"], keep="first", maintain_order=True)


def _completed(cut: pl.DataFrame, lexicon: pl.Series) -> pl.DataFrame:
    """The shortest word of the tables that a cut word of at least four letters begins."""
    table = lexicon.to_list()
    rows = []
    for token in cut["token"].to_list():  # at most one word per name of the length of a cut field
        if len(token) < 4:
            continue
        first = int(np.searchsorted(table, token))
        fitting = [w for w in table[first : first + 20] if w.startswith(token)]
        if fitting:
            rows.append((token, True, min(fitting, key=len)))
    return pl.DataFrame(rows, schema={"token": pl.String, "at_cut": pl.Boolean, "mended": pl.String}, orient="row")


def _corrected(strange: pl.DataFrame) -> pl.DataFrame:
    """The closest word of the tables within the allowed number of typing errors."""
    typed = strange.drop_nulls("latin")
    entries, entry_keys = _entries()
    pairs = spelling_keys(typed["latin"]).join(entry_keys, on="key", suffix="_entry").select("id", "id_entry").unique()
    left, right = typed["latin"].gather(pairs["id"]), entries["latin"].gather(pairs["id_entry"])
    errors = process.cpdist(left.to_list(), right.to_list(), scorer=OSA.distance, dtype=np.int32)
    allowed = pl.when(pl.col("latin").str.len_chars() >= TWO_ERRORS_FROM).then(2).otherwise(1)
    return (
        typed.gather(pairs["id"])
        .with_columns(mended=entries["token"].gather(pairs["id_entry"]))
        .with_columns(errors=pl.Series(errors, dtype=pl.Int32))
        .filter(pl.col("errors") <= allowed)
        .sort("errors", "mended")
        .unique(["token", "at_cut"], keep="first", maintain_order=True)
        .select("token", "at_cut", "mended")
    )
