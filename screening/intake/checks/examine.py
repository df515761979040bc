"""Everything that happens to a batch of rows between its format and the lake, in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from screening.intake.batch import RawBatch
from screening.intake.checks.mojibake import mend
from screening.intake.checks.reject import check_rows, reject_broken
from screening.intake.checks.warn import doubts, not_stated, warnings
from screening.intake.rates import in_usd
from screening.intake.records import DECLARATION_ITEMS, RecordKind


@dataclass(frozen=True)
class Examined:
    """`accepted`: row_number and the typed columns (for declarations also the value in US dollars). `rejected`:
    REJECTED_ROWS without file_id. `warned`: ROW_WARNINGS without file_id, of accepted rows only.
    """

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    warned: pl.DataFrame


def examine(batch: RawBatch, received: date, kind: RecordKind, rates: pl.DataFrame) -> Examined:
    """Mend, check, value and doubt a batch of rows in canonical columns; every row comes back once.

    `received` is the day the file arrived, `rates` are the exchange rates as `rates.read_rates` gives them.
    """
    rows, emptied = not_stated(batch.rows, kind)
    rows, mangled = mend(rows, kind)
    checked = check_rows(rows, received, kind)
    accepted, found = checked.accepted, [emptied, mangled]
    if kind is DECLARATION_ITEMS:
        accepted, without_rate = in_usd(accepted, rates)
        found.append(without_rate)
    found.extend(doubts(accepted, kind))
    rejected = pl.concat([checked.rejected, reject_broken(batch.broken)], how="vertical_relaxed")
    return Examined(accepted, rejected, warnings(accepted, kind, *found))
