"""The index of listed names: built once per list version, saved, and asked for the parties of a day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from screening.errors import ListError
from screening.names.assemble import JOIN, MOST_JOINED, assemble, join_key, joins
from screening.names.candidates import Postings, candidates
from screening.names.compare import PairFrames, pair_features
from screening.names.lexicon import CUT, given_names, term_spellings
from screening.names.prepare import prepare
from screening.names.score import ALERT_THRESHOLD, FEATURES, evidence, score_pairs
from screening.names.similarity import keys, spelling_keys, spelling_similarity, word_similarity
from screening.names.weights import kind_of, token_weight

FORMAT = 1
"""Version of the saved files; another version is refused, and the caller builds anew."""

JOIN_SIMILARITY = 0.85
"""Words written as one must be as similar to the words apart as this."""

SAME_GIVEN_NAME = 0.97
"""Similarity of two spellings of one given name."""

CUT_SIMILARITY = 0.9
"""Similarity of a word whose end is cut off to a word that it begins."""
MOST_COMPLETIONS = 200
"""A cut word that begins more listed words than this says nothing."""

_FILES = ("vocabulary", "spellings", "form_tokens", "forms", "names")
_OPTIONAL = {"name_kind": pl.String, "entity_type": pl.String}


def _countries(names: pl.DataFrame) -> pl.Expr:
    if "country_codes" in names.columns:
        return pl.col("country_codes").cast(pl.List(pl.String)).fill_null([])
    if "country" in names.columns:
        one = pl.col("country").cast(pl.String)
        none = pl.lit([], dtype=pl.List(pl.String))
        return pl.when(one.is_null() | (one == "")).then(none).otherwise(pl.concat_list(one))
    return pl.lit([], dtype=pl.List(pl.String))


@dataclass(frozen=True)
class NameIndex:
    """Listed names ready for comparison.

    `vocabulary`: token_id, token, weight, kind (the last two null for joins of words).
    `forms`: form_id (a distinct sequence of tokens, whole or as a 35-character field cuts it), total (weight),
    numbers, has_initials, is_cut.
    `form_tokens`: form_id, position, span (words covered), token_id, weight, is_leading (a candidate must share one
    of these), kind, head.
    `names`: form_id, entity_id, name, name_kind, entity_type, country_codes, legal_forms.
    `spellings`: token_id, latin (the unfolded words under a token).
    `keys`, `spelling_keys`: id (token_id, row of `spellings`), key, see `similarity`. `joinable`: token_id, string, key, is_join.
    """

    vocabulary: pl.DataFrame
    spellings: pl.DataFrame
    form_tokens: pl.DataFrame
    forms: pl.DataFrame
    names: pl.DataFrame
    keys: pl.DataFrame
    joinable: pl.DataFrame
    spelling_keys: pl.DataFrame
    postings: Postings

    @classmethod
    def build(cls, names: pl.DataFrame, *, weights_of: NameIndex | None = None) -> NameIndex:
        """An index of `names`: entity_id, name, and as far as known name_kind, entity_type, country_codes (or country).

        `weights_of`: another index whose words keep their weights in this one.
        Raises ListError when entity_id or name is missing. Names without a single word stay out.
        """
        for column in ("entity_id", "name"):
            if column not in names.columns:
                raise ListError(f"listed names have no column {column}", remedy="Give entity_id and name")
        table = names.select(
            pl.col("entity_id").cast(pl.String),
            pl.col("name").cast(pl.String),
            *(
                (pl.col(c).cast(t) if c in names.columns else pl.lit(None, dtype=t)).alias(c)
                for c, t in _OPTIONAL.items()
            ),
            country_codes=_countries(names),
        ).unique(["entity_id", "name"], maintain_order=True)
        given = None if weights_of is None else weights_of.vocabulary.select("token", "weight").drop_nulls()
        tables = assemble(table.with_row_index("row"), given)
        return cls._of(tables)

    @classmethod
    def _of(cls, tables: dict[str, pl.DataFrame]) -> NameIndex:
        return cls(
            **tables,
            keys=_keys_of(tables["vocabulary"]),
            joinable=_joinable(tables["vocabulary"]),
            spelling_keys=spelling_keys(tables["spellings"]["latin"]),
            postings=Postings.of(tables["form_tokens"], tables["forms"], tables["vocabulary"]),
        )

    def save(self, folder: Path) -> None:
        """Write the index into `folder` (made if absent)."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _FILES:
            getattr(self, name).write_ipc(folder / f"{name}.arrow")
        (folder / "index.json").write_text(json.dumps({"format": FORMAT}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> NameIndex:
        """The index saved in `folder`. Raises ListError when it is not there or of another format."""
        try:
            found = json.loads((folder / "index.json").read_text(encoding="utf-8"))["format"]
            if found != FORMAT:
                raise ListError(f"saved as format {found}, not {FORMAT}", where=str(folder), remedy="Build it anew")
            tables = {name: pl.read_ipc(folder / f"{name}.arrow") for name in _FILES}
        except (OSError, ValueError, KeyError) as error:
            raise ListError("no readable index of names", where=str(folder), remedy="Build it anew") from error
        return cls._of(tables)

    def screen(
        self, parties: pl.DataFrame, threshold: float = ALERT_THRESHOLD, limit: int | None = None
    ) -> pl.DataFrame:
        """Listed entities that the parties may be.

        parties: query_id, name, and as far as known entity_type, country_code.
        Returns query_id, entity_id, score, name, listed_name, name_kind and the feature columns, best first within a
        party; one row per party and entity, with the entity's best name; at most `limit` entities per party.
        """
        for column in ("query_id", "name"):
            if column not in parties.columns:
                raise ListError(f"parties have no column {column}", remedy="Give query_id and name")
        asked = parties.select(
            "query_id",
            pl.col("name").cast(pl.String).fill_null(""),
            *(
                (pl.col(c).cast(pl.String) if c in parties.columns else pl.lit(None, dtype=pl.String)).alias(c)
                for c in ("entity_type", "country_code")
            ),
        )
        distinct = asked["name"].unique(maintain_order=True)
        frames = self.frames(distinct)
        found = candidates(frames, self.postings, threshold)
        return self.hits(asked, distinct, pair_features(frames, found), frames, threshold, limit)

    def frames(self, names: pl.Series, weighing: NameIndex | None = None) -> PairFrames:
        """Declared names made ready: tokens with weights, and the listed words each may stand for.

        `weighing`: the index whose word weights hold, if not this one.
        """
        weights_from = weighing or self
        prepared = prepare(names, weights_from.vocabulary["token"])
        distinct = prepared.tokens["token"].unique()
        words = pl.DataFrame({"token": distinct, "word_id": np.arange(len(distinct), dtype=np.uint32)})
        latin = prepared.tokens.select("token", "latin").drop_nulls().unique().join(words, on="token")
        alike = self.alike(words, prepared.readings, latin)
        weighed = alike if weighing is None else weights_from.alike(words, prepared.readings, latin)
        tokens = prepared.tokens.join(weights_from.weigh(words, weighed), on="token", how="left", maintain_order="left")
        joined = joins(prepared.tokens, "row", MOST_JOINED)
        strings = joined["token"].unique()
        joins_of = pl.DataFrame({"token": strings, "word_id": np.arange(len(strings), dtype=np.uint32) + len(words)})
        joins_of = joins_of.with_columns(pl.col("word_id").cast(pl.UInt32))
        written = joins_of.select("word_id", string=pl.col("token").str.strip_prefix(JOIN))
        alike_joined = _joined_alike(written, self.joinable.filter(~pl.col("is_join")))
        joined = joined.join(joins_of.join(alike_joined, on="word_id", how="semi"), on="token")
        single = tokens.select("row", "position", "word_id").with_columns(span=pl.lit(1, dtype=pl.UInt32))
        return PairFrames(
            tokens=tokens,
            words=pl.concat([single, joined.select("row", "position", "word_id", "span")]),
            alike=pl.concat([alike, alike_joined.select(alike.columns)]),
            legal=prepared.legal,
            is_cut=prepared.is_cut,
            form_tokens=self.form_tokens,
            forms=self.forms,
        )

    def _by_token(self) -> pl.DataFrame:
        return self.vocabulary.select("token", "token_id")

    def weigh(self, words: pl.DataFrame, alike: pl.DataFrame) -> pl.DataFrame:
        """`words` (token, word_id) with kind and weight; a misspelt word weighs what the listed word weighs."""
        listed = (
            alike.filter(pl.col("similarity") >= 0.8)
            .join(self.vocabulary.select("token_id", listed_weight="weight").drop_nulls(), on="token_id")
            .group_by("word_id")
            .agg(pl.col("listed_weight").sort_by("similarity", descending=True).first())
        )
        own = token_weight(words["token"], pl.Series(np.zeros(len(words))), 1000)
        return (
            words.with_columns(kind=kind_of(words["token"]), own=own)
            .join(listed, on="word_id", how="left", maintain_order="left")
            .with_columns(weight=pl.min_horizontal("own", pl.coalesce("listed_weight", "own")))
            .select("token", "word_id", "kind", "weight")
        )

    def alike(self, words: pl.DataFrame, readings: pl.DataFrame, latin: pl.DataFrame) -> pl.DataFrame:
        """word_id, token_id, similarity of every declared word and the listed words that it may stand for.

        words: token, word_id. `readings`: token, reading. `latin`: word_id, latin (the unfolded words).
        """
        other = words.join(readings.filter(pl.col("token") != pl.col("reading")), on="token")
        spelled = pl.concat([words.select("word_id", spelling="token"), other.select("word_id", spelling="reading")])
        # Words of addresses and ordinary words are met by equality: what is near them is another word.
        named = spelled.with_row_index("at").filter(kind_of(spelled["spelling"]).is_in(["word", "popular"]))
        shared = keys(named["spelling"]).join(self.keys, on="key", suffix="_listed")
        pairs = shared.select(named["at"].gather(shared["id"]), token_id="id_listed")
        equal = (
            spelled.with_row_index("at")
            .join(self._by_token(), left_on="spelling", right_on="token")
            .select("at", "token_id")
        )
        pairs = pl.concat([pairs, equal]).unique()
        left = spelled["spelling"].gather(pairs["at"])
        right = self.vocabulary["token"].gather(pairs["token_id"])
        found = pairs.select(
            word_id=spelled["word_id"].gather(pairs["at"]),
            token_id="token_id",
            similarity=pl.Series(word_similarity(left, right)),
        )
        apart = _joined_alike(spelled.select("word_id", string="spelling"), self.joinable.filter("is_join")).select(
            found.columns
        )
        parts = [
            found.filter(pl.col("similarity") > 0),
            apart,
            self._given_names(words),
            self._completions(words),
            self._mistyped(latin),
        ]
        found = pl.concat(parts)
        return found.group_by("word_id", "token_id").agg(pl.col("similarity").max())

    def _mistyped(self, latin: pl.DataFrame) -> pl.DataFrame:
        """Listed words that the unfolded words are typing errors of."""
        latin = latin.filter(kind_of(latin["token"]).is_in(["word", "popular"]))
        pairs = spelling_keys(latin["latin"]).join(self.spelling_keys, on="key", suffix="_listed")
        pairs = pairs.select("id", "id_listed").unique()
        listed = self.spellings.gather(pairs["id_listed"])
        similarity = spelling_similarity(latin["latin"].gather(pairs["id"]), listed["latin"])
        return pl.DataFrame(
            {
                "word_id": latin["word_id"].gather(pairs["id"]),
                "token_id": listed["token_id"],
                "similarity": similarity,
            }
        ).filter(pl.col("similarity") > 0)

    def _given_names(self, words: pl.DataFrame) -> pl.DataFrame:
        """Listed spellings of the given names among the words."""
        listed = self._by_token().join(given_names(), on="token").select("token_id", "given_name")
        return (
            words.join(given_names(), on="token")
            .join(listed, on="given_name")
            .select("word_id", "token_id", similarity=pl.lit(SAME_GIVEN_NAME))
        )

    def _completions(self, words: pl.DataFrame) -> pl.DataFrame:
        """Listed words that the words with a cut end begin."""
        cut = words.filter(pl.col("token").str.ends_with(CUT)).with_columns(
            beginning=pl.col("token").str.strip_suffix(CUT)
        )
        table = self._completable()
        listed = table["spelling"].to_numpy()
        first = np.searchsorted(listed, cut["beginning"].to_numpy())
        last = np.searchsorted(listed, (cut["beginning"] + "\uffff").to_numpy())
        few = (last > first) & (last - first <= MOST_COMPLETIONS)
        ranges = [np.arange(a, b, dtype=np.uint32) for a, b in zip(first[few], last[few], strict=True)]
        ids = cut["word_id"].to_numpy()[few]
        found = pl.DataFrame(
            {
                "word_id": np.repeat(ids, [len(r) for r in ranges]),
                "at": np.concatenate(ranges) if ranges else np.zeros(0, dtype=np.uint32),
            },
            schema={"word_id": pl.UInt32, "at": pl.UInt32},
        )
        return found.select(
            "word_id", token_id=table["token_id"].gather(found["at"]), similarity=pl.lit(CUT_SIMILARITY)
        ).unique()

    def _completable(self) -> pl.DataFrame:
        """spelling (sorted), token_id: listed words of letters, and the words under listed terms."""
        own = self.vocabulary.filter(pl.col("token").str.contains("^[a-z]+$")).select(
            spelling="token", token_id="token_id"
        )
        terms = term_spellings().join(self._by_token(), on="token").select("spelling", "token_id")
        return pl.concat([own, terms]).sort("spelling")

    def hits(
        self,
        asked: pl.DataFrame,
        distinct: pl.Series,
        pairs: pl.DataFrame,
        frames: PairFrames,
        threshold: float,
        limit: int | None = None,
    ) -> pl.DataFrame:
        """Score the pairs' features (row: index into `distinct`) and bring them to parties and entities."""
        rows = pl.DataFrame({"name": distinct, "row": np.arange(len(distinct), dtype=np.uint32)})
        declared_legal = frames.legal.group_by("row").agg(declared_legal="legal_form")
        hits = (
            pairs.join(self.names, on="form_id")
            .rename({"name": "listed_name", "entity_type": "listed_type"})
            .join(declared_legal, on="row", how="left")
            .join(rows, on="row")
            .join(asked, on="name")
            .with_columns(*evidence())
            .with_columns(score_pairs())
            .filter(pl.col("score") >= threshold)
            .sort(["query_id", "score", "entity_id", "listed_name"], descending=[False, True, False, False])
            .unique(["query_id", "entity_id"], keep="first", maintain_order=True)
            .select("query_id", "entity_id", "score", "name", "listed_name", "name_kind", *FEATURES)
        )
        return hits if limit is None else hits.group_by("query_id", maintain_order=True).head(limit)


def _joinable(vocabulary: pl.DataFrame) -> pl.DataFrame:
    """Listed words that may be written apart, and joins of listed words: token_id, string, key, is_join."""
    table = vocabulary.select("token_id", is_join=pl.col("token").str.starts_with(JOIN), string="token")
    table = table.with_columns(string=pl.col("string").str.strip_prefix(JOIN))
    table = table.filter(pl.col("string").str.contains("^[a-z]{5,}$"))
    return table.with_columns(key=join_key(table["string"]).hash(6))


def _joined_alike(words: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """word_id, token_id, similarity of words (word_id, string) and listed words of which one is the other's join."""
    words = words.filter(pl.col("string").str.contains("^[a-z]{5,}$"))
    pairs = words.with_columns(key=join_key(words["string"]).hash(6)).join(listed, on="key", suffix="_listed")
    return pairs.select(
        "word_id",
        "token_id",
        similarity=pl.Series(spelling_similarity(pairs["string"], pairs["string_listed"]), dtype=pl.Float64),
    ).filter(pl.col("similarity") >= JOIN_SIMILARITY)


def _keys_of(vocabulary: pl.DataFrame) -> pl.DataFrame:
    """Keys of the listed words; joins of words are met by equality alone."""
    words = vocabulary.filter(pl.col("kind").is_not_null())
    found = keys(words["token"], listed=True)
    return found.with_columns(id=words["token_id"].gather(found["id"]))
