import pytest

RULE = "THIRD_COUNTRY_PAYER"
IBAN = "Prepayment, IBAN AE07 0331 2345 6789 0123 456"


def test_an_account_in_a_country_that_has_no_part(take_in, run):
    take_in({"hs_code": "8542310000", "payment_details": IBAN}, {"declaration_id": "tiles", "payment_details": IBAN})
    found = run(RULE)
    assert [(hit["declaration_id"], hit["strength"]) for hit in found] == [
        ("55301/201126/0000001", 1.0),
        ("tiles", 0.4),
    ]
    assert {(hit["subject"], hit["declared"], hit["reference"]) for hit in found} == {("payment", "AE", "DE, KZ")}


@pytest.mark.parametrize(
    ("changes", "country"),
    [
        ({"payment_details": "SWIFT: FICTHKHH, advance"}, "HK"),
        ({"payment_details": "BIC FICTLT2XXXX"}, "LT"),
        ({"responsible_country_code": "KG", "payment_details": None}, "KG"),
    ],
)
def test_other_ways_to_name_a_country(take_in, run, changes, country):
    take_in(changes)
    assert [hit["declared"] for hit in run(RULE)] == [country]


def test_a_country_that_is_no_haven_says_less(take_in, run):
    take_in({"hs_code": "8542310000", "payment_details": "BIC FICTLT2XXXX"})
    assert [hit["strength"] for hit in run(RULE)] == [0.7]


@pytest.mark.parametrize(
    "changes",
    [
        {"payment_details": "IBAN DE89370400440532013000"},
        {"payment_details": "IBAN KZ86125KZT5004100100"},
        {"payment_details": "after delivery, contract AB12 of May"},
        {"payment_details": None},
        {"responsible_country_code": "KZ"},
        {"payment_details": IBAN, "trade_country_code": "AE"},
    ],
)
def test_accounts_of_the_partners(take_in, run, changes):
    take_in(changes)
    assert run(RULE) == []
