"""The reader of the US Consolidated Screening List: thirteen lists in one file, and cells that hold several things."""

import csv
import io
import re
from collections import Counter, defaultdict
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError

ENTRY = {"_id": "a1", "source": "EL", "name": "Orbita Example JSC"}


def one(build, **cells):
    return build.read_one(csl__csv=build.csl(ENTRY | cells))


def test_every_sub_list_becomes_a_list_of_its_own(build):
    rows = [
        ENTRY,
        {"_id": "a2", "source": "MEU", "name": "Zarya Example"},
        {"_id": "77", "source": "SDN", "type": "Vessel", "name": "VOLNA", "programs": "RUSSIA-EO14024"},
        {"_id": "78", "source": "NS-MBS", "type": "Entity", "name": "BANK EXAMPLE", "programs": "MBS"},
        {"_id": "a9", "source": "Newest List (NEW) - Some Department", "name": "Luna Example"},
    ]
    versions = {v.list_id: v for v in build.read_files(csl__csv=build.csl(*rows))}
    assert {name: v.entity_count for name, v in versions.items()} == {
        "US-BIS-EL": 1, "US-BIS-MEU": 1, "US-CSL-SDN": 1, "US-CSL-MBS": 1, "US-CSL-NEW": 1
    }  # fmt: skip
    assert versions["US-BIS-EL"].list_name == "US Entity List (EL) - Bureau of Industry and Security"
    assert versions["US-BIS-EL"].entities["programmes"].to_list() == [["EL"]]
    assert versions["US-CSL-SDN"].entities["entity_id"].to_list() == ["US-CSL-SDN:77"]


def test_sub_lists_that_are_missing_are_warned_of(build):
    (warning,) = one(build).warnings
    assert warning.startswith("the file holds no entry of US-BIS-DPL, US-BIS-MEU")
    assert "US-BIS-EL," not in warning


def test_licence_requirement_and_policy_are_kept(build):
    version = one(
        build,
        license_requirement="For all items subject to the EAR.",
        license_policy="Presumption of denial; case-by-case for EAR99.",
        federal_register_notice="99 FR 100; 99 FR 200",
        start_date="2030-03-09",
    )
    (row,) = version.entities.to_dicts()
    assert row["licence_requirement"] == "For all items subject to the EAR."
    assert row["licence_policy"] == "Presumption of denial; case-by-case for EAR99."
    assert row["remarks"] is None
    assert row["legal_basis"] == ["99 FR 100", "99 FR 200"]
    assert (row["listed_date"], row["entity_type"]) == (date(2030, 3, 9), "unknown")


def test_the_end_of_a_denial(build):
    (row,) = one(build, source="DPL", end_date="2031-06-29", standard_order="Y").entities.to_dicts()
    assert (row["end_date"], row["remarks"]) == (date(2031, 6, 29), "Standard order: Y")


def test_vessels_and_relations(build):
    version = one(build, source="SDN", type="Vessel", vessel_flag="Panama", vessel_owner="Zarya", vessel_type="Tug",
                  remarks="(Linked To: LUNA (EXAMPLE) GROUP); (Linked To: MIRAZH S.A. DE C.V.)")  # fmt: skip
    (row,) = version.entities.to_dicts()
    assert (row["vessel_flag_code"], row["vessel_owner"], row["vessel_type"]) == ("PA", "Zarya", "Tug")
    assert row["remarks"].startswith("(Linked To: LUNA")
    assert set(version.relations["relation_kind", "related_name"].rows()) == {
        ("owned_by", "Zarya"), ("linked_to", "LUNA (EXAMPLE) GROUP"), ("linked_to", "MIRAZH S.A. DE C.V."),
    }  # fmt: skip


def test_other_names_are_separated_and_joined_by_and(build):
    version = one(build, alt_names="Orbita; Orbita Research, and Development; and; and Zavod Orbita")
    names = build.column(version.names, "name", name_kind="alias")
    assert names == ["Orbita", "Orbita Research, and Development", "Zavod Orbita"]


def test_names_of_persons_are_turned(build):
    version = one(build, source="SDN", type="Individual", name="TESTOV, Ivan", alt_names="TESTOFF, Ivan; VANYA")
    assert set(version.names["name"]) == {"Ivan TESTOV", "Ivan TESTOFF", "VANYA"}


@pytest.mark.parametrize(
    ("text", "country", "postal"),
    [
        ("1 Example St., Borisov, 222512, BY", "BY", "222512"),
        ("Example Street, Dubai, AE", "AE", None),
        ("SY", "SY", None),
        ("Unit 4, Kwun Tong, Hong Kong", "HK", None),
        ("9 Example Road, Milwaukee, WI, 53211", None, "53211"),
        ("Example Road 12", None, None),
    ],
)
def test_addresses(build, text, country, postal):
    (row,) = one(build, addresses=text).addresses.to_dicts()
    assert (row["full_address"], row["country_code"], row["postal_code"]) == (text, country, postal)


def test_several_addresses(build):
    version = one(build, addresses="1 Example St., Minsk, BY; and 2 Example St., Minsk, BY")
    assert version.addresses["full_address"].to_list() == ["1 Example St., Minsk, BY", "2 Example St., Minsk, BY"]


