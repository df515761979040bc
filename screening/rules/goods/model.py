"""Which headings a description fits: a naive Bayes model over words and letter groups, trained on titles and history.

Chosen by measurement on held-out TN VED titles (docs/goods.md), and made of counts, so that it is trained in a second
and that a trained model is a small table that anybody can inspect. It is kept as NumPy arrays without pickles: reading
a model from a shared lake runs no code of its author.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl
import scipy.sparse as sp

from screening.errors import ReferenceDataError
from screening.rules.goods.words import ReadTexts, read_texts

Floats = npt.NDArray[np.float32]

_FEATURES = 1 << 18
_GROUP = 4
_SMOOTHING = 0.01
_FORMAT = 1
_TEMPERATURES = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0)


@dataclass(frozen=True)
class HeadingModel:
    """A trained model. `counts` has a row per heading and a column per feature; `importance` weighs features.

    `temperature` makes its certainty honest: it divides the scores, by the root of the number of words too. `version`
    is the start of the SHA-256 of the content that it was read from.
    """

    headings: tuple[str, ...]
    titles: tuple[str, ...]
    counts: sp.csr_matrix
    importance: Floats
    temperature: float
    version: str = "not kept"

    @cached_property
    def weights(self) -> sp.csr_matrix:
        """Log of how much likelier a feature is under a heading than a feature that was never seen there."""
        weights = self.counts.copy()
        weights.data = (np.log(weights.data + _SMOOTHING) - np.log(_SMOOTHING)).astype(np.float32)
        return weights.T.tocsr()

    @cached_property
    def floors(self) -> Floats:
        """The log-probability of a feature that was never seen under each heading."""
        seen = int((self.importance > 0).sum())
        totals = np.asarray(self.counts.sum(axis=1)).ravel()
        return (-np.log(totals + _SMOOTHING * seen)).astype(np.float32)

    def score_words(self, words: Words) -> Floats:
        """Return the log-score of each heading (columns) for each word (rows); a text has the sum of its words."""
        features = words.features @ sp.diags_array(self.importance)
        mass = np.asarray(features.sum(axis=1), dtype=np.float32).ravel()
        scores: Floats = (features @ self.weights).astype(np.float32).toarray()
        scores += mass[:, None] * self.floors[None, :]
        return scores

    def score(self, goods_words: sp.csr_matrix, words: Words) -> Floats:
        """Return the log-score of each heading (columns) for each text (rows)."""
        return np.asarray(goods_words @ self.score_words(words), dtype=np.float32)

    def probabilities(self, scores: Floats, word_counts: npt.NDArray[np.int64]) -> Floats:
        """Return calibrated probabilities of the headings from scores."""
        calm = scores / (self.temperature * np.sqrt(np.maximum(word_counts, 1)))[:, None]
        calm -= calm.max(axis=1, keepdims=True)
        powers = np.exp(calm)
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)

    def known(self, words: Words) -> npt.NDArray[np.bool_]:
        """Whether each word as a whole was seen in training."""
        return np.asarray(self.importance[words.own_feature] > 0)

    def to_bytes(self) -> bytes:
        """Return the model as a compressed archive of arrays."""
        about = {"format": _FORMAT, "headings": self.headings, "titles": self.titles, "temperature": self.temperature}
        used = np.flatnonzero(self.importance)
        stream = io.BytesIO()
        np.savez_compressed(
            stream,
            about=np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8),
            used=used.astype(np.int32),
            importance=self.importance[used],
            data=self.counts.data.astype(np.float32),
            indices=self.counts.indices.astype(np.int32),
            indptr=self.counts.indptr.astype(np.int64),
        )
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> HeadingModel:
        """Read what `to_bytes` wrote; raises ReferenceDataError for anything else. Never unpickles."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                about = json.loads(arrays["about"].tobytes().decode())
                if about["format"] != _FORMAT:
                    raise ValueError(f"format {about['format']}")
                importance = np.zeros(_FEATURES, dtype=np.float32)
                importance[arrays["used"]] = arrays["importance"]
                shape = (len(about["headings"]), _FEATURES)
                counts = sp.csr_matrix((arrays["data"], arrays["indices"], arrays["indptr"]), shape=shape)
        except (OSError, EOFError, zipfile.BadZipFile, ValueError, KeyError, TypeError, IndexError) as error:
            raise ReferenceDataError(
                f"the model cannot be read ({error})",
                where="reference.goods_models",
                remedy="Run `screening goods train`",
            ) from error
        version = hashlib.sha256(content).hexdigest()[:8]
        named = tuple(about["headings"]), tuple(about["titles"])
        return cls(*named, counts, importance, float(about["temperature"]), version)


@dataclass(frozen=True)
class Words:
    """Distinct words with their features: `own_feature` is the one of the word as a whole."""

    features: sp.csr_matrix
    own_feature: npt.NDArray[np.int64]

    def only(self, places: npt.NDArray[np.int64]) -> Words:
        """The words at these places."""
        return Words(self.features[places], self.own_feature[places])


