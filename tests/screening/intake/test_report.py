"""The report of a day adds up, and rejected rows come back mended: through a spreadsheet, formulas and all."""

import csv
from datetime import date

import pytest

from screening.cli.output import safe_csv
from screening.errors import IntakeError
from screening.intake import load_file, take
from screening.intake.rates import load_rates
from screening.intake.records import DECLARATION_ITEMS
from screening.intake.report import rejected_rows, report

DAY = date(2026, 11, 20)


@pytest.fixture
def day(lake, write_csv, item):
    """Two files of a day and one that is refused: four accepted, two rejected, some warned."""
    load_file(lake, write_csv("a.csv", [item(), item(item_number=2, net_mass_kg="heavy"), item(item_number=3)]))
    load_file(lake, write_csv("b.csv", [
        item(declaration_id="other", office_code="10302", origin_country_code="ZZ"),
        item(declaration_id="other", office_code="10302", item_number=2, registration_date="2026-11-19"),
        item(declaration_id="third", registration_date="soon", consignee_name="=HYPERLINK(1)"),
    ]))  # fmt: skip
    bad = write_csv("bad.csv", [item()])
    bad.write_bytes(b"")
    take(lake, bad)
    return lake


def test_counts_by_file_office_and_check(day):
    found = report(day, DAY)
    assert found.by_file.select("file_name", "accepted", "rejected").rows() == [("a.csv", 2, 1), ("b.csv", 1, 1)]
    assert found.by_office.select("office_code", "accepted", "rejected").rows() == [("10302", 1, 0), ("55301", 2, 2)]
    checks = {(row["check_id"], row["outcome"]): row["rows"] for row in found.by_check.iter_rows(named=True)}
    assert checks["NOT_A_NUMBER", "rejected"] == checks["IMPOSSIBLE_DATE", "rejected"] == 1
    assert checks["COUNTRY_CODE_UNKNOWN", "warned"] == 1
    assert checks["TAX_ID_CHECK_DIGIT", "warned"] == 3
    assert "күнтізбелік" in report(day, DAY, "kk").by_check.filter(check_id="IMPOSSIBLE_DATE")["message"][0]
    today = day.execute("SELECT max(last_refused_at)::DATE FROM intake.refused_files").fetchone()[0]
    assert report(day, today).refused.select("file_name", "check_id").rows() == [("bad.csv", "FILE_EMPTY")]
    assert report(day, date(2020, 1, 1)).by_file.is_empty()


def test_warned_rows_are_counted_with_their_file(day):
    warned = day.execute("SELECT file_name, rows_warned FROM intake.files ORDER BY 1").fetchall()
    assert warned == [("a.csv", 2), ("b.csv", 2)]


def test_rejected_rows_are_mended_and_sent_again(day, tmp_path, settings):
    rows = rejected_rows(day, DECLARATION_ITEMS)
    assert rows.height == 2
    path = tmp_path / "mend.csv"
    path.write_text(safe_csv(rows), encoding="utf-8")
    assert take(day, path).files[0].rows_rejected == 2, "sent as they were, they are rejected again"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {line["rejected_file"] for line in lines} == {"a.csv", "b.csv"}
    third = next(line for line in lines if line["declaration_id"] == "third")
    assert third["consignee_name"] == "'=HYPERLINK(1)", "a spreadsheet runs no formula"
    for line in lines:
        line |= {"net_mass_kg": "7", "registration_date": "2026-11-20"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    assert take(day, path).files[0].rows_accepted == 2
    names = day.execute("SELECT consignee_name FROM intake.declarations WHERE declaration_id = 'third'").fetchall()
    assert names == [("=HYPERLINK(1)",)]
    assert rejected_rows(day, DECLARATION_ITEMS).filter(rejected_file="a.csv").is_empty(), "it has come in"
    assert rejected_rows(day, DECLARATION_ITEMS, with_mended=True).height == 4
    assert rejected_rows(day, DECLARATION_ITEMS, day=date(2020, 1, 1)).is_empty()


def test_a_row_that_could_not_be_split_keeps_its_text(lake, write_csv, item):
    path = write_csv("a.csv", [item()])
    with path.open("a", encoding="utf-8") as file:
        file.write("one,two\n")
    load_file(lake, path)
    (row,) = rejected_rows(lake, DECLARATION_ITEMS).to_dicts()
    assert (row["rejected_raw_row"], row["declaration_id"]) == ("one,two", None)


RATES = 'currency_code,rate_date,usd_per_unit,source\nKZT,2026-11-18,{},"National Bank, fictional"\n'


def test_late_rates_value_what_came_before(lake, write_csv, item, tmp_path):
    load_file(lake, write_csv("a.csv", [item(statistical_currency_code="KZT", statistical_value="1000")]))
    doubted = "SELECT count(*) FROM intake.row_warnings WHERE check_id = 'NO_USD_RATE'"
    valued = "SELECT statistical_value_usd, usd_rate_date::VARCHAR, usd_rate_source FROM intake.declarations"
    assert lake.execute(doubted).fetchone() == (1,)
    path = tmp_path / "rates.csv"
    path.write_text(RATES.format("0.002"), encoding="utf-8")
    assert load_rates(lake, path) == (1, 1)
    assert lake.execute(valued).fetchone() == (2.0, "2026-11-18", "National Bank, fictional")
    assert lake.execute(doubted).fetchone() == (0,)
    path.write_text(RATES.format("0.003"), encoding="utf-8")
    assert load_rates(lake, path) == (1, 0)
    assert lake.execute(valued).fetchone()[0] == 3.0, "a rate that is corrected corrects what it valued"
    load_file(lake, write_csv("b.csv", [item(item_number=2, statistical_currency_code="KZT", statistical_value="10")]))
    assert lake.execute(valued + " WHERE item_number = 2").fetchone()[0] == pytest.approx(0.03)


@pytest.mark.parametrize(
    "row",
    [
        "KZT,2026-13-01,1,x",
        "KZT,2026-11-18,-1,x",
        "KZT,2026-11-18,inf,x",
        "KZ,2026-11-18,1,x",
        "KZT,2026-11-18,1,",
        "KZT,2026-11-18,1,x\nKZT,2026-11-18,2,x",
    ],
)
def test_rates_are_all_or_nothing(lake, tmp_path, row):
    path = tmp_path / "rates.csv"
    path.write_text(f"currency_code,rate_date,usd_per_unit,source\nEUR,2026-11-18,1.1,x\n{row}\n", encoding="utf-8")
    with pytest.raises(IntakeError, match="row 2 is no rate"):
        load_rates(lake, path)
    assert lake.execute("SELECT count(*) FROM reference.exchange_rates").fetchone() == (0,)
