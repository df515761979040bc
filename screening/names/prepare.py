"""From names as written to tokens: words read, legal forms set apart, terms brought to one concept.

Column work is Polars and NumPy; Python sees every distinct word once, not every name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from screening.names.lexicon import CUT, head_of, latin_of, other_reading, read_word
from screening.names.mend import mend
from screening.names.phrases import find_phrases, phrase_words

MAX_CHARACTERS = 400
"""Names are read up to here; no party name is longer, and the time of a comparison stays bounded."""
MAX_WORDS = 40
CUT_LENGTHS = (33, 36)
"""Fields of older systems end at 35 characters: a name of about that length may have been cut."""

_APOSTROPHES = "['`´ʰ-˿‘’‛′ـ]|\\p{M}|\\p{Cf}"
_SEPARATOR = "\x1f"
_AND = r"[\s,](?:и|және|and|und|ve|и)\s"
_BREAK, _COMMA = "\ue000", "\ue001"
_BREAKS = (
    r"\b[cо]/[oо]\b|\bo/b\b|\bon behalf of\b|\bby order of\b|по поручению|через|от имени|в лице"
    r"|;| [-–—/|] |[()\[\]]|\bc/o\b"
)
_WORDS = rf"[\p{{L}}\p{{N}}]+|{_BREAK}|{_COMMA}"


@dataclass(frozen=True)
class Prepared:
    """Tokens of a column of names.

    `tokens`: row (UInt32, index into the names), position (UInt32, counted within the row), token (folded word,
    `=concept`, digits, `'` and an initial, `~` and Arabic consonants, with `…` when its end may be cut off), surface
    (the folded letters under a concept), latin (the word in Latin letters, not folded; null for terms), head (class of the first letter), chapter and segment (part of the name
    between strong separators such as c/o or brackets, and between those or commas), start (characters before it). `legal`: row, legal_form (class).
    `readings`: token, reading (other spellings that the token may stand for). `is_cut`: whether each name has the
    length of a cut field.
    """

    tokens: pl.DataFrame
    legal: pl.DataFrame
    readings: pl.DataFrame
    is_cut: pl.Series


def clean(names: pl.Series) -> pl.Series:
    """Names in lower case, compatibility forms and joining marks resolved, read up to MAX_CHARACTERS."""
    text = names.cast(pl.String).fill_null("").str.slice(0, MAX_CHARACTERS).str.normalize("NFKC")
    text = text.str.slice(0, MAX_CHARACTERS).str.to_lowercase().str.replace_all(_APOSTROPHES, "")
    text = text.str.replace_all(_AND, " ").str.replace_all(_AND, " ")
    return text.str.replace_all(_BREAKS, f" {_BREAK} ").str.replace_all(",", f" {_COMMA} ", literal=True)


def read_words(names: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """row, token, head, segment, start of the folded words in their order; and token, reading of other readings."""
    raw = pl.DataFrame({"row": np.arange(len(names), dtype=np.uint32), "word": clean(names).str.extract_all(_WORDS)})
    raw = raw.explode("word").drop_nulls("word")
    is_break = pl.col("word").is_in([_BREAK, _COMMA])
    width = pl.col("word").str.len_chars() + 1
    raw = (
        raw.with_columns(
            chapter=(pl.col("word") == _BREAK).cum_sum().over("row").cast(pl.UInt32),
            segment=is_break.cum_sum().over("row").cast(pl.UInt32),
            start=(width.cum_sum().over("row") - width).cast(pl.UInt32),
        )
        .filter(~is_break)
        .filter(pl.int_range(pl.len()).over("row") < MAX_WORDS)
    )
    distinct = raw["word"].unique().to_list()
    # Per distinct word: readings need tables and regular expressions that Polars does not have.
    pieces = [read_word(word) for word in distinct]
    table = (
        pl.DataFrame(
            {
                "word": distinct,
                "token": [_SEPARATOR.join(p) for p in pieces],
                "head": [head_of(word) for word in distinct],
                "latin": [latin_of(word) for word in distinct],
            },
            schema={"word": pl.String, "token": pl.String, "head": pl.String, "latin": pl.String},
        )
        .with_columns(token=pl.col("token").str.split(_SEPARATOR))
        .with_columns(is_typed=pl.col("token").list.len() == 1, is_han=pl.col("word").str.contains(r"\p{Han}"))
    )
    table = table.with_columns(is_typed=pl.col("is_typed") & ~pl.col("is_han")).drop("is_han")
    others = [(p[0], other_reading(w)) for w, p in zip(distinct, pieces, strict=True) if len(p) == 1]
    readings = pl.DataFrame(
        [pair for pair in others if pair[1] and pair[0] != pair[1]],
        schema={"token": pl.String, "reading": pl.String},
        orient="row",
    )
    words = raw.join(table, on="word", how="left", maintain_order="left").drop("word").explode("token")
    return words.filter(pl.col("token") != ""), readings


def prepare(names: pl.Series, known: pl.Series | None = None) -> Prepared:
    """Tokens and legal forms of a column of names; any text is accepted, null counts as empty.

    `known`: words of the list. With it (declared names), a word that is on neither the list nor in the word tables
    but one typing error from a word of the tables is read as that word.
    """
    words, readings = read_words(names)
    characters = names.cast(pl.String).fill_null("").str.strip_chars().str.len_chars()
    is_cut = characters.is_between(*CUT_LENGTHS) & (known is not None)
    last = pl.int_range(pl.len(), dtype=pl.UInt32) == pl.len() - 1
    cut = pl.Series(is_cut).gather(words["row"]) if len(words) else pl.Series([], dtype=pl.Boolean)
    words = words.with_columns(at_cut=pl.lit(cut) & last.over("row"), read_as="token")
    if known is not None:
        mended = mend(
            words.filter("is_typed")
            .select("token", "latin", "at_cut")
            .unique(["token", "at_cut"], maintain_order=True),
            known,
            readings,
        )
        words = words.join(mended, on=["token", "at_cut"], how="left", maintain_order="left").with_columns(
            read_as=pl.coalesce(pl.when("is_typed").then("mended"), "token")
        )
        readings = pl.concat([readings, mended.select(token="mended", reading="token").unique()])
    tokens, legal = _merge_phrases(words)
    return Prepared(tokens, legal, readings, is_cut)


def _merge_phrases(words: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tokens with phrases replaced by what they stand for, and the legal forms that were taken out."""
    numbers = phrase_words(words["read_as"])
    found = find_phrases(words["row"].to_numpy(), words["chapter"].to_numpy(), numbers)
    keep = np.ones(len(words), dtype=bool)
    surface = words["token"].to_numpy().astype(object)
    for extra in range(1, int(found.lengths.max()) if len(found.lengths) else 0):
        starts = found.starts[found.lengths > extra]
        keep[starts + extra] = False
        surface[starts] = surface[starts] + surface[starts + extra]
    keep[found.starts[found.is_legal]] = False
    targets = pl.DataFrame({"at": found.starts, "target": found.targets}, schema={"at": pl.UInt32, "target": pl.String})
    marked = pl.when(pl.col("at_cut") & pl.col("read_as").str.contains("^[a-z]+$")).then(pl.col("read_as") + CUT)
    tokens = (
        words.with_row_index("at")
        .with_columns(surface=pl.Series(surface, dtype=pl.String))
        .join(targets, on="at", how="left", maintain_order="left")
        .with_columns(
            token=pl.coalesce("target", marked, "read_as"), latin=pl.when(pl.col("target").is_null()).then("latin")
        )
        .filter(pl.Series(keep))
        .with_columns(position=pl.int_range(pl.len(), dtype=pl.UInt32).over("row"))
        .select("row", "position", "token", "latin", "surface", "head", "chapter", "segment", "start")
    )
    forms = [t for t, legal in zip(found.targets, found.is_legal, strict=True) if legal]
    rows = words["row"].to_numpy()[found.starts[found.is_legal]]
    legal = pl.DataFrame({"row": rows, "legal_form": forms}, schema={"row": pl.UInt32, "legal_form": pl.String})
    return tokens, legal.unique(maintain_order=True)
