"""The schema of every table at a boundary. The data dictionary and the lake's tables are made from these."""

from screening.schemas import commerce, goods, history, intake, rates, reference, registry, results, review
from screening.schemas.table import Column, Table

LAKE_TABLES: tuple[Table, ...] = (
    *reference.TABLES,
    *goods.TABLES,
    *intake.TABLES,
    *commerce.TABLES,
    *rates.TABLES,
    *registry.TABLES,
    *history.TABLES,
    *results.TABLES,
    *review.TABLES,
)
"""Every table of the lake."""

LAKE_VIEWS: tuple[Table, ...] = review.VIEWS
"""Every view of the lake; what it shows is described as a table is."""

__all__ = ["LAKE_TABLES", "LAKE_VIEWS", "Column", "Table"]