@pytest.mark.parametrize(
    ("text", "kind", "value", "country"),
    [
        ("CA, BC000111, Passport", "passport", "BC000111", "CA"),
        ("RU, 7707083893, Tax ID No.", "inn", "7707083893", "RU"),
        ("1027700132195, Registration ID", "ogrn", "1027700132195", None),
        ("www.orbita.example, Website", "website", "ORBITAEXAMPLE", None),
        ("ORBIRUMM, SWIFT/BIC", "swift", "ORBIRUMM", None),
        ("1ExampleWa11et, Digital Currency Address - XBT", "wallet", "1ExampleWa11et", None),
        ("CN, 91110000EXAMPLE00X, Unified Social Credit Code (USCC)", "registration", "91110000EXAMPLE00X", "CN"),
        ("X-99, File Number", "other", "X99", None),
        ("044525000, BIK (RU)", "other", "044525000", "RU"),
    ],
)
def test_numbers(build, text, kind, value, country):
    version = one(build, source="SDN", type="Entity", ids=text)
    (row,) = version.identifiers.to_dicts()
    assert (row["identifier_kind"], row["value"], row["country_code"]) == (kind, value, country)
    assert version.entities["remarks"].to_list() == [None]


def test_numbers_of_vessels(build):
    version = one(
        build, source="SDN", type="Vessel", ids="IMO 9074729, Vessel Registration Identification; 273000111, MMSI",
        vessel_flag="Iran", vessel_type="Tug", call_sign="EX1", gross_tonnage="500",
    )  # fmt: skip
    kinds = dict(version.identifiers["identifier_kind", "value"].rows())
    assert kinds == {"imo": "9074729", "mmsi": "273000111", "call_sign": "EX1"}
    (row,) = version.entities.to_dicts()
    assert (row["country_codes"], row["vessel_type"], row["remarks"]) == (["IR"], "Tug", "Gross tonnage: 500")


def test_what_is_no_number_goes_where_it_belongs(build):
    version = one(
        build, source="SDN", type="Individual", dates_of_birth="1967; 1969 to 1970; 1973-03-25", nationalities="SY; TR",
        ids="Male, Gender; 24 Feb 2022, Listing Date (EO 14024 Directive 2):; Subject to Directive 1, Executive Order "
        "13662 Directive Determination -; Afghanistan, Nationality of Registration; odd",
    )  # fmt: skip
    (row,) = version.entities.to_dicts()
    assert (row["gender"], row["listed_date"]) == ("male", date(2022, 2, 24))
    assert row["birth_dates"] == ["1967", "1969", "1970", "1973-03-25"]
    assert row["country_codes"] == ["AF", "SY", "TR"]
    assert row["legal_basis"] == ["Executive Order 13662"]
    assert "Executive Order 13662 Directive Determination - Subject to Directive 1" in row["remarks"].splitlines()
    assert "odd" in row["remarks"].splitlines()
    assert version.identifier_count == 0


def test_the_header_line_may_come_twice(build):
    header, row = build.csl(ENTRY).splitlines(keepends=True)
    assert build.read_one(csl__csv=header + header + row).entity_count == 1


def test_an_entry_printed_twice_with_another_link_is_one(build):
    version = build.read_one(csl__csv=build.csl(ENTRY, ENTRY | {"source_list_url": "https://example.org"}))
    assert version.entity_count == 1
    assert version.warnings[-1] == "1 rows repeat an entry"


def test_two_entries_under_one_number_are_refused(build):
    with pytest.raises(ListError, match="two different entries carry the same number"):
        build.read_files(csl__csv=build.csl(ENTRY, ENTRY | {"name": "Zarya Example"}))


def test_a_list_without_entries_is_refused(build):
    with pytest.raises(ListError, match="holds no entity"):
        build.read_files(csl__csv=build.csl())


def test_columns_may_come_in_another_order_and_with_others(build):
    data = build.csv_bytes(["newest", *reversed(build.csl_columns)], [ENTRY | {"source": "Entity List (EL) - BIS"}])
    assert build.read_one(csl__csv=data).list_id == "US-BIS-EL"


@settings(deadline=None)
@given(data=st.data())
def test_a_file_cut_off_within_a_row_is_refused(build, data):
    whole = build.csl(ENTRY, ENTRY | {"_id": "a2", "addresses": "1 Example St., Minsk, BY", "alt_names": "Orbita"})
    first_two = len(b"".join(whole.splitlines(keepends=True)[:2]))
    cut = data.draw(st.integers(0, len(whole) - 1).filter(lambda n: n != first_two))
    with pytest.raises(ListError):
        build.read_files(csl__csv=whole[:cut])


@pytest.mark.shared
def test_the_real_list_counted_independently(build, shared_versions):
    versions = {v.list_id: v for v in shared_versions("us_csl", "consolidated_2022-04.csv")}
    text = (build.shared / "us_csl" / "consolidated_2022-04.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    short = {row["_id"] + row["source"]: re.search(r"\(([A-Z-]+)", row["source"])[1] for row in rows}
    counted = Counter(short.values())
    assert counted["EL"] == 2001
    assert sum(counted.values()) == len(rows) - 1 == 14159  # Bank of Kunlun is printed twice
    assert {v.list_id.rpartition("-")[2]: v.entity_count for v in versions.values()} == {
        name.removeprefix("NS-"): count for name, count in counted.items()
    }
    entity_list = versions["US-BIS-EL"].entities
    assert entity_list["licence_requirement"].null_count() == entity_list["licence_policy"].null_count() == 1
    assert entity_list["listed_date"].null_count() == 2001 - 1827
    numbers = defaultdict(set)
    for row in rows:
        for text in row["ids"].split("; "):
            numbers[text.rpartition(", ")[2]].add((row["source"], row["_id"], text))
    found = Counter(kind for v in versions.values() for kind in v.identifiers["identifier_kind"])
    assert found["wallet"] == sum(len(numbers[label]) for label in numbers if label.startswith("Digital Currency"))
    assert abs(found["passport"] - sum(len(numbers[label]) for label in numbers if "Passport" in label)) < 10
    assert found["swift"] == len(numbers["SWIFT/BIC"])
