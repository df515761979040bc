"""ASYCUDA World SAD in XML: its field map. Empty values are written as `<null/>`; items have no number of their own."""

from __future__ import annotations

import re

from screening.intake.xml_node import EMPTY, Node, joined, node_of
from screening.intake.xml_stream import XmlDeclaration

_FLOWS = {"IM": "import", "EX": "export", "TR": "transit", "T1": "transit", "T2": "transit"}
_FLOW_LETTERS = {"I": "import", "E": "export", "T": "transit"}
_PARTED = re.compile(r"^([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{2}|[0-9]{4})$")


def rows(declaration: XmlDeclaration) -> list[dict[str, str | None]]:
    """Return one canonical row for each item, numbered in the order of the file."""
    document = node_of(declaration.element)
    items = [item.node for item in declaration.items]
    day_first = _is_day_first(document, items)
    header = _header(document, day_first)
    containers = document.all("Container")
    return [
        header | _item(item, header, day_first) | {
            "item_number": str(number),
            "container_numbers": _containers(containers, number),
        }
        for number, item in enumerate(items, start=1)
    ]  # fmt: skip


def _header(document: Node, day_first: bool) -> dict[str, str | None]:
    office = document.value("Identification/Office_segment/Customs_clearance_office_code")
    registration = document.first("Identification/Registration") or EMPTY
    registered = iso_date(registration.value("Date"), day_first)
    number = registration.value("Number")
    country = document.first("General_information/Country") or EMPTY
    means = document.first("Transport/Means_of_transport") or EMPTY
    financial = document.first("Financial") or EMPTY
    return {
        # Office, year, serial letter and number together are what ASYCUDA calls the registration number.
        "declaration_id": (
            f"{office}/{(registered or '')[:4]}/{registration.value('Serial_number') or ''}{number}"
            if office and number else None
        ),
        "correction_number": document.value("Property/Version_number"),
        "flow": _flow(document),
        "registration_date": registered,
        "office_code": office,
        **_party("consignor", document.first("Traders/Exporter") or EMPTY, "Exporter"),
        **_party("consignee", document.first("Traders/Consignee") or EMPTY, "Consignee"),
        **_party("responsible", document.first("Traders/Financial") or EMPTY, "Financial"),
        **_party("declarant", document.first("Declarant") or EMPTY, "Declarant"),
        "carrier_name": next(iter(document.lines("Transit/Principal/Name")), None),
        "carrier_address": ", ".join(document.lines("Transit/Principal/Name")[1:]) or None,
        "carrier_tax_id": document.value("Transit/Principal/Code"),
        "dispatch_country_code": country.value("Export/Export_country_code"),
        "destination_country_code": country.value("Destination/Destination_country_code"),
        "trade_country_code": country.value("Trading_country"),
        "invoice_currency_code": document.value("Valuation/Gs_Invoice/Currency_code"),
        "transport_mode_code": means.value("Border_information/Mode", "Inland_mode_of_transport"),
        "transport_identity": joined(
            means.values("Border_information/Identity") + means.values("Departure_arrival_information/Identity")
        ),
        "payment_details": joined(
            text for path in ("Terms/Code", "Terms/Description", "Mode_of_payment", "Bank/Code", "Bank/Name",
                              "Bank/Branch", "Bank/Reference", "Deffered_payment_reference")
            if (text := financial.value(path))
        ),
    }  # fmt: skip


def _flow(document: Node) -> str | None:
    kind = document.value("Identification/Type/Type_of_declaration") or ""
    letter = document.value("Property/Sad_flow") or ""
    return _FLOWS.get(kind[:2].upper()) or _FLOW_LETTERS.get(letter.upper()) or kind or letter or None


def _party(role: str, party: Node, name: str) -> dict[str, str | None]:
    """Name and address share one element: the first line is the name, the others are the address."""
    lines = party.lines(f"{name}_name")
    return {
        f"{role}_name": lines[0].rstrip(",; ") or None if lines else None,
        f"{role}_address": ", ".join(line.rstrip(",; ") for line in lines[1:]) or None,
        f"{role}_tax_id": party.value(f"{name}_code"),
    }


