"""ASYCUDA World SAD: names over lines, <null/>, codes of 8+3, dates; the real samples."""

import re

import pytest
from lxml import etree

from screening.intake import load_file
from screening.intake.asycuda_xml import goods_code, iso_date
from screening.intake.xml_node import Node


def test_header_and_items(read, samples):
    (first, second), broken = read(samples / "asycuda.xml")
    assert broken == []
    expected = {
        "declaration_id": "EX010/2026/C1234", "registration_date": "2026-11-09", "office_code": "EX010",
        "flow": "import", "procedure_code": "4000", "item_number": "1", "hs_code": "85044090",
        "goods_description": "Adapter EX-5W, 11 pieces; Other static converters",
        "consignor_name": "NORTHWIND EXAMPLE TRADING LTD.",
        "consignor_address": "UNIT 12, SAMPLE PARK, SHENZHEN, CHINA",
        "consignee_name": "Demo Importers LLC", "consignee_address": "Example Street 5, Sampletown",
        "consignee_tax_id": "1000000000017",
        "declarant_name": "Demo Broker", "declarant_address": "Ward 1", "declarant_tax_id": "791",
        "destination_country_code": "KG",
        "origin_country_code": "CN", "dispatch_country_code": "CN", "trade_country_code": "CN",
        "quantity": "11.0", "quantity_unit_code": "UNT", "gross_mass_kg": "1.52", "net_mass_kg": "1.064",
        "invoice_value": "600", "invoice_currency_code": "USD", "statistical_value": "52000",
        "transport_mode_code": "3", "transport_identity": "01EX0002; 01EX0001", "documents": "380 EX-77 2026-10-24",
        "payment_details": "200; Letter of credit; CASH; 11020000; Example Bank", "row_number": 1,
    }  # fmt: skip
    assert first == expected
    assert second["goods_description"] == "Bolts"
    assert second["container_numbers"] == "EXAU7654321"
    assert (second["invoice_value"], second["invoice_currency_code"]) == ("300", "USD")
    assert "origin_country_code" not in second


@pytest.mark.parametrize(
    ("commodity", "precision", "code"),
    [("85044090", "900", "85044090"), ("76141000", "000", "76141000"), ("85044090", "10", "8504409010"),
     ("8504409010", "000", "8504409010"), ("850440", None, "850440"), (None, "000", None)],
)  # fmt: skip
def test_goods_code(commodity, precision, code):
    children = {"Commodity_code": [Node(commodity or "", {}, {})], "Precision_1": [Node(precision or "", {}, {})]}
    assert goods_code(Node("", {}, children)) == code


@pytest.mark.parametrize(
    ("text", "day_first", "day"),
    [("8/24/16", False, "2016-08-24"), ("24/8/2016", True, "2016-08-24"), ("24.08.2016", False, "2016-08-24"),
     ("2026-11-20", False, "2026-11-20"), ("2026-11-20T10:00:00", False, "2026-11-20"), ("soon", False, "soon"),
     (None, False, None)],
)  # fmt: skip
def test_dates(text, day_first, day):
    assert iso_date(text, day_first) == day


def test_other_dates_of_the_declaration_tell_day_from_month(read, changed):
    rows, _ = read(changed("asycuda.xml", ("10/24/26", "24/10/26")))
    assert rows[0]["registration_date"] == "2026-09-11"
    assert rows[0]["documents"] == "380 EX-77 2026-10-24"


@pytest.mark.parametrize(
    ("kind", "letter", "flow"), [("EX", "E", "export"), ("TR", "I", "transit"), ("RE", "I", "import")]
)
def test_flow(read, changed, kind, letter, flow):
    path = changed("asycuda.xml", ("<Sad_flow>I", f"<Sad_flow>{letter}"), (">IM</Type", f">{kind}</Type"))
    assert read(path)[0][0]["flow"] == flow


@pytest.mark.shared
def test_the_sample_of_nepal(shared, read, lake, tmp_path):
    path = shared / "data" / "formats" / "asycuda" / "nepal_sample_xml_format.xml"
    rows, broken = read(path)
    tree = etree.parse(path)
    assert len(rows) == len(tree.xpath("/ASYCUDA/Item")) == int(tree.findtext(".//Total_number_of_items")) == 119
    assert broken == []
    for column, xpath in (
        ("hs_code", "Tarification/HScode/Commodity_code"),
        ("net_mass_kg", "Valuation_item/Weight_itm/Net_weight_itm"),
        ("statistical_value", "Valuation_item/Statistical_value"),
        ("origin_country_code", "Goods_description/Country_of_origin_code"),
        ("invoice_value", "Valuation_item/Item_Invoice/Amount_foreign_currency"),
        ("procedure_code", "Tarification/Extended_customs_procedure"),
    ):
        assert [row.get(column) for row in rows] == [item.findtext(xpath) for item in tree.findall("Item")], column
    assert "null" not in str(rows)
    # As it is, it has no registration number yet, and nothing of it can be accepted.
    assert load_file(lake, path).rows_rejected == 119
    registered = re.sub(
        r"(<Registration>\s*<Serial_number>)\s*<null/>\s*(</Serial_number>\s*)<Number/>\s*<Date/>",
        r"\1I\2<Number>77</Number><Date>2/27/26</Date>", path.read_text("utf-8"),
    )  # fmt: skip
    whole = tmp_path / "registered.xml"
    whole.write_text(registered, encoding="utf-8")
    report = load_file(lake, whole)
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (119, 119, 0)
    found = lake.execute(
        "SELECT count(*), any_value(declaration_id), round(sum(net_mass_kg), 3) FROM intake.declarations"
    ).fetchone()
    expected = sum(float(text) for text in tree.xpath("/ASYCUDA/Item/Valuation_item/Weight_itm/Net_weight_itm/text()"))
    assert found == (119, "TIA00/2026/I77", round(expected, 3))


@pytest.mark.shared
def test_the_sample_of_albania(shared, lake):
    """All of it but the taxes of one item is commented out: one item that says nothing, rejected and kept."""
    report = load_file(lake, shared / "data" / "formats" / "asycuda" / "albania_single_item.xml")
    assert (report.rows_read, report.rows_rejected) == (1, 1)


@pytest.mark.shared
def test_the_sample_of_albania_uncommented(shared, read, tmp_path):
    text = (shared / "data" / "formats" / "asycuda" / "albania_single_item.xml").read_text("utf-8")
    path = tmp_path / "albania.xml"
    path.write_text(re.sub(r"<!-- ?|-->", "", text), encoding="utf-8")
    (row,), _ = read(path)
    assert row["hs_code"] == "76141000"
    assert "quantity" not in row
    assert row["invoice_currency_code"] == "EUR"
    assert row["consignee_tax_id"].startswith("L3")
    assert row["documents"].count(";") == 9
    assert "2016-08-24" in row["documents"]
