"""The kinds of records that arrive: goods items of declarations, invoice lines, firms, who stands behind a firm.

A kind is told from the columns of a file; each has one canonical table, the same checks of form, and its own way to
replace what was known.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from screening.schemas import Column, Table
from screening.schemas.commerce import (
    COMPANIES,
    COMPANY_COLUMNS,
    COMPANY_LINK_COLUMNS,
    COMPANY_LINKS,
    INVOICE_COLUMNS,
    INVOICE_KINDS,
    INVOICES,
    LINK_KINDS,
)
from screening.schemas.intake import CANONICAL_COLUMNS, DECLARATIONS, FLOWS


@dataclass(frozen=True)
class RecordKind:
    """A kind of record.

    `header`: columns that a file in canonical columns must have, filled or not. `day`: the column of the day that a
    record belongs to. `choices`: columns whose values are words of ours. `key`: what makes a record of one file unique.
    `statements`: names of the SQL files that store it.
    """

    name: str
    table: Table
    columns: tuple[Column, ...]
    header: tuple[str, ...]
    key: tuple[str, ...]
    statements: tuple[str, ...]
    day: str | None = None
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(column.name for column in self.columns)


DECLARATION_ITEMS = RecordKind(
    name="declarations",
    table=DECLARATIONS,
    columns=CANONICAL_COLUMNS,
    header=(
        "declaration_id",
        "item_number",
        "flow",
        "registration_date",
        "office_code",
        "consignor_name",
        "consignee_name",
        "dispatch_country_code",
        "origin_country_code",
        "destination_country_code",
        "hs_code",
        "goods_description",
        "net_mass_kg",
        "statistical_value",
    ),
    key=("declaration_id", "correction_number", "item_number"),
    statements=("plan_versions", "apply_versions"),
    day="registration_date",
    choices=(("flow", FLOWS),),
)
INVOICE_LINES = RecordKind(
    name="invoices",
    table=INVOICES,
    columns=INVOICE_COLUMNS,
    header=(
        "invoice_id",
        "line_number",
        "kind",
        "invoice_date",
        "seller_name",
        "seller_tax_id",
        "buyer_name",
        "buyer_tax_id",
        "buyer_country_code",
        "destination_country_code",
        "hs_code",
        "goods_description",
        "quantity",
        "value",
        "declaration_id",
    ),
    key=("invoice_id", "line_number"),
    statements=("replace_invoices",),
    day="invoice_date",
    choices=(("kind", INVOICE_KINDS),),
)
COMPANY_EXTRACT = RecordKind(
    name="companies",
    table=COMPANIES,
    columns=COMPANY_COLUMNS,
    header=("tax_id", "name", "address", "country_code", "registered_date"),
    key=("tax_id",),
    statements=("replace_companies",),
)
COMPANY_LINK_EXTRACT = RecordKind(
    name="company_links",
    table=COMPANY_LINKS,
    columns=COMPANY_LINK_COLUMNS,
    header=("company_tax_id", "link_number", "kind", "linked_name", "linked_tax_id"),
    key=("company_tax_id", "link_number"),
    statements=("replace_company_links",),
    choices=(("kind", LINK_KINDS),),
)
KINDS = (DECLARATION_ITEMS, INVOICE_LINES, COMPANY_EXTRACT, COMPANY_LINK_EXTRACT)
"""Every kind of record, declarations first."""


def kind_of(names: Collection[str]) -> RecordKind:
    """Return the kind that knows most of these names of columns; declarations where none does better."""
    given = set(names)
    return max(KINDS, key=lambda kind: len(given & set(kind.names)))