def read_words(read: ReadTexts) -> tuple[sp.csr_matrix, Words]:
    """Return which words each text holds (texts × words, ones) and the features of the distinct words."""
    stem = read.vocabulary["stem"]
    distinct = stem.unique(maintain_order=True)
    word_of = stem.to_frame().join(distinct.to_frame().with_row_index("word"), on="stem", maintain_order="left")["word"]
    word = word_of.to_numpy()[read.tokens["token"].to_numpy()]
    ends = np.cumsum(np.bincount(read.tokens["text"].to_numpy(), minlength=len(read.texts)))
    held = sp.csr_matrix(
        (np.ones(len(word), dtype=np.float32), word, np.append(0, ends)), shape=(len(read.texts), len(distinct))
    )
    held.sum_duplicates()
    held.data[:] = 1  # a word counts once, however often a text says it
    return held, _features(distinct.to_list())


def _features(words: list[str]) -> Words:
    # A loop over distinct words, not rows: the hash of each letter group is a C function of one string.
    ids = [[zlib.crc32(part.encode()) % _FEATURES for part in _parts(word)] for word in words]
    lengths = np.array([len(part) for part in ids], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    flat = np.array([feature for part in ids for feature in part], dtype=np.int64)
    # The whole word weighs as much as its letter groups together.
    values = np.repeat(0.5 / np.sqrt(np.maximum(lengths - 1, 1)), lengths).astype(np.float32)
    values[starts[:-1]] = 1.0
    features = sp.csr_matrix((values, flat, starts), shape=(len(words), _FEATURES))
    return Words(features, flat[starts[:-1]] if words else np.zeros(0, dtype=np.int64))


def _parts(word: str) -> list[str]:
    groups = [f"g{word[i : i + _GROUP]}" for i in range(len(word) - _GROUP + 1)]
    whole = f"^{word}$"
    edges = [f"g{whole[:_GROUP]}", f"g{whole[-_GROUP:]}"] if len(word) >= _GROUP else []
    start = [f"s{word[:5]}"] if len(word) > 5 else []
    return [f"w{word}", *start, *groups, *edges]


def fit(texts: pl.DataFrame, titles: dict[str, str], temperature: float = 3.0) -> HeadingModel:
    """Train on `text`, `heading`, `weight`. `titles` names headings. An empty frame is a ValueError."""
    if texts.is_empty():
        raise ValueError("there is nothing to train on")
    held, words = read_words(read_texts(texts["text"]))
    bags = held @ words.features
    headings = sorted(set(texts["heading"]))
    place = {heading: n for n, heading in enumerate(headings)}
    rows = np.array([place[heading] for heading in texts["heading"]])
    weights = texts["weight"].to_numpy().astype(np.float32)
    frequency = np.asarray((bags > 0).sum(axis=0)).ravel()
    importance = np.where(frequency > 0, np.sqrt(np.log((1 + len(texts)) / (1 + frequency)) + 1), 0).astype(np.float32)
    sums = sp.csr_matrix((weights, (rows, np.arange(len(texts)))), shape=(len(headings), len(texts)))
    counts = ((sums @ bags) @ sp.diags_array(importance)).tocsr()
    counts.sort_indices()
    named = tuple(titles.get(heading, heading) for heading in headings)
    return HeadingModel(tuple(headings), named, counts, importance, temperature)


def calibrated(model: HeadingModel, held_out: pl.DataFrame) -> HeadingModel:
    """Return the model with the temperature under which the held-out `text`, `heading` are likeliest."""
    scores, counts, truth = _scored(model, held_out)
    best, least = model.temperature, np.inf
    for temperature in _TEMPERATURES:
        tried = HeadingModel(model.headings, model.titles, model.counts, model.importance, temperature)
        chance = tried.probabilities(scores, counts)[np.arange(len(truth)), truth]
        loss = float(-np.log(np.maximum(chance, 1e-9)).mean())
        if loss < least:
            best, least = temperature, loss
    return HeadingModel(model.headings, model.titles, model.counts, model.importance, best)


def accuracy(model: HeadingModel, held_out: pl.DataFrame) -> tuple[float, float]:
    """Return the shares of `text`, `heading` whose heading is the model's first choice, and among its first five."""
    asked = held_out.height
    scores, _, truth = _scored(model, held_out)
    own = scores[np.arange(len(truth)), truth]
    better = (scores > own[:, None]).sum(axis=1)
    return float((better < 1).sum() / max(asked, 1)), float((better < 5).sum() / max(asked, 1))


def _scored(model: HeadingModel, texts: pl.DataFrame) -> tuple[Floats, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    known = texts.filter(pl.col("heading").is_in(list(model.headings)))
    held, words = read_words(read_texts(known["text"]))
    place = {heading: n for n, heading in enumerate(model.headings)}
    truth = np.array([place[heading] for heading in known["heading"]], dtype=np.int64)
    return model.score(held, words), np.asarray(held.sum(axis=1)).ravel().astype(np.int64), truth
