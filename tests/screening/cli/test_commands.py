"""The command line as a user meets it: real processes, exit codes, clear errors, safe output."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parents[3]
SAMPLES = REPO / "data" / "samples"


def test_a_day_from_init_to_explain(screening, tmp_path):
    assert screening("init").returncode == 0
    loaded = screening("lists", "load", str(SAMPLES / "lists"))
    assert "OFAC-SDN 2025-12-01-" in loaded.stdout, loaded.stderr
    again = screening("lists", "load", str(SAMPLES / "lists"))
    assert again.stdout.count("this version was there already") == 3
    status = screening("lists", "status")
    assert "EU-FSF" in status.stdout
    assert {row["list_id"] for row in json.loads(screening("lists", "status", "--json").stdout)} == {
        "EU-FSF", "OFAC-SDN", "UN-SC"}  # fmt: skip
    for path in (SAMPLES / "declarations").glob("*.csv"):
        (tmp_path / "home" / "inbox" / path.name).write_bytes(path.read_bytes())
    run = screening("run", "--date", "2025-12-12", "--json")
    assert run.returncode == 0, run.stderr
    result = json.loads(run.stdout)
    assert result["status"] == "published"
    assert sum(result["alerts_by_severity"].values()) == result["alert_count"] >= 8
    assert result["intake"]["rows_rejected"] == 2
    alerts = json.loads(screening("alerts", "--date", "2025-12-12", "--json").stdout)
    assert [alert["score"] for alert in alerts] == sorted((alert["score"] for alert in alerts), reverse=True)
    table = screening("alerts", "--date", "2025-12-12", "--lang", "ru").stdout
    assert alerts[0]["alert_id"] in table
    assert "критический" in table
    explained = screening("explain", alerts[0]["alert_id"]).stdout
    assert "211340099997" in explained
    assert "OFAC-SDN, version 2025-12-01-" in explained
    assert "Number of a listed party" in explained
    assert (
        "Бақылау" in screening("explain", alerts[0]["alert_id"], "--lang", "kk").stdout
        or "ұпай" in screening("explain", alerts[0]["alert_id"], "--lang", "kk").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("alerts", "--date", "2025-12-12"), 3, "Run `screening init`"),
        (("run", "--date", "2025-12-12"), 3, "Run `screening init`"),
        (("run", "--date", "12.12.2025"), 2, "does not match"),
        (("sql", "SELECT 1"), 3, "there is no lake here"),
        (("alerts", "--date", "2025-12-12", "--lang", "de"), 2, "'de' is not one of"),
    ],
)
def test_errors_before_there_is_a_lake(screening, arguments, code, said):
    outcome = screening(*arguments)
    assert outcome.returncode == code
    assert said in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_errors_that_a_user_can_mend(screening, tmp_path):
    screening("init")
    assert screening("explain", "nothing").returncode == 9
    wrong = screening("sql", "SELECT nope FROM alerts.alerts")
    assert wrong.returncode == 3
    assert "nope" in wrong.stderr
    assert screening("sql", "DROP TABLE alerts.alerts").returncode == 3
    assert "nothing to run" in screening("sql", " -- only a comment").stderr
    empty = tmp_path / "empty.xml"
    empty.write_bytes(b"")
    refused = screening("lists", "load", str(empty))
    assert refused.returncode == 6
    assert "empty.xml" in refused.stderr
    assert "No alerts on 2025-12-12" in screening("alerts", "--date", "2025-12-12").stdout


def test_sql_formats(screening):
    screening("init")
    query = "SELECT '=HYPERLINK(1)' AS formula, 'plain' AS text, 5 AS number, -2 AS negative, ['a', 'b'] AS list"
    csv = screening("sql", "-", "--format", "csv", given=query).stdout
    assert csv == 'formula,text,number,negative,list\n\'=HYPERLINK(1),plain,5,-2,"[""a"", ""b""]"\n'
    assert json.loads(screening("sql", query, "--format", "json").stdout) == [
        {"formula": "=HYPERLINK(1)", "text": "plain", "number": 5, "negative": -2, "list": ["a", "b"]}
    ]
    assert "plain" in screening("sql", query).stdout


def test_shell_goes_on_after_an_error(screening):
    screening("init")
    outcome = screening("shell", given="SELECT nope;\nSELECT\n  41 + 1 AS answer;\n")
    assert outcome.returncode == 0
    assert "nope" in outcome.stderr
    assert "42" in outcome.stdout


def test_help_does_not_import_the_heavy_libraries():
    program = (
        "import sys\nfrom screening.cli import app\n"
        "heavy = {'polars', 'duckdb', 'great_expectations', 'pandas', 'rapidfuzz', 'lxml', 'pydantic', 'numpy'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    outcome = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "[]"


def test_help_lists_the_commands(screening):
    outcome = screening("--help")
    assert outcome.returncode == 0
    for command in ("init", "run", "alerts", "explain", "sql", "shell", "views", "export", "lists", "names", "demo"):
        assert command in outcome.stdout
