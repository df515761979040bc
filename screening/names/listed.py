"""The listed side of a comparison as arrays: forms, their words, and the ways to find them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from screening.names.alike import ListedWords, Words
from screening.names.fold import is_patronymic
from screening.names.joining import LEAST_LETTERS, MOST_JOINED, WHOLE_JOINED, Joins, joins, parts
from screening.names.keys import Ints, KeyTable, ranges, sums
from screening.names.prepare import NO_HEAD
from screening.names.weights import DISTINCTIVE_SHARES, INITIAL_KIND, KINDS, NUMBER, Codes, Floats

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Listed:
    """Listed forms (distinct token sequences) and their words, ordered by form and position.

    `words`: the vocabulary. `weights`, `distinctive`: per vocabulary word. `word_*`: per word of a form;
    `starts[form]` is the first.
    `leading`: key table from vocabulary word to the forms that it leads (see candidates.py). `places`: from vocabulary
    word to all its places. `joins`, `join_table`, `joinable`: see joining.py. Per form: `total` weight, `numbers`,
    `initial_heads` (bits), `is_cut`.
    """

    words: ListedWords
    weights: Floats
    distinctive: Floats
    starts: Ints
    word_form: Ints
    word_token: Ints
    word_weight: Floats
    word_distinctive: Floats
    word_kind: Codes
    word_head: Ints
    word_surface: Ints
    word_patronymic: Flags
    surfaces: list[str]
    leading_starts: Ints
    leading_forms: Ints
    place_starts: Ints
    places: Ints
    joins: Joins
    join_table: KeyTable
    joinable: KeyTable
    total: Floats
    numbers: Ints
    initial_heads: Ints
    is_cut: Flags

    @property
    def form_count(self) -> int:
        """Number of forms."""
        return len(self.total)

    @classmethod
    def of(cls, vocabulary: pl.DataFrame, spellings: pl.DataFrame, form_words: pl.DataFrame) -> Listed:
        """Arrays of the tables that an index saves (see NameIndex)."""
        kind_codes = {name: n for n, name in enumerate(KINDS)}
        kinds = vocabulary["kind"].replace_strict(kind_codes, return_dtype=pl.Int8).to_numpy()
        tokens = vocabulary["token"].to_list()
        words = Words(tokens, kinds, spellings["latin"].to_list(), spellings["token_id"].to_numpy().astype(np.int64))
        weights = vocabulary["weight"].to_numpy()
        form = form_words["form_id"].to_numpy().astype(np.int64)
        token = form_words["token_id"].to_numpy().astype(np.int64)
        count = int(form[-1]) + 1 if len(form) else 0
        starts = np.searchsorted(form, np.arange(count + 1))
        kind, head = kinds[token], form_words["head"].to_numpy().astype(np.int64)
        surfaces = form_words["surface"].unique(maintain_order=True)
        surface = (
            form_words.select("surface")
            .join(pl.DataFrame({"surface": surfaces}).with_row_index("n"), on="surface", maintain_order="left")["n"]
            .to_numpy()
            .astype(np.int64)
        )
        leading = np.flatnonzero(form_words["is_leading"].to_numpy())
        by_token = leading[np.argsort(token[leading], kind="stable")]
        of_join = joins(parts(surfaces.to_list()), surface, form, WHOLE_JOINED)
        whole = of_join.span == (starts[form[of_join.start] + 1] - starts[form[of_join.start]])
        kept = (of_join.span <= MOST_JOINED) | whole
        of_join = Joins(of_join.start[kept], of_join.span[kept], of_join.value[kept])
        plain = [n for n, t in enumerate(tokens) if len(t) >= LEAST_LETTERS and t.isascii() and t.isalpha()]
        initial = np.where(kind == INITIAL_KIND, np.int64(1) << head, 0)
        heads = np.zeros(count, dtype=np.int64)
        np.bitwise_or.at(heads, form, initial & ~(np.int64(1) << NO_HEAD))
        return cls(
            words=ListedWords.of(words),
            weights=weights,
            distinctive=weights * DISTINCTIVE_SHARES[kinds],
            starts=starts,
            word_form=form,
            word_token=token,
            word_weight=weights[token],
            word_distinctive=weights[token] * DISTINCTIVE_SHARES[kind],
            word_kind=kind,
            word_head=head,
            word_surface=surface,
            word_patronymic=np.array([is_patronymic(t) for t in tokens], dtype=bool)[token],
            surfaces=surfaces.to_list(),
            leading_starts=_starts(token[by_token], len(tokens)),
            leading_forms=form[by_token],
            place_starts=_starts(np.sort(token), len(tokens)),
            places=np.argsort(token, kind="stable"),
            joins=of_join,
            join_table=KeyTable.of(of_join.value, np.arange(len(of_join.value), dtype=np.int64)),
            joinable=KeyTable.of(parts([tokens[n] for n in plain]).value, np.array(plain, dtype=np.int64)),
            total=sums(form, weights[token], count),
            numbers=sums(form, kind == NUMBER, count).astype(np.int64),
            initial_heads=heads,
            is_cut=form_words.unique("form_id", keep="first", maintain_order=True)["is_cut"].to_numpy(),
        )

    def spelled(self, join: int) -> str:
        """The letters of a join of listed words."""
        first = int(self.joins.start[join])
        return "".join(self.surfaces[s] for s in self.word_surface[first : first + int(self.joins.span[join])])

    def words_of(self, forms: Ints) -> tuple[Ints, Ints]:
        """(which of `forms`, word of a form) for all words of the forms."""
        lengths = self.starts[forms + 1] - self.starts[forms]
        return np.repeat(np.arange(len(forms), dtype=np.int64), lengths), ranges(self.starts[forms], lengths)


def _starts(ordered: Ints, count: int) -> Ints:
    return np.searchsorted(ordered, np.arange(count + 1)).astype(np.int64)
