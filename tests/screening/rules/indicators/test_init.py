import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from screening.errors import ReferenceDataError
from screening.rules.indicators import parse

HEADER = """/*
id: TEST_RULE
title: {en: a, ru: б, kk: в}
meaning: {en: a, ru: б, kk: в}
sentence: {en: a, ru: б, kk: в}
source: a source
inputs: [today.items]
window_days: 7
parameters: {least: 3}
*/
SELECT item_number FROM today.items WHERE item_number >= $least
"""


def test_a_file_is_read_with_its_header():
    made = parse(HEADER, "TEST_RULE.sql")
    assert (made.rule.rule_id, made.rule.title["ru"], made.rule.source) == ("TEST_RULE", "б", "a source")
    assert (made.inputs, made.window_days, made.rule.parameters) == (("today.items",), 7, {"least": 3})


def test_the_version_moves_with_every_edit():
    assert parse(HEADER, "TEST_RULE.sql").version != parse(HEADER + "-- changed\n", "TEST_RULE.sql").version


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("SELECT 1", "TEST_RULE.sql", "does not begin with"),
        (HEADER.replace("window_days: 7\n", ""), "TEST_RULE.sql", "window_days"),
        (HEADER.replace("source: a source", "source: a source\nnote: b"), "TEST_RULE.sql", "note"),
        ("/* words */\nSELECT 1", "TEST_RULE.sql", "header keys missing"),
        (HEADER, "OTHER.sql", "the id is TEST_RULE"),
        (HEADER.replace("kk: в}", "kk: ''}", 1), "TEST_RULE.sql", "no text in kk"),
        (HEADER.replace("title: {en: a, ru: б, kk: в}", "title: a"), "TEST_RULE.sql", "no text in en"),
        (HEADER.replace("a source", "[a"), "TEST_RULE.sql", "not YAML"),
        (HEADER.replace("TEST_RULE", "test-rule"), "test-rule.sql", "capitals"),
        (HEADER.replace("$least", "$most"), "TEST_RULE.sql", "not declared: most"),
        (HEADER.replace("$least", "3"), "TEST_RULE.sql", "not used: least"),
        (HEADER.replace("[today.items]", "[today.items, past.lake]"), "TEST_RULE.sql", "differ: past.lake"),
        (HEADER.replace("[today.items]", "[]"), "TEST_RULE.sql", "differ: today.items"),
        (HEADER.replace("[today.items]", "[today.thing]"), "TEST_RULE.sql", "no table today.thing"),
        (HEADER.replace("SELECT", "SELEC"), "TEST_RULE.sql", "cannot be read"),
        (HEADER + "; DROP TABLE today.items", "TEST_RULE.sql", "not one SELECT"),
        (
            HEADER.replace("SELECT item", "COPY (SELECT item").strip() + ") TO 'out.csv'",
            "TEST_RULE.sql",
            "not one SELECT",
        ),
        (HEADER.replace("window_days: 7", "window_days: week"), "TEST_RULE.sql", "whole number"),
    ],
)
def test_a_file_that_lacks_something_is_refused_by_name(text, name, says):
    with pytest.raises(ReferenceDataError, match=says) as refused:
        parse(text, name)
    assert refused.value.where.startswith(name)


def test_an_empty_lake_and_an_empty_day_give_no_hits(take_in, run_every, day):
    for _ in range(2):
        assert run_every() == []
        take_in({"registration_date": day - timedelta(days=1)})


OPTIONAL = (
    "procedure_code", "consignor_name", "consignor_address", "consignor_country_code", "consignee_name",
    "consignee_address", "consignee_country_code", "consignee_tax_id", "dispatch_country_code", "origin_country_code",
    "destination_country_code", "trade_country_code", "gross_mass_kg", "net_mass_kg", "quantity", "quantity_unit_code",
    "invoice_value", "invoice_currency_code", "statistical_value", "statistical_currency_code",
)  # fmt: skip


def test_items_with_nothing_optional_are_no_fault(take_in, run_every, day):
    """Each optional column null by itself, and all of them, beside history that would suit every indicator."""
    rows = [{name: None} for name in OPTIONAL] + [dict.fromkeys(OPTIONAL)]
    history = [{"declaration_id": f"P{n}", "registration_date": day - timedelta(days=200)} for n in range(3)]
    chips = {"hs_code": "8542310000", "maker_name": "FICTIONAL SEMICONDUCTOR"}
    take_in(
        *(chips | row for row in history), *(chips | {"declaration_id": f"N{n}"} | row for n, row in enumerate(rows))
    )
    assert f"N{len(OPTIONAL)}" not in {hit["declaration_id"] for hit in run_every()}, "it says nothing"


COUNTRIES = st.sampled_from([None, "AE", "CN", "DE", "KZ", "TR"])
AMOUNTS = st.sampled_from([None, "0", "0.001", "1", "400", "1e300", "1e-300"])
ROW = st.fixed_dictionaries(
    {
        "hs_code": st.sampled_from(["854231", "8542310000", "85176200", "6908909100"]),
        "flow": st.sampled_from(["import", "export", "transit"]),
        "consignor_name": st.sampled_from([None, "FICTIONAL SENDER", " fictional sender "]),
        "consignee_name": st.sampled_from([None, "ТОО «Үлгі»"]),
        "consignee_tax_id": st.sampled_from([None, "990140000012"]),
        "origin_country_code": COUNTRIES,
        "dispatch_country_code": COUNTRIES,
        "trade_country_code": COUNTRIES,
        "destination_country_code": COUNTRIES,
        "net_mass_kg": AMOUNTS,
        "quantity": AMOUNTS,
        "quantity_unit_code": st.sampled_from([None, "NMB", "KGM"]),
        "statistical_value": AMOUNTS,
        "statistical_currency_code": st.sampled_from([None, "USD", "EUR"]),
        "age": st.sampled_from([0, 0, 1, 6, 7, 89, 90, 91]),
    }
)


@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=1, max_size=25))
def test_hits_conform_whatever_was_declared(lake, take_in, run_every, day, rows):
    lake.execute("DELETE FROM intake.declarations")
    take_in(
        *(
            {"declaration_id": f"D{n // 2}", "item_number": n % 2 + 1, "registration_date": day - timedelta(row["age"])}
            | {name: value for name, value in row.items() if name != "age"}
            for n, row in enumerate(rows)
        )
    )
    of_the_day = {f"D{n // 2}" for n, row in enumerate(rows) if row["age"] == 0}
    for hit in run_every():
        assert hit["declaration_id"] in of_the_day
        assert isinstance(json.loads(hit["detail"]), dict)
