"""Screening finds what comparing everything with everything finds."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.names import ALERT_THRESHOLD, NameIndex

WORDS = (
    "Qwizbadar",
    "Veltronika",
    "Tsvetkomflot",
    "Kunhai",
    "Plant",
    "Olga",
    "Petrovna",
    "Kryzhovskaya",
    "218",
    "Trade",
)
LISTED = pl.DataFrame(
    {
        "entity_id": [str(n) for n in range(6)],
        "name": [
            "Qwizbadar Veltronika Plant",
            "Tsvetkomflot 218",
            "KRYZHOVSKAYA, Olga Petrovna",
            "Kunhai Trade",
            "Veltronika Kunhai Tsvetkomflot Qwizbadar",
            "Plant 218",
        ],
    }
)
INDEX = NameIndex.build(LISTED)


@st.composite
def dirty(draw: st.DrawFn) -> str:
    """A name of listed words, some with a letter replaced, left out or doubled."""
    words = []
    for word in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5)):
        at = draw(st.integers(0, len(word) - 1))
        change = draw(st.sampled_from(("", word[at], word[at] * 2, "o")))
        words.append(word[:at] + change + word[at + 1 :])
    return " ".join(words)


@given(dirty())
@settings(max_examples=150, deadline=None)
def test_candidates_lose_no_hit(name: str) -> None:
    nothing = pl.lit(None, dtype=pl.String)
    party = pl.DataFrame({"query_id": ["Q"], "name": [name]}).with_columns(entity_type=nothing, country_code=nothing)
    pairs = INDEX.pairs([name], ALERT_THRESHOLD, every=True)
    every = INDEX.hits(party, party["name"], pairs, ALERT_THRESHOLD)
    assert INDEX.screen(party).equals(every)
