"""Exports: whole or not at all, and never over something else."""

import polars as pl
import pytest

from screening.errors import NotFoundError, ScreeningError
from screening.lists import read
from screening.lists.export import export_tables, write_ftm, write_tables
from screening.lists.store import TABLES, load_version


@pytest.fixture(scope="module")
def samples(build):
    return read([build.samples], retrieved_at=build.retrieved)


@pytest.fixture
def loaded(lake, samples):
    """The lake with the sample lists."""
    for version in samples:
        load_version(lake, version)
    return lake


@pytest.fixture(scope="module")
def exported(samples):
    """One sample list as it is exported: its tables, and its row of LIST_VERSIONS."""
    version = samples[0]
    tables = {name: getattr(version, name) for name in TABLES}
    tables["entities"] = tables["entities"].with_columns(pl.col("entity_id").alias("group_id"))
    return tables, version.as_row(version.retrieved_at)


def as_csv(frame):
    return frame.select("entity_id").write_csv().encode()


def test_all_tables_of_all_lists(loaded):
    tables, versions = export_tables(loaded)
    assert set(tables) == set(TABLES)
    assert set(tables["names"]["list_id"]) == set(versions["list_id"]) == {"EU-FSF", "OFAC-SDN", "UN-SC"}
    assert tables["entities"]["group_id"].to_list() == tables["entities"]["entity_id"].to_list()


def test_groups_are_part_of_it(loaded):
    first, second = export_tables(loaded)[0]["entities"]["entity_id"].to_list()[:2]
    loaded.execute("INSERT INTO reference.entity_groups VALUES ($1, $1), ($2, $1)", [first, second])
    entities = export_tables(loaded)[0]["entities"]
    assert dict(entities["entity_id", "group_id"].head(2).rows()) == {first: first, second: first}


def test_one_list(loaded):
    tables, versions = export_tables(loaded, ["UN-SC"])
    assert set(tables["entities"]["list_id"]) == set(versions["list_id"]) == {"UN-SC"}
    with pytest.raises(NotFoundError, match="XX-NONE"):
        export_tables(loaded, ["UN-SC", "XX-NONE"])


def test_a_file_is_replaced_only_by_force(exported, tmp_path):
    tables, versions = exported
    path = tmp_path / "lists.json"
    count = write_ftm(tables, versions, path)
    assert len(path.read_text(encoding="utf-8").splitlines()) == count > tables["entities"].height
    with pytest.raises(ScreeningError, match="--force"):
        write_ftm(tables, versions, path)
    path.write_text("old", encoding="utf-8")
    write_ftm(tables, versions, path, force=True)
    assert path.read_text(encoding="utf-8").startswith('{"id"')
    assert not list(tmp_path.glob(".*"))


def test_a_folder_is_replaced_only_by_force_and_only_if_it_is_an_export(exported, tmp_path):
    tables = exported[0]
    path = tmp_path / "lists"
    assert write_tables(tables, path, "csv", as_csv) == sum(frame.height for frame in tables.values())
    assert {file.name for file in path.iterdir()} == {f"{name}.csv" for name in TABLES}
    with pytest.raises(ScreeningError, match="--force"):
        write_tables(tables, path, "csv", as_csv)
    write_tables(tables, path, "parquet", lambda frame: b"x", force=True)
    assert {file.name for file in path.iterdir()} == {f"{name}.parquet" for name in TABLES}
    (path / "thesis.docx").touch()
    with pytest.raises(ScreeningError, match="no export"):
        write_tables(tables, path, "csv", as_csv, force=True)
    assert (path / "thesis.docx").exists()
    assert not list(tmp_path.glob(".*"))


def test_a_folder_and_a_file_do_not_replace_each_other(exported, tmp_path):
    tables, versions = exported
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(ScreeningError, match="this is a file"):
        write_tables(tables, tmp_path / "file", "csv", as_csv, force=True)
    with pytest.raises(ScreeningError, match="this is a folder"):
        write_ftm(tables, versions, tmp_path / "folder", force=True)
    with pytest.raises(ScreeningError, match="does not exist"):
        write_ftm(tables, versions, tmp_path / "nowhere" / "file")


def test_an_export_that_fails_leaves_the_former_one(exported, tmp_path):
    tables = exported[0]
    path = tmp_path / "lists"
    write_tables(tables, path, "csv", as_csv)

    def fails(frame: pl.DataFrame) -> bytes:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_tables(tables, path, "csv", fails, force=True)
    assert (path / "entities.csv").stat().st_size > 0
    assert not list(tmp_path.glob(".*"))
