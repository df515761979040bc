"""Invoices and the company register: told from their columns, checked row by row, replaced by what comes later."""

import csv
from pathlib import Path

import polars as pl
import pytest

from screening.errors import IntakeError
from screening.intake import load_file, load_inbox
from screening.intake.records import KINDS, kind_of

SAMPLES = Path(__file__).parents[3] / "data" / "samples" / "commerce"


@pytest.fixture
def sample(tmp_path):
    """Return a function that writes rows of a sample, one for each set of changes to its first row."""

    def write(name: str, target: str, *changes: dict[str, str]) -> Path:
        with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        path = tmp_path / target
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows([rows[0] | change for change in changes])
        return path

    return write


def test_kinds_are_told_from_their_columns():
    for kind in KINDS:
        assert kind_of(kind.header) is kind
        assert kind_of(kind.names) is kind
        assert set(kind.header) <= set(kind.names)
        assert set(kind.key) <= set(kind.names)
    assert kind_of(["nonsense"]).name == "declarations"


@pytest.mark.parametrize(("name", "rows"), [("invoices", 5), ("companies", 4), ("company_links", 6)])
def test_samples_are_taken_in(lake, tmp_path, name, rows):
    path = SAMPLES / f"{name}.csv"
    report = load_file(lake, path)
    assert (report.record_kind, report.rows_read, report.rows_accepted, report.days) == (name, rows, rows, ())
    assert lake.execute(f"SELECT count(*) FROM intake.{name}").fetchone() == (rows,)
    assert lake.execute("SELECT record_kind, rows_read FROM intake.files").fetchall() == [(name, rows)]
    assert not load_file(lake, path).is_new
    as_parquet = tmp_path / "same.parquet"
    pl.read_csv(path, infer_schema_length=0).write_parquet(as_parquet)
    assert load_file(lake, as_parquet).rows_accepted == rows
    assert lake.execute(f"SELECT count(*) FROM intake.{name}").fetchone() == (rows,), "replaced, not doubled"


def test_types_and_days_of_invoices(lake):
    load_file(lake, SAMPLES / "invoices.csv")
    found = lake.execute(
        "SELECT invoice_date, hs_code, quantity, declaration_item_number FROM intake.invoices"
        " WHERE invoice_id = 'SNT-F-2025-000102'"
    ).fetchone()
    assert (str(found[0]), *found[1:]) == ("2025-12-19", "8542", 400.0, None)
    days = lake.execute("SELECT first_day::VARCHAR, last_day::VARCHAR FROM intake.files").fetchone()
    assert days == ("2025-12-15", "2025-12-20")


def test_a_line_that_comes_again_replaces_the_earlier_one(lake, sample):
    load_file(lake, SAMPLES / "invoices.csv")
    again = load_file(lake, sample("invoices", "again.csv", {"value": "-5.5"}))
    assert again.rows_accepted == 1, "an invoice that is taken back has a value below zero"
    found = lake.execute("SELECT value, file_id FROM intake.invoices WHERE invoice_id LIKE '%101'").fetchall()
    assert found == [(-5.5, again.file_id)]
    assert lake.execute("SELECT count(*) FROM intake.invoices").fetchone() == (5,)


def test_a_later_extract_replaces_all_links_of_the_firms_it_names(lake, sample):
    load_file(lake, SAMPLES / "company_links.csv")
    load_file(lake, sample("company_links", "later.csv", {"linked_name": "Жаңа Иесі"}))
    found = lake.execute("SELECT company_tax_id, linked_name FROM intake.company_links ORDER BY ALL").fetchall()
    assert [name for firm, name in found if firm == "900000000027"] == ["Жаңа Иесі"]
    assert len(found) == 5


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("invoices", {"kind": "receipt"}, "UNKNOWN_KIND"),
        ("invoices", {"invoice_date": "2999-01-01"}, "FUTURE_DATE"),
        ("invoices", {"hs_code": "85423"}, "HS_CODE_FORM"),
        ("invoices", {"line_number": "0"}, "BAD_ITEM_NUMBER"),
        ("invoices", {"goods_description": ""}, "MISSING_VALUE"),
        ("invoices", {"declaration_item_number": "-1"}, "NOT_A_NUMBER"),
        ("companies", {"country_code": "KAZ"}, "COUNTRY_CODE_FORM"),
        ("companies", {"registered_date": "11.03.2014"}, "IMPOSSIBLE_DATE"),
        ("company_links", {"share_percent": "101"}, "SHARE_OUT_OF_RANGE"),
        ("company_links", {"kind": "friend"}, "UNKNOWN_KIND"),
    ],
)
def test_rows_that_break_a_check_are_kept_as_rejected(lake, sample, name, change, reason):
    first = {"line_number": "2"} if name == "invoices" else {}
    report = load_file(lake, sample(name, "bad.csv", first, change))
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (2, 1, 1)
    found = lake.execute("SELECT row_number, reason_code, declaration_id FROM intake.rejected_rows").fetchall()
    assert found == [(2, reason, None)]


@pytest.mark.parametrize("name", ["invoices", "companies", "company_links"])
def test_the_same_record_twice_in_a_file_is_rejected_once(lake, sample, name):
    report = load_file(lake, sample(name, "twice.csv", {}, {}))
    assert (report.rows_accepted, report.rows_rejected) == (1, 1)
    assert lake.execute("SELECT reason_code FROM intake.rejected_rows").fetchone() == ("DUPLICATE_RECORD",)


def test_a_misspelt_column_is_refused_with_the_nearest_of_its_kind(sample, lake):
    path = sample("companies", "bad.csv", {})
    path.write_text(path.read_text(encoding="utf-8").replace("registered_date", "registred_date"), encoding="utf-8")
    with pytest.raises(IntakeError, match=r"did you mean registered_date.*intake\.companies"):
        load_file(lake, path)


def test_the_inbox_takes_them_and_touches_no_days(lake, settings):
    for path in SAMPLES.glob("*.csv"):
        (settings.inbox_folder / path.name).write_bytes(path.read_bytes())
    report = load_inbox(lake, settings.inbox_folder)
    assert {file.record_kind for file in report.files} == {"invoices", "companies", "company_links"}
    assert report.days == ()
