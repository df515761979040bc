"""The index of listed names: built once per list version, saved, and asked for the parties of a day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from screening.errors import ListError
from screening.names.compare import PairFrames, pair_features
from screening.names.prepare import Prepared, prepare
from screening.names.score import ALERT_THRESHOLD, FEATURES, score_pairs
from screening.names.similarity import keys, word_similarity
from screening.names.weights import kind_of, token_weight

FORMAT = 1
"""Version of the saved files; another version is refused, and the caller builds anew."""

NEEDED_SHARE = 0.5
"""A pair whose declared name holds less of the listed name's weight than this is no candidate."""

_FILES = ("vocabulary", "form_tokens", "forms", "names")
_OPTIONAL = {"name_kind": pl.String, "entity_type": pl.String}


def _countries(names: pl.DataFrame) -> pl.Expr:
    if "country_codes" in names.columns:
        return pl.col("country_codes").cast(pl.List(pl.String)).fill_null([])
    if "country" in names.columns:
        one = pl.col("country").cast(pl.String)
        return (
            pl.when(one.is_null() | (one == ""))
            .then(pl.lit([], dtype=pl.List(pl.String)))
            .otherwise(pl.concat_list(one))
        )
    return pl.lit([], dtype=pl.List(pl.String))


@dataclass(frozen=True)
class NameIndex:
    """Listed names ready for comparison.

    `vocabulary`: token_id, token, weight, kind. `forms`: form_id (a distinct sequence of tokens), weight.
    `form_tokens`: form_id, position, token_id, weight, is_leading (must hold one for a candidate).
    `names`: form_id, entity_id, name, name_kind, entity_type, country_codes, legal_forms.
    """

    vocabulary: pl.DataFrame
    form_tokens: pl.DataFrame
    forms: pl.DataFrame
    names: pl.DataFrame
    keys: pl.DataFrame

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
        prepared = prepare(table["name"])
        return _assemble(table.with_row_index("row"), prepared, weights_of)

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
        return cls(**tables, keys=_keys_of(tables["vocabulary"]))

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
            (pl.col("entity_type") if "entity_type" in parties.columns else pl.lit(None)).cast(pl.String),
            (pl.col("country_code") if "country_code" in parties.columns else pl.lit(None))
            .cast(pl.String)
            .alias("country_code"),
        )
        distinct = asked["name"].unique(maintain_order=True)
        frames = self.frames(distinct)
        pairs = pair_features(frames, self.candidates(frames))
        return self.hits(asked, distinct, pairs, threshold, limit)

    def frames(self, names: pl.Series, known: NameIndex | None = None) -> PairFrames:
        """Declared names made ready: tokens with weights, and the listed words each may stand for.

        `known`: the index whose word weights hold, if not this one.
        """
        prepared = prepare(names)
        distinct = prepared.tokens["token"].unique()
        words = pl.DataFrame({"token": distinct, "word_id": np.arange(len(distinct), dtype=np.uint32)})
        alike = self._alike(words)
        weighing = known or self
        weighed = (
            (weighing._alike(words) if known else alike)
            .filter(pl.col("similarity") >= 0.8)
            .join(weighing.vocabulary.select("token_id", listed_weight="weight"), on="token_id")
            .group_by("word_id")
            .agg(pl.col("listed_weight").sort_by("similarity", descending=True).first())
        )
        own = token_weight(words["token"], pl.Series(np.zeros(len(words))), 1000)
        words = (
            words.with_columns(kind=kind_of(words["token"]), own=own)
            .join(weighed, on="word_id", how="left", maintain_order="left")
            .with_columns(weight=pl.min_horizontal("own", pl.coalesce("listed_weight", "own")))
        )
        tokens = prepared.tokens.join(words.select("token", "word_id", "kind", "weight"), on="token")
        return PairFrames(tokens, alike, self.form_tokens, self.forms, self.vocabulary, prepared.legal)

    def _alike(self, words: pl.DataFrame) -> pl.DataFrame:
        """word_id, token_id, similarity of every declared word and the listed words that it may stand for."""
        shared = keys(words["token"]).join(self.keys, on="key", suffix="_listed")
        pairs = shared.select("id", "id_listed").rename({"id": "word_id", "id_listed": "token_id"}).unique()
        equal = words.join(self.vocabulary.select("token", "token_id"), on="token").select("word_id", "token_id")
        pairs = pl.concat([pairs, equal.cast({"word_id": pl.UInt32, "token_id": pl.UInt32})]).unique()
        left = words["token"].gather(pairs["word_id"])
        right = self.vocabulary["token"].gather(pairs["token_id"])
        return pairs.with_columns(similarity=pl.Series(word_similarity(left, right))).filter(pl.col("similarity") > 0)

    def candidates(self, frames: PairFrames) -> pl.DataFrame:
        """row, form_id of the pairs worth comparing: enough of the listed name's weight may be found."""
        leading = self.form_tokens.filter("is_leading").select("form_id", "token_id", "position", "weight")
        found = (
            frames.tokens.filter(pl.col("kind") != "noise")
            .select("row", "word_id")
            .unique()
            .join(frames.alike, on="word_id")
            .group_by("row", "token_id")
            .agg(pl.col("similarity").max())
            .join(leading, on="token_id")
            .group_by("row", "form_id")
            .agg(held=(pl.col("weight") * pl.col("similarity")).sum())
            .join(self.forms, on="form_id")
        )
        reachable = pl.col("held") + pl.col("weight") - pl.col("leading_weight")
        return found.filter(reachable >= NEEDED_SHARE * pl.col("weight")).select("row", "form_id")

    def hits(
        self,
        asked: pl.DataFrame,
        distinct: pl.Series,
        pairs: pl.DataFrame,
        threshold: float,
        limit: int | None = None,
    ) -> pl.DataFrame:
        """Score the pairs' features (row: index into `distinct`) and bring them to parties and entities."""
        rows = pl.DataFrame({"name": distinct, "row": np.arange(len(distinct), dtype=np.uint32)})
        same_country = (
            pl.when(pl.col("country_code").is_null() | (pl.col("country_codes").list.len() == 0))
            .then(0)
            .when(pl.col("country_codes").list.contains(pl.col("country_code")))
            .then(1)
            .otherwise(-1)
        )
        declared, listed = pl.col("declared_legal"), pl.col("legal_forms")
        same_legal = (
            pl.when((declared.list.len().fill_null(0) == 0) | (listed.list.len() == 0))
            .then(0)
            .when(declared.list.set_intersection(listed).list.len() > 0)
            .then(1)
            .otherwise(-1)
        )
        hits = (
            pairs.join(self.names, on="form_id")
            .rename({"name": "listed_name", "entity_type": "listed_type"})
            .join(rows, on="row")
            .join(asked, on="name")
            .with_columns(country_agrees=same_country.cast(pl.Int8), legal_form_agrees=same_legal.cast(pl.Int8))
            .with_columns(score_pairs())
            .filter(pl.col("score") >= threshold)
            .sort(["query_id", "score", "entity_id", "listed_name"], descending=[False, True, False, False])
            .unique(["query_id", "entity_id"], keep="first", maintain_order=True)
            .select("query_id", "entity_id", "score", "name", "listed_name", "name_kind", *FEATURES)
        )
        return hits if limit is None else hits.group_by("query_id", maintain_order=True).head(limit)


