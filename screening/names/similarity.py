"""How alike two folded words are, and which listed words a declared word may stand for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from screening.names.fold import consonants, skeleton, stem
from screening.names.lexicon import ARABIC

Floats = npt.NDArray[np.float64]

ALIKE = 0.72
"""Words less alike than this share nothing."""

SAME_STEM = 0.9
"""Similarity of words that differ in the ending of a Slavic adjective (Kumertau, Кумертауская)."""

MIN_LENGTH = 4
"""Shorter words must be equal: at three letters every second word is one typing error from another."""


_LETTERS = "^[a-z]+$"


def word_similarity(left: pl.Series, right: pl.Series) -> Floats:
    """Similarity 0–1 of word pairs: 1 when equal, 0 below ALIKE.

    For words of letters the mean of the OSA similarity (insert, delete, replace, swap of neighbours) of the words and
    of their consonant skeletons: a vowel that differs costs half of a consonant. A word in Arabic script is compared
    by its consonants. Concepts, numbers and initials must be equal.
    """
    frame = pl.DataFrame({"left": left, "right": right}, schema={"left": pl.String, "right": pl.String})
    equal = pl.col("left") == pl.col("right")
    arabic = pl.col("left").str.starts_with(ARABIC) | pl.col("right").str.starts_with(ARABIC)
    shortest = pl.min_horizontal(pl.col("left").str.len_chars(), pl.col("right").str.len_chars())
    both_letters = pl.col("left").str.contains(_LETTERS) & pl.col("right").str.contains(_LETTERS)
    frame = frame.select(
        "left",
        "right",
        case=pl.when(equal)
        .then(1)
        .when(arabic)
        .then(2)
        .when(both_letters & (shortest >= MIN_LENGTH))
        .then(3)
        .otherwise(0),
    ).with_row_index("at")
    out = np.zeros(len(frame))
    out[frame.filter(pl.col("case") == 1)["at"].to_numpy()] = 1.0
    for case, compare in ((2, _arabic_similarity), (3, _letter_similarity)):
        part = frame.filter(pl.col("case") == case)
        if len(part):
            out[part["at"].to_numpy()] = compare(part["left"].to_list(), part["right"].to_list())
    return out


def _letter_similarity(left: list[str], right: list[str]) -> Floats:
    bones = {w: skeleton(w) for w in {*left, *right}}
    plain = process.cpdist(left, right, scorer=OSA.normalized_similarity, dtype=np.float32)
    bare = process.cpdist(
        [bones[w] for w in left], [bones[w] for w in right], scorer=OSA.normalized_similarity, dtype=np.float32
    )
    # In a short word a vowel tells more: Song is not Sang.
    bone = np.where(np.array([min(len(a), len(b)) for a, b in zip(left, right, strict=True)]) < 6, 1 / 3, 1 / 2)
    value = plain.astype(np.float64) * (1 - bone) + bare * bone
    stems = {w: stem(w) for w in bones}
    same_stem = np.array([stems[a] == stems[b] for a, b in zip(left, right, strict=True)], dtype=bool)
    value = np.where(same_stem, np.maximum(value, SAME_STEM), value)
    return np.where(value >= ALIKE, value, 0.0)


def _arabic_similarity(left: list[str], right: list[str]) -> Floats:
    """By the number of consonants that agree: the fewer there are, the less their agreement says."""
    bones = {w: consonants(w) for w in {*left, *right}}
    a, b = [bones[w] for w in left], [bones[w] for w in right]
    errors = process.cpdist(a, b, scorer=OSA.distance, dtype=np.int32)
    letters = np.array([min(len(x), len(y)) for x, y in zip(a, b, strict=True)])
    two = np.where(
        [y.startswith(ARABIC) and not x.startswith(ARABIC) for x, y in zip(left, right, strict=True)], 0.0, 0.75
    )
    equal = np.select([letters >= 4, letters == 3, letters == 2], [0.95, 0.88, two], 0.0)
    return np.where(errors == 0, equal, np.where((errors == 1) & (letters >= 5), 0.75, 0.0))


def keys(words: pl.Series, *, listed: bool = False) -> pl.DataFrame:
    """id (row of `words`), key: the word with each letter left out in turn, itself, and its consonants.

    Two words that share a key are one or two edits or only vowels apart. Arabic and other words meet by consonants
    alone; `listed` says on which side of the comparison the words stand.
    """
    frame = pl.DataFrame({"id": np.arange(len(words), dtype=np.uint32), "word": words})
    arabic = frame.filter(pl.col("word").str.starts_with(ARABIC))
    letters = frame.filter(pl.col("word").str.contains(_LETTERS))
    of_latin, of_arabic = (3, 4) if listed else (4, 3)
    longer = letters.filter(pl.col("word").str.len_chars() >= MIN_LENGTH).with_columns(n=pl.col("word").str.len_chars())
    bones = pl.Series([skeleton(w) for w in longer["word"].to_list()], dtype=pl.String)
    parts = [
        longer.select("id", key=pl.col("word").hash(1)),
        longer.with_columns(bones=bones)
        .filter(pl.col("bones").str.len_chars() >= 3)
        .select("id", key=pl.col("bones").hash(2)),
        longer.select("id", key=pl.Series([stem(w) for w in longer["word"].to_list()], dtype=pl.String).hash(1)),
        _consonant_keys(arabic, of_arabic),
        _consonant_keys(letters, of_latin),
        arabic.select("id", key=pl.col("word").hash(1)),
    ]
    return pl.concat([*parts, *_deletions(longer, 1)]).unique()


def spelling_keys(words: pl.Series) -> pl.DataFrame:
    """id (row of `words`), key: unfolded words with each letter left out in turn, and whole."""
    frame = pl.DataFrame({"id": np.arange(len(words), dtype=np.uint32), "word": words})
    longer = frame.with_columns(n=pl.col("word").str.len_chars()).filter(pl.col("n") > MIN_LENGTH)
    return pl.concat([longer.select("id", key=pl.col("word").hash(5)), *_deletions(longer, 5)]).unique()


def spelling_similarity(left: pl.Series, right: pl.Series) -> Floats:
    """Similarity 0–1 of unfolded words by typing errors alone, 0 below ALIKE."""
    value = process.cpdist(left.to_list(), right.to_list(), scorer=OSA.normalized_similarity, dtype=np.float64)
    return np.where(value >= ALIKE, value, 0.0)


def _deletions(words: pl.DataFrame, seed: int) -> list[pl.DataFrame]:
    """Keys of words (id, word, n letters) with one letter left out, of the first 24."""
    longest = words["n"].max()
    parts = []
    for i in range(min(int(longest), 24) if isinstance(longest, int) else 0):
        part = words.filter(pl.col("n") > i)
        left_out = part["word"].str.slice(0, i) + part["word"].str.slice(i + 1)
        parts.append(pl.DataFrame({"id": part["id"], "key": left_out.hash(seed)}))
    return parts


def _consonant_keys(frame: pl.DataFrame, seed: int) -> pl.DataFrame:
    bare = pl.Series([consonants(w) for w in frame["word"].to_list()], dtype=pl.String)
    return (
        frame.with_columns(bare=bare)
        .filter(pl.col("bare").str.len_chars() >= 2)
        .select("id", key=pl.col("bare").hash(seed))
    )
