"""What a word is worth: rarity on the lists, held down for ordinary words, places, particles and noise."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from screening.names.lexicon import INITIAL, common_words, noise_words, place_words, popular_words, term_words

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int8]

KINDS = ("word", "popular", "term", "common", "place", "number", "initial", "noise")
WORD, POPULAR, TERM, COMMON, PLACE, NUMBER, INITIAL_KIND, NOISE = range(len(KINDS))

CAPS = np.array([1.0, 0.55, 0.40, 0.30, 0.35, 0.60, 0.08, 0.04])
"""The most that a word of each kind weighs; a word that is on no list of words may weigh all."""
NUMBER_WEIGHT = 0.60
LEAST = 0.04
SHORT_CAP = 0.50
SHORT_KNOWN_CAP = 0.08
"""Words of up to two letters: of names, and of the word tables (particles, prepositions)."""

SUPPORTING_SHARE = 0.8
"""What terms and places add to the distinctive weight: together they may carry a match, none alone."""
DISTINCTIVE_SHARES = np.array([1.0, 1.0, SUPPORTING_SHARE, 0.0, SUPPORTING_SHARE, 1.0, 0.0, 0.0])

UNMATCHED_SHARES = np.array([1.0, 1.0, 1.0, 1.0, 0.3, 1.0, 0.3, 0.1])
"""What an unmatched declared word counts, by kind: an address glued to a name is no other name."""
LONG_NUMBER = 5
"""Numbers of so many digits are telephone, tax and post numbers: unmatched, they say nothing."""


@functools.cache
def _known() -> dict[str, int]:
    table: dict[str, int] = {}
    for kind, words in (
        (TERM, term_words()),
        (POPULAR, popular_words()),
        (COMMON, common_words()),
        (PLACE, place_words()),
        (NOISE, noise_words()),
    ):
        table.update(dict.fromkeys(words, kind))
    return table


def kind_codes(tokens: list[str]) -> Codes:
    """Index into KINDS of each folded token."""
    known = _known()
    return np.array([_kind(t, known) for t in tokens], dtype=np.int8)


def _kind(token: str, known: dict[str, int]) -> int:
    if token[0] == INITIAL or (len(token) == 1 and not token.isdigit()):
        return INITIAL_KIND
    kind = known.get(token)
    if kind is not None:
        return kind
    return NUMBER if token.isdigit() else WORD


def token_weights(tokens: list[str], kinds: Codes, entities_with: Floats, entity_count: int) -> Floats:
    """Weight 0–1 per token from the number of listed entities that have it."""
    rarity = 1 - np.log1p(entities_with) / np.log(max(entity_count, 1000) * 2)
    weight = np.minimum(rarity, CAPS[kinds])
    short = np.array([len(t) <= 2 for t in tokens], dtype=bool)
    weight = np.where(short, np.minimum(weight, np.where(kinds == WORD, SHORT_CAP, SHORT_KNOWN_CAP)), weight)
    return np.clip(np.where(kinds == NUMBER, NUMBER_WEIGHT, weight), LEAST, 1.0)


def light_weights(tokens: list[str], kinds: Codes, weights: Floats) -> Floats:
    """What each declared token counts when it is unmatched."""
    long_number = (kinds == NUMBER) & np.array([len(t) >= LONG_NUMBER for t in tokens], dtype=bool)
    return np.where(long_number, 0.02, weights * UNMATCHED_SHARES[kinds])
