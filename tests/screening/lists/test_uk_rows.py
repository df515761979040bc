"""What the columns of the UK Sanctions List mean, whichever of its formats they come from."""

from datetime import date

import pytest


def entity(build, *rows):
    version = build.read_one(uk__csv=build.uk(*rows))
    return version, version.entities.to_dicts()[0]


def test_names_of_all_rows_are_put_together(build):
    version, row = entity(
        build,
        {"Name 1": "Ivan", "Name 2": "Petrovich", "Name 6": "TESTOV", "Designation Type": "Individual"},
        {"Name 1": "Iwan", "Name 6": "TESTOV", "Name type": "Primary name variation"},
        {"Name 6": "Vanya", "Name type": "ALias", "Alias strength": "Low quality a.k.a"},
        {"Name 6": "Testoff", "Name type": "Alias", "Alias strength": "Good quality a.k.a"},
        {"Name 6": "Second Primary"},
        {"Name 6": "", "Name non-latin script": "Иван ТЕСТОВ", "Non-latin script language": "Russian"},
    )
    assert dict(version.names["name", "name_kind"].rows()) == {
        "Ivan Petrovich TESTOV": "primary", "Iwan TESTOV": "alias", "Vanya": "weak", "Testoff": "alias",
        "Second Primary": "alias", "Иван ТЕСТОВ": "alias",
    }  # fmt: skip
    assert ("Иван ТЕСТОВ", "ru") in version.names["name", "language"].rows()
    assert (row["entity_type"], row["primary_name"]) == ("person", "Ivan Petrovich TESTOV")


def test_without_a_primary_name_the_first_one_counts(build):
    _, row = entity(build, {"Name type": "Alias"}, {"Name 6": "Zarya", "Name type": "Alias"})
    assert row["primary_name"] == "ORBITA"


def test_a_ship_named_by_its_number_keeps_its_name(build):
    version, row = entity(
        build,
        {"Name 6": 'IMO 9074729 ("VOLNA 1")', "Designation Type": "Ship", "IMO number": "IMO9074729",
         "Current believed flag of ship": "Panama", "Type of ship": "Tanker", "Tonnage of ship": "500"},
    )  # fmt: skip
    assert (row["entity_type"], row["primary_name"], row["vessel_type"]) == ("vessel", "VOLNA 1", "Tanker")
    assert row["country_codes"] == ["PA"]
    assert version.identifiers["identifier_kind", "value"].rows() == [("imo", "9074729")]
    assert "Tonnage of ship: 500" in row["remarks"].splitlines()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("dd/mm/1945", ["1945"]),
        ("dd/05/1945", ["1945-05"]),
        ("03/05/1945", ["1945-05-03"]),
        ("dd/mm/1945|dd/mm/1946", ["1945", "1946"]),
        ("31/02/1945", ["1945-02"]),
        ("about 1945", []),
    ],
)
def test_birth_dates_are_as_precise_as_stated(build, text, dates):
    _, row = entity(build, {"D.O.B": text})
    assert row["birth_dates"] == dates


def test_numbers(build):
    version, row = entity(
        build,
        {"Business registration number (s)": "OGRN 1027700132195; 12345678", "UN Reference Number": "KPe.901"},
        {"Passport number": "X000111", "Passport additional information": "Iran. Issued 2010"},
        {"National Identifier number": "900101000111", "National Identifier additional information": "a number"},
        {"Website": "https://www.orbita.example", "Email address": "box@orbita.example", "Phone number": "+7 700 000"},
        {"Business registration number (s)": "prose about a number 5 " * 5},
    )
    found = {(k, v): (c, n) for k, v, c, n in version.identifiers[
        "identifier_kind", "value", "country_code", "note"].rows()}  # fmt: skip
    assert found == {
        ("ogrn", "1027700132195"): (None, None),
        ("registration", "12345678"): (None, None),
        ("un_reference", "KPE901"): (None, None),
        ("passport", "X000111"): ("IR", "Iran. Issued 2010"),
        ("national_id", "900101000111"): (None, "a number"),
        ("website", "ORBITAEXAMPLE"): (None, None),
        ("email", "BOXORBITAEXAMPLE"): (None, None),
        ("phone", "7700000"): (None, None),
    }
    assert "Business registration number (s): prose about" in row["remarks"]


def test_programme_basis_date_and_remarks(build):
    version, row = entity(
        build,
        {"Sanctions Imposed": "Asset freeze|Travel Ban", "UK Statement of Reasons": "\nReasons.", "Gender": "Male",
         "Title": "Dr", "Position": "Director", "Nationality(/ies)": "Russia|Iran", "Parent company": "Zarya"},
        {"Date Designated": "25/02/2022", "Town of birth": "Minsk", "Country of birth": "Belarus"},
    )  # fmt: skip
    assert (row["programmes"], row["legal_basis"]) == (["RUS"], ["The Example (Sanctions) Regulations 2030"])
    assert (row["listed_date"], row["gender"], row["position"]) == (date(2022, 2, 25), "male", "Dr; Director")
    assert (row["country_codes"], row["birth_places"]) == (["IR", "RU"], ["Minsk, Belarus"])
    assert row["measures"] == ["Asset freeze", "Travel Ban"]
    assert row["remarks"] == "Reasons."
    assert version.relations["relation_kind", "related_name", "published_relation"].rows() == [
        ("subsidiary_of", "Zarya", "Parent company")
    ]


def test_owners_and_flag_of_a_ship(build):
    version, row = entity(
        build,
        {"Designation Type": "Ship", "Current owner/operator (s)": "(1) Zarya (2) Luna Ltd",
         "Previous owner/operator (s)": "Mirazh", "Current believed flag of ship": "Panama", "Type of ship": "Tug"},
        {"Subsidiaries": "Orbita 2"},
    )  # fmt: skip
    assert (row["vessel_owner"], row["vessel_flag_code"], row["vessel_type"]) == ("Zarya; Luna Ltd", "PA", "Tug")
    assert set(version.relations["relation_kind", "related_name", "published_relation"].rows()) == {
        ("owned_by", "Zarya", "Current owner/operator (s)"), ("owned_by", "Luna Ltd", "Current owner/operator (s)"),
        ("linked_to", "Mirazh", "Previous owner/operator (s)"), ("parent_of", "Orbita 2", "Subsidiaries"),
    }  # fmt: skip


def test_addresses(build):
    version, _ = entity(
        build,
        {"Address Line 1": "1 Example St", "Address Line 2": "Unit 2", "Address Line 6": "Minsk",
         "Address Postal Code": "220000", "Address Country": "Belarus"},
        {"Name 6": "Zarya", "Address Country": "Congo (Democratic Republic)"},
        {"Name 6": "Luna"},
    )  # fmt: skip
    rows = version.addresses["full_address", "street", "city", "postal_code", "country_code"].rows()
    assert rows == [
        ("1 Example St, Unit 2, Minsk, 220000, Belarus", "1 Example St, Unit 2", "Minsk", "220000", "BY"),
        ("Congo (Democratic Republic)", None, None, None, "CD"),
    ]
