"""Controlled substances: which CAS number, formula and name belongs to which entry of which regime."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from hs_codes.editions import Edition
from hs_codes.list_files import CHEMICALS_LIST, REGIMES, STRENGTHS, list_version
from hs_codes.nomenclature import is_known
from hs_codes.reference_data import DATA_FOLDER, read_reference_csv, refuse_rows
from screening.schemas.goods import CHEMICALS

_NAMES = ("names_en", "names_ru", "names_kk")
_LISTS = ("entry_codes", "regimes", *_NAMES)
_COLUMNS = ("cas_number", "entry_codes", "regimes", "hs_code", "hs_edition", "formula", "strength", *_NAMES)

CAS_NUMBER = r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]"
_LONGEST_CAS = 10

# A dual-use entry with its item, a schedule of the Convention, an annex item of MTCR or NSG.
_ENTRY = (
    r"^(?:[0-9][A-E][0-4][0-9]{2}(?:\.[a-z0-9]+)*|CWC [123][AB][0-9]{1,2}|"
    r"(?:MTCR|NSG) [0-9]{1,2}\.[A-E]\.[0-9]+(?:\.[a-z])?)$"
)


def load_chemicals(folder: Path = DATA_FOLDER) -> pl.DataFrame:
    """Read and check `chemicals.csv` in `folder`. Shape: CHEMICALS.

    Raises ReferenceDataError naming file, row and remedy: a wrong check digit, a code that its edition does not have,
    a regime, entry or strength of another form, a name that two substances share.
    """
    path = folder / "chemicals.csv"
    frame = read_reference_csv(path, columns=_COLUMNS, key=("cas_number",), optional=("formula",))
    refuse_rows(
        frame, ~is_cas_number(pl.col("cas_number")), path, "not a CAS number", "Correct it: the digits do not add up"
    )
    refuse_rows(
        frame,
        (pl.col("hs_edition") != Edition.HS2022) | ~is_known(pl.col("hs_code"), Edition.HS2022),
        path,
        "the code is not one of HS2022",
        "Write a subheading of HS2022 and that edition",
    )
    refuse_rows(frame, ~pl.col("strength").is_in(STRENGTHS), path, "strength is unknown", f"Use {', '.join(STRENGTHS)}")
    frame = frame.with_columns(pl.col(name).str.split(";") for name in _LISTS)
    for column, right in (
        ("entry_codes", pl.element().str.contains(_ENTRY)),
        ("regimes", pl.element().is_in(REGIMES)),
    ):
        refuse_rows(
            frame,
            ~pl.col(column).list.eval(right).list.all(),
            path,
            f"{column} has a value of another form",
            "Correct it",
        )
    for column in _NAMES:
        spellings = frame.select("cas_number", pl.col(column).alias("name")).explode("name")
        shared = spellings.filter(pl.col("name").str.to_lowercase().is_duplicated())["cas_number"]
        refuse_rows(
            frame,
            pl.col("cas_number").is_in(shared.implode()),
            path,
            f"{column} shares a name with another row",
            "Leave the name where it means one substance",
        )
    return CHEMICALS.conform(
        frame.with_columns(control_list=pl.lit(CHEMICALS_LIST), control_list_version=pl.lit(list_version(path)))
    )


def is_cas_number(numbers: pl.Expr) -> pl.Expr:
    """Return a Boolean expression: has each text the form of a CAS number, and does its check digit hold?

    The check digit is the sum of the other digits, each times its place counted from the right, modulo 10.
    """
    backwards = numbers.str.replace_all("-", "").str.reverse()
    places = [
        backwards.str.slice(place, 1).cast(pl.Int64, strict=False).fill_null(0) * place
        for place in range(1, _LONGEST_CAS)
    ]
    check = backwards.str.slice(0, 1).cast(pl.Int64, strict=False)
    return numbers.str.contains(f"^{CAS_NUMBER}$") & (pl.sum_horizontal(places) % 10 == check)
