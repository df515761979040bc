"""WCO Data Model declaration in XML (version 3): its field map, by local names, whatever the national namespace."""

from __future__ import annotations

import re

from lxml import etree

from screening.intake.xml_node import EMPTY, Node, joined, node_of
from screening.intake.xml_stream import XmlDeclaration

_FLOWS = {"IM": "import", "CO": "import", "EX": "export", "T1": "transit", "T2": "transit", "TR": "transit",
          "TI": "transit"}  # fmt: skip
_COMPACT_DATE = re.compile(r"^([0-9]{4})([0-9]{2})([0-9]{2})(?:[0-9]{4,6}.*)?$")
_LONG_DATE = re.compile(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T+Z ].*)?$")
_KILOGRAMS = (None, "KGM")


def is_declaration(element: etree._Element) -> bool:
    """Whether an element named Declaration is one of the WCO's: its namespace or the element around it says so."""
    tag = str(element.tag)
    parent = element.getparent()
    return "wco" in tag.lower() or (parent is not None and etree.QName(parent).localname == "MetaData")


def rows(declaration: XmlDeclaration) -> list[dict[str, str | None]]:
    """Return one canonical row for each item; a declaration may hold several shipments, each with its own parties."""
    document = node_of(declaration.element)
    head = _header(document)
    # By identity: the shipment an item was taken out of is still in the tree.
    shipments = {id(item.parent): item.parent for item in declaration.items}
    known = {key: head | _shipment(node_of(parent), document) for key, parent in shipments.items()}
    return [shared | _item(item.node, shared) for item in declaration.items for shared in (known[id(item.parent)],)]


def _header(document: Node) -> dict[str, str | None]:
    kind = document.value("TypeCode")
    return {
        "declaration_id": document.value("ID"),
        "correction_number": document.value("VersionID"),
        "flow": _FLOWS.get(kind[:2].upper(), kind) if kind else None,
        "registration_date": _day(document.value(
            "AcceptanceDateTime/DateTimeString", "AcceptanceDateTime", "RegistrationDateTime/DateTimeString",
            "RegistrationDateTime", "IssueDateTime/DateTimeString", "IssueDateTime")),
        "release_date": _day(document.value("ReleaseDateTime/DateTimeString", "ReleaseDateTime")),
        "office_code": document.value(
            "DeclarationOfficeID", "DeclarationOffice/ID", "PresentationOffice/ID", "SupervisingOffice/ID"),
        **_party("declarant", document.first("Declarant", "Agent") or EMPTY),
        "transport_mode_code": document.value("BorderTransportMeans/ModeCode"),
        "invoice_currency_code": document.value("CurrencyExchange/CurrencyTypeCode"),
    }  # fmt: skip


def _shipment(shipment: Node, document: Node) -> dict[str, str | None]:
    consignment = shipment.first("Consignment") or EMPTY
    return {
        **_party("consignor", _one(shipment, document, "Exporter", "Consignment/Consignor", "Consignor", "Seller")),
        **_party("consignee", _one(shipment, document, "Importer", "Consignee", "Consignment/Consignee", "Buyer")),
        **_party("responsible", _one(shipment, document, "Payer")),
        **_party("carrier", _one(shipment, document, "Consignment/Carrier", "Carrier")),
        "dispatch_country_code": shipment.value(
            "ExportCountry/ID", "ExportCountry/CountryCode", "ExportationCountry/ID"
        ),
        "destination_country_code": shipment.value(
            "Destination/CountryCode", "Destination/ID", "DestinationCountry/ID"
        ),
        "trade_country_code": shipment.value("TradeCountry/ID", "TradeCountry/CountryCode"),
        "origin_country_code": shipment.value("Origin/CountryCode", "Origin/ID", "Origin/OriginCountryCode"),
        "transport_identity": joined(
            document.values("BorderTransportMeans/ID")
            + consignment.values("ArrivalTransportMeans/ID")
            + consignment.values("DepartureTransportMeans/ID")
            + consignment.values("BorderTransportMeans/ID")
        ),
        "container_numbers": joined(consignment.values("TransportEquipment/ID")),
    }


def _one(shipment: Node, document: Node, *paths: str) -> Node:
    """The party of the shipment, or of the whole declaration; an element that says nothing does not count."""
    for path in paths:
        for node in (*shipment.all(path), *document.all(path)):
            if node.value("Name", "ID"):
                return node
    return EMPTY


