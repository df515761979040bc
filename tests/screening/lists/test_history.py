"""Any two versions of a list in the lake can be compared, neighbours or not, in either direction."""

from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest

from screening.errors import NotFoundError
from screening.lists import read
from screening.lists.history import difference
from screening.lists.store import TABLES, load_version


@pytest.fixture
def loaded(lake, request):
    """The lake with three versions of a list, each without one entity more, and their names."""
    folder = request.config.rootpath / "data" / "samples" / "lists"
    (first,) = [v for v in read([folder], retrieved_at=datetime.now(UTC)) if v.list_id == "UN-SC"]
    names = []
    for drop, name in enumerate(("2026-01-01-a", "2026-02-01-b", "2026-02-01-c")):
        kept = first.entities.head(first.entity_count - drop)["entity_id"].implode()
        frames = {
            table: getattr(first, table).filter(pl.col("entity_id").is_in(kept)).with_columns(list_version=pl.lit(name))
            for table in TABLES
        }
        load_version(lake, replace(first, list_version=name, **frames))
        names.append(name)
    return lake, names


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ((), ("2026-02-01-b", "2026-02-01-c", {"removed": 1})),
        (("2026-01",), ("2026-01-01-a", "2026-02-01-c", {"removed": 2})),
        (("2026-02-01-c", "2026-01-01-a"), ("2026-02-01-c", "2026-01-01-a", {"added": 2})),
        (("2026-01-01-a", "2026-01-01-a"), ("2026-01-01-a", "2026-01-01-a", {})),
    ],
)
def test_two_versions(loaded, versions, expected):
    found = difference(loaded[0], "UN-SC", *versions)
    assert (found.from_version, found.to_version) == expected[:2]
    assert dict(found.rows["change"].value_counts().rows()) == expected[2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("NO-LIST",), "never loaded"),
        (("UN-SC", "2026-02"), "several versions of this list begin with 2026-02"),
        (("UN-SC", "1999"), "no version of this list begins with 1999"),
    ],
)
def test_versions_that_are_not_there(loaded, arguments, message):
    with pytest.raises(NotFoundError, match=message):
        difference(loaded[0], *arguments)


def test_one_version_has_nothing_to_be_compared_with(lake, request):
    folder = request.config.rootpath / "data" / "samples" / "lists"
    for version in read([folder], retrieved_at=datetime.now(UTC)):
        load_version(lake, version)
    with pytest.raises(NotFoundError, match="one version of this list"):
        difference(lake, "UN-SC")
