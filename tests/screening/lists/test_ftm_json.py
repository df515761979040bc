"""Lists as FollowTheMoney entities: objects in any order, parties that are not listed, and lines that are not whole."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError

ORBITA = {
    "id": "ex-orbita", "schema": "Company", "caption": "Orbita", "datasets": ["ex_list"], "target": True,
    "last_seen": "2030-05-06T10:00:00", "properties": {"name": ["Orbita", "Орбита"], "topics": ["sanction"]},
}  # fmt: skip


def lines(*things):
    return "".join(json.dumps(thing, ensure_ascii=False) + "\n" for thing in things).encode()


def thing(identity, schema, **properties):
    return {"id": identity, "schema": schema, "properties": properties}


def party(identity, *, schema="Company", name="Zarya", target=None, **properties):
    return thing(identity, schema, name=[name], **properties) | ({} if target is None else {"target": target})


def test_the_list_is_named_after_its_dataset(build):
    version = build.read_one(ftm__json=lines(ORBITA))
    assert (version.list_id, version.list_name) == ("FTM-EX-LIST", "FollowTheMoney: ex_list")
    assert (version.published_date, version.warnings) == (date(2030, 5, 6), ())
    assert version.entities["entity_id"].to_list() == ["FTM-EX-LIST:ex-orbita"]


def test_parties_of_several_datasets_have_no_name_in_common(build):
    other = party("ex-2") | {"datasets": ["other_list"]}
    assert build.read_one(ftm__json=lines(ORBITA, other)).list_id == "FTM"
    assert build.read_one(ftm__json=lines(party("ex-2"))).list_id == "FTM"


def test_the_order_of_objects_does_not_matter(build):
    things = [
        thing("s", "Sanction", entity=["ex-orbita"], program=["Example programme"], startDate=["2022-03-01"]),
        thing("o", "Ownership", owner=["ex-2"], asset=["ex-orbita"], percentage=["51"]),
        ORBITA,
        party("ex-2", topics=["sanction"]),
    ]
    first, second = (build.read_one(ftm__json=lines(*each)) for each in (things, things[::-1]))
    assert first.entities["entity_hash"].to_list() == second.entities["entity_hash"].to_list()
    assert first.relations.drop("list_version").equals(second.relations.drop("list_version"))
    assert set(first.relations["entity_id", "relation_kind", "related_name", "published_relation"].rows()) == {
        ("FTM:ex-orbita", "owned_by", "Zarya", "Ownership: 51"),
        ("FTM:ex-2", "owner_of", "Orbita", "Ownership: 51"),
    }


def test_related_parties_that_are_not_listed_are_named(build):
    things = [ORBITA, party("ex-2", topics=["role.pep"]), thing("f", "UnknownLink", subject=["ex-orbita"],
                                                               object=["ex-2"], role=["friend"])]  # fmt: skip
    version = build.read_one(ftm__json=lines(*things))
    assert version.relations["relation_kind", "related_entity_id", "related_name", "published_relation"].rows() == [
        ("linked_to", None, "Zarya", "UnknownLink: friend")
    ]


@pytest.mark.parametrize(
    ("properties", "target", "is_listed"),
    [
        ({"topics": ["sanction"]}, True, True),
        ({"topics": ["export.control"]}, None, True),
        ({"topics": ["role.pep"]}, True, False),
        ({"topics": ["sanction.linked"]}, False, False),
        ({}, None, True),
        ({}, False, False),
    ],
)
def test_who_is_listed(build, properties, target, is_listed):
    version = build.read_one(ftm__json=lines(ORBITA, party("ex-2", target=target, **properties)))
    assert ("ex-2" in version.entities["source_id"].to_list()) == is_listed
    assert version.warnings == (() if is_listed else ("1 parties in the file are not listed and were left out",))


def test_objects_nested_in_a_party(build):
    nested = {
        "sanctions": [thing("s", "Sanction", program=["EX-1"])],
        "addressEntity": [thing("a", "Address", full=["1 Example St, Minsk"], country=["by"], city=["Minsk"])],
        "cryptoWallets": [thing("w", "CryptoWallet", publicKey=["1ExAmPlE"], currency=["XBT"])],
    }
    version = build.read_one(ftm__json=lines(party("ex-2", address=["1 Example St, Minsk"], **nested)))
    assert version.entities["programmes"].to_list() == [["EX-1"]]
    assert version.addresses["full_address", "city", "country_code"].rows() == [("1 Example St, Minsk", "Minsk", "BY")]
    assert version.identifiers["identifier_kind", "value", "currency_code"].rows() == [("wallet", "1ExAmPlE", "XBT")]


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (b'{"id": "x", "schema": "Company", "prop', "line 2 is broken or cut off"),
        (b"[]\n", "line 2 is broken or cut off"),
        (b'{"id": 5, "schema": "Company", "properties": {}}\n', "line 2 is broken or cut off"),
        (b'{"id": "x", "schema": "Company", "properties": []}\n', "line 2 is broken or cut off"),
        (b"[" * 100_000 + b"\n", "line 2 is broken or cut off"),
        (b'{"id": "x", "schema": "Company", "properties": {"name": ["\\ud800"]}}\n', "line 2 is broken or cut off"),
        (b'{"id": "x\xff", "schema": "Company", "properties": {}}\n', "line 2 is broken or cut off"),
        (lines(ORBITA), "line 2 repeats an entity"),
    ],
)
def test_broken_lines_are_refused(build, second, message):
    with pytest.raises(ListError, match=message):
        build.read_files(ftm__json=lines(ORBITA) + second)


def test_a_list_without_parties_is_refused(build):
    with pytest.raises(ListError, match="holds no entity"):
        build.read_files(ftm__json=lines(thing("a", "Address", full=["1 Example St"])))


def test_other_json_is_refused(build):
    with pytest.raises(ListError, match="the format is not known"):
        build.read_files(other__json=b'{"name": "Orbita"}\n')


VALUES = st.one_of(st.none(), st.text(), st.integers(), st.lists(st.one_of(st.text(), st.integers(), st.none())))
KEYS = st.sampled_from(
    [
        "name",
        "topics",
        "address",
        "addressEntity",
        "birthDate",
        "country",
        "innCode",
        "sanctions",
        "owner",
        "parent",
        "flag",
    ]
)


@settings(deadline=None)
@given(properties=st.dictionaries(KEYS, VALUES), more=st.dictionaries(st.sampled_from(["datasets", "caption"]), VALUES))
def test_odd_values_never_fail_otherwise(build, properties, more):
    odd = {"id": "ex-2", "schema": "Company", "properties": properties} | more
    try:
        (version,) = build.read_files(ftm__json=lines(ORBITA, odd))
    except ListError:
        return
    assert version.entity_count in (1, 2)


@settings(deadline=None)
@given(data=st.data())
def test_a_file_cut_off_within_a_line_is_refused(build, data):
    whole = lines(ORBITA, party("ex-2"))
    first = len(lines(ORBITA))
    cut = data.draw(st.integers(1, len(whole) - 2).filter(lambda n: n not in (first, first - 1)))
    with pytest.raises(ListError):
        build.read_files(ftm__json=whole[:cut])
