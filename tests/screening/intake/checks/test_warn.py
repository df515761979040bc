"""Each check that warns, on a row that it holds for and on one that it does not."""

from datetime import date

import polars as pl
import pytest

from screening.intake.batch import RawBatch, canonical
from screening.intake.checks import examine
from screening.intake.records import KINDS
from screening.intake.table import broken_rows
from screening.schemas.rates import EXCHANGE_RATES

RATES = EXCHANGE_RATES.empty().select("currency_code", "rate_date", "usd_per_unit", "source")
GOOD = {"hs_code": "6907219000", "consignee_tax_id": "990140000017"}
FIRM = {"tax_id": "990140000017", "name": "Үлгі", "country_code": "KZ", "registered_date": "2020-01-01"}


@pytest.fixture(scope="module")
def look(make_item):
    """Return a function that examines rows; declarations unless another kind is named."""

    def run(*rows, kind="declarations", rates=RATES):
        record = next(each for each in KINDS if each.name == kind)
        texts = [make_item(**GOOD | row) for row in rows] if kind == "declarations" else list(rows)
        frame = pl.DataFrame(texts, infer_schema_length=None).with_row_index("row_number", offset=1)
        frame = frame.with_columns(pl.col("row_number").cast(pl.Int64))
        return examine(RawBatch(canonical(frame, record), broken_rows([])), date(2026, 11, 25), record, rates)

    return run


def _found(examined):
    return [(row["check_id"], row["column_name"]) for row in examined.warned.iter_rows(named=True)]


def test_an_innocent_item_has_no_warnings(look):
    examined = look({})
    assert (_found(examined), examined.accepted.height) == ([], 1)
    assert examined.accepted["statistical_value_usd"].to_list() == [5400.0]


@pytest.mark.parametrize(
    ("change", "check_id", "column"),
    [
        ({"hs_code": "6908909100"}, "HS_CODE_UNKNOWN", "hs_code"),
        ({"hs_code": "690890", "registration_date": "2020-11-20"}, "HS_CODE_UNKNOWN", "hs_code"),
        ({"origin_country_code": "ZZ"}, "COUNTRY_CODE_UNKNOWN", "origin_country_code"),
        ({"origin_country_code": "00"}, "COUNTRY_NOT_STATED", "origin_country_code"),
        ({"consignee_tax_id": "990140000012"}, "TAX_ID_CHECK_DIGIT", "consignee_tax_id"),
        ({"consignee_tax_id": "7707083894", "consignee_country_code": "RU"}, "TAX_ID_CHECK_DIGIT", "consignee_tax_id"),
        ({"net_mass_kg": "1051"}, "NET_ABOVE_GROSS", "net_mass_kg"),
        ({"invoice_currency_code": ""}, "VALUE_WITHOUT_CURRENCY", "invoice_value"),
        ({"invoice_currency_code": "XYZ"}, "CURRENCY_UNKNOWN", "invoice_currency_code"),
        ({"statistical_currency_code": "KZT"}, "NO_USD_RATE", "statistical_value"),
        ({"release_date": "2026-11-19"}, "RELEASE_BEFORE_REGISTRATION", "release_date"),
        ({"consignee_name": "", "consignee_tax_id": ""}, "PARTY_MISSING", "consignee_name"),
        ({"flow": "transit"}, "PARTY_MISSING", "carrier_name"),
        ({"consignor_name": "ТОО «Образец»".encode().decode("cp1251")}, "MOJIBAKE_MENDED", "consignor_name"),
    ],
)
def test_doubts_about_an_item(look, change, check_id, column):
    examined = look({}, change | {"item_number": "2"})
    assert _found(examined) == [(check_id, column)]
    row = examined.warned.row(0, named=True)
    assert (row["row_number"], row["office_code"], row["declaration_id"]) == (2, "55301", "55301/201126/0000001")
    assert row["message"].startswith(f"{column}: ")
    assert examined.accepted.height == 2, "a warning stops nothing"


@pytest.mark.parametrize(
    "change",
    [
        {"hs_code": "690890", "registration_date": "2015-11-20"},  # it was in the edition of that day
        {"hs_code": "9905000000"},  # left to national use
        {"origin_country_code": "SU"},
        {"origin_country_code": "XK"},
        {"origin_country_code": "QU"},
        {"invoice_currency_code": "RUR"},
        {"consignee_tax_id": "7707083893", "consignee_country_code": "RU"},
        {"consignee_tax_id": "GB123", "consignee_country_code": "GB"},
        {"consignee_name": ""},  # its number names it
        {"flow": "transit", "declarant_name": "ИП Примеров"},
    ],
)
def test_what_is_right_though_it_is_rare(look, change):
    assert _found(look(change)) == []


def test_a_country_that_is_not_stated_is_stored_as_nothing(look):
    assert look({"origin_country_code": "00"}).accepted["origin_country_code"].to_list() == [None]


def test_rejected_rows_are_not_warned_of(look):
    examined = look({"net_mass_kg": "heavy", "origin_country_code": "ZZ"})
    assert (examined.accepted.height, examined.rejected.height, _found(examined)) == (0, 1, [])


def test_rates_hold_for_a_week_and_never_backwards(look):
    rates = pl.DataFrame(
        {"currency_code": ["KZT", "KZT"], "rate_date": [date(2026, 11, 16), date(2026, 11, 21)],
         "usd_per_unit": [0.002, 9.0], "source": ["National Bank, fictional", "later"]}
    )  # fmt: skip
    tenge = {"statistical_currency_code": "KZT", "statistical_value": "1000"}
    examined = look(tenge, tenge | {"item_number": "2", "registration_date": "2026-11-05"}, rates=rates)
    assert examined.accepted["statistical_value_usd"].to_list() == [2.0, None]
    assert examined.accepted["usd_rate_date"].to_list() == [date(2026, 11, 16), None]
    assert examined.accepted["usd_rate_source"][0] == "National Bank, fictional"
    assert _found(examined) == [("NO_USD_RATE", "statistical_value")]


def test_firms_and_links(look):
    wrong = FIRM | {"tax_id": "990140000012", "closed_date": "2019-01-01"}
    assert sorted(_found(look(FIRM | {"closed_date": ""}, wrong, kind="companies"))) == [
        ("END_BEFORE_START", "closed_date"), ("TAX_ID_CHECK_DIGIT", "tax_id"),
    ]  # fmt: skip
