"""WCO Data Model: parties of declaration and shipment, codes, masses with units; the real sample."""

import pytest
from lxml import etree

from screening.intake import load_file
from screening.intake.wco_xml import goods_code
from screening.intake.xml_node import node_of


def test_header_and_items(read, samples):
    (first, second), broken = read(samples / "wco.xml")
    assert broken == []
    assert first == {
        "row_number": 1, "declaration_id": "26XX00000000000017", "correction_number": "2", "item_number": "1",
        "flow": "import", "procedure_code": "4000", "registration_date": "2026-11-20", "office_code": "XX000060",
        "consignor_name": "Example Clipper Inc.", "consignor_country_code": "US",
        "consignor_address": "1 Fiction Street, Sampleville, 00001",
        "consignee_name": "Example Imports Ltd", "consignee_tax_id": "XX500000000002",
        "declarant_tax_id": "XX600000000001", "dispatch_country_code": "US", "origin_country_code": "US",
        "destination_country_code": "GB", "hs_code": "8510900010", "goods_description": "Parts for hair clippers",
        "gross_mass_kg": "150", "net_mass_kg": "100", "quantity": "10", "quantity_unit_code": "NAR",
        "invoice_value": "1000", "invoice_currency_code": "GBP", "statistical_value": "1100",
        "statistical_currency_code": "GBP", "transport_mode_code": "1",
        "transport_identity": "9000009; EXAMPLE STAR", "container_numbers": "EXAU1234567", "documents": "N935 EX-77",
        "payment_details": "A00 E",
    }  # fmt: skip
    assert (second["hs_code"], second["gross_mass_kg"]) == ("851010", "50 LBR")


def test_a_mass_in_another_unit_is_rejected(lake, samples):
    report = load_file(lake, samples / "wco.xml")
    assert (report.rows_accepted, report.rows_rejected) == (1, 1)
    assert lake.execute("SELECT reason_code, value FROM intake.rejected_rows").fetchone() == ("NOT_A_NUMBER", "50 LBR")


def test_two_shipments_keep_their_own_consignees(read, changed):
    path = changed(
        "wco.xml",
        (
            "<GovernmentAgencyGoodsItem>\n        <SequenceNumeric>2",
            "<Importer><Name>Other Example Ltd</Name></Importer></GoodsShipment><GoodsShipment>"
            "<GovernmentAgencyGoodsItem>\n        <SequenceNumeric>2",
        ),
    )
    assert [row["consignee_name"] for row in read(path)[0]] == ["Other Example Ltd", "Example Imports Ltd"]


def test_a_party_of_the_item_is_the_items(read, changed):
    item = "<SequenceNumeric>2</SequenceNumeric>"
    rows, _ = read(changed("wco.xml", (item, item + "<Consignee><Name>Third Example Ltd</Name></Consignee>")))
    assert [row["consignee_name"] for row in rows] == ["Example Imports Ltd", "Third Example Ltd"]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<c><Classification><ID>85109000</ID></Classification></c>", "85109000"),
        (
            "<c><Classification><ID>X1</ID><IdentificationTypeCode>ZZ</IdentificationTypeCode></Classification></c>",
            "X1",
        ),
        ("<c/>", None),
    ],
)
def test_goods_code(xml, code):
    assert goods_code(node_of(etree.fromstring(xml))) == code


@pytest.mark.parametrize("date", ["2026-11-20", "2026-11-20T10:15:00Z", "20261120", "20261120101500Z"])
def test_dates(read, changed, date):
    rows, _ = read(changed("wco.xml", ("20261120101500Z", date)))
    assert rows[0]["registration_date"] == "2026-11-20"


@pytest.mark.shared
def test_the_real_sample(shared, read, lake):
    path = shared / "data" / "formats" / "wco" / "TT_IM001d.xml"
    rows, _ = read(path)
    tree = etree.parse(path)

    def texts(xpath):
        return [str(text) for text in tree.xpath(xpath)]

    item = "//*[local-name()='GovernmentAgencyGoodsItem']"
    assert len(rows) == tree.xpath(f"count({item})") == 3
    code = "/*[local-name()='Commodity']/*[local-name()='Classification'][*='{}']/*[local-name()='ID']/text()"
    main, further = texts(item + code.format("TSP")), texts(item + code.format("TRC"))
    assert [row["hs_code"] for row in rows] == [a + b for a, b in zip(main, further, strict=True)]
    assert [row["goods_description"] for row in rows] == texts(f"{item}/*/*[local-name()='Description']/text()")
    assert [row["net_mass_kg"] for row in rows] == texts(f"{item}//*[local-name()='NetNetWeightMeasure']/text()")
    assert {row["consignee_tax_id"] for row in rows} == set(texts("//*[local-name()='Importer']/*/text()"))
    # It is a declaration as lodged: customs has not registered it, so that nothing of it can be accepted.
    assert load_file(lake, path).rows_rejected == 3
