"""The schema of every table at a boundary. The data dictionary and the lake's tables are made from these."""

from screening.schemas import commerce, goods, history, intake, reference, registry, results
from screening.schemas.table import Column, Table

LAKE_TABLES: tuple[Table, ...] = (
    *reference.TABLES,
    *goods.TABLES,
    *intake.TABLES,
    *commerce.TABLES,
    *registry.TABLES,
    *history.TABLES,
    *results.TABLES,
)
"""Every table of the lake."""

__all__ = ["LAKE_TABLES", "Column", "Table"]
