import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.lists.identifiers import KINDS, identifier, is_ship_number, un_reference


@pytest.mark.parametrize(
    ("kind", "text", "country", "expected"),
    [
        ("registration", "ИНН 7717000000", "RU", ("inn", "7717000000")),
        ("other", "ОГРН 1190000543215", "RU", ("ogrn", "1190000543215")),
        ("registration", "КПП 771701001", "RU", ("other", "771701001")),
        ("registration", "000999888(УНП)", "BY", ("tax", "000999888")),
        ("other", "БИН 191340099980", None, ("bin", "191340099980")),
        ("tax", "0007654323", None, ("inn", "0007654323")),
        ("registration", "0007654323", None, ("registration", "0007654323")),
        ("tax", "0007654323", "UZ", ("tax", "0007654323")),
        ("registration", "191340099980", "KZ", ("bin", "191340099980")),
        ("tax", "851317300994", "KZ", ("iin", "851317300994")),
        ("passport", "Series 1808 No. 000282", "RU", ("passport", "1808000282")),
        ("passport", "ＡＢ－１２", None, ("passport", "AB12")),
        ("imo", "IMO 9999993", None, ("imo", "9999993")),
        ("imo", "IMO 99", None, None),
        ("passport", "-", None, None),
        ("passport", "n/a", None, None),
    ],
)
def test_kind_and_spelling_for_comparison(kind, text, country, expected):
    made = identifier(kind, text, country)
    assert (made and (made.kind, made.value)) == expected


def test_the_published_spelling_is_kept():
    made = identifier("passport", " K 00-12 ")
    assert made.published_value == "K 00-12"


def test_ship_numbers_have_a_check_digit():
    assert is_ship_number("9074729")  # the example of IMO Resolution A.1117(30)
    assert not is_ship_number("9074728")
    assert not is_ship_number("907472")


def test_only_wallets_have_a_currency():
    assert identifier("wallet", "1Ab", currency_code="XBT").currency_code == "XBT"
    assert identifier("passport", "1Ab", currency_code="XBT").currency_code == ""


@settings(deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.text(), st.sampled_from([None, "RU", "KZ", "CN"]), st.booleans())
def test_any_text_gives_an_identifier_of_a_known_kind_or_none(kind, text, country, of_vessel):
    made = identifier(kind, text, country, of_vessel=of_vessel)
    if made:
        assert made.kind in KINDS
        assert made.value
        if made.kind != "wallet":
            assert made.value.isalnum()
            assert made.value == made.value.upper() or not made.value.isascii()


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("QDi.001", "un_reference", "QDI001"),
        (" QDE.145 ", "un_reference", "QDE145"),
        ("QDi.43", "other", "QDI43"),
        ("see the list", "other", "SEETHELIST"),
    ],
)
def test_references_of_the_united_nations(text, kind, value):
    made = un_reference(text)
    assert (made.kind, made.value) == (kind, value)


@pytest.mark.parametrize("text", ["", "N/A", "-"])
def test_no_reference_of_the_united_nations(text):
    assert un_reference(text) is None
