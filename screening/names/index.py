"""The index of listed names: built once per list version, saved, and asked for the parties of a day."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from screening.errors import ListError
from screening.names.assemble import Weights, assemble
from screening.names.candidates import candidates
from screening.names.compare import pair_features
from screening.names.declared import declare, read_names
from screening.names.kept import ReadNames
from screening.names.keys import Ints
from screening.names.lexicon import LEGAL_BITS
from screening.names.listed import Listed
from screening.names.score import (
    ALERT_THRESHOLD,
    FEATURES,
    WORD_FEATURES,
    Floats,
    evidence,
    log_odds,
    most_evidence,
    score_pairs,
)

FORMAT = 2
"""Version of the saved files; another version is refused, and the caller builds anew."""

ROWS_AT_ONCE = 20_000
"""Declared names are compared in parts of this size, so that memory does not grow with their number."""

THREADS = 2

_TABLES = ("vocabulary", "spellings", "form_words", "names")
_OPTIONAL = {"name_kind": pl.String, "entity_type": pl.String}


@dataclass(frozen=True)
class NameIndex:
    """Listed names ready for comparison.

    `vocabulary`: token_id, token, weight, kind. `spellings`: token_id, latin (the unfolded words under a token).
    `form_words`: form_id (a distinct sequence of tokens, whole or as a 35-character field cuts it), token_id, surface,
    head, is_leading, is_cut. `names`: form_id, entity_id, name, name_kind, entity_type, country_codes, legal_forms,
    listed_legal (the same as bits).
    `listed`: the same as arrays.
    """

    vocabulary: pl.DataFrame
    spellings: pl.DataFrame
    form_words: pl.DataFrame
    names: pl.DataFrame
    listed: Listed

    @classmethod
    def build(cls, names: pl.DataFrame, *, weights_of: NameIndex | None = None) -> NameIndex:
        """An index of `names`: entity_id, name, and as far as known name_kind, entity_type, country_codes (or country).

        `weights_of`: another index whose words keep their weights in this one; words that it lacks weigh as if one of
        its entities had them.
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
        return cls._of(assemble(table.with_row_index("row"), None if weights_of is None else weights_of.weights()))

    def weights(self) -> Weights:
        """What the words of this index weigh, for another one."""
        return Weights(self.vocabulary.select("token", "weight"), self.names["entity_id"].n_unique())

    @classmethod
    def _of(cls, tables: dict[str, pl.DataFrame]) -> NameIndex:
        listed = Listed.of(tables["vocabulary"], tables["spellings"], tables["form_words"])
        return cls(**{**tables, "names": _with_bits(tables["names"])}, listed=listed)

    def subset(self, entity_ids: pl.Series) -> NameIndex:
        """The index of these entities alone: a party scores against them exactly as it does here."""
        names = self.names.filter(pl.col("entity_id").is_in(entity_ids.implode()))
        kept = self.form_words.join(names.select("form_id").unique(), on="form_id", how="semi", maintain_order="left")
        forms = kept.select("form_id").unique(maintain_order=True).with_row_index("new_form_id")
        tokens = kept.select("token_id").unique().sort("token_id").with_row_index("new_token_id")

        def renumbered(table: pl.DataFrame, column: str, numbers: pl.DataFrame) -> pl.DataFrame:
            joined = table.join(numbers, on=column, maintain_order="left")
            return joined.with_columns(pl.col(f"new_{column}").alias(column)).drop(f"new_{column}")

        form_words = renumbered(renumbered(kept, "form_id", forms), "token_id", tokens)
        return self._of(
            {
                "vocabulary": renumbered(self.vocabulary, "token_id", tokens).sort("token_id"),
                "spellings": renumbered(self.spellings, "token_id", tokens),
                "form_words": form_words,
                "names": renumbered(names.drop("listed_legal"), "form_id", forms).sort("form_id", maintain_order=True),
            }
        )

    def respelled(self, earlier: NameIndex) -> pl.Series:
        """Entities that have a word whose spellings are others here than in an earlier index.

        A word is met through every spelling that any entity gives it, so these entities may match otherwise now.
        """

        def spelt(index: NameIndex) -> pl.DataFrame:
            return index.spellings.join(index.vocabulary, on="token_id").select("token", "latin")

        here, there = spelt(self), spelt(earlier)
        changed = pl.concat([here.join(there, on=["token", "latin"], how="anti"),
                             there.join(here, on=["token", "latin"], how="anti")]).select("token").unique()  # fmt: skip
        tokens = self.vocabulary.join(changed, on="token", how="semi").select("token_id")
        forms = self.form_words.join(tokens, on="token_id", how="semi").select("form_id").unique()
        return self.names.join(forms, on="form_id", how="semi")["entity_id"].unique().sort()

    def save(self, folder: Path) -> None:
        """Write the index into `folder` (made if absent)."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in _TABLES:
            getattr(self, name).write_ipc(folder / f"{name}.arrow")
        (folder / "index.json").write_text(json.dumps({"format": FORMAT}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> NameIndex:
        """The index saved in `folder`. Raises ListError when it is not there or of another format."""
        try:
            found = json.loads((folder / "index.json").read_text(encoding="utf-8"))["format"]
            if found != FORMAT:
                raise ListError(f"saved as format {found}, not {FORMAT}", where=str(folder), remedy="Build it anew")
            tables = {name: pl.read_ipc(folder / f"{name}.arrow") for name in _TABLES}
        except (OSError, ValueError, KeyError) as error:
            raise ListError("no readable index of names", where=str(folder), remedy="Build it anew") from error
        return cls._of(tables)

    def screen(
        self,
        parties: pl.DataFrame,
        threshold: float = ALERT_THRESHOLD,
        limit: int | None = None,
        weighing: NameIndex | None = None,
    ) -> pl.DataFrame:
        """Listed entities that the parties may be.

        parties: query_id, name, and as far as known entity_type, country_code. `weighing`: the index whose weights
        this one was built with; declared words are read and weighed by it as well, so that a party and an entity score
        the same whatever else is in this index.
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
        pairs = self.pairs(distinct.to_list(), threshold, weighing=weighing)
        return self.hits(asked, distinct, pairs, threshold, limit)

    def read_names(self, names: list[str]) -> ReadNames:
        """Declared names as the words of this index have them read: for `may_hit`, now or (kept) another time."""
        return ReadNames(names, read_names(names, self.listed))

    def may_hit(self, names: ReadNames, weighing: NameIndex, threshold: float = ALERT_THRESHOLD) -> Ints:
        """Places of the `names` that may be hits of `screen` with this `weighing`; few others are among them.

        `names`: as read by `weighing`. For a small index and very many names: a tenth of the work of `screen`.
        """
        declared = declare(names.prepared, self.listed, weighing.listed, unweighed=True)
        rows, _ = candidates(declared, self.listed, _least(threshold))
        return np.unique(rows)

    def pairs(
        self, names: list[str], threshold: float, *, weighing: NameIndex | None = None, every: bool = False
    ) -> pl.DataFrame:
        """row (of `names`), form_id, word features and declared_legal (bits) of the pairs that may score `threshold`.

        `every`: compare all words with all listed words and all names with all forms, without keys and candidates;
        slow, for measurements.
        """
        firsts = range(0, len(names), ROWS_AT_ONCE)
        if len(firsts) < 2:
            return self._pairs(names, 0, threshold, weighing, every)
        parts = [(names[first : first + ROWS_AT_ONCE], first) for first in firsts]
        # Threads: sorting, gathering and the word comparisons let go of the interpreter.
        with ThreadPoolExecutor(THREADS) as pool:
            return pl.concat(pool.map(lambda part: self._pairs(part[0], part[1], threshold, weighing, every), parts))

    def _pairs(
        self, names: list[str], first: int, threshold: float, weighing: NameIndex | None, every: bool
    ) -> pl.DataFrame:
        source = None if weighing is None else weighing.listed
        declared = declare(read_names(names, source or self.listed), self.listed, source, every=every)
        least = _least(threshold)
        if every:
            count = self.listed.form_count
            rows = np.repeat(np.arange(len(names), dtype=np.int64), count)
            forms = np.tile(np.arange(count, dtype=np.int64), len(names))
            fits = ~self.listed.is_cut[forms] | declared.prepared.is_cut[rows]
            rows, forms = rows[fits], forms[fits]
        else:
            rows, forms = candidates(declared, self.listed, least)
        features = pair_features(declared, self.listed, rows, forms)
        may = log_odds(features) + most_evidence() >= least
        return pair_frame(
            rows[may], forms[may], {k: v[may] for k, v in features.items()}, declared.prepared.legal, first
        )

    def hits(
        self, asked: pl.DataFrame, distinct: pl.Series, pairs: pl.DataFrame, threshold: float, limit: int | None = None
    ) -> pl.DataFrame:
        """Score pairs (row: index into `distinct`) and bring them to the parties asked for and the entities."""
        rows = pl.DataFrame({"name": distinct, "row": np.arange(len(distinct), dtype=np.uint32)})
        hits = (
            pairs.lazy()
            .join(self.names.lazy(), on="form_id")
            .rename({"name": "listed_name", "entity_type": "listed_type"})
            .join(rows.lazy(), on="row")
            .join(asked.lazy(), on="name")
            .with_columns(*evidence())
            .with_columns(score_pairs())
            .filter(pl.col("score") >= threshold)
            .sort(["query_id", "score", "entity_id", "listed_name"], descending=[False, True, False, False])
            .unique(["query_id", "entity_id"], keep="first", maintain_order=True)
            .select("query_id", "entity_id", "score", "name", "listed_name", "name_kind", *FEATURES)
            .collect()
        )
        return hits if limit is None else hits.group_by("query_id", maintain_order=True).head(limit)


