"""EAEU declaration on goods and transit declaration, `ESADout_CU` XML: its field map.

Elements are known by their local names, since namespaces change with each version of the album (5.14 to 5.23 and on).
Source of names and meanings: the schemas of the album, EEC Collegium Decision 257 (boxes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from screening.intake.xml_node import EMPTY, Node, joined, local_name, node_of
from screening.intake.xml_stream import XmlDeclaration

_FLOWS = {"ИМ": "import", "ЭК": "export", "ТТ": "transit", "IM": "import", "EK": "export", "EX": "export",
          "TT": "transit"}  # fmt: skip
_TAX_IDS = (
    "RKOrganizationFeatures/BIN", "RKOrganizationFeatures/IIN",
    "RFOrganizationFeatures/INN", "RFOrganizationFeatures/OGRN",
    "RBOrganizationFeatures/UNP", "RBOrganizationFeatures/RBIdentificationNumber",
    "RAOrganizationFeatures/UNN", "RAOrganizationFeatures/SocialServiceNumber",
    "KGOrganizationFeatures/KGINN", "UITN/UITNCode", "UITN", "RKOrganizationFeatures/ITN", "PersonId",
)  # fmt: skip
_ADDRESS = ("PostalCode", "CounryName", "CountryName", "Region", "District", "Town", "City", "StreetHouse", "House",
            "Room")  # fmt: skip
_SAME = ("EqualIndicator", "DeclarantEqualFlag")
_MARKS = ("GoodsMark", "GoodsModel", "GoodsMarking", "ComponentNumber")
_NUMBER = re.compile(r"^([0-9]{5,8})/([0-9]{2})([0-9]{2})([0-9]{2})/([^/\s]{1,12})(?:/([0-9]{1,4}))?$")
_DATE = re.compile(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T+Z-].*)?$")
_UNKNOWN_COUNTRY = "00"


def rows(declaration: XmlDeclaration) -> list[dict[str, str | None]]:
    """Return one canonical row for each goods item, with what the whole declaration says repeated on each."""
    document = node_of(declaration.element)
    header = _header(document) | _registration(declaration, document)
    return [header | _item(item.node, header) for item in declaration.items]


def _header(document: Node) -> dict[str, str | None]:
    shipment = document.first("ESADout_CUGoodsShipment") or EMPTY
    consignment = shipment.first("ESADout_CUConsigment", "ESADout_CUConsignment") or EMPTY
    terms = shipment.first("ESADout_CUMainContractTerms") or EMPTY
    declarant = shipment.first("ESADout_CUDeclarant") or EMPTY
    procedure = document.value("CustomsProcedure")
    header = {
        "flow": _FLOWS.get(procedure.upper(), procedure) if procedure else None,
        "procedure_code": document.value("CustomsModeCode"),
        "dispatch_country_code": _country(consignment.value("DispatchCountryCode")),
        "destination_country_code": _country(consignment.value("DestinationCountryCode")),
        "trade_country_code": _country(terms.value("TradeCountryCode")),
        "origin_country_code": shipment.value("OriginCountryCode"),
        "invoice_currency_code": terms.value("ContractCurrencyCode"),
        "transport_mode_code": consignment.value(
            "ESADout_CUBorderTransport/TransportModeCode", "ESADout_CUDepartureArrivalTransport/TransportModeCode"
        ),
        "transport_identity": joined(
            consignment.anywhere("TransportIdentifier", "ActiveTransportIdentifier", "VIN")
        ),
        "payment_details": joined(
            _in_one(payment, "PaymentModeCode", "PaymentAmount", "PaymentCurrencyCode", "PaymentWayCode",
                    "PaymentDocument/PrDocumentNumber", "PaymentDocument/PrDocumentDate")
            for payment in shipment.all("ESADout_CUPayments/ESADout_CUCustomsPayment")
        ),
    }  # fmt: skip
    for role, name in (
        ("consignor", "ESADout_CUConsignor"),
        ("consignee", "ESADout_CUConsignee"),
        ("declarant", "ESADout_CUDeclarant"),
        ("responsible", "ESADout_CUFinancialAdjustingResponsiblePerson"),
        ("carrier", "ESADout_CUCarrier"),
    ):
        header |= _party(role, shipment.first(name) or EMPTY, declarant)
    return header


def _party(role: str, party: Node, declarant: Node) -> dict[str, str | None]:
    """The four columns of a party; one that is only said to be the declarant gets the declarant's."""
    own = _party_values(party)
    if any((party.value(flag) or "").lower() in ("1", "true") for flag in _SAME):
        same = _party_values(declarant)
        # Flag and another name at once: the name that is written is the one to screen, with nothing of the declarant.
        own = own if own["name"] and own["name"] != same["name"] else {key: own[key] or same[key] for key in own}
    return {f"{role}_{key}": value for key, value in own.items()}


def _party_values(party: Node) -> dict[str, str | None]:
    address = party.first("SubjectAddressDetails", "Address") or EMPTY
    lines = joined([text for part in _ADDRESS if (text := address.value(part))], ", ")
    person = " ".join(
        text for part in ("PersonSurname", "PersonName", "PersonMiddleName") if (text := party.value(part))
    )
    return {
        "name": party.value("OrganizationName", "ShortName") or person or None,
        "address": ", ".join(text for text in (lines, address.value("AddressText")) if text) or None,
        "country_code": _country(party.value("CountryA2Code") or address.value("CountryCode")),
        "tax_id": party.value(*_TAX_IDS),
    }


