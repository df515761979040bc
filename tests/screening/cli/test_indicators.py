import json
from importlib import resources

import pytest
import yaml
from typer.testing import CliRunner

from screening.cli import app
from screening.errors import NotFoundError, ReferenceDataError
from screening.rules.indicators import indicators

OWN = """/*
id: OUR_PATTERN
title: {en: Our pattern, ru: Наш признак, kk: Біздің белгі}
meaning: {en: a, ru: б, kk: в}
sentence: {en: "{declared} {reference}", ru: "{declared} {reference}", kk: "{declared} {reference}"}
source: our experience
inputs: [today.items]
window_days: 1
parameters: {least: 1}
weight: 12
*/
SELECT declaration_id, item_number, 'goods' AS subject, 0.5 AS strength, hs_code AS declared, 'x' AS reference,
    'y' AS reference_id, {'a': 1} AS detail
FROM today.items WHERE item_number >= $least
"""


@pytest.fixture
def screening():
    """Return a function that runs the command and returns what it printed; errors are raised."""

    def run(*arguments):
        result = CliRunner().invoke(app, ["indicators", *map(str, arguments)], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    return run


@pytest.fixture
def folder(tmp_path):
    """A folder with an indicator of one's own."""
    made = tmp_path / "own"
    made.mkdir()
    (made / "OUR_PATTERN.sql").write_text(OWN, encoding="utf-8")
    return made


def test_the_catalogue_in_a_language_and_as_json(screening, folder, monkeypatch):
    assert len(indicators()) >= 30
    monkeypatch.setenv("SCREENING_INDICATORS", str(folder))
    said = screening("list", "--lang", "ru")
    assert "ROUND_VALUE" in said
    assert "OUR_PATTERN *" in said
    rows = json.loads(screening("list", "--json", "--lang", "kk"))
    assert [row["id"] for row in rows] == [one.rule.rule_id for one in indicators(folder)]
    assert (rows[-1]["title"], rows[-1]["weight"], rows[-1]["is_own"]) == ("Біздің белгі", 12, True)


def test_what_the_policy_leaves_out_is_said(screening, tmp_path, monkeypatch):
    content = yaml.safe_load((resources.files("screening.alerts") / "policy.yml").read_text("utf-8"))
    content["rules"]["ROUND_VALUE"]["enabled"] = False
    (tmp_path / "policy.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    monkeypatch.setenv("SCREENING_POLICY", str(tmp_path / "policy.yml"))
    assert [row["id"] for row in json.loads(screening("list", "--json")) if not row["enabled"]] == ["ROUND_VALUE"]
    assert any("ROUND_VALUE" in line and " off " in line for line in screening("list").splitlines())


def test_a_file_is_checked_without_a_lake(screening, folder):
    said = screening("test", folder / "OUR_PATTERN.sql")
    assert "in order" in said
    assert "0 hit(s)" in said
    assert "empty tables" in said


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [("hs_code", "hscode", "hscode"), ("{'a': 1}", "1", "detail"), ("{least: 1}", "{}", "not declared")],
)
def test_what_is_wrong_is_said(screening, folder, old, new, says):
    path = folder / "OUR_PATTERN.sql"
    path.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(Exception, match=says) as refused:
        screening("test", path)
    assert isinstance(refused.value, ReferenceDataError) or says == "detail"


def test_one_indicator_on_a_day_of_the_lake(screening, settings, item, write_csv, folder, monkeypatch):
    from screening.intake import load_file
    from screening.lake import open_lake

    with pytest.raises(NotFoundError, match="no declarations"):
        screening("run", "ROUND_VALUE")
    with open_lake(settings) as lake:
        rows = [item(item_number=n, invoice_value=5000 * n) for n in (1, 2)]
        load_file(lake, write_csv("day.csv", rows))
    monkeypatch.setenv("SCREENING_HOME", str(settings.home))
    (hit,) = json.loads(screening("run", "ROUND_VALUE", "--json"))
    assert (hit["subject"], hit["declared"]) == ("price", "15000 EUR")
    assert "2 hit(s)" in screening("test", folder / "OUR_PATTERN.sql", "--date", "2026-11-20")
    with pytest.raises(NotFoundError, match="no indicator NONE"):
        screening("run", "NONE")
    with pytest.raises(NotFoundError, match="no declarations"):
        screening("run", "ROUND_VALUE", "--date", "2026-11-01")
