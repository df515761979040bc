"""ESADout_CU: the field map and its traps, on the fictional sample."""

import re

import pytest
from lxml import etree

from screening.intake import esadout_xml, load_file

DECLARANT = {
    "name": "ТОО «Ақ Бидай Құрылыс»",
    "tax_id": "990140000012",
    "country_code": "KZ",
    "address": "г. Алматы, ул. Примерная, 1",
}


def test_header_and_items(read, samples):
    rows, broken = read(samples / "esadout.xml")
    assert (len(rows), broken) == (4, [])
    first = rows[0]
    expected = {
        "flow": "import", "procedure_code": "4000", "hs_code": "6908909100", "net_mass_kg": "1000.5",
        "gross_mass_kg": "1050", "invoice_value": "5000.00", "invoice_currency_code": "EUR",
        "statistical_value": "5400.00", "statistical_currency_code": "USD", "quantity": "500",
        "quantity_unit_code": "055", "container_numbers": "NLBU1234567", "transport_mode_code": "20",
        "transport_identity": "52718391; 52718392", "documents": "04021 INV-77 2026-11-02",
        "payment_details": "5010 120000.00 398 БН KZ-000-17 2026-11-19", "dispatch_country_code": "DE",
        "destination_country_code": "KZ", "trade_country_code": "DE", "consignor_name": "NORDLICHT BAUSTOFFE GMBH",
        "consignor_address": "20457, ГЕРМАНИЯ, HAMBURG, HAFENSTR., 1", "consignor_country_code": "DE",
    }  # fmt: skip
    assert {name: first.get(name) for name in expected} == expected
    assert [row["item_number"] for row in rows] == ["1", "2", "1", "1"]


@pytest.mark.parametrize("role", ["consignee", "responsible", "declarant"])
def test_same_as_declarant(read, samples, role):
    rows, _ = read(samples / "esadout.xml")
    for row in rows[:2]:
        assert {key: row[f"{role}_{key}"] for key in DECLARANT} == DECLARANT


def test_a_flag_of_no_is_not_the_declarant(read, changed):
    path = changed(
        "esadout.xml", ("<decl:EqualIndicator>1</decl:EqualIndicator>", "<decl:EqualIndicator>0</decl:EqualIndicator>")
    )
    assert "consignee_name" not in read(path)[0][0]


def test_a_name_beside_the_flag_is_the_one_to_screen(read, changed):
    other = "<cat:OrganizationName>АО «Вымысел»</cat:OrganizationName><decl:EqualIndicator>1</decl:EqualIndicator>"
    row = read(changed("esadout.xml", ("<decl:EqualIndicator>1</decl:EqualIndicator>", other)))[0][0]
    assert row["consignee_name"] == "АО «Вымысел»"
    assert "consignee_tax_id" not in row


def test_goods_groups_are_joined(read, samples):
    first, second = read(samples / "esadout.xml")[0][:2]
    assert first["goods_description"] == "Плитка керамическая облицовочная; Плитка 20 на 30; Плитка 30 на 60"
    assert first["maker_name"] == "NORDLICHT KERAMIK GMBH; SÜDWIND KERAMIK AG"
    assert first["brand_name"] == "NORDLICHT"
    assert first["model_name"] == "NL-2030; SW-3060; SW-6060"
    assert second["model_name"] == "EXM32F407; EXM32H743"


def test_an_unknown_origin_is_not_the_shipments(read, samples):
    assert "origin_country_code" not in read(samples / "esadout.xml")[0][1]


def test_registration_comes_from_the_envelope_of_its_own_declaration(read, samples):
    rows, _ = read(samples / "esadout.xml")
    known = {
        "declaration_id": "55301/201126/0000101", "registration_date": "2026-11-20", "office_code": "55301",
        "release_date": "2026-11-21", "correction_number": "01",
    }  # fmt: skip
    assert [known.items() <= row.items() for row in rows] == [True, True, False, False]
    assert (rows[2]["declaration_id"], rows[2]["registration_date"]) == ("57505/191126/0000007", "2026-11-19")
    # The number of a document presented (0000999) is nobody's registration.
    assert "declaration_id" not in rows[3]


def test_declarations_side_by_side_do_not_lend_each_other_numbers(read, changed):
    flat = changed("esadout.xml", ("<Document>", ""), ("</Document>", ""))
    assert ["declaration_id" in row for row in read(flat)[0]] == [False, False, True, False]


