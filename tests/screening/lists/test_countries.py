import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.lists.countries import CountryReader, country_code, known_code


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Korea, North", "KP"), ("Democratic People's Republic of Korea", "KP"), ("Korea, South", "KR"),
        ("KOREA, DEMOCRATIC PEOPLE'S REPUBLIC OF", "KP"), ("Iran (Islamic Republic of)", "IR"), ("Russia", "RU"),
        ("RUSSIAN FEDERATION", "RU"), ("Burma", "MM"), ("Congo, Democratic Republic of the", "CD"),
        ("Democratic Republic of the Congo", "CD"), ("Cote d Ivoire", "CI"), ("Côte d’Ivoire", "CI"), ("Turkey", "TR"),
        ("Türkiye", "TR"), ("The Gambia", "GM"), ("Kosovo", "XK"), ("Region: Gaza", "PS"), ("Macau", "MO"),
        ("Virgin Islands, British", "VG"), ("United Kingdom of Great Britain and Northern Ireland", "GB"),
        ("Kazakhstan", "KZ"), ("Hong Kong", "HK"), ("The Netherlands", "NL"),
    ],
)  # fmt: skip
def test_publishers_spellings(spelling, code):
    assert country_code(spelling) == code


def test_every_iso_name_is_known():
    assert {country_code(c.name) for c in pycountry.countries} == {c.alpha_2 for c in pycountry.countries}


def test_codes_are_checked():
    assert [known_code(code) for code in ("RU", "uk", "EL", "00", "ZZ", "XK", "")] == [
        "RU",
        "GB",
        "GR",
        None,
        None,
        "XK",
        None,
    ]


def test_what_is_not_resolved_is_counted_and_what_is_no_country_is_not():
    countries = CountryReader()
    assert countries("former Soviet Union") is None
    assert countries("former Soviet Union") is None
    assert countries("Atlantis") is None
    assert countries("undetermined") is None
    assert countries("") is None
    assert countries.warnings() == ["3 country names were not resolved, such as former Soviet Union, Atlantis"]
    assert CountryReader().warnings() == []


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_a_code_or_none(text):
    code = country_code(text)
    assert code is None or (len(code) == 2 and code.isupper())
