"""The suites through Great Expectations; what each check looks for is tested in test_suites."""

import os
import socket
from datetime import UTC, date, datetime

import polars as pl
import pytest

from screening.errors import QualityError
from screening.quality import gate
from screening.quality.gate import refuse_if_failed, run_suites
from screening.quality.suite_files import Check, checks, suite_names
from screening.schemas.results import QUALITY_RESULTS

DAY = date(2026, 11, 20)
CHECKS = {(name, check.check_id): check for name in suite_names() for check in checks(name)}


def one(results, suite, check_id):
    return results.row(by_predicate=(pl.col("suite") == suite) & (pl.col("check_id") == check_id), named=True)


@pytest.fixture
def broken_day(clean_day):
    """Three items over the limits: one that stops the publish, one that warns, one with braces and an apostrophe."""
    frame = clean_day["declarations"]
    return clean_day | {
        "declarations": frame.with_columns(
            hs_code=pl.Series(["69089", *frame["hs_code"][1:]]),
            declaration_id=pl.Series(["D1", "D1", "D{2}'x", "D3"]),
            net_mass_kg=pl.Series([10.0, 10.0, 99.0, 10.0]),
        )
    }


def test_a_clean_day_passes_every_check_and_says_nothing(clean_day, stage, capfd):
    before = datetime.now(UTC)
    results = run_suites(stage(clean_day), "run-1", DAY)
    assert QUALITY_RESULTS.conform(results).equals(results)
    assert {(row["suite"], row["check_id"]) for row in results.iter_rows(named=True)} == CHECKS.keys()
    for row in results.iter_rows(named=True):
        check = CHECKS[row["suite"], row["check_id"]]
        assert (row["is_passed"], row["observed"], row["examples"]) == (True, "no rows", []), check
        assert (row["severity"], row["meaning"]) == (check.severity, check.meaning)
        assert (row["run_id"], row["screening_date"]) == ("run-1", DAY)
        assert before <= row["checked_at"] <= datetime.now(UTC)
    refuse_if_failed(results)
    assert capfd.readouterr().out == ""


def test_a_day_without_anything_warns_and_is_not_refused(empty_day, stage):
    results = run_suites(stage(empty_day), "run-1", DAY)
    failed = results.filter(~pl.col("is_passed"))
    assert failed.select("suite", "check_id", "severity").rows() == [
        ("declarations", "has_rows", "warn"),
        ("listed_entities", "has_rows", "warn"),
    ]
    refuse_if_failed(results)


def test_broken_checks_name_their_rows_and_stop_the_publish(broken_day, stage):
    results = run_suites(stage(broken_day), "run-1", DAY)
    failed = {(row["suite"], row["check_id"]): row for row in results.filter(~pl.col("is_passed")).to_dicts()}
    assert failed.keys() == {("declarations", "hs_code_form"), ("declarations", "net_not_above_gross")}
    code, mass = failed.values()
    assert (code["severity"], code["observed"]) == ("fail", "1 row(s)")
    assert code["examples"] == ["declaration_id=D1, item_number=1, hs_code=69089"]
    assert mass["severity"] == "warn"
    assert mass["examples"] == ["declaration_id=D{2}'x, item_number=1, net_mass_kg=99.0, gross_mass_kg=11.0"]
    with pytest.raises(QualityError, match="1 quality check") as refused:
        refuse_if_failed(results)
    said = str(refused.value)
    assert "declarations.hs_code_form: Goods codes have 6, 8 or 10 digits" in said
    assert "declaration_id=D1, item_number=1" in said
    assert "net_not_above_gross" not in said, "a warning is no reason to refuse"
    assert refused.value.remedy


def test_no_more_than_ten_rows_are_named_and_all_are_counted(clean_day, stage):
    frame = clean_day["declarations"][:1]
    many = pl.concat([frame.with_columns(declaration_id=pl.lit(f"D{n}"), flow=pl.lit("none")) for n in range(25)])
    results = run_suites(stage(clean_day | {"declarations": pl.concat([clean_day["declarations"], many])}), "r", DAY)
    row = one(results, "declarations", "known_flow")
    assert row["observed"] == "25 row(s)"
    assert len(row["examples"]) == 10


