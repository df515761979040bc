"""The EU reader: names in many languages, typed identifiers, calendars, and broken documents."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError


def entity(build, inside, **arguments):
    return build.read_one(eu__xml=build.eu(build.eu_entity(inside, **arguments)))


def ident(number, kind, country="00"):
    return f'<identification number="{number}" identificationTypeCode="{kind}" countryIso2Code="{country}"/>'


def test_reference_programme_basis_and_date(build):
    version = entity(
        build,
        '<remark>Date of listing: 23.5.2011</remark><regulation numberTitle="2025/9001 (OJ L1)" programme="UKR">'
        "<publicationUrl>https://orbita.example/act</publicationUrl></regulation>" + build.eu_name("Orbita"),
        attributes='designationDetails="Date of UN designation: 9.6.2010" unitedNationId="KPe.901"',
    )
    (row,) = version.entities.to_dicts()
    assert (version.list_id, version.published_date) == ("EU-FSF", date(2026, 5, 1))
    assert (row["entity_id"], row["programmes"], row["legal_basis"]) == (
        "EU-FSF:EU.901.1",
        ["UKR"],
        ["2025/9001 (OJ L1)"],
    )
    assert (row["listed_date"], row["source_url"]) == (date(2010, 6, 9), "https://orbita.example/act")
    assert version.identifiers.select("identifier_kind", "published_value", "note").rows() == [
        ("un_reference", "KPe.901", None)
    ]


def test_every_language_variant_once_with_its_language(build):
    version = entity(
        build,
        build.eu_name("Орбита", 3, "RU")
        + build.eu_name("Orbita", 2, "EN")
        + build.eu_name("Orbita", 4, "FR")
        + build.eu_name("Orbit  Oy", 5, "FI")
        + build.eu_name("ORB", 6, strong="false")
        + build.eu_name("", 7),
    )
    assert version.names.select("name", "name_kind", "language", "script").rows() == [
        ("Orbita", "primary", None, "Latin"), ("Orbit Oy", "alias", "fi", "Latin"),
        ("Орбита", "alias", "ru", "Cyrillic"),        ("ORB", "weak", None, "Latin"),
    ]  # fmt: skip


def test_the_name_listed_first_is_the_primary_one_whatever_its_place(build):
    names = [build.eu_name("Ivan Later", 9, "EN"), build.eu_name("Иван", 1, "RU"), build.eu_name("Ivan First", 4, "EN")]
    for order in (names, names[::-1]):
        version = entity(build, "".join(order), subject="person")
        assert build.column(version.entities, "primary_name") == ["Ivan First"]


def test_a_name_without_a_whole_is_made_of_its_parts(build):
    version = entity(build, '<nameAlias firstName="Ivan" middleName="" lastName="Primer" wholeName="" logicalId="1"/>')
    assert build.column(version.names, "name") == ["Ivan Primer"]


def test_gender_function_and_citizenship(build):
    version = entity(
        build,
        build.eu_name("Elena", more='gender="F" title="Dr." function="Head"') + '<citizenship countryIso2Code="RU"/>'
        '<citizenship countryIso2Code="00"/>',
        subject="person",
    )
    (row,) = version.entities.to_dicts()
    assert (row["entity_type"], row["gender"], row["position"]) == ("person", "female", "Dr.; Head")
    assert row["country_codes"] == ["RU"]


@pytest.mark.parametrize(
    ("number", "kind", "country", "expected"),
    [
        ("1210000123453", "regnumber", "RU", ("ogrn", "1210000123453")),
        ("0001234562", "fiscalcode", "00", ("inn", "0001234562")),
        ("221340099979", "regnumber", "KZ", ("bin", "221340099979")),
        ("6319 000642", "passport", "00", ("passport", "6319000642")),
        ("REFA KPPY", "swiftbic", "KP", ("swift", "REFAKPPY")),
        ("5434358", "imo", "00", ("registration", "5434358")),
        ("Whatever-9", "unheardof", "00", ("other", "WHATEVER9")),
    ],
)
def test_identification_numbers_have_kinds(build, number, kind, country, expected):
    version = entity(build, build.eu_name("Orbita") + ident(number, kind, country))
    assert version.identifiers.select("identifier_kind", "value").rows() == [expected]


def test_a_dash_is_no_number(build):
    assert entity(build, build.eu_name("Orbita") + ident("-", "regnumber")).identifier_count == 0


def test_a_vessel_is_a_vessel(build):
    version = entity(build, build.eu_name("MIRAZH") + ident("IMO 5434358", "imo"), subject="vessel")
    assert build.column(version.entities, "entity_type") == ["vessel"]
    assert version.identifiers.select("identifier_kind", "value").rows() == [("imo", "5434358")]


def test_organisations_have_the_country_that_registered_them(build):
    version = entity(build, build.eu_name("Orbita") + ident("1210000123453", "regnumber", "RU"))
    assert build.column(version.entities, "country_codes") == [["RU"]]


@pytest.mark.parametrize(
    ("attributes", "dates"),
    [
        ('birthdate="1974-03-12" year="1974" monthOfYear="3" dayOfMonth="12"', ["1974-03-12"]),
        ('birthdate="1974-03-12"', ["1974-03-12"]),
        ('year="1974" monthOfYear="3"', ["1974-03"]),
        ('year="1974" circa="true"', ["1974"]),
        ('yearRangeFrom="1959" yearRangeTo="1961"', ["1959", "1960", "1961"]),
        ('year="1352" calendarType="ISLAMIC"', []),
        ("", []),
    ],
)
def test_birth_dates(build, attributes, dates):
    version = entity(build, build.eu_name("Ivan") + f'<birthdate {attributes} city="Primersk"/>', subject="person")
    assert build.column(version.entities, "birth_dates") == [dates]
    assert build.column(version.entities, "birth_places") == [["Primersk"]]


def test_addresses(build):
    version = entity(
        build,
        build.eu_name("Orbita")
        + '<address street="ul. 1" city="Moscow" zipCode="000117" countryIso2Code="RU" poBox="7" '
        'countryDescription="RUSSIAN FEDERATION"/><address countryIso2Code="00" countryDescription="UNKNOWN"/>',
    )
    assert version.addresses.select("full_address", "city", "country_code").rows() == [
        ("ul. 1, P.O. Box 7, Moscow, 000117, RUSSIAN FEDERATION", "Moscow", "RU")
    ]


def test_without_a_reference_the_logical_id_is_the_number(build):
    inside = f'<sanctionEntity logicalId="13"><subjectType code="person"/>{build.eu_name("Ivan")}</sanctionEntity>'
    assert build.column(build.read_one(eu__xml=build.eu(inside)).entities, "source_id") == ["13"]


def test_the_same_reference_twice_is_refused(build):
    with pytest.raises(ListError, match=r"the first is EU\.901\.1"):
        build.read_files(eu__xml=build.eu(build.eu_entity(build.eu_name("Orbita")) * 2))


@settings(deadline=None)
@given(data=st.data())
def test_a_document_cut_off_anywhere_is_refused(build, data):
    whole = build.eu(build.eu_entity(build.eu_name("Orbita")))
    with pytest.raises(ListError):
        build.read_files(eu__xml=whole[: data.draw(st.integers(0, len(whole) - 1))])
