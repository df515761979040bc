"""Where two values differ: the declared and the listed one, cut into parts that agree and parts that do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from screening.names import compare


@dataclass(frozen=True)
class Part:
    """A stretch of a value; `differs` where the other value has something else or nothing."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Pair:
    """Two values side by side, each in parts that join up to the whole value, and how alike they are (0 to 1)."""

    declared: tuple[Part, ...]
    listed: tuple[Part, ...]
    similarity: float | None = None


def difference(declared: str, listed: str) -> Pair:
    """Return both values with their differing characters marked. Upper and lower case do not differ."""
    one, other = _folded(declared), _folded(listed)
    opcodes = Indel.opcodes(one, other)
    return Pair(
        _parts((declared[op.src_start : op.src_end], op.tag != "equal") for op in opcodes),
        _parts((listed[op.dest_start : op.dest_end], op.tag != "equal") for op in opcodes),
    )


def word_pairs(declared: str, listed: str) -> list[Pair]:
    """Return which words of two names were held to be one, in the letters in which they were compared."""
    pairs = []
    for word in compare(declared, listed).words:
        # A term of the dictionary is marked with an equals sign.
        one, other = ((side or "").removeprefix("=") for side in (word.declared, word.listed))
        marked = difference(one, other)
        pairs.append(Pair(marked.declared, marked.listed, word.similarity))
    return pairs


def _folded(text: str) -> str:
    # Character by character: "ẞ" or "İ" would become two and shift everything behind them.
    return "".join(lower if len(lower := char.lower()) == 1 else char for char in text)


def _parts(stretches: Iterable[tuple[str, bool]]) -> tuple[Part, ...]:
    joined: list[Part] = []
    for text, differs in stretches:
        if not text:
            continue
        if joined and joined[-1].differs == differs:
            joined[-1] = Part(joined[-1].text + text, differs)
        else:
            joined.append(Part(text, differs))
    return tuple(joined)