def test_transit(read, samples):
    row = read(samples / "esadout.xml")[0][2]
    expected = {
        "flow": "transit", "procedure_code": "80", "carrier_name": "ТОО «Дала Транзит»",
        "carrier_tax_id": "990140000023", "transport_identity": "000AAA02; 00AAA02", "hs_code": "848210",
        "consignee_tax_id": "7700000004", "consignee_address": "г. Оренбург, ул. Вымышленная, 3",
        "destination_country_code": "RU",
    }  # fmt: skip
    assert {name: row.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("features", "number"),
    [
        ("<cat:RKOrganizationFeatures><cat:IIN>900101300017</cat:IIN></cat:RKOrganizationFeatures>", "900101300017"),
        ("<cat:RFOrganizationFeatures><cat:OGRN>1000000000</cat:OGRN></cat:RFOrganizationFeatures>", "1000000000"),
        ("<cat:RBOrganizationFeatures><cat:UNP>100000007</cat:UNP></cat:RBOrganizationFeatures>", "100000007"),
        ("<cat:RAOrganizationFeatures><cat:UNN>01000009</cat:UNN></cat:RAOrganizationFeatures>", "01000009"),
        ("<cat:KGOrganizationFeatures><cat:KGINN>1000000000</cat:KGINN></cat:KGOrganizationFeatures>", "1000000000"),
        ("<cat:UITN><cat:UITNCode>KZ990140000012</cat:UITNCode></cat:UITN>", "KZ990140000012"),
    ],
)  # fmt: skip
def test_tax_ids_of_every_member(read, changed, features, number):
    name = "<cat:OrganizationName>NORDLICHT BAUSTOFFE GMBH</cat:OrganizationName>"
    assert read(changed("esadout.xml", (name, name + features)))[0][0]["consignor_tax_id"] == number


@pytest.mark.parametrize("version", ["5.14.3", "5.20.0", "5.23.0", "5.31.0"])
def test_any_version_of_the_album(read, changed, samples, version):
    path = changed("esadout.xml", ("ESADout_CU:5.23.0", f"ESADout_CU:{version}"), ("Cust:5.22.0", f"Cust:{version}"))
    assert read(path) == read(samples / "esadout.xml")


def test_without_namespaces_and_in_windows_1251(read, samples, tmp_path):
    text = (samples / "esadout.xml").read_text(encoding="utf-8")
    plain = re.sub(r' xmlns(:\w+)?="[^"]+"', "", re.sub(r"<(/?)\w+:", r"<\1", text))
    assert "e:ESADout" not in plain
    path = tmp_path / "plain.xml"
    for old, new in (("UTF-8", "windows-1251"), ("Ақ", "Ак"), ("Құ", "Ку"), ("қ", "к"), ("Ü", "U")):
        plain = plain.replace(old, new)
    path.write_bytes(plain.encode("cp1251"))
    rows, _ = read(path)
    assert len(rows) == 4
    assert rows[0]["consignee_name"] == "ТОО «Ак Бидай Курылыс»"


def test_an_unregistered_declaration_is_rejected_and_the_others_are_taken(lake, samples):
    report = load_file(lake, samples / "esadout.xml")
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (4, 3, 1)
    assert lake.execute("SELECT row_number, reason_code, column_name FROM intake.rejected_rows").fetchall() == [
        (4, "MISSING_VALUE", "declaration_id")
    ]
    assert lake.execute("SELECT format FROM intake.files").fetchone() == ("esadout_xml",)
    assert lake.execute("SELECT DISTINCT correction_number FROM intake.declarations ORDER BY 1").fetchall() == [
        (0,),
        (1,),
    ]


@pytest.mark.shared
def test_every_element_name_is_one_of_the_schemas(shared, samples):
    """The names that the field map looks for, against the schemas of the album."""
    schemas = [etree.parse(path) for path in (shared / "data" / "formats" / "eaeu_esadout").glob("*.xsd")]
    known = {name for schema in schemas for name in schema.xpath("//@name")}
    source = re.sub(
        r'"""(?:.|\n)*?"""', "", (samples.parents[2] / "screening/intake/esadout_xml.py").read_text("utf-8")
    )
    texts = re.findall(r'"([A-Za-z_/0-9{}*]+)"', source)
    looked_for = {
        part for text in texts for part in text.replace("{*}", "").split("/") if re.match("[A-Z][A-Za-z]*[a-z]", part)
    }
    # Spellings of other versions and the envelope's own, which the schemas of 5.23 do not have.
    elsewhere = {"ESADout_CUConsignment", "CountryName", "ContainerIdentificator", "ReleaseDate"}
    assert looked_for - known <= elsewhere
    assert len(looked_for & known) > 60
    used = {etree.QName(e).localname for e in etree.parse(samples / "esadout.xml").iter(etree.Element)}
    assert used - known <= {"Envelope", "Body", "Document", "CustomsMark", "ReleaseDate", "GTDID"}


def test_the_number_in_another_form_is_no_registration():
    assert esadout_xml._NUMBER.match("55301/201126/0000001/02").groups()[-1] == "02"
    assert esadout_xml._NUMBER.match("исх-17/26") is None
