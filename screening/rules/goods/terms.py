"""The terms by which goods of control entries are described, and the contexts that speak against them.

`data/terms.csv` has a row per family of goods: entry, strength, threshold, needs, excludes, and its terms in English,
Russian and Kazakh, joined by `|`. A term is a phrase of neighbouring words in any case and number; `+` joins phrases
that may stand apart, `(a|b)` means any of them, and a star at the end of a word leaves its ending open. Words of
`needs` must stand in the text too. `excludes` names contexts of `data/contexts.csv`, whose words make the
family unlikely; contexts marked `everywhere` (toys, mock-ups, books) do so for every family.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from hs_codes.reference_data import read_reference_csv, read_sidecar, refuse_rows
from screening.rules.goods.readings import DATA_FOLDER, Condition, conditions
from screening.rules.goods.words import normal_text, stemmed_texts

_LANGUAGES = ("en", "ru", "kk")
_TERM_COLUMNS = ("family", "entry_code", "strength", "threshold", "needs", "excludes", *_LANGUAGES)
_CONTEXT_COLUMNS = ("context", "everywhere", *_LANGUAGES)
_BEGINNING_COUNT = 100
"""Counted for a beginning of a word, beside what is so in full."""
_BAR = re.compile(r"\|(?![^(]*\))")
_RUSSIAN_WORD = re.compile("[а-яё]{4,}")
_PLUS = re.compile(r"\+(?![^(]*\))")


@dataclass(frozen=True)
class Terms:
    """What the rule by text looks for.

    `literals`: owner, kind (family, need or context), term and part (numbers), literal (stems between spaces).
    `part_counts`: term, owner, kind, part_count. `families`: family, entry_code, strength, excludes, has_needs.
    `conditions`: by family. `words`: see _phrase_words.
    """

    literals: pl.DataFrame
    part_counts: pl.DataFrame
    families: pl.DataFrame
    conditions: dict[str, list[Condition]]
    words: pl.DataFrame
    version: str

    def anchors(self, counts: pl.DataFrame) -> pl.DataFrame:
        """Return stem, is_beginning: words of which a text that holds a term of a family has one.

        `counts`: stem, count in the texts. Of each phrase the rarest word is taken, of each term the rarest part.
        """
        rarest = (
            self.words.join(counts, on="stem", how="left")
            .with_columns(pl.col("count").fill_null(0) + pl.when("is_beginning").then(_BEGINNING_COUNT).otherwise(0))
            .sort("term", "part", "literal", "count", "stem")
            .unique(["term", "part", "literal"], keep="first", maintain_order=True)
        )
        parts = rarest.group_by("term", "part").agg(pl.col("count").sum()).sort("term", "count", "part")
        chosen = parts.unique("term", keep="first", maintain_order=True)
        return rarest.join(chosen, on=["term", "part"], how="semi").select("stem", "is_beginning").unique().sort("stem")


@cache
def load_terms() -> Terms:
    """Read the terms; raises ReferenceDataError that names file, row and remedy."""
    path, contexts_path = DATA_FOLDER / "terms.csv", DATA_FOLDER / "contexts.csv"
    families = read_reference_csv(
        path, columns=_TERM_COLUMNS, key=("family",), optional=("threshold", "needs", "excludes", "kk")
    )
    contexts = read_reference_csv(
        contexts_path, columns=_CONTEXT_COLUMNS, key=("context",), optional=("everywhere", "kk")
    )
    strength = pl.col("strength").cast(pl.Float64, strict=False)
    refuse_rows(families, ~strength.is_between(0, 1), path, "the strength is not a number from 0 to 1", "Correct it")
    known = contexts["context"].implode()
    refuse_rows(
        families,
        ~pl.col("excludes").fill_null("").str.split(" ").list.eval(pl.element().is_in(["", *known[0]])).list.all(),
        path,
        "a context is unknown",
        "Name contexts of contexts.csv",
    )
    everywhere = contexts.filter(pl.col("everywhere") == "yes")["context"].to_list()
    phrases = _Phrases()
    for row in families.iter_rows(named=True):  # a few hundred rows of reference data
        for term in _split_terms(row):
            phrases.add(row["family"], "family", term)
        for need in (row["needs"] or "").split("|"):
            if need:
                phrases.add(row["family"], "need", need)
    for row in contexts.iter_rows(named=True):
        for term in _split_terms(row):
            phrases.add(row["context"], "context", term)
    literals = phrases.frame()
    version = "-".join((str(read_sidecar(path.with_suffix(".meta.yml")).version),
                        read_sidecar(path.with_suffix(".meta.yml")).sha256[:4]
                        + read_sidecar(contexts_path.with_suffix(".meta.yml")).sha256[:4]))  # fmt: skip
    return Terms(
        literals=literals,
        part_counts=literals.group_by("term", "owner", "kind").agg(pl.col("part").n_unique().alias("part_count")),
        families=families.select(
            "family",
            "entry_code",
            strength,
            pl.concat_list(
                pl.col("excludes").fill_null("").str.split(" "), pl.lit(everywhere, dtype=pl.List(pl.String))
            ).alias("excludes"),
            pl.col("needs").is_not_null().alias("has_needs"),
        ),
        conditions={
            row["family"]: conditions(row["threshold"], f"{path}: {row['family']}")
            for row in families.iter_rows(named=True)
            if row["threshold"]
        },
        words=_phrase_words(literals),
        version=version,
    )


def _split_terms(row: dict[str, str | None]) -> list[str]:
    return [term for language in _LANGUAGES for term in _BAR.split(row[language] or "") if term.strip()]


def _both_orders(phrase: str) -> list[str]:
    """A Russian noun and its adjective stand in either order: газовая центрифуга, центрифуга газовая."""
    words = phrase.split()
    if len(words) == 2 and "*" not in phrase and all(_RUSSIAN_WORD.fullmatch(word) for word in words):
        return [phrase, f"{words[1]} {words[0]}"]
    return [phrase]


class _Phrases:
    """Collects phrases and stems them all at once."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, str, int, int, str]] = []
        self._terms = 0

    def add(self, owner: str, kind: str, term: str) -> None:
        """Note one term: parts joined by a plus, each of which is one phrase or any of several."""
        self._rows += [
            (owner, kind, self._terms, number, phrase)
            for number, part in enumerate(_PLUS.split(term))
            for written in part.strip("()").split("|")
            for phrase in _both_orders(written)
        ]
        self._terms += 1

    def frame(self) -> pl.DataFrame:
        """Return owner, kind, term, part, literal."""
        frame = pl.DataFrame(self._rows, schema=["owner", "kind", "term", "part", "phrase"], orient="row")
        normal = frame.select(normal_text(pl.col("phrase")).alias("phrase")).to_series()
        open_ended = normal.str.ends_with("*")
        # Words with a star are prefixes already; an ending left on them would be missing in the stemmed text.
        prefix = normal.str.extract(r"(?:^|[^\p{L}\d])([\p{L}\d]+)\*$", 1)
        shorter = prefix.str.replace(r"^(.{4,}?)[аеиоуыьюяй]+$", "$1")
        head = normal.str.replace(r"[\p{L}\d]+\*$", "").str.replace_all("*", "", literal=True)
        stemmed = stemmed_texts(normal.str.replace_all("*", "", literal=True))
        heads = stemmed_texts(head).str.strip_chars_end()
        literal = pl.select(
            pl.when(open_ended).then(pl.format("{} {}", heads, shorter)).otherwise(stemmed).alias("literal")
        ).to_series()
        return frame.drop("phrase").with_columns(literal)


def _phrase_words(literals: pl.DataFrame) -> pl.DataFrame:
    """term, part, literal, stem, is_beginning: the words of the phrases by which families are described.

    A literal that ends without a space leaves the ending of its last word open.
    """
    families = literals.filter(pl.col("kind") == "family").select("term", "part", "literal").unique(maintain_order=True)
    words = families.with_columns(pl.col("literal").str.strip_chars().str.split(" ").alias("stem"))
    last = pl.int_range(pl.len()).over("term", "part", "literal") == pl.len().over("term", "part", "literal") - 1
    is_open = ~pl.col("literal").str.ends_with(" ")
    return words.explode("stem", empty_as_null=False).with_columns((last & is_open).alias("is_beginning"))
