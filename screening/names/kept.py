"""Names as they were read, kept in files: reading a name costs more than asking whether a small list may hold it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from screening.errors import ListError
from screening.names.prepare import Prepared

_TYPES = {"row": pl.UInt32, "token": pl.UInt32, "latin": pl.Int32, "word": pl.UInt32, "surface": pl.UInt32,
          "head": pl.Int8, "chapter": pl.UInt16, "segment": pl.UInt16, "start": pl.UInt16}  # fmt: skip
_STRINGS = ("tokens", "latins", "surfaces")


@dataclass(frozen=True)
class ReadNames:
    """Names and their tokens, read by the words of one index; another index, or another matcher, reads them anew."""

    names: list[str]
    prepared: Prepared

    def save(self, folder: Path) -> None:
        """Write them into `folder`, which is there."""
        p = self.prepared
        tables = {
            "names": pl.DataFrame({"name": pl.Series(self.names, dtype=pl.String), "is_cut": p.is_cut}),
            "occurrences": pl.DataFrame({c: pl.Series(getattr(p, c)).cast(t) for c, t in _TYPES.items()}),
            **{c: pl.DataFrame({c: pl.Series(getattr(p, c), dtype=pl.String)}) for c in _STRINGS},
            "words": pl.DataFrame(
                [(t, x, list(o)) for t, x, o in p.words],
                schema={"token": pl.UInt32, "latin": pl.Int32, "others": pl.List(pl.String)},
                orient="row",
            ),
            "legal": pl.DataFrame(p.legal, schema={"row": pl.UInt32, "form": pl.String}, orient="row"),
        }
        for name, table in tables.items():
            table.write_ipc(folder / f"{name}.arrow", compression="lz4")

    @classmethod
    def load(cls, folder: Path) -> ReadNames:
        """Those saved in `folder`. Raises ListError where they are not there, or not whole."""
        try:
            names = _table(folder, "names")
            seen = _table(folder, "occurrences")
            words, legal = _table(folder, "words"), _table(folder, "legal")
            tokens, latins, surfaces = (_table(folder, c)[c].to_list() for c in _STRINGS)
            columns = {c: seen[c].to_numpy().astype(np.int64) for c in _TYPES}
        except (OSError, pl.exceptions.PolarsError) as error:
            raise ListError("no readable names", where=str(folder), remedy="They are read anew") from error
        prepared = Prepared(
            row=columns["row"],
            token=columns["token"],
            latin=columns["latin"],
            word=columns["word"],
            surface=columns["surface"],
            head=columns["head"],
            chapter=columns["chapter"],
            segment=columns["segment"],
            start=columns["start"],
            tokens=tokens,
            latins=latins,
            words=list(zip(words["token"], words["latin"], map(tuple, words["others"].to_list()), strict=True)),
            surfaces=surfaces,
            legal=list(zip(legal["row"].to_list(), legal["form"].to_list(), strict=True)),
            is_cut=names["is_cut"].to_numpy(),
        )
        return cls(names["name"].to_list(), prepared)

    @staticmethod
    def names_in(folder: Path) -> pl.Series:
        """The names alone. Raises ListError as `load` does."""
        try:
            return _table(folder, "names")["name"]
        except (OSError, pl.exceptions.PolarsError) as error:
            raise ListError("no readable names", where=str(folder), remedy="They are read anew") from error


def _table(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_ipc(folder / f"{name}.arrow")