def _least(threshold: float) -> float:
    """The log-odds of a threshold."""
    return math.log(max(threshold, 1e-6) / max(1 - threshold, 1e-6))


def _countries(names: pl.DataFrame) -> pl.Expr:
    if "country_codes" in names.columns:
        return pl.col("country_codes").cast(pl.List(pl.String)).fill_null([])
    if "country" in names.columns:
        one = pl.col("country").cast(pl.String)
        none = pl.lit([], dtype=pl.List(pl.String))
        return pl.when(one.is_null() | (one == "")).then(none).otherwise(pl.concat_list(one))
    return pl.lit([], dtype=pl.List(pl.String))


def pair_frame(
    rows: Ints, forms: Ints, features: dict[str, Floats], legal: list[tuple[int, str]], first: int
) -> pl.DataFrame:
    """Pairs and their word features as a table, with the legal forms of the declared names (row, class) as bits."""
    bits = np.zeros(int(rows.max()) + 1 if len(rows) else 0, dtype=np.int64)
    for row, form in legal:
        if row < len(bits):
            bits[row] |= LEGAL_BITS[form]
    return pl.DataFrame(
        {
            "row": (rows + first).astype(np.uint32),
            "form_id": forms.astype(np.uint32),
            "declared_legal": bits[rows],
            **{name: features[name] for name in WORD_FEATURES},
        }
    )


def _with_bits(names: pl.DataFrame) -> pl.DataFrame:
    """`names` with their legal forms as bits."""
    bits = pl.col("legal_forms").list.eval(pl.element().replace_strict(LEGAL_BITS, return_dtype=pl.Int64)).list.sum()
    return names.with_columns(listed_legal=bits.fill_null(0))
