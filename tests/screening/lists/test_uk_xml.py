"""The UK Sanctions List as XML says the same as the CSV, and more about persons."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError
from screening.lists import read

PERSON = """<Designation><LastUpdated>14/04/2026</LastUpdated><DateDesignated>24/02/2030</DateDesignated>
<UniqueID>RUS9001</UniqueID><OFSIGroupID>9001</OFSIGroupID><UNReferenceNumber>KPi.901</UNReferenceNumber>
<Names><Name><Name1>Ivan</Name1><Name6>TESTOV</Name6><NameType>Primary Name</NameType></Name>
<Name><Name6>Vanya</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name></Names>
<NonLatinNames><NonLatinName><NameNonLatinScript>Иван ТЕСТОВ</NameNonLatinScript>
<NonLatinScriptLanguage>Russian</NonLatinScriptLanguage></NonLatinName></NonLatinNames>
<RegimeName>The Example (Sanctions) Regulations 2030</RegimeName>
<IndividualEntityShip>Individual</IndividualEntityShip><DesignationSource>UK</DesignationSource>
<SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed><UKStatementofReasons>Reasons.</UKStatementofReasons>
<Addresses><Address><AddressLine1>1 Example St</AddressLine1><AddressLine6>Minsk</AddressLine6>
<AddressCountry>Belarus</AddressCountry></Address></Addresses>
<IndividualDetails><Individual><DOBs><DOB>dd/mm/1945</DOB><DOB>03/05/1946</DOB></DOBs>
<BirthDetails><Location><TownOfBirth>Minsk</TownOfBirth><CountryOfBirth>Belarus</CountryOfBirth></Location></BirthDetails>
<Genders><Gender>Male</Gender></Genders><Nationalities><Nationality>Belarus</Nationality></Nationalities>
<Positions><Position>Director</Position></Positions>
<PassportDetails><Passport><PassportNumber>X000111</PassportNumber>
<PassportAdditionalInformation>Belarus</PassportAdditionalInformation></Passport></PassportDetails>
</Individual></IndividualDetails></Designation>"""
SHIP = """<Designation><UniqueID>RUS9002</UniqueID><Names><Name><Name6>VOLNA</Name6><NameType>Primary Name</NameType>
</Name></Names><IndividualEntityShip>Ship</IndividualEntityShip><ShipDetails><Ship><IMONumbers>
<IMONumber>IMO9074729</IMONumber></IMONumbers><CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Panama
</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips><TypeOfShipDetails><TypeOfShip>Tanker</TypeOfShip>
</TypeOfShipDetails></Ship></ShipDetails></Designation>"""


def document(*designations, generated="<DateGenerated>02/09/2026</DateGenerated>"):
    return f'<?xml version="1.0"?><Designations>{generated}{"".join(designations)}</Designations>'.encode()


def test_a_person(build):
    version = build.read_one(uk__xml=document(PERSON))
    assert (version.list_id, version.published_date, version.warnings) == ("UK-SL", date(2026, 9, 2), ())
    (row,) = version.entities.to_dicts()
    assert dict(version.names["name", "name_kind"].rows()) == {
        "Ivan TESTOV": "primary", "Vanya": "weak", "Иван ТЕСТОВ": "alias"
    }  # fmt: skip
    assert (row["birth_dates"], row["birth_places"]) == (["1945", "1946-05-03"], ["Minsk, Belarus"])
    assert (row["gender"], row["country_codes"], row["position"]) == ("male", ["BY"], "Director")
    assert version.addresses["full_address"].to_list() == ["1 Example St, Minsk, Belarus"]
    assert set(version.identifiers["identifier_kind", "value", "country_code"].rows()) == {
        ("passport", "X000111", "BY"), ("un_reference", "KPI901", None)
    }  # fmt: skip


def test_a_ship(build):
    version = build.read_one(uk__xml=document(SHIP))
    (row,) = version.entities.to_dicts()
    assert (row["entity_type"], row["country_codes"], row["vessel_type"]) == ("vessel", ["PA"], "Tanker")
    assert version.identifiers["value"].to_list() == ["9074729"]


def test_xml_and_csv_say_the_same(build):
    cells = {"Unique ID": "RUS9002", "Name 6": "VOLNA", "Designation Type": "Ship", "IMO number": "IMO9074729",
             "Current believed flag of ship": "Panama", "Type of ship": "Tanker", "Regime Name": "",
             "Date Designated": ""}  # fmt: skip
    from_xml, from_csv = (build.read_one(a=data) for data in (document(SHIP), build.uk(cells)))
    assert from_xml.content_hash == from_csv.content_hash


def test_a_list_that_does_not_say_its_date_is_warned_of(build):
    version = build.read_one(uk__xml=document(SHIP, generated=""))
    assert version.warnings == ("the list does not say when it was generated",)


def test_a_list_without_entries_is_refused(build):
    with pytest.raises(ListError, match="holds no entity"):
        build.read_files(uk__xml=document())


@settings(deadline=None)
@given(data=st.data())
def test_a_document_cut_off_anywhere_is_refused(build, data):
    whole = document(PERSON, SHIP)
    with pytest.raises(ListError):
        build.read_files(uk__xml=whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.mark.shared
def test_the_genuine_fragment(build):
    (version,) = read([build.shared / "fragments" / "uk_xml_fragment_2026-09-02.xml"], retrieved_at=build.retrieved)
    (row,) = version.entities.to_dicts()
    assert (row["source_id"], row["birth_dates"]) == ("AFG0006", ["1945", "1946"])
    assert str(version.published_date) == "2026-09-02"