def test_a_check_that_cannot_run_is_a_check_that_failed(clean_day, stage, monkeypatch):
    wrong = [
        Check("hits", "no_such_column", "fail", "It cannot run", "SELECT no_such_column FROM hits"),
        Check("hits", "no_such_table", "fail", "It cannot run", "SELECT 1 FROM no_such_table"),
        Check("hits", "no_sql", "fail", "It cannot run", "SELEKT {braces}"),
        Check("hits", "fine", "fail", "It can", "SELECT declaration_id FROM hits WHERE strength > 1"),
    ]
    monkeypatch.setattr(gate, "suite_names", lambda group: ["hits"])
    monkeypatch.setattr(gate, "checks", lambda name, group: wrong)
    results = run_suites(stage(clean_day), "r", DAY)
    assert results.select("check_id", "is_passed").rows() == [
        ("no_such_column", False),
        ("no_such_table", False),
        ("no_sql", False),
        ("fine", True),
    ]
    for row in results.head(3).iter_rows(named=True):
        assert row["observed"].startswith("the check could not run: "), row
        assert row["examples"] == []
    assert "no_such_column" in results["observed"][0], "it says why"
    with pytest.raises(QualityError, match=r"hits\.no_sql"):
        refuse_if_failed(results)


def test_a_check_that_leaves_no_result_is_a_check_that_failed(clean_day, stage, monkeypatch):
    validate = gate._validate
    monkeypatch.setattr(gate, "_validate", lambda *arguments: (validate(*arguments)[0], {}))
    results = run_suites(stage(clean_day), "r", DAY)
    assert results.height == len(CHECKS)
    assert not results["is_passed"].any()
    with pytest.raises(QualityError):
        refuse_if_failed(results)


def test_a_table_that_is_not_what_it_should_be_fails_its_checks(clean_day, stage):
    """A step that staged a table without a column is found out, not passed over."""
    tables = clean_day | {"alerts": clean_day["alerts"].drop("score")}
    results = run_suites(stage(tables), "r", DAY)
    row = one(results, "alerts", "score_is_sum")
    assert not row["is_passed"]
    assert row["observed"].startswith("the check could not run")
    assert one(results, "alerts", "known_severity")["is_passed"]


def test_refusal_passes_over_warnings_and_names_every_failure(clean_day):
    row = {
        "run_id": "r", "screening_date": DAY, "checked_at": datetime.now(UTC), "suite": "hits", "meaning": "Something",
        "severity": "fail", "is_passed": False, "observed": "4 row(s)", "examples": ["a=1", "a=2", "a=3", "a=4"],
    }  # fmt: skip
    rows = [row | {"check_id": "one"}, row | {"check_id": "two", "examples": []}]
    rows.append(row | {"check_id": "three", "severity": "warn"})
    results = pl.DataFrame(rows, schema=QUALITY_RESULTS.polars_schema)
    with pytest.raises(QualityError, match="2 quality check") as refused:
        refuse_if_failed(results)
    said = str(refused.value)
    assert "hits.one" in said
    assert "e.g. a=1; a=2; a=3" in said
    assert "a=4" not in said, "a message is no report"
    assert "hits.two" in said
    assert "hits.three" not in said
    refuse_if_failed(results.filter(pl.col("severity") == "warn"))


def test_great_expectations_calls_nobody(clean_day, stage, tmp_path, monkeypatch):
    called = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: called.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **named: called.append(arguments) or [])
    run_suites(stage(clean_day), "r", DAY, tmp_path / "docs")
    assert called == []
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"


def test_staged_files_stay_as_they_are_and_nothing_is_left_behind(clean_day, stage, tmp_path, monkeypatch):
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(gate.tempfile, "tempdir", str(tmp_path / "temp"))
    paths = stage(clean_day)
    before = {path: path.read_bytes() for path in paths.values()}
    run_suites(paths, "r", DAY)
    assert {path: path.read_bytes() for path in paths.values()} == before
    assert list((tmp_path / "temp").iterdir()) == []
