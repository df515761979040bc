"""Why two names are held to be one, or not: everything that entered the score, readable and storable."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import polars as pl

from screening.names.compare import alignment, pair_features
from screening.names.index import NameIndex
from screening.names.score import FEATURES


@dataclass(frozen=True)
class AlignedWord:
    """A word of one or both names. `None` on a side: it has no counterpart there. Weights and similarity are 0–1."""

    declared: str | None
    listed: str | None
    similarity: float
    weight: float
    kind: str


@dataclass(frozen=True)
class Comparison:
    """The comparison of a declared name with a listed one.

    `declared_form`, `listed_form`: the words compared, legal forms set apart, terms as `=concept`.
    `features`: see `FEATURES`. `words`: the alignment. `score`: 0–1.
    """

    declared_name: str
    listed_name: str
    score: float
    declared_form: tuple[str, ...]
    listed_form: tuple[str, ...]
    declared_legal_forms: tuple[str, ...]
    listed_legal_forms: tuple[str, ...]
    words: tuple[AlignedWord, ...]
    features: dict[str, float]

    def to_dict(self) -> dict[str, object]:
        """Plain values, as they are stored with a hit."""
        return asdict(self)

    def __str__(self) -> str:
        lines = [
            f"score      {self.score:.3f}",
            f"declared   {self.declared_name}",
            f"  read as  {' '.join(self.declared_form)}  [{', '.join(self.declared_legal_forms) or 'no legal form'}]",
            f"listed     {self.listed_name}",
            f"  read as  {' '.join(self.listed_form)}  [{', '.join(self.listed_legal_forms) or 'no legal form'}]",
            "words      declared = listed, similarity × weight (kind)",
        ]
        lines += [
            f"  {w.declared or '–'} = {w.listed or '–'}  {w.similarity:.2f} × {w.weight:.2f} ({w.kind})"
            for w in self.words
        ]
        lines.append("features")
        lines += [f"  {name:18} {value:+.3f}  {FEATURES[name]}" for name, value in self.features.items()]
        return "\n".join(lines)


def compare(
    declared_name: str,
    listed_name: str,
    *,
    index: NameIndex | None = None,
    declared_country: str | None = None,
    listed_countries: list[str] | None = None,
) -> Comparison:
    """The full comparison of two names.

    With an `index` words weigh what they weigh on its list; without one every unknown word counts as rare.
    """
    table = pl.DataFrame(
        {"entity_id": ["listed"], "name": [listed_name], "country_codes": [listed_countries or []]},
        schema_overrides={"country_codes": pl.List(pl.String)},
    )
    pair = NameIndex.build(table, weights_of=index)
    party = pl.DataFrame(
        {"query_id": ["declared"], "name": [declared_name], "entity_type": [None], "country_code": [declared_country]},
        schema_overrides={"entity_type": pl.String, "country_code": pl.String},
    )
    frames = pair.frames(pl.Series([declared_name]), index)
    pairs = pl.DataFrame({"row": [0], "form_id": [0]}, schema={"row": pl.UInt32, "form_id": pl.UInt32})
    pairs = pairs.filter(pl.lit(pair.forms.height > 0))
    scored = pair.hits(party, pl.Series([declared_name]), pair_features(frames, pairs), frames, threshold=0.0)
    aligned = alignment(frames, pairs)
    declared = frames.tokens.sort("position")
    listed = pair.form_tokens.filter((pl.col("span") == 1) & (pl.col("form_id") == 0)).join(
        pair.vocabulary.select("token_id", "token"), on="token_id"
    )
    listed_legal = pair.names["legal_forms"].to_list()[0] if pair.names.height else []
    found = scored.row(0, named=True) if scored.height else {}
    return Comparison(
        declared_name,
        listed_name,
        float(found.get("score", 0.0)),
        tuple(declared["token"]),
        tuple(listed.sort("position")["token"]),
        tuple(frames.legal["legal_form"]),
        tuple(listed_legal),
        _words(aligned, declared, listed.sort("position")),
        {name: float(found.get(name, 0.0)) for name in FEATURES},
    )


def _words(aligned: pl.DataFrame, declared: pl.DataFrame, listed: pl.DataFrame) -> tuple[AlignedWord, ...]:
    best = aligned.sort("similarity", descending=True).unique("position_listed", keep="first", maintain_order=True)
    of_listed = {r["position_listed"]: r for r in best.iter_rows(named=True)}
    declared_at = {r["position"]: r for r in declared.iter_rows(named=True)}
    words = []
    for r in listed.iter_rows(named=True):  # one name: a handful of words
        match = of_listed.get(r["position"])
        other = declared_at[match["position"]]["token"] if match else None
        words.append(AlignedWord(other, r["token"], match["similarity"] if match else 0.0, r["weight"], r["kind"]))
    used = set(aligned["position"])
    words += [
        AlignedWord(r["token"], None, 0.0, r["weight"], r["kind"]) for p, r in declared_at.items() if p not in used
    ]
    return tuple(words)
