"""What a new version may lose, by made-up lists; the real incidents are in the tests of the refresh."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.changes import ListTables
from screening.lists.facts import Address, Identifier, ListedEntity, Name, ParsedList
from screening.lists.guard import GuardShares, InForce, objections, vanished
from screening.lists.store import TABLES
from screening.lists.version import build_version

SHARES = GuardShares()


def entity(number, programme="P"):
    return ListedEntity(
        source_id=str(number),
        entity_type="organisation",
        primary_name=f"EXAMPLE {number} LLC",
        names=[Name(f"SAMPLE {number}", "alias", None)],
        identifiers=[Identifier("registration", f"R{number}", f"R{number}", None, "", None)],
        addresses=[Address(full_address=f"Street {number}")],
        programmes=[programme],
    )


def version(entities, published=date(2026, 11, 1), list_id="TEST", list_format="un_xml"):
    parsed = ParsedList(list_id, "Test list", published, list(entities), [])
    return build_version(
        parsed, list_format=list_format, published_date=published, retrieved_at=datetime(2026, 11, 2, tzinfo=UTC),
        source_files=["a sha256:0"],
    )  # fmt: skip


def in_force(made):
    tables = ListTables(**{name: getattr(made, name) for name in TABLES})
    return InForce(made.list_id, made.list_version, made.published_date, made.format, made.content_hash, tables)


OLD = in_force(version(entity(n) for n in range(100)))


def objections_to(entities, shares=SHARES, old=OLD, **named):
    return objections(version(entities, **named), old, shares)


def test_the_first_version_and_one_that_loses_as_much_as_it_may_come_in_force():
    assert objections(version([entity(1)]), None, SHARES) == []
    assert objections_to(entity(n) for n in range(10, 100)) == []


def test_one_entity_more_is_too_much():
    found = objections_to(entity(n) for n in range(11, 100))
    assert found[0] == "it loses 11 of 100 entities (11%) in force, at most 10% may go"
    assert [what in " ".join(found) for what in ("names", "identifiers", "addresses")] == [True] * 3


def test_new_entities_do_not_make_up_for_lost_ones():
    assert "50 of 100 entities" in objections_to(entity(n) for n in range(50, 150))[0]


def test_an_entity_with_another_number_is_not_lost():
    renumbered = [replace(entity(n), source_id=f"new-{n}") for n in range(100)]
    assert objections_to(renumbered) == []


@pytest.mark.parametrize(
    ("what", "nothing"),
    [("names", {"names": []}), ("identifiers", {"identifiers": []}), ("addresses", {"addresses": []})],
)
def test_each_kind_of_row_is_counted_by_itself(what, nothing):
    (found,) = objections_to(replace(entity(n), **(nothing if n < 30 else {})) for n in range(100))
    assert f" {what} (" in found


def test_an_older_version_is_refused_and_one_without_a_date_is_not():
    everything = [entity(n) for n in range(100)]
    assert objections_to(everything, published=date(2026, 10, 31)) == [
        "it is of 2026-10-31, older than the version in force of 2026-11-01"
    ]
    assert objections_to(everything, published=date(2026, 11, 1)) == []
    assert objections_to(everything, published=None) == []


def test_a_programme_that_is_gone_is_seen_in_a_large_list():
    small = [entity(n, "SMALL") for n in range(30)]
    rest = [entity(n) for n in range(30, 500)]
    old = in_force(version(small + rest))
    assert objections_to(rest, old=old) == ["it loses 30 of 30 entities (100%) of programme SMALL, at most 50% may go"]
    renamed = [replace(one, programmes=["RENAMED"]) for one in small]
    assert objections_to(renamed + rest, old=old) == []


def test_shares_are_set_per_source():
    few = in_force(version(entity(n) for n in range(5)))
    less = [entity(n) for n in range(4)]
    assert objections_to(less, old=few)
    assert objections_to(less, old=few, shares=GuardShares(fewest=3)) == []
    assert objections_to([entity(n) for n in range(95)], shares=GuardShares(entities=0.01))


def test_an_empty_version_is_refused_even_as_the_first():
    empty = version([entity(1)])
    empty = replace(empty, entities=empty.entities.clear())
    assert objections(empty, None, SHARES) == ["it holds no entity"]


def test_a_list_that_its_file_does_not_hold_any_more_is_named():
    read = [version([entity(1)], list_id="US-BIS-EL", list_format="us_csl_csv")]
    known = [in_force(replace(read[0], list_id=name)) for name in ("US-BIS-EL", "US-CSL-SDN")]
    assert vanished(read, known) == {"US-CSL-SDN": "the file holds no entry of it any more, and 1 are in force"}
    assert vanished([version([entity(1)])], known) == {}, "a file of one list says nothing about others"


@given(kept=st.sets(st.integers(0, 99)), share=st.floats(0, 1))
def test_more_than_the_share_is_refused_and_no_less(kept, share):
    shares = GuardShares(entities=share, names=1, identifiers=1, addresses=1, programme=1)
    found = objections(version(entity(n) for n in kept | {100}), OLD, shares)
    assert bool(found) == (100 - len(kept) > share * 100)


def test_no_party_is_named():
    assert "EXAMPLE" not in " ".join(objections_to([entity(1)]))
