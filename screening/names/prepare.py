"""From names as written to tokens: words read, legal forms set apart, terms brought to one concept.

Column work is Polars and NumPy; Python sees every distinct word once, not every name.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from screening.names.lexicon import phrases, read_word

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

MAX_CHARACTERS = 400
"""Names are read up to here; no party name is longer, and the time of a comparison stays bounded."""
MAX_TOKENS = 40
CUT_LENGTH = 35
"""Fields of older systems end here; a name of 33 to 36 characters may have been cut."""

_APOSTROPHES = "['`´ʰ-˿‘’‛′ـ]|\\p{M}|\\p{Cf}"
_WORDS = r"[\p{L}\p{N}]+"


@dataclass(frozen=True)
class Prepared:
    """Tokens of a column of names.

    `tokens`: row (UInt32, index into the names), position (UInt32), token (folded word, `=concept` or digits),
    `legal`: row, legal_form (class). `length`: characters of each name as written.
    """

    tokens: pl.DataFrame
    legal: pl.DataFrame
    length: pl.Series


def clean(names: pl.Series) -> pl.Series:
    """Names in lower case, compatibility forms and joining marks resolved, cut at MAX_CHARACTERS."""
    text = names.cast(pl.String).fill_null("").str.slice(0, MAX_CHARACTERS).str.normalize("NFKC")
    return text.str.to_lowercase().str.replace_all(_APOSTROPHES, "")


def read_words(names: pl.Series) -> pl.DataFrame:
    """row, token: folded words in their order."""
    raw = pl.DataFrame({"row": np.arange(len(names), dtype=np.uint32), "word": clean(names).str.extract_all(_WORDS)})
    raw = raw.explode("word").drop_nulls("word")
    distinct = raw["word"].unique()
    # Per distinct word: readings need tables and regular expressions that Polars does not have.
    pieces = [read_word(word) for word in distinct.to_list()]
    readings = pl.DataFrame({"word": distinct, "token": pl.Series(pieces, dtype=pl.List(pl.String))})
    out = raw.join(readings, on="word", how="left", maintain_order="left").select("row", "token").explode("token")
    return out.drop_nulls("token").filter(pl.int_range(pl.len()).over("row") < MAX_TOKENS)


@functools.cache
def _phrase_tables() -> tuple[dict[str, int], list[tuple[int, Hashes, list[str], npt.NDArray[np.bool_]]]]:
    """Word numbers of the phrase tables, and per length (longest first) sorted hashes with their targets."""
    vocabulary: dict[str, int] = {}
    by_length: dict[int, list[tuple[int, str, bool]]] = {}
    for words, phrase in phrases().items():
        numbers = [vocabulary.setdefault(w, len(vocabulary) + 1) for w in words]
        value = 0
        for number in numbers:
            value = (value * _BASE + number) % 2**64
        by_length.setdefault(len(words), []).append((value, phrase.target, phrase.is_legal))
    tables = []
    for length in sorted(by_length, reverse=True):
        rows = sorted(by_length[length])
        hashes = np.array([r[0] for r in rows], dtype=np.uint64)
        tables.append((length, hashes, [r[1] for r in rows], np.array([r[2] for r in rows])))
    return vocabulary, tables


_BASE = 1_000_003


def _find_phrases(rows: npt.NDArray[np.uint32], numbers: Hashes) -> tuple[Ints, Ints, list[str], npt.NDArray[np.bool_]]:
    """Starts, lengths, targets and legality of the phrases, longest first, none overlapping."""
    free = np.ones(len(numbers), dtype=bool)
    starts: list[Ints] = []
    lengths: list[Ints] = []
    targets: list[str] = []
    legal: list[npt.NDArray[np.bool_]] = []
    for length, hashes, names, is_legal in _phrase_tables()[1]:
        last = len(numbers) - length + 1
        if last <= 0:
            continue
        ok = rows[:last] == rows[length - 1 :]
        value = np.zeros(last, dtype=np.uint64)
        for k in range(length):
            part = numbers[k : k + last]
            value = value * np.uint64(_BASE) + part
            ok = ok & (part > 0) & free[k : k + last]
        at = np.flatnonzero(ok)
        slot = np.minimum(np.searchsorted(hashes, value[at]), len(hashes) - 1)
        found = hashes[slot] == value[at]
        at, slot = at[found], slot[found]
        if length > 1 and len(at) > 1:  # overlapping phrases of one length: the first stays
            keep = np.ones(len(at), dtype=bool)
            end = -1
            for i, start in enumerate(at):  # few: matches of several words only
                keep[i] = start >= end
                end = start + length if keep[i] else end
            at, slot = at[keep], slot[keep]
        for k in range(length):
            free[at + k] = False
        starts.append(at)
        lengths.append(np.full(len(at), length, dtype=np.int64))
        targets += [names[s] for s in slot]
        legal.append(is_legal[slot])
    if not starts:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty, [], np.zeros(0, dtype=bool)
    return np.concatenate(starts), np.concatenate(lengths), targets, np.concatenate(legal)


def prepare(names: pl.Series) -> Prepared:
    """Tokens and legal forms of a column of names; any text is accepted, null counts as empty."""
    words = read_words(names)
    vocabulary = _phrase_tables()[0]
    distinct = words["token"].unique()
    numbers = pl.DataFrame(
        {"token": distinct, "number": np.array([vocabulary.get(t, 0) for t in distinct.to_list()], dtype=np.uint64)}
    )
    words = words.join(numbers, on="token", how="left", maintain_order="left")
    starts, lengths, targets, is_legal = _find_phrases(words["row"].to_numpy(), words["number"].to_numpy())
    keep = np.ones(len(words), dtype=bool)
    for extra in range(int(lengths.max()) if len(lengths) else 0):
        inside = starts[lengths > extra] + extra
        keep[inside] = False
    keep[starts[~is_legal]] = True
    replaced = pl.DataFrame({"at": starts, "target": targets}, schema={"at": pl.UInt32, "target": pl.String})
    tokens = (
        words.with_row_index("at")
        .join(replaced, on="at", how="left", maintain_order="left")
        .select("row", token=pl.coalesce("target", "token"))
        .filter(pl.Series(keep))
        .with_columns(position=pl.int_range(pl.len(), dtype=pl.UInt32).over("row"))
        .select("row", "position", "token")
    )
    row_of = words["row"].to_numpy()
    legal_form = [t for t, flag in zip(targets, is_legal, strict=True) if flag]
    legal = pl.DataFrame(
        {"row": row_of[starts[is_legal]], "legal_form": pl.Series(legal_form, dtype=pl.String)}
    ).unique(maintain_order=True)
    return Prepared(tokens, legal, names.cast(pl.String).fill_null("").str.len_chars())
