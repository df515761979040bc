"""Letters that were decoded wrongly before they arrived: mended where only one reading is possible, else pointed out.

What ftfy knows (UTF-8 that was read as Windows-1251, Windows-1252 or Latin-1) is left to it. It leaves alone text whose
every byte is a letter in both encodings; two such cases are clear all the same: Windows-1251 read as Western European
gives words of accented capitals only, and KOI8-R read as Windows-1251 turns the case of every letter round.
"""

from __future__ import annotations

import re

import ftfy
import polars as pl

from screening.intake.records import RecordKind

# What the second bytes of UTF-8 (80 to BF) look like in Windows-1251, Windows-1252 and Latin-1.
_TRAIL = (
    "\u0080-\u00bf\u0402\u0403\u201a\u0453\u201e\u2026\u2020\u2021\u20ac\u2030\u0409\u2039\u040a\u040c\u040b\u040f\u0452"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u2122\u0459\u203a\u045a\u045c\u045b\u045f\u040e\u045e\u0408\u0490\u0401"
    "\u0404\u0407\u0491\u0451\u2116\u0454\u0458\u0405\u0455\u0457\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6"
    "\u02dc"
)
# І is left out of the second bytes: ТІРІ is a Kazakh word.
_UTF8_IN_CP1251 = f"(?:[РСТУ][{_TRAIL}]){{2}}"
_UTF8_IN_LATIN = f"(?:[ÂÃÐÑÒÓ][{_TRAIL}]){{2}}"
_CP1251_IN_LATIN = "[À-ÖØ-öø-ÿ]{4}"
_KOI8_IN_CP1251 = r"\b[а-яё][А-ЯЁ]{3,}"
_SUSPECT = "|".join((_UTF8_IN_CP1251, _UTF8_IN_LATIN, _CP1251_IN_LATIN, _KOI8_IN_CP1251, "\ufffd"))
_RUSSIAN = re.compile(r"[А-Яа-яЁё]")
_WORD = re.compile(r"[А-Яа-яЁё]{2,}")
_ORDINARY_CASE = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_VOWELS = frozenset("аеёиоуыэюя")
_MANGLED = re.compile("|".join((_UTF8_IN_CP1251, _UTF8_IN_LATIN)))


def free_texts(kind: RecordKind) -> list[str]:
    """Columns whose values are words: names, addresses, descriptions; not codes and numbers."""
    coded = ("_code", "_id", "_number", "flow", "kind")
    return [
        column.name
        for column in kind.columns
        if column.dtype == pl.String and not column.name.endswith(coded) and column.name != "tax_id"
    ]


def mend(rows: pl.DataFrame, kind: RecordKind) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return rows as they arrived (RawBatch.rows) with mangled texts mended, and what was found.

    What was found: row_number, check_id, column_name, value, mended_value (null where it was left).
    """
    found: list[pl.DataFrame] = []
    for name in free_texts(kind):
        if rows[name].null_count() == rows.height:
            continue
        # Names and descriptions repeat: to look at each distinct one once takes a third of the time.
        distinct = rows[name].unique()
        mangled = distinct.filter(distinct.str.contains(_SUSPECT))
        if mangled.is_empty():
            continue
        suspect = rows.select("row_number", pl.col(name).alias("value")).filter(
            pl.col("value").is_in(mangled.implode())
        )
        # A loop over the few distinct texts that look mangled: each needs its own look.
        readings = {text: reading(text) for text in mangled}
        mended = suspect.with_columns(
            pl.col("value").replace_strict(readings, return_dtype=pl.String).alias("mended_value"),
            pl.lit(name).alias("column_name"),
        ).filter(pl.col("mended_value").is_null() | (pl.col("mended_value") != pl.col("value")))
        if not mended.is_empty():
            found.append(mended)
            replaced = mended.filter(pl.col("mended_value").is_not_null()).select("row_number", "mended_value")
            rows = (
                rows.join(replaced, on="row_number", how="left", maintain_order="left")
                .with_columns(pl.coalesce("mended_value", name).alias(name))
                .drop("mended_value")
            )
    if not found:
        return rows, pl.DataFrame(schema=FOUND)
    together = pl.concat(found).with_columns(
        pl.when(pl.col("mended_value").is_null())
        .then(pl.lit("MOJIBAKE_SUSPECTED"))
        .otherwise(pl.lit("MOJIBAKE_MENDED"))
        .alias("check_id")
    )
    return rows, together.select(FOUND.names())


FOUND = pl.Schema(
    {"row_number": pl.Int64, "check_id": pl.String, "column_name": pl.String, "value": pl.String,
     "mended_value": pl.String}
)  # fmt: skip


def reading(text: str) -> str | None:
    """Return the text as it was meant: mended, unchanged where nothing is wrong with it, None where it is lost."""
    if "\ufffd" in text:
        return None
    mended = ftfy.fix_encoding(text)
    if mended == text:
        mended = _from_latin(text) or _from_koi8(text) or text
    if "\ufffd" in mended or _MANGLED.search(mended):
        return None
    return mended


def _from_latin(text: str) -> str | None:
    """Windows-1251 that was read as Windows-1252 or Latin-1: only accented letters, which make Russian words."""
    if not re.search(_CP1251_IN_LATIN, text):
        return None
    for wrong in ("cp1252", "latin-1"):
        try:
            meant = text.encode(wrong).decode("cp1251")
        except UnicodeError:
            continue
        return meant if _is_russian(meant) else None
    return None


def _from_koi8(text: str) -> str | None:
    """KOI8-R that was read as Windows-1251: the case of all letters is turned round."""
    if not re.search(_KOI8_IN_CP1251, text):
        return None
    try:
        meant = text.encode("cp1251").decode("koi8-r")
    except UnicodeError:
        return None
    return meant if _is_russian(meant) else None


def _is_russian(text: str) -> bool:
    """Whether the Cyrillic words of a text are in ordinary case and have vowels as Russian has."""
    words = _WORD.findall(text)
    letters = "".join(words).lower()
    vowels = sum(letter in _VOWELS for letter in letters)
    return (
        len(letters) >= 4
        and all(_ORDINARY_CASE.fullmatch(word) for word in words)
        and 0.25 <= vowels / len(letters) <= 0.65
        and len(_RUSSIAN.findall(text)) >= 0.6 * sum(letter.isalpha() for letter in text)
    )
