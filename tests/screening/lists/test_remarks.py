"""What OFAC's remarks are read for."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.lists.countries import CountryReader
from screening.lists.remarks import mine, natural_order


def found(remarks, entity_type="person", **arguments):
    return mine(remarks, entity_type, CountryReader(), **arguments)


@pytest.mark.parametrize(
    ("published", "natural"),
    [
        ("OBRAZTSOV, Ivan Primerovich", "Ivan Primerovich OBRAZTSOV"),
        ("DE LOS EJEMPLOS, Juan, Jr.", "Juan DE LOS EJEMPLOS Jr."),
        ("MONONYM", "MONONYM"),
        ("TRAILING,", "TRAILING"),
    ],
)
def test_names_of_persons_are_turned_to_natural_order(published, natural):
    assert natural_order(published) == natural


@pytest.mark.parametrize(
    ("statement", "dates"),
    [
        ("DOB 19 Apr 1947", ["1947-04-19"]),
        ("DOB 1946.", ["1946"]),
        ("alt. DOB Dec 1955", ["1955-12"]),
        ("DOB circa 1951", ["1951"]),
        ("DOB 1951 to 1953", ["1951", "1952", "1953"]),
        ("DOB circa 1944-1946", ["1944", "1945", "1946"]),
        ("DOB 01 Nov 1961 to 31 Jan 1962", ["1961", "1962"]),
        ("DOB 1900 to 1960", ["1900", "1960"]),
        ("DOB 31 Feb 1960", ["1960-02"]),
        ("DOB unknown", []),
    ],
)
def test_birth_dates_are_as_precise_as_stated(statement, dates):
    assert found(statement).birth_dates == dates


@pytest.mark.parametrize(
    ("statement", "kind", "value", "country"),
    [
        ("Passport K 0001234 (Iran) expires 09 May 2011", "passport", "K0001234", "IR"),
        ("alt. Passport 0099", "passport", "0099", None),
        ("National ID No. 00-11 (Pakistan)", "national_id", "0011", "PK"),
        ("National ID No. 851317300994 (Kazakhstan)", "iin", "851317300994", "KZ"),
        ("Tax ID No. 0001234562 (Russia)", "inn", "0001234562", "RU"),
        ("Tax ID No. 0001234567 (Russia)", "tax", "0001234567", "RU"),
        ("Registration Number 1210000123453 (Russia)", "ogrn", "1210000123453", "RU"),
        ("Registration Number 211340099997 (Kazakhstan)", "bin", "211340099997", "KZ"),
        ("Unified Social Credit Code (USCC) 91440300MA0FICT10X (China)", "registration", "91440300MA0FICT10X", "CN"),
        ("Folio Mercantil No. 22-8 (Jalisco) (Mexico)", "registration", "228", "MX"),
        ("RUC # 000111 (Peru)", "tax", "000111", "PE"),
        ("MMSI 572000000", "mmsi", "572000000", None),
        ("SWIFT/BIC exmpkzka", "swift", "EXMPKZKA", None),
        ("BIK (RU) 000025607", "other", "000025607", "RU"),
        ("Website https://www.orbita.example/", "website", "ORBITAEXAMPLE", None),
        ("Email Address desk@orbita.example", "email", "DESKORBITAEXAMPLE", None),
        ("Telephone (98)(21)(000000)", "phone", "9821000000", None),
        ("Phone Number 982100000", "phone", "982100000", None),
        ("Aircraft Tail Number EX-00A", "aircraft_tail", "EX00A", None),
        ("Aircraft Manufacturer's Serial Number (MSN) 0007", "other", "0007", None),
        ("Some Chamber Register No. 55-A (Cyprus)", "other", "55A", "CY"),
    ],
)
def test_a_number_is_found_with_kind_and_country(statement, kind, value, country):
    (identifier,) = found(f"First words; {statement}; last words.").identifiers
    assert (identifier.kind, identifier.value, identifier.country_code) == (kind, value, country)


def test_a_wallet_keeps_its_case_and_its_currency():
    (first, second) = found(
        "Digital Currency Address - XBT 1FicTionaL; alt. Digital Currency Address - ETH 0xAbCd."
    ).identifiers
    assert (first.kind, first.value, first.currency_code) == ("wallet", "1FicTionaL", "XBT")
    assert (second.kind, second.value, second.currency_code) == ("wallet", "0xAbCd", "ETH")


def test_an_imo_number_is_a_ships_or_a_companys():
    (ship,) = found("Vessel Registration Identification IMO 1234567", "vessel").identifiers
    (company,) = found("Company Number IMO 0001111", "organisation").identifiers
    assert (ship.kind, ship.value) == ("imo", "1234567")
    assert (company.kind, company.value, company.note) == ("registration", "0001111", "IMO company number")


def test_aliases_in_remarks_are_weak_and_former_names_former():
    names = found("a.k.a. 'PRIMER, Malyj'; f.k.a. 'STARYJ'; a.k.a. ''ABD AL-MITHAL'.").names
    assert [(n.name, n.kind) for n in names] == [
        ("Malyj PRIMER", "weak"), ("STARYJ", "former"), ("'ABD AL-MITHAL", "weak"),
    ]  # fmt: skip
    assert found("a.k.a. 'ORBITA, S.A.'", "organisation").names[0].name == "ORBITA, S.A."


def test_nationality_gender_places_and_listing_date():
    facts = found(
        "nationality Korea, North; alt. citizen Kenya; Gender Female; POB Primersk, Kazakhstan; "
        "Listing Date (EO 14024 Directive 2): 24 Feb 2022; Executive Order 13662 Directive Determination."
    )
    assert facts.country_codes == ["KP", "KE"]
    assert facts.gender == "female"
    assert facts.birth_places == ["Primersk, Kazakhstan"]
    assert facts.listed_date == date(2022, 2, 24)
    assert facts.legal_basis == ["Executive Order 13662"]


def test_the_last_statement_of_a_remark_that_is_cut_off_is_left_out():
    remark = "Passport A0001 (Iran); Passport A00"
    assert [i.value for i in found(remark, is_cut=True).identifiers] == ["A0001"]
    assert [i.value for i in found(remark).identifiers] == ["A0001", "A00"]


def test_sentences_and_linked_parties_yield_no_numbers():
    statements = (
        "Linked To: ORBITA Number 5",
        "Aircraft Manufacture Date 15 May 1994",
        "arrested 1 Apr 2003",
        "Secondary sanctions risk: North Korea Sanctions Regulations, sections 510.201 and 510.210",
        "Passport unknown (Iran)",
    )
    assert found("; ".join(statements)).identifiers == []


LABELS = st.sampled_from(
    [
        "DOB ",
        "POB ",
        "Passport ",
        "alt. ",
        "a.k.a. '",
        "Digital Currency Address - ",
        "Tax ID No. ",
        "IMO ",
        "(",
        ")",
        ";",
    ]
)


@settings(deadline=None)
@given(st.lists(st.one_of(LABELS, st.text(max_size=30))).map("".join), st.booleans())
def test_no_remark_whatever_makes_the_reader_fail(remarks, is_cut):
    facts = found(remarks, is_cut=is_cut)
    assert all(i.value and i.kind for i in facts.identifiers)
    assert all(n.name for n in facts.names)


def test_relations_and_flags(build):
    remarks = "Vessel Flag Panama; Linked To: ZARYA; Linked To: LUNA."
    version = build.mined(remarks, "vessel")
    assert version.relations["related_name"].to_list() == ["LUNA", "ZARYA"]
    assert version.entities["vessel_flag_code"].to_list() == ["PA"]
    assert version.entities["remarks"].to_list() == [remarks]
    assert build.mined("Nationality of Registration Panama", "vessel").entities["vessel_flag_code"][0] is None


def test_a_relation_that_is_cut_off_is_not_taken(build):
    remarks = "x" * 980 + "; Linked To: ZARYA TRADING COMPANY"
    assert build.mined(remarks).relation_count == 0
