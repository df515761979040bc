import polars as pl
import pytest

from hs_codes import ControlLists, load_control_lists
from hs_codes.store import store_control_lists
from screening.schemas.goods import CONTROL_ENTRIES, HS_CORRELATIONS


@pytest.fixture(scope="module")
def lists():
    return load_control_lists()


def stored(lake):
    return (
        CONTROL_ENTRIES.conform(lake.execute("FROM reference.control_entries").pl()),
        HS_CORRELATIONS.conform(lake.execute("FROM reference.hs_correlations").pl()),
    )


def test_control_lists_arrive_whole_and_once(lake, lists):
    assert store_control_lists(lake, lists) is True
    entries, correlations = stored(lake)
    assert entries.sort(CONTROL_ENTRIES.key).equals(lists.entries.sort(CONTROL_ENTRIES.key))
    assert correlations.sort(HS_CORRELATIONS.key).equals(lists.correlations.sort(HS_CORRELATIONS.key))
    assert store_control_lists(lake, lists) is False
    assert [frame.height for frame in stored(lake)] == [entries.height, correlations.height]


def test_a_new_version_of_one_list_is_added_beside_the_old(lake, lists):
    store_control_lists(lake, lists)
    is_chpl = pl.col("control_list") == "CHPL"
    version = pl.when(is_chpl).then(pl.lit("2027-01-01-0badcafe")).otherwise("control_list_version")
    newer = ControlLists(
        lists.entries.with_columns(version.alias("control_list_version")),
        lists.correlations.with_columns(version.alias("control_list_version")),
    )
    assert store_control_lists(lake, newer) is True
    entries, correlations = stored(lake)
    for frame, before in ((entries, lists.entries), (correlations, lists.correlations)):
        assert frame.filter(is_chpl).height == 2 * before.filter(is_chpl).height
        assert frame.filter(~is_chpl).height == before.filter(~is_chpl).height


def test_a_store_that_fails_leaves_the_lake_as_it_was(lake, lists):
    broken = ControlLists(lists.entries, lists.correlations.with_columns(basis=pl.lit(None, dtype=pl.String)))
    with pytest.raises(Exception, match="NOT NULL"):
        store_control_lists(lake, broken)
    assert [frame.height for frame in stored(lake)] == [0, 0]
    assert store_control_lists(lake, lists) is True, "the connection can still be used"
