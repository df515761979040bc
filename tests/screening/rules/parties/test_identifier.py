import json

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening.rules.parties.identifier import (
    PARTY_EXACT_ID,
    party_identifier_hits,
    vessel_hits,
    wallet_hits,
)
from screening.schemas.results import RULE_HITS

DEFAULTS = PARTY_EXACT_ID.with_policy({})


def firm(*numbers, **changes):
    return {"name": "FICTIONAL FIRM LLC", "numbers": list(numbers)} | changes


def test_a_listed_number_is_a_hit_of_full_strength(inputs, items):
    made = inputs(items({"consignee_tax_id": "211340099997"}), firm(("bin", "211340099997")))
    found = RULE_HITS.conform(party_identifier_hits(made, DEFAULTS))
    hit = found.to_dicts()[0]
    assert found.height == 1
    assert (hit["rule_id"], hit["subject"], hit["item_number"]) == ("PARTY_EXACT_ID", "consignee", None)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == (
        "211340099997", "FICTIONAL FIRM LLC", "TEST-LIST:1",
    )  # fmt: skip
    assert (hit["strength"], hit["reference_list"], hit["reference_version"]) == (1, "TEST-LIST", "2026-11-01-0badcafe")
    assert json.loads(hit["detail"]) == {"identifier_kind": "bin", "programmes": "TEST, PROGRAMME", "listings": None}


@pytest.mark.parametrize(
    ("declared", "listed"),
    [
        ("ИНН 0001234562", "0001234562"),
        ("ИНН: 0001234562", "0001234562"),
        ("инн0001234562", "0001234562"),
        ("000 123 4562", "0001234562"),
        ("БИН: 211340099997", "211340099997"),
        ("БСН 2113-4009-9997", "211340099997"),
        ("БИН/ИИН 211340099997", "211340099997"),
        ("ЖСН № 851317300994", "851317300994"),
        ("IIN 851317300994", "851317300994"),
        ("БИН (211340099997)", "211340099997"),
        ("ИНН/КПП 0001234562/000101001", "0001234562"),
        ("ИНН 0001234562 КПП 000101001", "0001234562"),
        ("ИНН 0001234562, ОГРН 1210000123453", "1210000123453"),
        ("ОГРН 1210000123453", "1210000123453"),
        ("УНП 000999888", "000999888"),
        ("VAT NO. DE000123456", "DE000123456"),
        ("TIN 0001230456", "0001230456"),
        ("Tax ID: 0001230456", "0001230456"),
        ("９１４４０３００MA0FICT10X", "91440300MA0FICT10X"),  # full-width digits, as Chinese documents print them
        ("91440300ma0fict10x", "91440300MA0FICT10X"),
        ("VAT000123456", "VAT000123456"),  # a publisher may print the label as part of the number
        ("АІ-0001234", "АІ0001234"),  # a letter that Russian has not
    ],
)
def test_a_number_is_found_however_it_is_written(inputs, items, declared, listed):
    made = inputs(items({"consignee_tax_id": declared}), firm(("tax", listed)))
    found = RULE_HITS.conform(party_identifier_hits(made, DEFAULTS))
    assert found["declared"].to_list() == [declared], "the hit shows the number as it was declared"


@pytest.mark.parametrize(
    ("declared", "listed"),
    [
        ("0001234563", "0001234562"),  # one digit off
        ("1234562", "0001234562"),  # leading zeros are part of the number
        ("00012345620", "0001234562"),
        ("INNOVA0001234562", "0001234562"),  # a label is a word of its own
        ("ИНН/КПП 0009999999/000101001", "000101001"),  # thousands of firms share one register code
        ("ИНН", "ИНН"),
        ("0001234", "0001234"),  # too short to mean anything
    ],
)
def test_a_number_that_only_looks_alike_is_none(inputs, items, declared, listed):
    made = inputs(items({"consignee_tax_id": declared}), firm(("tax", listed)))
    assert party_identifier_hits(made, DEFAULTS).is_empty()


@pytest.mark.parametrize("kind", ["imo", "wallet", "phone", "email", "swift", "mmsi", "other", "website"])
def test_numbers_that_are_no_partys_numbers_are_not_compared(inputs, items, kind):
    made = inputs(items({"consignee_tax_id": "0001234562"}), firm((kind, "0001234562")))
    assert party_identifier_hits(made, DEFAULTS).is_empty()


def test_the_least_length_is_the_policys(inputs, items):
    made = inputs(items({"consignee_tax_id": "000777"}), firm(("tax", "000777")))
    assert party_identifier_hits(made, DEFAULTS).is_empty()
    assert party_identifier_hits(made, PARTY_EXACT_ID.with_policy({"least_length": 6})).height == 1


def test_one_party_in_several_roles_is_a_hit_in_each(inputs, items):
    roles = ("consignor", "consignee", "declarant", "responsible", "carrier")
    made = inputs(items({f"{role}_tax_id": "211340099997" for role in roles}), firm(("bin", "211340099997")))
    assert sorted(party_identifier_hits(made, DEFAULTS)["subject"]) == sorted(roles)


def test_a_number_listed_twice_over_is_one_reason_for_each_entity(inputs, items):
    made = inputs(
        items({"consignee_tax_id": "0001234562"}, {"item_number": 2, "consignee_tax_id": "ИНН 0001234562"}),
        firm(("inn", "0001234562"), ("tax", "0001234562"), ("registration", "0001234562")),
        firm(("inn", "0001234562"), list_id="OTHER-LIST"),
    )
    found = RULE_HITS.conform(party_identifier_hits(made, DEFAULTS))
    assert sorted(found["reference_list"]) == ["OTHER-LIST", "TEST-LIST"]


