import pytest

RULE = "VIRTUAL_ASSET_PAYMENT"


@pytest.mark.parametrize(
    ("details", "declared", "kind"),
    [
        ("Оплата USDT (TRC20)", "USDT", "asset"),
        ("payment in bitcoin on delivery", "BITCOIN", "asset"),
        ("to 0x52908400098527886E0F7030069857D2E4169EE7", "0x52908400098527886E0F7030069857D2E4169EE7", "wallet"),
        ("кошелёк T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", "wallet"),
        ("оплата криптовалютой", "КРИПТО", "asset"),
    ],
)
def test_what_reads_like_a_virtual_asset(take_in, run, details, declared, kind):
    take_in({"hs_code": "8542310000", "payment_details": details})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["subject"], hit["strength"]) == (declared, kind, "payment", 1.0)


@pytest.mark.parametrize(
    "details",
    [None, "", "Предоплата 100 %, счёт 40702810900000012345", "IBAN DE89370400440532013000", "Letter of credit 1234567",
     "method: bank transfer", "The third Ethiopian company pays"],
)  # fmt: skip
def test_banks_and_letters_of_credit(take_in, run, details):
    take_in({"hs_code": "8542310000", "payment_details": details})
    assert run(RULE) == []


def test_other_goods_weigh_less(take_in, run):
    take_in({"payment_details": "USDT"})
    assert [hit["strength"] for hit in run(RULE)] == [0.5]