def _party(role: str, party: Node) -> dict[str, str | None]:
    address = party.first("Address") or EMPTY
    parts = ("Line", "StreetName", "CityName", "CountrySubDivisionName", "PostcodeID")
    return {
        f"{role}_name": party.value("Name"),
        f"{role}_address": joined([text for part in parts for text in address.values(part)], ", "),
        f"{role}_country_code": address.value("CountryCode"),
        f"{role}_tax_id": party.value("ID"),
    }


def _item(item: Node, shared: dict[str, str | None]) -> dict[str, str | None]:
    commodity = item.first("Commodity") or EMPTY
    measure = commodity.first("GoodsMeasure") or item.first("GoodsMeasure") or EMPTY
    charge = commodity.first("InvoiceLine/ItemChargeAmount") or EMPTY
    statistical = item.first("StatisticalValueAmount", "CustomsValuation/StatisticalValueAmount") or EMPTY
    quantity = measure.first("TariffQuantity", "SupplementaryQuantity") or EMPTY
    procedure = item.first("GovernmentProcedure") or EMPTY
    found: dict[str, str | None] = {
        "item_number": item.value("SequenceNumeric"),
        "procedure_code": ((procedure.value("CurrentCode") or "") + (procedure.value("PreviousCode") or "")) or None,
        "hs_code": goods_code(commodity),
        "goods_description": joined(commodity.values("Description") + commodity.values("CargoDescription")),
        "maker_name": joined(item.values("Manufacturer/Name") + commodity.values("Manufacturer/Name")),
        "gross_mass_kg": _mass(measure.first("GrossMassMeasure")),
        "net_mass_kg": _mass(measure.first("NetNetWeightMeasure", "NetWeightMeasure", "NetMassMeasure")),
        "quantity": quantity.own(),
        "quantity_unit_code": quantity.attributes.get("unitCode"),
        "invoice_value": charge.own(),
        "invoice_currency_code": charge.attributes.get("currencyID") or shared["invoice_currency_code"],
        "statistical_value": statistical.own(),
        "statistical_currency_code": statistical.attributes.get("currencyID"),
        "documents": joined(
            " ".join(filter(None, (
                (paper.value("CategoryCode") or "") + (paper.value("TypeCode") or ""), paper.value("ID"),
                _day(paper.value("EffectiveDateTime/DateTimeString", "IssueDateTime/DateTimeString")))))
            for paper in item.all("AdditionalDocument")
        ),
        "payment_details": joined(
            f"{duty.value('TypeCode') or ''} {method}".strip()
            for duty in commodity.all("DutyTaxFee") if (method := duty.value("Payment/MethodCode"))
        ),
    }  # fmt: skip
    for column, paths in (
        ("origin_country_code", ("Origin/CountryCode", "Origin/ID", "Origin/OriginCountryCode")),
        ("dispatch_country_code", ("ExportCountry/ID", "ExportCountry/CountryCode")),
        ("destination_country_code", ("Destination/CountryCode", "Destination/ID")),
    ):
        found[column] = item.value(*paths) or shared[column]
    for role, name in (("consignor", "Exporter"), ("consignor", "Consignor"), ("consignee", "Importer"),
                       ("consignee", "Consignee")):  # fmt: skip
        if (own := item.first(name)) is not None and own.value("Name", "ID"):
            found |= _party(role, own)
    return found


def goods_code(commodity: Node) -> str | None:
    """The tariff code of a commodity: eight digits, with the two of the national or union tariff where it has them."""
    codes = [(each.value("IdentificationTypeCode"), each.value("ID") or "") for each in commodity.all("Classification")]
    main = next((code for kind, code in codes if kind in ("TSP", "HS", "SRZ", None) and len(code) >= 6), None)
    further = next((code for kind, code in codes if kind == "TRC"), "")
    if main is not None and len(main) == 8 and len(further) == 2:
        return main + further
    return main or next((code for _, code in codes if code), None)


def _mass(measure: Node | None) -> str | None:
    """Kilograms; a mass in another unit keeps its unit, so that it is rejected as no number instead of misread."""
    if measure is None or (text := measure.own()) is None:
        return None
    unit = measure.attributes.get("unitCode")
    return text if unit in _KILOGRAMS else f"{text} {unit}"


def _day(text: str | None) -> str | None:
    """Date formats 102 and 304 of UN/EDIFACT (CCYYMMDD, with time and zone) and ISO 8601."""
    if found := _COMPACT_DATE.match(text or ""):
        return "-".join(found.groups())
    if found := _LONG_DATE.match(text or ""):
        return found[1]
    return text
