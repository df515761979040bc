"""Links become groups, the surest first; what keeps entries apart wins."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.grouping import group
from screening.lists.linking import LINKS

ENTITIES = [f"{name}:{n}" for name in "ABC" for n in (1, 2)]
LISTS = pl.DataFrame({"entity_id": ENTITIES, "list_id": [entity[0] for entity in ENTITIES]})


def _links(*rows):
    made = [(one, other, "name", "equal", rank) for one, other, rank in rows]
    return pl.DataFrame(made, schema=LINKS, orient="row")


def _groups(links, separations=()):
    groups, used = group(links, LISTS, separations)
    return dict(groups.iter_rows()), used.filter("is_used").height


def test_links_are_followed_through():
    assert _groups(_links(("A:1", "B:1", 1), ("B:1", "C:1", 2))) == ({"A:1": "A:1", "B:1": "A:1", "C:1": "A:1"}, 2)
    assert _groups(_links()) == ({}, 0)


def test_one_list_holds_a_party_once():
    """The surer link wins; the other entry of the same list stays out."""
    assert _groups(_links(("A:1", "B:1", 2), ("A:2", "B:1", 1))) == ({"A:2": "A:2", "B:1": "A:2"}, 1)


def test_unless_the_list_itself_names_it_twice():
    links = _links(("A:1", "B:1", 1), ("A:2", "B:1", 2), ("A:1", "A:2", 4))
    assert _groups(links) == (dict.fromkeys(("A:1", "A:2", "B:1"), "A:1"), 3)


def test_separated_entries_stay_apart_by_any_way():
    links = _links(("A:1", "B:1", 1), ("B:1", "C:1", 2), ("A:1", "C:1", 3))
    assert _groups(links, [("A:1", "C:1")]) == ({"A:1": "A:1", "B:1": "A:1"}, 1)


@given(
    st.lists(st.tuples(st.sampled_from(ENTITIES), st.sampled_from(ENTITIES), st.integers(1, 4)), max_size=12),
    st.lists(st.tuples(st.sampled_from(ENTITIES), st.sampled_from(ENTITIES)), max_size=3),
)
def test_whatever_the_links_groups_keep_their_promises(rows, separations):
    rows = [(min(a, b), max(a, b), rank) for a, b, rank in rows if a != b]
    separations = [pair for pair in separations if pair[0] != pair[1]]
    groups, used = group(_links(*dict.fromkeys(rows)).unique(["entity_id", "other_entity_id"]), LISTS, separations)
    of = dict(groups.iter_rows())
    linked = {frozenset((a, b)) for a, b, _ in rows}
    assert all(of.get(a) is None or of.get(a) != of.get(b) for a, b in separations)
    for one in of:
        for other in of:
            if one < other and of[one] == of[other] and one[0] == other[0]:
                assert frozenset((one, other)) in linked
    for row in used.iter_rows(named=True):
        together = of.get(row["entity_id"]) is not None and of.get(row["entity_id"]) == of.get(row["other_entity_id"])
        assert row["is_used"] == together
