import hashlib
import json
from datetime import UTC, datetime

import polars as pl
import pytest

from screening.errors import SettingsError
from screening.intake.load import load_file
from screening.lake import open_lake
from screening.lists import read
from screening.simulate.build import make_world
from screening.simulate.evaluate import read_truth
from screening.simulate.listed import LIST_ID
from screening.simulate.write import read_manifest, write_world

from .conftest import BASE_RATE, FIRST, ITEMS, LAST, SEED


def test_same_seed_same_bytes(simulated, tmp_path):
    again = write_world(make_world(FIRST, LAST, ITEMS, SEED, BASE_RATE), tmp_path / "again", BASE_RATE, [])
    assert again == read_manifest(simulated)
    assert len(again.files) > 30


def test_the_manifest_counts_what_is_there(simulated):
    manifest = read_manifest(simulated)
    declarations = pl.read_parquet(simulated / "declarations" / "*.parquet")
    truth = read_truth(simulated)
    assert manifest.items == declarations.height
    assert manifest.declarations == declarations["declaration_id"].n_unique()
    assert manifest.planted_declarations == truth["declaration_id"].n_unique()
    for name, digest in manifest.files.items():
        assert hashlib.sha256((simulated / name).read_bytes()).hexdigest() == digest


def test_the_folder_loads_without_a_rejected_row(simulated, settings):
    paths = [
        path for kind in ("register", "declarations", "invoices") for path in sorted((simulated / kind).iterdir())[:2]
    ]
    with open_lake(settings) as connection:
        reports = [load_file(connection, path) for path in paths]
        links = connection.execute("SELECT count(*) FROM intake.company_links").fetchone()
    assert all(report.rows_read and not report.rows_rejected for report in reports)
    assert links and links[0] > 100


def test_the_list_loads_as_followthemoney(simulated, world):
    (version,) = read([simulated / "lists" / "listed.ftm.json"], retrieved_at=datetime.now(UTC))
    assert version.list_id == LIST_ID
    assert version.entities.height == len(world.listed)
    assert version.identifiers.filter(pl.col("identifier_kind") == "imo").height == 18
    assert version.identifiers.filter(pl.col("identifier_kind") == "wallet").height == 14


def test_invoices_come_after_clearance(simulated):
    invoices = pl.read_parquet(simulated / "invoices" / "*.parquet")
    declared = (
        pl.read_parquet(simulated / "declarations" / "*.parquet").select("declaration_id", "registration_date").unique()
    )
    named = invoices.drop_nulls("declaration_id").join(declared, on="declaration_id", how="left")
    assert named["registration_date"].null_count() == 0
    assert (named["invoice_date"] > named["registration_date"]).all()
    assert invoices["destination_country_code"].n_unique() > 1


def test_re_exports_are_seen_in_invoices(simulated):
    truth = read_truth(simulated).filter(pl.col("scheme") == "reexport_to_russia")
    invoices = pl.read_parquet(simulated / "invoices" / "*.parquet").filter(pl.col("destination_country_code") == "RU")
    assert truth.height > 0
    assert invoices.filter(pl.col("declaration_id").is_in(truth["declaration_id"].to_list())).height > 0


def test_an_unfinished_folder_is_told(tmp_path):
    with pytest.raises(SettingsError, match="unfinished"):
        read_manifest(tmp_path)


def test_a_folder_with_other_files_is_left_alone(world, tmp_path):
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(SettingsError, match="not empty"):
        write_world(world, tmp_path, BASE_RATE, [])
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_the_manifest_is_plain_json(simulated):
    assert json.loads((simulated / "manifest.json").read_text("utf-8"))["seed"] == SEED
