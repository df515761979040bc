"""Exchange rates: loaded from a file with their source, and used to give every item its value in US dollars."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from screening.errors import IntakeError
from screening.intake.checks.mojibake import FOUND
from screening.lake import in_transaction, insert, read_sql, run_sql
from screening.schemas.rates import EXCHANGE_RATES

MAX_AGE_DAYS = 7
"""A rate holds over weekends and holidays, and no longer."""
_COLUMNS = ("currency_code", "rate_date", "usd_per_unit", "source")


def load_rates(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[int, int]:
    """Load a CSV file of rates, replacing those of the same currency and day. Return rates, and items that gained one.

    Columns: currency_code, rate_date (YYYY-MM-DD), usd_per_unit, source. Items that came before their rate get their
    value now. Raises IntakeError, with the row, when anything in the file is wrong: rates are all or nothing.
    """
    rates = _read(path).with_columns(pl.lit(datetime.now(UTC)).cast(pl.Datetime("us", "UTC")).alias("loaded_at"))

    def store(lake: duckdb.DuckDBPyConnection) -> int:
        lake.register("new_rates", rates)
        run_sql(lake, read_sql("screening.intake", "forget_rates"))
        lake.unregister("new_rates")
        insert(lake, EXCHANGE_RATES, rates)
        before = _without(lake)
        run_sql(lake, read_sql("screening.intake", "apply_rates"), {"max_age_days": MAX_AGE_DAYS})
        return before - _without(lake)

    return rates.height, in_transaction(connection, store)


def _without(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute(
        "SELECT count(*) FROM intake.declarations WHERE statistical_value_usd IS NULL AND statistical_value IS NOT NULL"
    ).fetchone()
    return int(row[0]) if row else 0


def _read(path: Path) -> pl.DataFrame:
    try:
        text = pl.read_csv(path, infer_schema_length=0)
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
        raise IntakeError("the rates cannot be read as CSV in UTF-8", where=str(path)) from error
    if missing := [name for name in _COLUMNS if name not in text.columns]:
        raise IntakeError(
            f"the rates lack columns: {', '.join(missing)}", where=str(path), remedy=f"Give {', '.join(_COLUMNS)}"
        )
    rates = text.select(
        pl.col("currency_code").str.strip_chars().str.to_uppercase(),
        pl.col("rate_date").str.to_date("%Y-%m-%d", strict=False),
        pl.col("usd_per_unit").cast(pl.Float64, strict=False),
        pl.col("source").str.strip_chars(),
    ).with_row_index("row", offset=1)
    wrong = rates.filter(
        ~pl.col("currency_code").str.contains("^[A-Z]{3}$").fill_null(False)
        | pl.col("rate_date").is_null()
        | ~(pl.col("usd_per_unit").is_finite() & (pl.col("usd_per_unit") > 0)).fill_null(False)
        | (pl.col("source").fill_null("") == "")
        | pl.struct("currency_code", "rate_date").is_duplicated()
    )
    if not wrong.is_empty():
        raise IntakeError(
            f"row {wrong['row'][0]} is no rate, or {wrong.height - 1} further rows are none",
            where=str(path),
            remedy="Each row needs a currency, a date YYYY-MM-DD, a number above 0 and its source, and no day twice",
        )
    return rates.drop("row")


def read_rates(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return all rates: currency_code, rate_date, usd_per_unit, source."""
    return connection.execute(
        "SELECT currency_code, rate_date, usd_per_unit, source FROM reference.exchange_rates"
        " ORDER BY currency_code, rate_date"
    ).pl()


def in_usd(accepted: pl.DataFrame, rates: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return accepted items with their value in US dollars, and the warnings (FOUND) of those that have no rate.

    The columns that are added are DECLARATIONS' statistical_value_usd, usd_rate_date and usd_rate_source.
    """
    pairs = (
        accepted.select(pl.col("statistical_currency_code").alias("currency_code"), "registration_date")
        .filter(pl.col("currency_code").is_not_null() & (pl.col("currency_code") != "USD"))
        .unique()
        .sort("registration_date")
    )
    found = pairs.join_asof(
        rates.sort("rate_date").with_columns(pl.col("rate_date").alias("usd_rate_date")),
        left_on="registration_date",
        right_on="rate_date",
        by="currency_code",
        strategy="backward",
        tolerance=f"{MAX_AGE_DAYS}d",
        check_sortedness=False,
    ).select(
        "currency_code", "registration_date", "usd_per_unit", "usd_rate_date", pl.col("source").alias("usd_rate_source")
    )
    value, currency = pl.col("statistical_value"), pl.col("statistical_currency_code")
    valued = accepted.join(
        found,
        left_on=["statistical_currency_code", "registration_date"],
        right_on=["currency_code", "registration_date"],
        how="left",
        maintain_order="left",
    ).with_columns(
        pl.when(currency == "USD").then(value).otherwise(value * pl.col("usd_per_unit")).alias("statistical_value_usd")
    )
    lacking = valued.filter(value.is_not_null() & currency.is_not_null() & pl.col("statistical_value_usd").is_null())
    warned = lacking.select(
        "row_number",
        pl.lit("NO_USD_RATE").alias("check_id"),
        pl.lit("statistical_value").alias("column_name"),
        pl.format("{} {}", "statistical_value", "statistical_currency_code").alias("value"),
        pl.lit(None, dtype=pl.String).alias("mended_value"),
    )
    return valued.drop("usd_per_unit"), warned.select(FOUND.names())
