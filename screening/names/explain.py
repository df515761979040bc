"""Why two names are held to be one, or not: everything that entered the score, readable and storable."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from screening.names.compare import Alignment, align, pair_features
from screening.names.declared import Declared, declare, read_names
from screening.names.index import NameIndex, pair_frame
from screening.names.listed import Listed
from screening.names.score import FEATURES
from screening.names.weights import KINDS


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
    declared_type: str | None = None,
    listed_type: str | None = None,
) -> Comparison:
    """The full comparison of two names.

    With an `index` words weigh what they weigh on its list; without one every unknown word counts as rare.
    """
    table = pl.DataFrame(
        {
            "entity_id": ["listed"],
            "name": [listed_name],
            "entity_type": [listed_type],
            "country_codes": [listed_countries or []],
        },
        schema_overrides={"entity_type": pl.String, "country_codes": pl.List(pl.String)},
    )
    pair = NameIndex.build(table, weights_of=index)
    listed = pair.listed
    source = None if index is None else index.listed
    declared = declare(read_names([declared_name], source or listed), listed, source)
    one = np.zeros(min(listed.form_count, 1), dtype=np.int64)
    features = pair_features(declared, listed, one, one)
    pairs = pair_frame(one, one, features, declared.prepared.legal, 0)
    party = pl.DataFrame(
        {
            "query_id": ["declared"],
            "name": [declared_name],
            "entity_type": [declared_type],
            "country_code": [declared_country],
        },
        schema_overrides={"entity_type": pl.String, "country_code": pl.String},
    )
    scored = pair.hits(party, party["name"], pairs, threshold=0.0)
    found = scored.row(0, named=True) if scored.height else {}
    return Comparison(
        declared_name,
        listed_name,
        float(found.get("score", 0.0)),
        tuple(declared.prepared.tokens[t] for t in declared.prepared.token.tolist()),
        tuple(listed.words.words.tokens[t] for t in listed.word_token[: _size(listed)].tolist()),
        tuple(form for _, form in declared.prepared.legal),
        tuple(pair.names["legal_forms"].to_list()[0]) if pair.names.height else (),
        _words(declared, listed, align(declared, listed, one, one)),
        {name: float(found.get(name, 0.0)) for name in FEATURES},
    )


def _size(listed: Listed) -> int:
    return int(listed.starts[1]) if listed.form_count else 0


def _words(declared: Declared, listed: Listed, found: Alignment) -> tuple[AlignedWord, ...]:
    best: dict[int, tuple[float, int]] = {}
    for word, token, similarity in zip(
        found.word.tolist(), found.token.tolist(), found.similarity.tolist(), strict=True
    ):
        best[word] = max(best.get(word, (0.0, -1)), (similarity, -token))
    written = [declared.prepared.tokens[t] for t in declared.prepared.token.tolist()]
    words = []
    for word in range(_size(listed)):
        similarity, token = best.get(word, (0.0, 1))
        words.append(
            AlignedWord(
                written[-token] if similarity else None,
                listed.words.words.tokens[listed.word_token[word]],
                similarity,
                float(listed.word_weight[word]),
                KINDS[listed.word_kind[word]],
            )
        )
    used = set(found.token.tolist())
    words += [
        AlignedWord(t, None, 0.0, float(declared.weight[n]), KINDS[declared.kind[n]])
        for n, t in enumerate(written)
        if n not in used
    ]
    return tuple(words)
