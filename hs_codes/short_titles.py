"""Our own short titles of subheadings that control lists touch, in English, Russian and, mostly, Kazakh."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from hs_codes.editions import CURATED
from hs_codes.nomenclature import is_known
from hs_codes.reference_data import DATA_FOLDER, read_reference_csv, refuse_rows


def load_short_titles(folder: Path = DATA_FOLDER) -> pl.DataFrame:
    """Return hs_code, title_en, title_ru, title_kk (may be null): a row for each HS2022 subheading that has titles.

    Raises ReferenceDataError naming file, row and remedy.
    """
    path = folder / "short_titles.csv"
    columns = ("hs_code", "title_en", "title_ru", "title_kk")
    frame = read_reference_csv(path, columns=columns, key=("hs_code",), optional=("title_kk",))
    refuse_rows(frame, ~is_known(pl.col("hs_code"), CURATED), path, f"{CURATED} has no such code", "Correct it")
    return frame