def _item(goods: Node, header: dict[str, str | None]) -> dict[str, str | None]:
    groups = goods.all("GoodsGroupDescription")
    procedure = goods.first("ESADCustomsProcedure") or EMPTY
    quantity = goods.first("SupplementaryGoodsQuantity", "SupplementaryGoodsQuantity1") or EMPTY
    cars = [_in_one(car, "Mark", "Model", "VINID") for car in goods.all("GoodsAutomobile")]
    statistical = goods.value("StatisticalCost", "TotalStatisticValueAmount")
    described = [" ".join(goods.values("GoodsDescription"))]
    described += [text for group in groups for text in group.anywhere("GoodsDescription", "InfoDescription")]
    procedure_code = (procedure.value("MainCustomsModeCode") or "") + (
        procedure.value("PrecedingCustomsModeCode") or ""
    )
    return {
        "item_number": goods.value("GoodsNumeric"),
        "procedure_code": procedure_code or header["procedure_code"],
        "hs_code": goods.value("GoodsTNVEDCode"),
        "goods_description": joined([text for text in described if text]),
        "maker_name": joined(text for group in groups for text in group.anywhere("Manufacturer")),
        "brand_name": joined(text for group in groups for text in group.anywhere("TradeMark")),
        "model_name": joined([*(text for group in groups for text in group.anywhere(*_MARKS)), *filter(None, cars)]),
        "origin_country_code": _country(goods.value("OriginCountryCode") or header["origin_country_code"]),
        "gross_mass_kg": goods.value("GrossWeightQuantity"),
        "net_mass_kg": goods.value("NetWeightQuantity", "NetWeightQuantity2"),
        "quantity": quantity.value("GoodsQuantity"),
        "quantity_unit_code": quantity.value("MeasureUnitQualifierCode", "MeasureUnitQualifierName"),
        "invoice_value": goods.value("InvoicedCost"),
        "invoice_currency_code": goods.value("InvoicedCurrencyCode") or header["invoice_currency_code"],
        "statistical_value": statistical,
        # Box 46 is in US dollars in the whole union; the message does not repeat it.
        "statistical_currency_code": "USD" if statistical else None,
        "container_numbers": joined(
            text for box in goods.all("ESADContainer/ContainerNumber")
            if (text := box.value("ContainerIdentificaror", "ContainerIdentificator") or box.own())
        ),
        "documents": joined(
            _in_one(paper, "PresentedDocumentModeCode", "PrDocumentNumber", "PrDocumentDate")
            for paper in goods.all("ESADout_CUPresentedDocument")
        ),
    }  # fmt: skip


def _registration(declaration: XmlDeclaration, document: Node) -> dict[str, str | None]:
    """Number, office, dates and correction: customs adds them, in the declaration or in the envelope around it."""
    wrapper = declaration.wrapper if declaration.wrapper is not None else declaration.element
    found = {(code, day, number): change for code, day, number, change in _registrations(wrapper)}
    released = [text for node in wrapper.iter("{*}ReleaseDate") if (text := (node.text or "").strip())]
    release_date = _day(released[0]) if released else None
    if len(found) == 1:
        (code, day, number), change = next(iter(found.items()))
        registered = _day(day)
        parts = (registered or "").split("-")
        short = f"{parts[2]}{parts[1]}{parts[0][2:]}" if len(parts) == 3 else day
        number, _, suffix = number.partition("/")
        return {
            "declaration_id": f"{code}/{short}/{number}", "registration_date": registered, "office_code": code,
            "correction_number": change or suffix or None, "release_date": release_date,
        }  # fmt: skip
    written = _NUMBER.match(document.value("RegNumberDoc") or "") if not found else None
    if written is None:
        return {"release_date": release_date}
    code, day, month, year, number, change = written.groups()
    return {
        "declaration_id": f"{code}/{day}{month}{year}/{number}", "registration_date": f"20{year}-{month}-{day}",
        "office_code": code, "correction_number": change, "release_date": release_date,
    }  # fmt: skip


def _registrations(wrapper: etree._Element) -> Iterator[tuple[str, str, str, str | None]]:
    """Every registration number in the wrapper; the goods, whose documents have such numbers too, are out of it."""
    for leaf in wrapper.iter("{*}GTDNumber"):
        holder = leaf.getparent()
        if len(leaf) or holder is None or any(local_name(up) == "ESADout_CUGoods" for up in leaf.iterancestors()):
            continue
        texts = {local_name(each): " ".join((each.text or "").split()) for each in holder.iterchildren(etree.Element)}
        if texts.get("CustomsCode") and texts.get("RegistrationDate") and texts["GTDNumber"]:
            yield texts["CustomsCode"], texts["RegistrationDate"], texts["GTDNumber"], texts.get("Code") or None


def _day(text: str) -> str:
    found = _DATE.match(text)
    return found[1] if found else text


def _country(code: str | None) -> str | None:
    """Box 34 has 00 where the origin is unknown, which is not a country."""
    return None if code == _UNKNOWN_COUNTRY else code


def _in_one(node: Node, *paths: str) -> str:
    return " ".join(text for path in paths if (text := node.value(path)))
