"""Lists written as FollowTheMoney, and read back by the reader of that format."""

import json
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists import read
from screening.lists.ftm_export import ftm_id, ftm_lines
from screening.lists.store import TABLES


def lines(version, groups=None):
    tables = {name: getattr(version, name) for name in TABLES}
    group = pl.col("entity_id").replace(groups or {}).alias("group_id")
    tables["entities"] = tables["entities"].with_columns(group)
    return list(ftm_lines(tables, version.as_row(version.retrieved_at)))


def things(version, groups=None):
    return {thing["id"]: thing for thing in map(json.loads, lines(version, groups))}


@pytest.fixture
def sdn(build):
    """Version of a list with a person, a company, its ship, and an owner whom the list does not hold."""
    return build.read_one(
        sdn__csv=build.ofac([
            build.entity_row(1, "TESTOV, Ivan", "individual", title="Director", remarks=(
                "DOB 03 May 1971; POB Minsk; nationality Belarus; Gender Male; Passport X000111 (Iran); "
                "Tax ID No. 900101000111 (Kazakhstan); a.k.a. 'VANYA'; Digital Currency Address - XBT 1ExAmPlE; "
                "Linked To: ORBITA OOO.")),
            build.entity_row(2, "ORBITA OOO", remarks=(
                "Tax ID No. 7707083893 (Russia); Registration Number 123456 (Belarus); Website www.orbita.example")),
            build.entity_row(3, "VOLNA", "vessel", vessel_type="Tug", flag="Panama", owner="ORBITA OOO", remarks=(
                "Vessel Registration Identification IMO 9074729; MMSI 273000111; Linked To: ZARYA.")),
        ])
    )  # fmt: skip


def test_schemata_and_links(sdn):
    made = things(sdn)
    parties = {key: thing["schema"] for key, thing in made.items() if "caption" in thing}
    (unlisted,) = [key for key in parties if "-related-" in key]
    assert parties == {
        "OFAC-SDN.1": "Person", "OFAC-SDN.2": "Company", "OFAC-SDN.3": "Vessel", unlisted: "LegalEntity"
    }  # fmt: skip
    assert (made[unlisted]["target"], made[unlisted]["properties"]["topics"]) == (False, ["sanction.linked"])
    links = {thing["schema"]: thing["properties"] for key, thing in made.items() if key.startswith("link-")}
    assert links["Ownership"] == {"asset": ["OFAC-SDN.3"], "owner": ["OFAC-SDN.2"], "role": ["Vessel Owner"]}
    assert links["UnknownLink"]["role"] == ["Linked To"]


def test_a_party_and_its_objects(sdn):
    made = things(sdn)
    person = made["OFAC-SDN.1"]
    assert (person["caption"], person["target"], person["datasets"]) == ("Ivan TESTOV", True, ["ofac_sdn"])
    said = person["properties"]
    assert (said["name"], said["weakAlias"], said["birthDate"]) == (["Ivan TESTOV"], ["VANYA"], ["1971-05-03"])
    assert (said["nationality"], said["passportNumber"], said["topics"]) == (["by"], ["X000111"], ["sanction"])
    vessel = made["OFAC-SDN.3"]["properties"]
    assert (vessel["imoNumber"], vessel["mmsi"], vessel["flag"], vessel["type"]) == (
        ["9074729"], ["273000111"], ["pa"], ["Tug"]
    )  # fmt: skip
    (passport,) = [thing for thing in made.values() if thing["schema"] == "Passport"]
    assert (passport["properties"]["country"], passport["properties"]["holder"]) == (["ir"], ["OFAC-SDN.1"])
    sanction = made["OFAC-SDN.1-sanction"]["properties"]
    assert (sanction["entity"], sanction["program"]) == (["OFAC-SDN.1"], ["RUSSIA-EO14024"])


