"""The UK Sanctions List in XML: `Designations` holds `DateGenerated` and one `Designation` for each entity.

Each of its values is one CSV column, so a designation is turned into rows of the CSV, one for each name, address or
document, and read as those are. Unlike the CSV, the XML keeps apart names in other scripts and partial birth dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from screening.errors import ListError
from screening.lists.countries import CountryReader
from screening.lists.dates import full_date
from screening.lists.facts import ParsedList, tidy
from screening.lists.formats import ListFormat, Opening, SourceFile, each_by_itself
from screening.lists.safe_xml import DOWNLOAD_AGAIN, stream
from screening.lists.uk_rows import LIST_ID, LIST_NAME, entity_of

_ROWS = {
    "Names/Name": {f"Name{n}": f"Name {n}" for n in range(1, 7)}
    | {"NameType": "Name type", "AliasStrength": "Alias strength"},
    "NonLatinNames/NonLatinName": {
        "NameNonLatinScript": "Name non-latin script", "NonLatinScriptLanguage": "Non-latin script language"
    },
    "Addresses/Address": {f"AddressLine{n}": f"Address Line {n}" for n in range(1, 7)}
    | {"AddressPostalCode": "Address Postal Code", "AddressCountry": "Address Country"},
    "IndividualDetails/Individual/BirthDetails/Location": {
        "TownOfBirth": "Town of birth", "CountryOfBirth": "Country of birth"
    },
    "IndividualDetails/Individual/PassportDetails/Passport": {
        "PassportNumber": "Passport number", "PassportAdditionalInformation": "Passport additional information"
    },
    "IndividualDetails/Individual/NationalIdentifierDetails/NationalIdentifier": {
        "NationalIdentifierNumber": "National Identifier number",
        "NationalIdentifierAdditionalInformation": "National Identifier additional information",
    },
}  # fmt: skip
"""Elements that become a row each, and the column of each of their children."""

_VALUES = {
    "OFSIGroupID": "OFSI Group ID", "UNReferenceNumber": "UN Reference Number", "RegimeName": "Regime Name",
    "IndividualEntityShip": "Designation Type", "DesignationSource": "Designation source",
    "SanctionsImposed": "Sanctions Imposed", "OtherInformation": "Other Information",
    "UKStatementofReasons": "UK Statement of Reasons", "DateDesignated": "Date Designated", "Titles/Title": "Title",
    "PhoneNumbers/PhoneNumber": "Phone number", "EmailAddresses/EmailAddress": "Email address",
    "Websites/Website": "Website", "IndividualDetails/Individual/DOBs/DOB": "D.O.B",
    "IndividualDetails/Individual/Genders/Gender": "Gender",
    "IndividualDetails/Individual/Nationalities/Nationality": "Nationality(/ies)",
    "IndividualDetails/Individual/Positions/Position": "Position",
    "EntityDetails/Entity/TypeOfEntities/TypeOfEntity": "Type of entity",
    "EntityDetails/Entity/ParentCompanies/ParentCompany": "Parent company",
    "EntityDetails/Entity/Subsidiaries/Subsidiary": "Subsidiaries",
    "EntityDetails/Entity/BusinessRegistrationNumbers/BusinessRegistrationNumber": "Business registration number (s)",
    "ShipDetails/Ship/IMONumbers/IMONumber": "IMO number",
    "ShipDetails/Ship/CurrentOwnerOperators/CurrentOwnerOperator": "Current owner/operator (s)",
    "ShipDetails/Ship/PreviousOwnerOperators/PreviousOwnerOperator": "Previous owner/operator (s)",
    "ShipDetails/Ship/CurrentBelievedFlagOfShips/CurrentBelievedFlagOfShip": "Current believed flag of ship",
    "ShipDetails/Ship/PreviousFlags/PreviousFlag": "Previous flags",
    "ShipDetails/Ship/TypeOfShipDetails/TypeOfShip": "Type of ship",
    "ShipDetails/Ship/TonnageOfShipDetails/TonnageOfShip": "Tonnage of ship",
    "ShipDetails/Ship/LengthOfShipDetails/LengthOfShip": "Length of ship",
    "ShipDetails/Ship/YearsBuilt/YearBuilt": "Year Built",
    "ShipDetails/Ship/HullIdentificationNumbers/HullIdentificationNumber": "Hull identification number (HIN)",
}  # fmt: skip
"""Elements that hold one value, and its column."""


def _part_of(opening: Opening) -> str | None:
    return "list" if opening.root_name == "Designations" else None


def _parse(files: Sequence[SourceFile]) -> list[ParsedList]:
    file = files[0]
    countries = CountryReader()
    published = None
    entities = []
    for element in stream(file.data, ("DateGenerated", "Designation"), file.where):
        if element.tag == "DateGenerated":
            published = full_date(element.text)
            continue
        entities.append(entity_of(tidy(element.findtext("UniqueID")), list(_rows(element)), countries))
    if not entities:
        raise ListError("the list holds no entity", where=file.where, remedy=DOWNLOAD_AGAIN)
    warnings = [] if published else ["the list does not say when it was generated"]
    return [ParsedList(LIST_ID, LIST_NAME, published, entities, warnings + countries.warnings())]


def _rows(designation: etree._Element) -> Iterator[dict[str, str]]:
    for path, columns in _ROWS.items():
        for element in designation.iterfind(path):
            yield {column: element.findtext(tag) or "" for tag, column in columns.items()}
    for path, column in _VALUES.items():
        for element in designation.iterfind(path):
            yield {column: element.text or ""}


FORMAT = ListFormat("uk_xml", _part_of, each_by_itself, _parse)
