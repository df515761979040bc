"""What links two entries, and what does not. Every party here is made up."""

import polars as pl
import pytest

from screening.lists.linking import links
from screening.schemas.reference import LISTED_ADDRESSES, LISTED_ENTITIES, LISTED_IDENTIFIERS, LISTED_NAMES


@pytest.fixture
def linked():
    """Return a function that links two entries, each a dict: id, type, names, numbers, countries, born, lived."""

    def link(*entries):
        entities, names, numbers, addresses = [], [], [], []
        for entry in entries:
            entity_id = entry["id"]
            list_id, source_id = entity_id.split(":")
            keys = {"list_id": list_id, "list_version": "1", "entity_id": entity_id}
            lists = {"programmes": [], "birth_places": [], "legal_basis": []}
            entities.append(
                keys | lists | {"source_id": source_id, "entity_type": entry.get("type", "organisation"),
                "primary_name": entry["names"][0], "country_codes": entry.get("countries", []),
                "birth_dates": entry.get("born", []), "entity_hash": "0"}
            )  # fmt: skip
            for n, name in enumerate(entry["names"]):
                kind = entry.get("kind", "primary")
                names.append(keys | {"name_id": f"{entity_id}#{n}", "name": name, "name_kind": kind, "script": "Latin"})
            for kind, value, country in entry.get("numbers", []):
                numbers.append(keys | {"identifier_kind": kind, "value": value, "published_value": value,
                                       "country_code": country, "currency_code": ""})  # fmt: skip
            for n, country in enumerate(entry.get("lived", []), 1):
                addresses.append(keys | {"address_number": n, "full_address": country, "country_code": country})
        made = (
            pl.DataFrame(rows, schema=table.polars_schema)
            for rows, table in (
                (entities, LISTED_ENTITIES), (names, LISTED_NAMES), (numbers, LISTED_IDENTIFIERS),
                (addresses, LISTED_ADDRESSES),
            )
        )  # fmt: skip
        return links(*made).select("basis", "evidence").rows()

    return link


FIRM = {"names": ["Lunokvarts Elektronika OOO"], "countries": ["RU"]}
PERSON = {"type": "person", "names": ["Olga KRYZHOVSKAYA"], "born": ["1971-05-03"]}


def test_the_treasurys_number_in_both_of_its_lists(linked):
    found = linked({"id": "OFAC-SDN:900001", "names": ["One"]}, {"id": "US-CSL-SDN:900001", "names": ["Two"]})
    assert found == [("same_number", "OFAC number 900001")]
    assert not linked({"id": "OFAC-SDN:900001", "names": ["One"]}, {"id": "EU-FSF:900001", "names": ["Two"]})


def test_the_un_reference(linked):
    un = {"id": "UN-SC:QDe.900", "names": ["One"]}
    eu = {"id": "EU-FSF:EU.9.1", "names": ["Two"], "numbers": [("un_reference", "QDE900", None)]}
    assert linked(un, eu) == [("un_reference", "UN reference QDE900")]
    uk = {"id": "UK-SL:AQD900", "names": ["Three"], "numbers": [("un_reference", "QDE900", None)]}
    assert len(linked(un, eu, uk)) == 3


@pytest.mark.parametrize(
    ("one", "other", "is_linked"),
    [
        (("passport", "AB1234567", "RU"), ("passport", "AB1234567", "RU"), True),
        (("passport", "AB1234567", "RU"), ("passport", "AB1234567", None), True),
        (("passport", "AB1234567", "RU"), ("passport", "AB1234567", "IR"), False),
        (("passport", "AB123", "RU"), ("passport", "AB123", "RU"), False),
        (("tax", "0001234562", "RU"), ("inn", "0001234562", "RU"), True),
        (("tax", "123456", "RU"), ("registration", "123456", "RU"), False),
        (("imo", "9074729", None), ("imo", "9074729", None), True),
        (("imo", "9074729", None), ("registration", "9074729", None), False),
        (("email", "a@b.example", None), ("email", "a@b.example", None), False),
    ],
)
def test_identifying_numbers(linked, one, other, is_linked):
    found = linked(
        {"id": "A:1", "names": ["One"], "numbers": [one]}, {"id": "B:1", "names": ["Two"], "numbers": [other]}
    )
    assert [basis for basis, _ in found] == (["identifier"] if is_linked else [])


def test_a_number_of_another_kind_of_party_or_year_of_birth_is_another(linked):
    number = {"numbers": [("passport", "AB1234567", "RU")]}
    assert not linked({"id": "A:1"} | FIRM | number, {"id": "B:1"} | PERSON | number)
    assert linked(
        {"id": "A:1"} | PERSON | number, {"id": "B:1"} | PERSON | number | {"names": ["X Y"], "born": ["1972"]}
    )
    assert not linked({"id": "A:1"} | PERSON | number, {"id": "B:1"} | PERSON | number | {"born": ["1980"]})


def test_equal_names_need_a_date_or_a_country(linked):
    evidence = "name «Olga KRYZHOVSKAYA» and birth date 1971-05-03"
    assert linked({"id": "A:1"} | PERSON, {"id": "B:1"} | PERSON) == [("name", evidence)]
    assert linked({"id": "A:1"} | PERSON, {"id": "B:1"} | PERSON | {"names": ["KRYZHOVSKAYA, Olga"]})
    assert linked({"id": "A:1"} | PERSON, {"id": "B:1"} | PERSON | {"born": ["1971"]})
    assert not linked({"id": "A:1"} | PERSON, {"id": "B:1"} | PERSON | {"born": ["1971-06-03"]})
    assert not linked({"id": "A:1"} | PERSON, {"id": "B:1"} | PERSON | {"born": []})
    assert linked({"id": "A:1"} | FIRM, {"id": "B:1"} | FIRM | {"names": ["ООО «Лунокварц Электроника»"]})
    assert linked({"id": "A:1"} | FIRM, {"id": "B:1"} | FIRM | {"countries": [], "lived": ["RU"]})
    assert not linked({"id": "A:1"} | FIRM, {"id": "B:1"} | FIRM | {"countries": ["TR"]})
    assert not linked({"id": "A:1"} | FIRM, {"id": "B:1"} | FIRM | {"kind": "weak"})
    assert not linked({"id": "A:1"} | FIRM, {"id": "B:1"} | FIRM | {"type": "vessel"})


def test_equal_names_with_other_tax_numbers_are_two_firms(linked):
    one = {"id": "A:1", "numbers": [("inn", "0001234562", "RU")]} | FIRM
    assert not linked(one, {"id": "B:1", "numbers": [("inn", "0009999990", "RU")]} | FIRM)
    assert linked(one, {"id": "B:1", "numbers": [("registration", "0009999990", "RU")]} | FIRM)


def test_within_one_list_only_a_name_links(linked):
    number = {"numbers": [("passport", "AB1234567", "RU")]}
    assert [basis for basis, _ in linked({"id": "A:1"} | PERSON | number, {"id": "A:2"} | PERSON | number)] == ["name"]


def test_nothing_links_empty_lists(linked):
    assert linked() == []