def _keys_of(vocabulary: pl.DataFrame) -> pl.DataFrame:
    return keys(vocabulary["token"])


def _assemble(table: pl.DataFrame, prepared: Prepared, weights_of: NameIndex | None) -> NameIndex:
    """Vocabulary, forms and names from the listed table and its tokens."""
    tokens = prepared.tokens.join(table.select("row", "entity_id"), on="row", maintain_order="left")
    counted = tokens.group_by("token").agg(pl.col("entity_id").n_unique()).sort("token")
    weight = token_weight(counted["token"], counted["entity_id"], table["entity_id"].n_unique())
    if weights_of is not None:
        given = weights_of.vocabulary.select("token", given="weight")
        known = counted.join(given, on="token", how="left", maintain_order="left")["given"]
        weight = pl.select(pl.coalesce(known, weight)).to_series()
    vocabulary = pl.DataFrame(
        {
            "token_id": np.arange(len(counted), dtype=np.uint32),
            "token": counted["token"],
            "weight": weight,
            "kind": kind_of(counted["token"]),
        }
    )
    tokens = tokens.join(vocabulary.select("token", "token_id", "weight"), on="token", maintain_order="left")
    per_name = tokens.group_by("row", maintain_order=True).agg("token_id")
    distinct = per_name.select("token_id").unique(maintain_order=True).with_row_index("form_id")
    form_of = per_name.join(distinct, on="token_id").select("row", "form_id")
    form_tokens = (
        distinct.explode("token_id")
        .with_columns(position=pl.int_range(pl.len(), dtype=pl.UInt32).over("form_id"))
        .join(vocabulary.select("token_id", "weight"), on="token_id", maintain_order="left")
        .sort("form_id", "weight", descending=[False, True], maintain_order=True)
        .with_columns(before=pl.col("weight").cum_sum().over("form_id") - pl.col("weight"))
        .with_columns(is_leading=pl.col("before") <= (1 - NEEDED_SHARE) * pl.col("weight").sum().over("form_id") + 1e-9)
        .select("form_id", "position", "token_id", "weight", "is_leading")
    )
    forms = form_tokens.group_by("form_id", maintain_order=True).agg(
        pl.col("weight").sum().alias("total"), leading_weight=pl.col("weight").filter("is_leading").sum()
    )
    legal = prepared.legal.group_by("row").agg(legal_forms="legal_form")
    names = (
        table.join(form_of, on="row")
        .join(legal, on="row", how="left")
        .with_columns(pl.col("legal_forms").fill_null([]))
        .select("form_id", "entity_id", "name", "name_kind", "entity_type", "country_codes", "legal_forms")
    )
    return NameIndex(vocabulary, form_tokens, forms.rename({"total": "weight"}), names, _keys_of(vocabulary))
