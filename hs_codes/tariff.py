"""The administration's own tariff, such as the EAEU's TN VED: ten-digit codes with titles and units.

Titles belong to whoever publishes the tariff; the package holds none and reads those of the user's file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl

from hs_codes.editions import Edition
from hs_codes.nomenclature import has_numbers, is_known
from hs_codes.table_file import WorkbookReader, read_table
from screening.errors import ReferenceDataError
from screening.lake import in_transaction
from screening.schemas.goods import NOMENCLATURE, NOMENCLATURE_VERSIONS

_COLUMNS = {
    "code": ("hs_code", "код", "код тн вэд", "тн вэд", "тнвэд", "commodity code", "сэқ тн коды"),
    "title": ("description_ru", "description", "наименование", "наименование позиции", "title_ru", "атауы"),
    "full_title": ("full_description_ru", "full_description", "полное наименование", "full_title_ru"),
    "unit": ("supplementary unit", "единица", "ед изм", "доп ед изм", "доп. ед. изм.", "өлшем бірлігі"),
}
_LEAF_DIGITS = 10
_SEPARATORS = r"[ .\u00a0\u202f-]"

# A table taken from a printed tariff may have duties where a heading should be: "14, но не менее 0,28 евро за 1 кг".
_DUTY = r"^[0-9]+(?:[.,][0-9]+)?(?:\s*%)?(?:,? (?:но не менее|плюс|but not less than).*)?$"
_NO_UNIT = ("-", "–", "—")


@dataclass(frozen=True)
class Tariff:
    """A tariff as read: `about` is its row of nomenclature_versions, `codes` its rows of nomenclature."""

    about: pl.DataFrame
    codes: pl.DataFrame


def read_tariff(
    path: Path,
    workbook_rows: WorkbookReader,
    *,
    nomenclature: str,
    language: str,
    edition: Edition,
    valid_from: date,
    valid_to: date | None = None,
) -> Tariff:
    """Read a tariff from CSV or XLSX: code and title are required, full title and unit are not.

    Without full titles they are made of the titles of the shorter codes above each. Raises ReferenceDataError naming
    file, row and remedy; a repeated code, duties among titles and codes that the edition lacks become warnings.
    """
    table = read_table(path, _COLUMNS, ("code",), workbook_rows)
    if table.frame["title"].null_count() == table.frame.height:
        raise ReferenceDataError(
            "there is no column of titles, or it is empty",
            where=path.name,
            remedy="Name it title; `screening goods template nomenclature` shows the columns",
        )
    code = pl.col("code").str.replace_all(_SEPARATORS, "")
    table.refuse(
        ~code.str.contains(r"^(?:0[1-9]|[1-9][0-9])[0-9]{0,8}$"),
        "not a code of the tariff",
        "Write 2 to 10 digits as text; a spreadsheet that dropped a leading zero has spoilt the code",
    )
    frame = table.frame.with_columns(
        code.alias("hs_code"),
        pl.when(~pl.col("unit").is_in(_NO_UNIT)).then("unit").alias("unit"),
        pl.coalesce(pl.col("title"), pl.col("full_title").str.split(" / ").list.last(), code)
        .str.replace(r"^[\s–—-]+", "")
        .alias("title"),
    )
    rows = frame.unique("hs_code", keep="first", maintain_order=True)
    warnings = []
    if untitled := table.frame["title"].null_count():
        warnings.append(f"{untitled:,} code(s) have no title of their own")
    if repeated := frame.height - rows.height:
        warnings.append(f"{repeated:,} row(s) repeat a code and were left out")
    parts = pl.col("full_title").str.split(" / ")
    told = parts.list.eval(pl.element().filter(~pl.element().str.contains(_DUTY)))
    if duties := rows.filter(parts.list.len() > told.list.len()).height:
        warnings.append(f"{duties:,} full title(s) held duties, which were taken out")
    rows = rows.with_columns(pl.coalesce(told.list.join(" / "), _joined_titles(rows)).alias("full_title"))
    if has_numbers(edition):
        strange = rows.filter((pl.col("hs_code").str.len_chars() >= 6) & ~is_known(pl.col("hs_code"), edition))
        if strange.height:
            first = strange["hs_code"][0]
            warnings.append(
                f"{strange.height:,} code(s) are below subheadings that {edition} does not have, e.g. {first}"
            )
    version = f"{valid_from.isoformat()}-{table.content_hash[:8]}"
    codes = NOMENCLATURE.conform(
        rows.with_columns(
            pl.lit(nomenclature).alias("nomenclature"),
            pl.lit(version).alias("nomenclature_version"),
            (pl.col("hs_code").str.len_chars() == _LEAF_DIGITS).alias("is_leaf"),
        )
    )
    about = pl.DataFrame(
        {
            "nomenclature": [nomenclature],
            "nomenclature_version": [version],
            "hs_edition": [edition.value],
            "language": [language],
            "source_file": [path.name],
            "content_hash": [table.content_hash],
            "valid_from": [valid_from],
            "valid_to": [valid_to],
            "loaded_at": [datetime.now(UTC)],
            "code_count": [codes.height],
            "leaf_count": [codes["is_leaf"].sum()],
            "warnings": [warnings],
        },
        schema=NOMENCLATURE_VERSIONS.polars_schema,
    )
    return Tariff(NOMENCLATURE_VERSIONS.conform(about), codes)


def store_tariff(connection: duckdb.DuckDBPyConnection, tariff: Tariff) -> bool:
    """Put a tariff into the lake in one transaction; return whether this version was new."""
    key = tariff.about.select("nomenclature", "nomenclature_version").row(0)

    def store(lake: duckdb.DuckDBPyConnection) -> bool:
        known = lake.execute(
            "SELECT count(*) FROM reference.nomenclature_versions WHERE nomenclature = ? AND nomenclature_version = ?",
            key,
        ).fetchone()
        if known and known[0]:
            return False
        for table, frame in ((NOMENCLATURE_VERSIONS, tariff.about), (NOMENCLATURE, tariff.codes)):
            lake.register("incoming", frame)
            lake.execute(f"INSERT INTO {table.full_name} BY NAME FROM incoming")
            lake.unregister("incoming")
        return True

    return in_transaction(connection, store)


def nomenclature_on(connection: duckdb.DuckDBPyConnection, nomenclature: str, day: date) -> pl.DataFrame:
    """Return the codes of the version that is valid on `day`, of several the one loaded last. Shape: NOMENCLATURE."""
    found = connection.execute(
        """
        WITH version AS (
            SELECT nomenclature, nomenclature_version FROM reference.nomenclature_versions
            WHERE nomenclature = $nomenclature AND valid_from <= $day AND (valid_to IS NULL OR $day <= valid_to)
            ORDER BY loaded_at DESC, nomenclature_version DESC LIMIT 1
        )
        SELECT codes.* FROM reference.nomenclature AS codes
        JOIN version USING (nomenclature, nomenclature_version) ORDER BY hs_code
        """,
        {"nomenclature": nomenclature, "day": day},
    ).pl()
    return NOMENCLATURE.conform(found)


def _joined_titles(rows: pl.DataFrame) -> pl.Series:
    """Return the titles of the shorter codes that each code begins with, and its own, joined."""
    titles = rows.select(pl.col("hs_code").alias("above"), pl.col("title").alias("above_title"))
    joined = rows.select("hs_code", "title")
    columns = []
    for length in range(2, _LEAF_DIGITS):
        column = f"title_{length}"
        joined = joined.join(
            titles.rename({"above_title": column}),
            left_on=pl.col("hs_code").str.head(length),
            right_on="above",
            how="left",
            maintain_order="left",
        )
        if "above" in joined.columns:
            joined = joined.drop("above")
        columns.append(pl.when(pl.col("hs_code").str.len_chars() > length).then(column))
    return joined.select(pl.concat_str([*columns, pl.col("title")], separator=" / ", ignore_nulls=True)).to_series()