def test_what_is_written_is_read_back(build, sdn):
    (back,) = build.read_files(ftm__json="".join(line + "\n" for line in lines(sdn)).encode())
    assert back.list_id == "FTM-OFAC-SDN"

    def facts(version, name, *columns):
        frame = getattr(version, name).select(pl.col("entity_id").str.extract(r"[:.](\d)$"), *columns)
        return frame.sort(pl.all()).rows()

    for name, columns in (
        ("names", ("name", "name_kind")),
        ("identifiers", ("identifier_kind", "value", "currency_code")),
        ("addresses", ("full_address", "city", "country_code")),
    ):
        assert facts(back, name, *columns) == facts(sdn, name, *columns)
    columns = ("entity_type", "primary_name", "birth_dates", "birth_places", "country_codes", "programmes", "position",
               "gender", "vessel_type", "vessel_flag_code", "vessel_owner")  # fmt: skip
    assert facts(back, "entities", *columns) == facts(sdn, "entities", *columns)
    assert {"owned_by", "owner_of", "linked_to"} == set(back.relations["relation_kind"])


def test_members_of_a_group_name_each_other(sdn):
    made = things(sdn, {"OFAC-SDN:2": "OFAC-SDN:1"})
    assert (made["OFAC-SDN.2"]["group_id"], made["OFAC-SDN.2"]["referents"]) == ("OFAC-SDN.1", ["OFAC-SDN.1"])
    assert (made["OFAC-SDN.1"]["group_id"], made["OFAC-SDN.1"]["referents"]) == ("OFAC-SDN.1", ["OFAC-SDN.2"])
    assert (made["OFAC-SDN.3"]["group_id"], made["OFAC-SDN.3"]["referents"]) == ("OFAC-SDN.3", [])


@pytest.mark.parametrize(("list_row", "topic"), [({"source": "EL"}, "export.control"), ({"source": "SDN"}, "sanction")])
def test_topics_and_licences(build, list_row, topic):
    row = {"_id": "1", "name": "Orbita", "license_requirement": "All items.", "license_policy": "Denial."}
    version = build.read_one(csl__csv=build.csl(row | list_row))
    party, sanction = list(map(json.loads, lines(version)))[:2]
    assert party["properties"]["topics"] == [topic]
    assert sanction["properties"]["description"] == ["Licence requirement: All items.", "Licence policy: Denial."]


def test_numbers_of_an_aircraft(build):
    remarks = (
        "Aircraft Tail Number EX-123; Aircraft Manufacturer's Serial Number (MSN) 7777; Registration Number EX-123."
    )
    version = build.mined(remarks, "aircraft", name="EX-123")
    (back,) = build.read_files(ftm__json="".join(line + "\n" for line in lines(version)).encode())
    kinds = ("aircraft_tail", "other", "registration")
    assert [back.identifiers["identifier_kind"].to_list(), version.identifiers["identifier_kind"].to_list()] == [
        list(kinds), list(kinds)
    ]  # fmt: skip
    party = next(thing for thing in map(json.loads, lines(version)) if thing["schema"] == "Airplane")["properties"]
    assert (party["registrationNumber"], party["serialNumber"]) == (["EX123"], ["7777"])


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2, unique=True))
def test_ids_are_valid_and_differ(texts):
    one, other = (ftm_id(f"CA-SEMA:{text}") for text in texts)
    assert one != other
    assert re.fullmatch(r"[0-9a-zA-Z]([0-9a-zA-Z.-]*[0-9a-zA-Z])?", one)


@pytest.mark.shared
@pytest.mark.parametrize(
    "path",
    ["un/consolidated_2025-11-18.xml", "ofac/2022-01-31", "ofac/sdn_2024-05-02", "ofac/consolidated/CONS_ENHANCED.XML"],
)
def test_real_lists_come_back_whole(build, path, tmp_path):
    (version,) = read([build.shared / path], retrieved_at=build.retrieved)
    (tmp_path / "list.json").write_text("".join(line + "\n" for line in lines(version)), encoding="utf-8")
    (back,) = read([tmp_path / "list.json"], retrieved_at=build.retrieved)
    ids = {entity_id: f"{back.list_id}:{ftm_id(entity_id)}" for entity_id in version.entities["entity_id"]}
    for name, columns in (
        ("names", ("name", "name_kind")),
        ("identifiers", ("identifier_kind", "value", "currency_code")),
        ("addresses", ("full_address",)),
        ("entities", ("entity_type", "primary_name", "birth_dates", "measures", "programmes", "listed_date")),
    ):
        stated = getattr(version, name).with_columns(pl.col("entity_id").replace_strict(ids))
        frames = [frame.select("entity_id", *columns) for frame in (stated, getattr(back, name))]
        assert frames[0].sort(pl.all()).equals(frames[1].sort(pl.all())), name
