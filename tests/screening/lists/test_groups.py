"""Groups in the lake: made when lists change, taken apart by a decision that is kept."""

from datetime import UTC, datetime

import pytest

from screening.errors import NotFoundError
from screening.lists import read
from screening.lists.groups import bring_groups_up_to_date, decide_separation, group_members
from screening.lists.store import load_version

MAPPING = """
list_id: {list_id}
list_name: Example
title_row: 1
entity_type: organisation
identifiers: {{number: inn}}
identifier_country: RU
columns: {{source_id: id, name: name, countries: country}}
"""
DECISION = {"reason": "another owner", "decided_by": "tester"}


@pytest.fixture
def two_lists(lake, tmp_path):
    """A lake with the same firm on two lists, and another one on the first."""
    for list_id, rows in (
        ("KZ-ONE", "1,Lunokvarts,0001234562,RU\n2,Vesnakvarts,,RU\n"),
        ("KZ-TWO", "7,Lunokvarts LLC,0001234562,RU\n"),
    ):
        path = tmp_path / f"{list_id}.csv"
        path.write_text("id,name,number,country\n" + rows, encoding="utf-8")
        path.with_name(path.name + ".mapping.yml").write_text(MAPPING.format(list_id=list_id), encoding="utf-8")
        for version in read([path], retrieved_at=datetime.now(UTC)):
            load_version(lake, version)
    return lake


def _groups(lake):
    return lake.execute("FROM reference.entity_groups ORDER BY 1").fetchall()


def test_groups_are_made_once_for_the_lists_in_force(two_lists):
    assert bring_groups_up_to_date(two_lists)
    assert _groups(two_lists) == [("KZ-ONE:1", "KZ-ONE:1"), ("KZ-TWO:7", "KZ-ONE:1")]
    assert not bring_groups_up_to_date(two_lists)
    assert two_lists.execute("SELECT count(*) FROM reference.groupings").fetchone() == (1,)


def test_a_lake_without_lists_has_no_groups(lake):
    assert not bring_groups_up_to_date(lake)


def test_a_group_is_explained(two_lists):
    bring_groups_up_to_date(two_lists)
    members, evidence = group_members(two_lists, "KZ-TWO:7")
    assert members["entity_id"].to_list() == ["KZ-ONE:1", "KZ-TWO:7"]
    assert "inn 0001234562" in evidence["evidence"].to_list()
    assert group_members(two_lists, "KZ-ONE:2")[0].height == 1
    with pytest.raises(NotFoundError, match="no list in force has KZ-ONE:9"):
        group_members(two_lists, "KZ-ONE:9")


def test_entries_are_taken_apart_and_put_together_again(two_lists):
    bring_groups_up_to_date(two_lists)
    decide_separation(two_lists, "KZ-TWO:7", "KZ-ONE:1", is_separate=True, **DECISION)
    assert _groups(two_lists) == []
    assert not group_members(two_lists, "KZ-TWO:7")[1]["is_used"].any()
    decide_separation(two_lists, "KZ-ONE:1", "KZ-TWO:7", is_separate=False, **DECISION)
    assert len(_groups(two_lists)) == 2
    kept = two_lists.execute("SELECT is_separate, reason, decided_by FROM reference.entity_separations").fetchall()
    assert kept == [(True, "another owner", "tester"), (False, "another owner", "tester")]


def test_only_known_entries_are_taken_apart(two_lists):
    with pytest.raises(NotFoundError, match="KZ-ONE:9"):
        decide_separation(two_lists, "KZ-ONE:9", "KZ-TWO:7", is_separate=True, **DECISION)
    assert two_lists.execute("SELECT count(*) FROM reference.entity_separations").fetchone() == (0,)
