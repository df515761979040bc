"""Two versions of a list in, the rows of list_changes out."""

import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.lists.changes import ListTables, changes
from screening.lists.store import TABLES
from screening.schemas.reference import LIST_CHANGES


def tables(version):
    return ListTables(**{name: getattr(version, name) for name in TABLES})


def between(before, after):
    frame = changes(tables(before), tables(after), list_id="OFAC-SDN", from_version="a", to_version="b")
    assert LIST_CHANGES.conform(frame).equals(frame)
    return {row["entity_id"].partition(":")[2]: row for row in frame.to_dicts()}


@pytest.fixture
def sdn(build):
    """Version of an OFAC list of these entities, given as {number: (name, remarks, title)}, and its other names."""

    def _sdn(entities, aliases=(), addresses=()):
        files = {"sdn__csv": [build.entity_row(n, name, remarks=r, title=t) for n, (name, r, t) in entities.items()]}
        if aliases:
            files["alt__csv"] = [[str(n), str(i), "aka", a, build.null] for i, (n, a) in enumerate(aliases)]
        if addresses:
            files["add__csv"] = [
                [str(n), str(i), a, "Minsk", "Belarus", build.null] for i, (n, a) in enumerate(addresses)
            ]
        return build.read_one(**{name: build.ofac(rows) for name, rows in files.items()})

    return _sdn


def test_added_and_removed(sdn):
    null = "-0- "
    before = sdn({1: ("ORBITA", null, null), 2: ("ZARYA", null, null)})
    after = sdn({2: ("ZARYA", null, null), 3: ("LUNA", null, null)})
    rows = between(before, after)
    assert {key: (row["change"], row["primary_name"], row["fields"], row["detail"]) for key, row in rows.items()} == {
        "1": ("removed", "ORBITA", [], "{}"), "3": ("added", "LUNA", [], "{}")
    }  # fmt: skip
    assert [(row["list_id"], row["from_version"], row["to_version"]) for row in rows.values()] == [
        ("OFAC-SDN", "a", "b")
    ] * 2


def test_what_changed_is_told_field_by_field(sdn):
    same = {2: ("LUNA", "-0- ", "-0- ")}
    before = sdn(
        {1: ("ORBITA", "DOB 1971; Passport X000111 (Iran); Linked To: LUNA.", "Director")} | same,
        aliases=[(1, "ORBIT"), (1, "OLD")],
        addresses=[(1, "1 Example St")],
    )
    after = sdn(
        {1: ("ORBITA", "DOB 1972; Passport X000222 (Iran); Linked To: LUNA.", "Chair")} | same,
        aliases=[(1, "ORBIT"), (1, 'NEW "Ж"')],
    )
    (row,) = between(before, after).values()
    detail = json.loads(row["detail"])
    assert row["change"] == "changed"
    assert row["fields"] == sorted(detail) == [
        "addresses", "birth_dates", "identifiers", "names", "position", "remarks"
    ]  # fmt: skip
    assert detail["position"] == {"from": "Director", "to": "Chair"}
    assert detail["birth_dates"] == {"removed": ["1971"], "added": ["1972"]}
    assert detail["names"] == {
        "removed": [{"name": "OLD", "name_kind": "alias", "language": None}],
        "added": [{"name": 'NEW "Ж"', "name_kind": "alias", "language": None}],
    }
    assert [made["value"] for made in detail["identifiers"]["added"]] == ["X000222"]
    assert [made["full_address"] for made in detail["addresses"]["removed"]] == ["1 Example St, Minsk, Belarus"]
    assert detail["addresses"]["added"] == []


def test_relations_count_by_what_is_stated(sdn):
    """That a name means another entity now is a change of the list, not of the entity that states it."""
    entity = {1: ("ORBITA", "Linked To: LUNA.", "-0- ")}
    before, after = sdn(entity), sdn(entity | {2: ("LUNA", "-0- ", "-0- ")})
    assert before.relations["related_entity_id"].to_list() == [None]
    assert after.relations["related_entity_id"].to_list() == ["OFAC-SDN:2"]
    assert {key: row["change"] for key, row in between(before, after).items()} == {"2": "added"}
    without = sdn({1: ("ORBITA", "-0- ", "-0- ")})
    (row,) = between(before, without).values()
    assert json.loads(row["detail"])["relations"] == {
        "removed": [{"relation_kind": "linked_to", "related_name": "LUNA", "published_relation": "Linked To"}],
        "added": [],
    }


def test_another_hash_alone_is_no_change(sdn):
    version = sdn({1: ("ORBITA", "-0- ", "-0- ")})
    other = tables(version)
    renamed = ListTables(
        **{name: getattr(other, name) for name in TABLES}
        | {"entities": other.entities.with_columns(entity_hash=pl.lit("0"), measures=pl.lit(None, pl.List(pl.String)))}
    )
    assert changes(other, renamed, list_id="OFAC-SDN", from_version="a", to_version="b").is_empty()


def test_the_first_version_adds_everything(sdn):
    version = sdn({1: ("ORBITA", "-0- ", "-0- ")})
    nothing = ListTables(**{name: table.empty() for name, table in TABLES.items()})
    frame = changes(nothing, tables(version), list_id="OFAC-SDN", from_version="-", to_version="b")
    assert frame["change"].to_list() == ["added"]


@settings(deadline=None, max_examples=25)
@given(
    old=st.dictionaries(st.integers(1, 6), st.sampled_from(["ORBITA", "ZARYA", "LUNA"]), min_size=1),
    new=st.dictionaries(st.integers(1, 6), st.sampled_from(["ORBITA", "ZARYA", "LUNA"]), min_size=1),
)
def test_the_way_back_is_the_mirror(build, old, new):
    before, after = (
        build.read_one(sdn__csv=build.ofac([build.entity_row(n, name) for n, name in each.items()]))
        for each in (old, new)
    )
    there, back = between(before, after), between(after, before)
    mirror = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {key: mirror[row["change"]] for key, row in there.items()} == {k: r["change"] for k, r in back.items()}
    assert there.keys() == {str(n) for n in old.keys() ^ new.keys()} | {
        str(n) for n in old.keys() & new.keys() if old[n] != new[n]
    }
    for key, row in there.items():
        for field, said in json.loads(row["detail"]).items():
            turned = json.loads(back[key]["detail"])[field]
            assert sorted(map(str, said.values())) == sorted(map(str, turned.values()))
