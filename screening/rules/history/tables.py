"""The tables that an indicator may read, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from screening.schemas import LAKE_TABLES

PREPARED: Mapping[str, str] = {
    "today.items": "The goods items of the day, as in `intake.declarations`, with keys and the priority list's tier.",
    "today.listed_owners": "Owners of the day's parties, through two layers, that sanctions lists name.",
    "today.measures": "Their prices per kilogram and per unit, and masses of a unit.",
    "today.priority": "The subheadings of the common high priority list with their tiers.",
    "past.lake": "The first day of which the lake holds declarations, in one row.",
    "past.parties": "The day's consignors, consignees and carriers: first and last day before, declarations before.",
    "past.trades": "What the day's traders traded, by month, flow and subheading.",
    "past.partners": "To whom the day's consignors sent before, and since when and until when those are known at all.",
    "past.addresses": "Who received goods before at the addresses of the day's consignees.",
    "past.models": "Under which subheadings the day's models were declared before, and by whom.",
    "past.routes": "By which countries goods of each chapter came.",
    "past.transits": "Transits of the day's carriers that are a month old and more, and how many show no release.",
    "past.onward": "What the day's consignees invoiced to buyers abroad, up to 180 days after a day that is run again.",
    "past.items": "Items of the thirty days before: of the day's consignors, consignees and containers.",
    "past.peers": "For each price and mass of the day: number, median and spread of its peers, in logarithms.",
}
"""Tables made for the day, in memory. `past` goes back twelve whole months and the days of this one."""


@cache
def input_tables() -> Mapping[str, str]:
    """Return the tables that an indicator may read, by name, with what they hold."""
    return {**PREPARED, **{table.full_name: table.meaning for table in LAKE_TABLES}}
