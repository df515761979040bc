from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest

from screening.errors import SchemaError
from screening.lake import open_lake
from screening.lists import read
from screening.lists.store import TABLES, list_status, load_version, read_in_force, read_version
from screening.schemas.reference import LIST_VERSIONS

READ_AT = datetime(2025, 12, 2, tzinfo=UTC)
FRAMES = tuple(TABLES)


@pytest.fixture(scope="module")
def samples(request):
    """The bundled fictional lists by id."""
    versions = read([request.config.rootpath / "data" / "samples" / "lists"], retrieved_at=READ_AT)
    return {version.list_id: version for version in versions}


def later(version, name="2026-01-01-0badcafe", drop=1):
    """A later version of a list, without its last entities."""
    kept = version.entities.head(version.entities.height - drop)["entity_id"]
    frames = {
        frame: getattr(version, frame)
        .filter(pl.col("entity_id").is_in(kept.implode()))
        .with_columns(list_version=pl.lit(name))
        for frame in FRAMES
    }
    return replace(version, list_version=name, published_date=date(2026, 1, 1), **frames)


def counts(lake):
    tables = ("list_versions", *(table.name for table in TABLES.values()))
    return [lake.execute(f"SELECT count(*) FROM reference.{table}").fetchone()[0] for table in tables]


def test_an_empty_lake_has_no_lists_in_force(lake):
    in_force = read_in_force(lake)
    assert [getattr(in_force, name).height for name in ("versions", *FRAMES)] == [0, 0, 0, 0, 0, 0]
    assert list_status(lake).is_empty()


def test_a_version_comes_back_as_it_was_read(lake, samples):
    version = samples["OFAC-SDN"]
    assert load_version(lake, version) is True
    in_force = read_in_force(lake)
    keys = {"entities": "entity_id", "names": "name_id"}
    for name in FRAMES:
        key = keys.get(name) or [c for c in getattr(version, name).columns if c not in ("list_id", "list_version")]
        assert getattr(in_force, name).sort(key).equals(getattr(version, name).sort(key)), name
    row = in_force.versions.row(0, named=True)
    assert (row["list_id"], row["list_version"]) == ("OFAC-SDN", version.list_version)
    assert (row["content_hash"], row["retrieved_at"]) == (version.content_hash, READ_AT)
    assert row["entity_count"] == version.entities.height
    assert row["source_files"] == list(version.source_files)


def test_the_same_version_twice_adds_nothing(lake, samples):
    load_version(lake, samples["OFAC-SDN"])
    before = counts(lake)
    assert load_version(lake, samples["OFAC-SDN"]) is False
    assert counts(lake) == before


def test_the_version_loaded_last_is_in_force_and_the_earlier_ones_are_kept(lake, samples):
    first = samples["UN-SC"]
    second = later(first)
    for version in (first, samples["EU-FSF"], second):
        load_version(lake, version)
    in_force = read_in_force(lake)
    assert dict(in_force.versions.select("list_id", "list_version").rows()) == {
        "EU-FSF": samples["EU-FSF"].list_version,
        "UN-SC": second.list_version,
    }
    for name in FRAMES:
        frame = getattr(in_force, name).filter(pl.col("list_id") == "UN-SC")
        assert set(frame["list_version"]) <= {second.list_version}, name
        assert frame.height == getattr(second, name).height, name
    assert counts(lake)[1] == first.entities.height * 2 - 1 + samples["EU-FSF"].entities.height


def test_an_earlier_version_can_be_put_in_force_again(lake, samples):
    first = samples["UN-SC"]
    for version in (first, later(first)):
        load_version(lake, version)
    before = counts(lake)
    assert load_version(lake, first) is False
    assert read_in_force(lake).versions["list_version"].to_list() == [first.list_version]
    assert counts(lake) == before


def changes_in(lake):
    rows = lake.execute("SELECT from_version, to_version, change FROM reference.list_changes").fetchall()
    return dict(Counter(rows))


def test_what_a_version_changed_is_stored_with_it(lake, samples):
    first = samples["UN-SC"]
    second = later(first)
    load_version(lake, first)
    assert changes_in(lake) == {}
    load_version(lake, second)
    there = {(first.list_version, second.list_version, "removed"): 1}
    assert changes_in(lake) == there
    load_version(lake, second)
    assert changes_in(lake) == there
    load_version(lake, first)
    back = there | {(second.list_version, first.list_version, "added"): 1}
    assert changes_in(lake) == back
    load_version(lake, second)
    assert changes_in(lake) == back


def test_any_version_in_the_lake_can_be_read(lake, samples):
    first = samples["UN-SC"]
    for version in (first, later(first)):
        load_version(lake, version)
    tables = read_version(lake, "UN-SC", first.list_version)
    assert tables.entities.sort("entity_id").equals(first.entities.sort("entity_id"))
    assert read_version(lake, "UN-SC", "no such version").names.is_empty()


def test_status_tells_every_version_the_latest_first(lake, samples):
    first = samples["UN-SC"]
    second = later(first)
    for version in (first, second, samples["EU-FSF"]):
        load_version(lake, version)
    status = list_status(lake)
    assert status.select("list_id", "list_version", "is_in_force").rows() == [
        ("EU-FSF", samples["EU-FSF"].list_version, True),
        ("UN-SC", second.list_version, True),
        ("UN-SC", first.list_version, False),
    ]
    LIST_VERSIONS.conform(status)


def test_a_version_that_cannot_be_stored_leaves_the_one_in_force(lake, samples):
    first = samples["UN-SC"]
    load_version(lake, first)
    before = counts(lake)
    second = later(first)
    nameless = replace(second, names=second.names.with_columns(name=pl.lit(None, dtype=pl.String)))
    with pytest.raises(SchemaError, match="required columns hold nulls"):
        load_version(lake, nameless)
    assert counts(lake) == before
    assert read_in_force(lake).versions["list_version"].to_list() == [first.list_version]


def test_a_catalog_in_postgresql_holds_the_same(postgres_settings, samples):
    with open_lake(postgres_settings) as connection:
        assert load_version(connection, samples["OFAC-SDN"]) is True
        assert load_version(connection, samples["OFAC-SDN"]) is False
        assert read_in_force(connection).entities.equals(samples["OFAC-SDN"].entities.sort("entity_id"))