def _item(item: Node, header: dict[str, str | None], day_first: bool) -> dict[str, str | None]:
    tariff = item.first("Tarification") or EMPTY
    goods = item.first("Goods_description") or EMPTY
    value = item.first("Valuation_item") or EMPTY
    unit = next((each for each in tariff.all("Supplementary_unit") if _quantity(each)), EMPTY)
    papers = [
        " ".join(filter(None, (
            paper.value("Attached_document_code"),
            paper.value("Attached_document_reference"),
            iso_date(paper.value("Attached_document_date"), day_first),
        )))
        for paper in item.all("Attached_documents")
    ]  # fmt: skip
    return {
        "procedure_code": tariff.value("Extended_customs_procedure"),
        "hs_code": goods_code(tariff.first("HScode") or EMPTY),
        # The commercial description comes first: the other is often the tariff's own wording.
        "goods_description": joined(goods.values("Commercial_Description") + goods.values("Description_of_goods")),
        "origin_country_code": goods.value("Country_of_origin_code"),
        "gross_mass_kg": value.value("Weight_itm/Gross_weight_itm"),
        "net_mass_kg": value.value("Weight_itm/Net_weight_itm"),
        "quantity": _quantity(unit),
        "quantity_unit_code": unit.value("Suppplementary_unit_code", "Supplementary_unit_code"),
        "invoice_value": value.value("Item_Invoice/Amount_foreign_currency") or tariff.value("Item_price"),
        "invoice_currency_code": value.value("Item_Invoice/Currency_code") or header["invoice_currency_code"],
        "statistical_value": value.value("Statistical_value"),
        "documents": joined(papers + item.values("Previous_doc/Summary_declaration")),
    }


def _quantity(unit: Node) -> str | None:
    # With three p in the real messages.
    return unit.value("Suppplementary_unit_quantity", "Supplementary_unit_quantity")


def goods_code(code: Node) -> str | None:
    """Join commodity code and national precision: 8 + 2 digits give 10; of 8 + 3 the first 8 are kept.

    The third digit of a precision of three is national, outside of any edition of the nomenclature.
    """
    commodity, precision = code.value("Commodity_code"), code.value("Precision_1")
    if commodity and precision and len(commodity) == 8 and len(precision) == 2:
        return commodity + precision
    return commodity


def iso_date(text: str | None, day_first: bool) -> str | None:
    """Return a date such as 8/24/16 as YYYY-MM-DD; what has no such form comes back as it is.

    Points always part day, month and year in this order.
    """
    found = _PARTED.match(text or "")
    if found is None:
        return (text or "")[:10] if re.match(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]", text or "") else text
    first, second, year = found.groups()
    day, month = (first, second) if day_first or "." in (text or "") else (second, first)
    return f"{year if len(year) == 4 else '20' + year}-{int(month):02}-{int(day):02}"


def _is_day_first(document: Node, items: list[Node]) -> bool:
    """Whether the declaration writes the day before the month: its own dates that can be read in one way tell.

    Where none does, the month comes first, as in the real messages.
    """
    texts = [text for node in (document, *items) for text in node.anywhere(
        "Date", "Attached_document_date", "Date_of_declaration", "Date_of_exit")]  # fmt: skip
    parted = [found for text in texts if (found := _PARTED.match(text)) and "/" in text]
    if any(int(found[2]) > 12 for found in parted):
        return False
    return any(int(found[1]) > 12 for found in parted)


def _containers(containers: list[Node], number: int) -> str | None:
    """Containers of an item; one that names no item belongs to all."""
    return joined(
        text for box in containers
        if box.value("Item_Number") in (None, str(number)) and (text := box.value("Container_identity"))
    )  # fmt: skip
