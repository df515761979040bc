"""Makes SQLAlchemy's DuckDB dialect buffer its results.

Great Expectations reads results after it has closed the connection; DuckDB's cursor has nothing left to give by then.
Buffering each result when its statement ends is the documented way for a dialect to behave as others do.
"""

from __future__ import annotations

from typing import Any

from duckdb_engine import Dialect
from sqlalchemy.engine.cursor import FullyBufferedCursorFetchStrategy


class _BufferedContext(Dialect.execution_ctx_cls):  # type: ignore[misc, valid-type]
    cursor: Any
    cursor_fetch_strategy: Any

    def post_exec(self) -> None:
        super().post_exec()
        if self.cursor.description:
            self.cursor_fetch_strategy = FullyBufferedCursorFetchStrategy(
                self.cursor,
                alternate_description=self.cursor.description,
                initial_buffer=self.cursor.fetchall(),
            )


def buffer_results() -> None:
    """Apply to every DuckDB engine made from now on; calling it again changes nothing."""
    Dialect.execution_ctx_cls = _BufferedContext
