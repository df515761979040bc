"""OFAC's classic XML: names in natural order, labelled numbers, and the count that the list states of itself."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError

NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"


def document(*entries, count=None, namespace=NAMESPACE):
    stated = len(entries) if count is None else count
    return (
        f'<?xml version="1.0" standalone="yes"?>\n<sdnList xmlns="{namespace}"><publshInformation>'
        f"<Publish_Date>05/06/2030</Publish_Date><Record_Count>{stated}</Record_Count></publshInformation>"
        f"{''.join(entries)}</sdnList>"
    ).encode()


def entry(inside, uid=9001, kind="Entity", name="ORBITA EXAMPLE", programme="RUSSIA-EO14024"):
    return (
        f"<sdnEntry><uid>{uid}</uid><lastName>{name}</lastName><sdnType>{kind}</sdnType>"
        f"<programList><program>{programme}</program></programList>{inside}</sdnEntry>"
    )


def number(label, value, country="", more=""):
    country = f"<idCountry>{country}</idCountry>" if country else ""
    return f"<id><uid>1</uid><idType>{label}</idType><idNumber>{value}</idNumber>{country}{more}</id>"


def test_the_date_is_month_day_year(build):
    version = build.read_one(sdn__xml=document(entry("")))
    assert (version.list_id, version.published_date, version.warnings) == ("OFAC-SDN", date(2030, 5, 6), ())


def test_the_consolidated_list_is_told_by_its_programmes(build):
    version = build.read_one(sdn__xml=document(entry(""), entry("", uid=9002, programme="NS-PLC")))
    assert version.list_id == "OFAC-CONS"


def test_the_older_namespace_is_read_as_well(build):
    data = document(entry(""), namespace="http://tempuri.org/sdnList.xsd")
    assert build.read_one(sdn__xml=data).entity_count == 1


def test_a_count_that_does_not_agree_is_refused(build):
    with pytest.raises(ListError, match="holds 1 entries and says that it has 2"):
        build.read_files(sdn__xml=document(entry(""), count=2))


def test_a_list_that_does_not_state_its_count_is_warned_of(build):
    version = build.read_one(sdn__xml=document(entry(""), count=""))
    assert version.warnings == ("the list does not say how many entries it has",)


def test_a_list_without_entries_is_refused(build):
    with pytest.raises(ListError, match="holds no entity"):
        build.read_files(sdn__xml=document())


def test_a_person(build):
    inside = """<firstName>Ivan</firstName><title>Director</title><remarks>(Linked To: ZARYA)</remarks>
    <akaList><aka><uid>1</uid><type>a.k.a.</type><category>weak</category><lastName>VANYA</lastName></aka>
    <aka><uid>2</uid><type>f.k.a.</type><category>strong</category><lastName>TESTOFF</lastName>
    <firstName>Ivan</firstName></aka></akaList>
    <dateOfBirthList><dateOfBirthItem><dateOfBirth>circa 1951</dateOfBirth></dateOfBirthItem>
    <dateOfBirthItem><dateOfBirth>10 Dec 1952</dateOfBirth></dateOfBirthItem></dateOfBirthList>
    <placeOfBirthList><placeOfBirthItem><placeOfBirth>Minsk, Belarus</placeOfBirth>
    </placeOfBirthItem></placeOfBirthList>
    <nationalityList><nationality><country>Russia</country></nationality></nationalityList>
    <citizenshipList><citizenship><country>Iran</country></citizenship></citizenshipList>"""
    version = build.read_one(sdn__xml=document(entry(inside, kind="Individual", name="TESTOV")))
    assert dict(version.names["name", "name_kind"].rows()) == {
        "Ivan TESTOV": "primary", "VANYA": "weak", "Ivan TESTOFF": "former"
    }  # fmt: skip
    (row,) = version.entities.to_dicts()
    assert (row["birth_dates"], row["birth_places"]) == (["1951", "1952-12-10"], ["Minsk, Belarus"])
    assert (row["country_codes"], row["position"]) == (["IR", "RU"], "Director")
    assert row["remarks"] == "(Linked To: ZARYA)"


def test_a_vessel(build):
    inside = (
        "<vesselInfo><callSign>EX1</callSign><vesselType>Tug</vesselType><vesselFlag>Iran</vesselFlag>"
        "<vesselOwner>ZARYA</vesselOwner><grossRegisteredTonnage>20</grossRegisteredTonnage></vesselInfo>"
        f"<idList>{number('Vessel Registration Identification', 'IMO 9074729')}{number('MMSI', '273000111')}</idList>"
    )
    version = build.read_one(sdn__xml=document(entry(inside, kind="Vessel")))
    (row,) = version.entities.to_dicts()
    assert (row["entity_type"], row["vessel_type"], row["country_codes"]) == ("vessel", "Tug", ["IR"])
    assert row["remarks"].splitlines() == ["Gross Registered Tonnage 20"]
    assert (row["vessel_flag_code"], row["vessel_owner"]) == ("IR", "ZARYA")
    assert version.relations["relation_kind", "related_name"].rows() == [("owned_by", "ZARYA")]
    kinds = dict(version.identifiers["identifier_kind", "value"].rows())
    assert kinds == {"call_sign": "EX1", "imo": "9074729", "mmsi": "273000111"}


def test_numbers_and_the_country_of_registration(build):
    more = "<issueDate>01 Jan 2010</issueDate><expirationDate>01 Jan 2020</expirationDate>"
    inside = (
        f"<idList>{number('Tax ID No.', '7707083893', 'Russia')}{number('Passport', 'X000111', 'Iran', more)}"
        f"{number('Digital Currency Address - ETH', '0xExAmPlE')}{number('Secondary sanctions risk:', 'section 11')}"
        f"{number('Listing Date (EO 14024 Directive 3):', '24 Feb 2022')}</idList>"
    )
    version = build.read_one(sdn__xml=document(entry(inside)))
    found = set(version.identifiers["identifier_kind", "value", "currency_code", "country_code", "note"].rows())
    assert found == {
        ("inn", "7707083893", "", "RU", "Tax ID No."),
        ("passport", "X000111", "", "IR", "Passport; issued 01 Jan 2010; expires 01 Jan 2020"),
        ("wallet", "0xExAmPlE", "ETH", None, None),
    }
    (row,) = version.entities.to_dicts()
    assert (row["country_codes"], row["listed_date"]) == (["RU"], date(2022, 2, 24))
    assert "Secondary sanctions risk: section 11" in row["remarks"].splitlines()


def test_addresses(build):
    inside = (
        "<addressList><address><uid>1</uid><address1>1 Example St</address1><address2>Unit 2</address2>"
        "<city>Minsk</city><stateOrProvince>Minsk Region</stateOrProvince><postalCode>220000</postalCode>"
        "<country>Belarus</country></address><address><uid>2</uid></address></addressList>"
    )
    version = build.read_one(sdn__xml=document(entry(inside)))
    rows = version.addresses["full_address", "street", "city", "region", "country_code"].rows()
    assert rows == [
        ("1 Example St, Unit 2, Minsk, Minsk Region, 220000, Belarus", "1 Example St, Unit 2", "Minsk", "Minsk Region",
         "BY")
    ]  # fmt: skip


def test_the_order_of_numbers_does_not_matter(build):
    numbers = [number("Target Type", "Bank"), number("Tax ID No.", "7707083893", "Russia"), number("ISIN", "US1")]
    first, second = (
        build.read_one(sdn__xml=document(entry(f"<idList>{''.join(each)}</idList>"))).content_hash
        for each in (numbers, numbers[::-1])
    )
    assert first == second


@settings(deadline=None)
@given(data=st.data())
def test_a_document_cut_off_anywhere_is_refused(build, data):
    whole = document(entry(""), entry("", uid=9002))
    with pytest.raises(ListError):
        build.read_files(sdn__xml=whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.mark.shared
def test_the_real_list_counted_independently(build, load):
    name = "consolidated_2024-05-06.xml"
    text = (build.shared / "ofac" / "consolidated" / name).read_text(encoding="utf-8")
    version = load("ofac", "consolidated", name)
    entries = text.split("<sdnEntry>")[1:]
    assert (version.list_id, str(version.published_date)) == ("OFAC-CONS", "2024-05-06")
    assert version.entity_count == len(entries) == 443
    assert version.address_count == text.count("<address>")
    assert version.warnings == ()

    def labelled(label):
        found = re.compile(rf"<idType>{re.escape(label)}</idType>\s*<idNumber>([^<]+)<")
        return {(i, " ".join(value.split())) for i, part in enumerate(entries) for value in found.findall(part)}

    for label, kind in (("Website", "website"), ("Email Address", "email"), ("SWIFT/BIC", "swift")):
        assert len(build.column(version.identifiers, "value", identifier_kind=kind)) == len(labelled(label))
    taxes = version.identifiers.filter(version.identifiers["note"] == "Tax ID No.")
    assert taxes.height == len(labelled("Tax ID No."))
    assert dict(version.entities["entity_type"].value_counts().rows()) == {"organisation": 364, "person": 79}
    weak = build.column(version.names, "name", name_kind="weak")
    # A weak alias that another alias repeats, or that is a former name too, is not counted as weak.
    assert 60 <= len(weak) <= text.count("<category>weak</category>") == 66
