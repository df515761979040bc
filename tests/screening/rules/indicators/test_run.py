import json

import duckdb
import pytest

from screening.errors import ReferenceDataError
from screening.rules import history
from screening.rules.indicators import indicators, parse, read_file
from screening.rules.indicators.run import run_all

HEADER = """/*
id: {id}
title: {{en: a, ru: б, kk: в}}
meaning: {{en: a, ru: б, kk: в}}
sentence: {{en: "{{declared}} {{reference}}", ru: "{{declared}} {{reference}}", kk: "{{declared}} {{reference}}"}}
source: a source
inputs: [today.items]
window_days: 1
parameters: {{}}
weight: 12
*/
"""
GOOD = """SELECT declaration_id, item_number, 'goods' AS subject, 0.5 AS strength, hs_code AS declared,
    'x' AS reference, 'y' AS reference_id, {'a': 1} AS detail
FROM today.items"""


def own(rule_id, sql=GOOD):
    return parse(HEADER.format(id=rule_id) + sql, f"{rule_id}.sql", is_own=True)


@pytest.fixture
def run_own(lake, take_in, day, chpl_version):
    """Return a function that runs indicators on a day with one item."""
    take_in({"consignee_name": "ТОО «Тайна»"})

    def run(*found, seconds=60.0):
        history.prepare(lake, day, chpl_version, None, {"today.items"})
        return run_all(lake, found, {one.rule.rule_id: {"screening_date": day} for one in found}, seconds)

    return run


FAULTS = {
    "CASTS": GOOD.replace("0.5", "CAST(consignee_name AS DOUBLE)"),
    "NO_SUCH_COLUMN": GOOD.replace("hs_code", "hscode"),
    "NO_DETAIL": GOOD.replace("{'a': 1} AS detail", "1 AS detail"),
    "COLUMN_MISSING": GOOD.replace("'x' AS reference,", ""),
    "TWICE": GOOD + ", range(2)",
    "ELSEWHERE": GOOD.replace("item_number", "99 AS item_number"),
    "OTHER_DAY": GOOD.replace("declaration_id,", "'other' AS declaration_id,"),
    "SAYS_NOTHING": GOOD.replace("'x' AS reference", "' ' AS reference"),
    "NO_NUMBER": GOOD.replace("0.5", "'nan'::DOUBLE"),
    "NULLS": GOOD.replace("'x' AS reference", "NULL::VARCHAR AS reference"),
    "READS_A_FILE": GOOD.replace("FROM", "FROM (FROM read_csv('/etc/hostname')),"),
}


def test_one_that_fails_is_left_out_and_the_others_run(run_own, lake):
    found = [own("FIRST_ONE"), *(own(rule_id, sql) for rule_id, sql in FAULTS.items()), own("LAST_ONE")]
    frames, outcomes = run_own(*found)
    by_id = {outcome.rule_id: outcome for outcome in outcomes}
    assert [frame.height for frame in frames] == [1, *[0] * (len(found) - 2), 1]
    assert {rule_id: by_id[rule_id].status for rule_id in FAULTS if rule_id != "READS_A_FILE"} == {
        rule_id: "failed" for rule_id in FAULTS if rule_id != "READS_A_FILE"
    }
    assert by_id["LAST_ONE"].status == "ran"
    assert all("Тайна" not in (outcome.message or "") for outcome in outcomes), "no message holds a party's name"
    assert "hscode" in by_id["NO_SUCH_COLUMN"].message
    assert "99" not in by_id["ELSEWHERE"].message


def test_one_that_takes_too_long_is_left_out(run_own):
    pairs = "range(1000000) AS a(x), range(1000000) AS b(y) WHERE x * y % 7 = 3"
    slow = f"{GOOD} WHERE (SELECT count(*) FROM {pairs}) > 0"
    _, outcomes = run_own(own("SLOW_ONE", slow), own("LAST_ONE"), seconds=0.2)
    assert [outcome.status for outcome in outcomes] == ["timed_out", "ran"]
    assert "0.2 s" in outcomes[0].message


def test_an_own_indicator_cannot_say_that_a_party_is_listed(run_own):
    list_columns = "'UN-SC' AS reference_list, 'v' AS reference_version,"
    said = GOOD.replace("'y' AS reference_id,", f"'y' AS reference_id, {list_columns}")
    (hits,), _ = run_own(own("SAYS_LISTED", said))
    assert hits["reference_list"].to_list() == ["INDICATOR"]
    assert json.loads(hits["detail"][0]) == {"a": 1}


def test_own_files_lie_in_a_folder(tmp_path):
    (tmp_path / "OUR_PATTERN.sql").write_text(HEADER.format(id="OUR_PATTERN") + GOOD, encoding="utf-8")
    ours = indicators(tmp_path)[-1]
    assert (ours.rule.rule_id, ours.is_own, ours.weight) == ("OUR_PATTERN", True, 12)
    (tmp_path / "ROUND_VALUE.sql").write_text(HEADER.format(id="ROUND_VALUE") + GOOD, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="there is a rule ROUND_VALUE already"):
        indicators(tmp_path)
    with pytest.raises(ReferenceDataError, match="does not exist"):
        indicators(tmp_path / "elsewhere")
    (tmp_path / "BAD.sql").write_bytes(b"/* \xff")
    with pytest.raises(ReferenceDataError, match="not UTF-8"):
        read_file(tmp_path / "BAD.sql")
    with pytest.raises(ReferenceDataError, match="cannot be read"):
        read_file(tmp_path / "NONE.sql")


def test_a_select_changes_nothing(lake, run_own):
    with pytest.raises(ReferenceDataError, match="not one SELECT"):
        own("DELETES", "DELETE FROM today.items")
    with pytest.raises(ReferenceDataError, match="not one SELECT"):
        own("INSERTS", "INSERT INTO today.items FROM today.items")
    with pytest.raises(ReferenceDataError):
        own("ATTACHES", "ATTACH 'x.db'; " + GOOD)
    with pytest.raises(duckdb.Error):
        lake.execute("WITH gone AS (DELETE FROM today.items) FROM gone")