def test_the_sample_lists_name_the_same_firm_twice(inputs, items, sample_lists):
    made = inputs(items({"consignor_tax_id": "ИНН 0001234562"}), **sample_lists)
    found = party_identifier_hits(made, DEFAULTS)
    assert set(found["reference_id"]) == {"EU-FSF:EU.90001.11", "OFAC-SDN:900101"}


@pytest.mark.parametrize(
    "declared",
    [
        "MV SAMPLE STAR IMO 9999993",
        "MV SAMPLE STAR, IMO9999993, FLAG PA",
        "imo no. 9999993",
        "IMO: 9999993",
        "IMO №9999993",
        "IMO NUMBER 9999993",
        "т/х «Образец», ИМО 9999993",
        "«Үлгі» кемесі, ХТҰ нөмірі 9999993",
        "BARGE 1; IMO 1111111; IMO 9999993",
    ],
)
def test_a_listed_vessel_is_found_by_its_imo_number(inputs, items, declared):
    made = inputs(items({"transport_identity": declared}), firm(("imo", "9999993")))
    found = RULE_HITS.conform(vessel_hits(made, {}))
    assert found.select("rule_id", "subject", "declared", "reference_id").rows() == [
        ("VESSEL_LISTED", "transport", "9999993", "TEST-LIST:1")
    ]


@pytest.mark.parametrize("declared", ["9999993", "IMO 99999930", "IMO 9999994", "SIMO 9999993", "№ 999AAB01", None])
def test_seven_digits_without_the_word_are_no_imo_number(inputs, items, declared):
    assert vessel_hits(inputs(items({"transport_identity": declared}), firm(("imo", "9999993"))), {}).is_empty()


BASE58 = "1FictionaLWaLLet5hadowLedger2ExampX"
BECH32 = "bc1qf1ct10nalshadow1edgerexample00000000"
HEX = "0x00000000000000000000000000000000F1c71000"


@pytest.mark.parametrize(
    ("declared", "listed"),
    [
        (BASE58, BASE58),
        (BECH32, BECH32),
        (BECH32.upper(), BECH32),
        (HEX, HEX),
        (HEX.lower(), HEX),
        (HEX.upper(), HEX),
        (HEX, HEX.lower()),
        ("qf1ct10nalshadow1edgerexample0000000000000", "bitcoincash:qf1ct10nalshadow1edgerexample0000000000000"),
    ],
)
def test_a_listed_wallet_is_found_in_the_payment_details(inputs, items, declared, listed):
    made = inputs(items({"payment_details": f"USDT, кошелёк {declared}; срок 30 дней"}), firm(("wallet", listed)))
    found = RULE_HITS.conform(wallet_hits(made, {}))
    assert found.select("rule_id", "subject", "declared").rows() == [("WALLET_LISTED", "payment", declared)]


@pytest.mark.parametrize(
    ("declared", "listed"),
    [
        (BASE58.upper(), BASE58),  # the case is part of a Base58 address
        (BASE58.lower(), BASE58),
        (BASE58[:-1], BASE58),
        (BASE58 + "X", BASE58),
        ("KZ00 0000 0000 0000 0000, SWIFT", BASE58),
        ("", BASE58),
    ],
)
def test_another_wallet_is_none(inputs, items, declared, listed):
    made = inputs(items({"payment_details": f"перевод {declared}"}), firm(("wallet", listed)))
    assert wallet_hits(made, {}).is_empty()


def test_several_wallets_of_one_party_are_one_reason(inputs, items):
    made = inputs(
        items({"payment_details": f"{BASE58} / {HEX}"}, {"item_number": 2, "payment_details": HEX}),
        firm(("wallet", BASE58), ("wallet", HEX)),
    )
    assert RULE_HITS.conform(wallet_hits(made, {})).height == 1


RULES = [lambda made: party_identifier_hits(made, DEFAULTS), lambda m: vessel_hits(m, {}), lambda m: wallet_hits(m, {})]


@pytest.mark.parametrize("rule", RULES)
def test_empty_days_empty_lists_and_empty_columns_conform(inputs, items, rule):
    listed = firm(("bin", "211340099997"))
    bare = items(dict.fromkeys(("consignor_name", "consignee_name", "consignee_tax_id")))
    for made in (inputs(items().clear(), listed), inputs(items({})), inputs(bare, listed)):
        assert RULE_HITS.conform(rule(made)).is_empty()


WRITTEN = st.sampled_from(["{}", "ИНН {}", "БИН: {}", "VAT{}", "{}/000101001", "IMO {}", "imo{}", " {} ", "№{};"])
NUMBERS = st.sampled_from(["0001234562", "211340099997", "9999993", BASE58, HEX, "000"])
PARTS = st.none() | st.builds(str.format, WRITTEN, NUMBERS) | st.text(max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.tuples(PARTS, PARTS, PARTS, PARTS), max_size=4))
def test_hits_conform_whatever_was_declared(inputs, items, values):
    columns = ("consignee_tax_id", "carrier_tax_id", "transport_identity", "payment_details")
    day = items(*({"item_number": n} | dict(zip(columns, row, strict=True)) for n, row in enumerate(values, 1)))
    kinds = (("inn", "0001234562"), ("tax", "0001234562"), ("bin", "211340099997"), ("imo", "9999993"))
    made = inputs(day, firm(*kinds, ("wallet", BASE58)), firm(("wallet", HEX), ("passport", "0001234562")))
    found = pl.concat([RULE_HITS.conform(rule(made)) for rule in RULES])
    assert found["strength"].to_list() == [1.0] * found.height
