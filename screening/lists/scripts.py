"""The main script of a name: the one that most of its letters belong to."""

from __future__ import annotations

import unicodedata

import polars as pl

_BY_FIRST_WORD = {
    "CJK": "Han", "IDEOGRAPHIC": "Han", "HANGUL": "Hangul", "HIRAGANA": "Hiragana", "KATAKANA": "Katakana",
    "HALFWIDTH": "Katakana", "FULLWIDTH": "Latin", "MICRO": "Greek", "FEMININE": "Latin", "MASCULINE": "Latin",
}  # fmt: skip
_NAMED_ALIKE = (
    "Latin", "Cyrillic", "Arabic", "Greek", "Hebrew", "Georgian", "Armenian", "Devanagari", "Bengali", "Thai",
    "Myanmar", "Khmer", "Lao", "Ethiopic", "Mongolian", "Tibetan", "Sinhala", "Tamil", "Telugu", "Gujarati",
    "Gurmukhi", "Syriac",
)  # fmt: skip
_SCRIPTS = _BY_FIRST_WORD | {script.upper(): script for script in _NAMED_ALIKE}


def _script_of(character: str) -> str | None:
    """Script of one letter, by the first word of its Unicode name; None for what is not a letter."""
    if not character.isalpha():
        return None
    return _SCRIPTS.get(unicodedata.name(character, "").partition(" ")[0], "Other")


def main_scripts(names: pl.Series) -> pl.Series:
    """Return the Unicode script that most letters of each name belong to, in the order of `names`.

    Scripts that tie are decided by their alphabetical order. A name without letters is `Common`; letters of a script
    that is not told apart count as `Other`.
    """
    letters = (
        pl.DataFrame({"name": names.unique()})
        .with_columns(pl.col("name").str.split("").alias("letter"))
        .explode("letter", empty_as_null=False, keep_nulls=False)
    )
    # A loop over the distinct characters of the whole list, some hundreds, not over its rows.
    scripts = {letter: _script_of(letter) for letter in letters["letter"].unique()}
    table = pl.DataFrame(
        {"letter": list(scripts), "script": list(scripts.values())}, schema={"letter": pl.String, "script": pl.String}
    )
    main = (
        letters.join(table, on="letter")
        .drop_nulls("script")
        .group_by("name", "script")
        .len()
        .sort(["len", "script"], descending=[True, False])
        .group_by("name", maintain_order=True)
        .first()
    )
    asked = pl.DataFrame({"name": names})
    found = asked.join(main, on="name", how="left", maintain_order="left")["script"]
    return found.fill_null("Common").alias("script")
