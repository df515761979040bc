"""One evaluation of a day, by the real pipeline; what it returns is looked at from several sides."""

import json
import re

import polars as pl
import pytest

from screening.errors import SettingsError
from screening.lake import open_lake
from screening.settings import Settings
from screening.simulate.evaluate import evaluate, lake_settings
from screening.simulate.evaluation_page import write_page
from screening.simulate.evaluation_tables import about, tables

OWN = """/*
id: OWN_PATTERN
title: {en: a, ru: б, kk: в}
meaning: {en: a, ru: б, kk: в}
sentence: {en: a, ru: б, kk: в}
source: our own
inputs: [today.items]
window_days: 1
parameters: {least_item: 1}
weight: 1
*/
SELECT
    declaration_id, item_number, 'goods' AS subject, 1.0 AS strength, hs_code AS declared, hs_code AS reference,
    hs_code AS reference_id, {'flow': flow} AS detail
FROM today.items
WHERE item_number = $least_item
"""
"""An administration's own indicator, which finds something in every declaration."""


@pytest.fixture(scope="module")
def own_settings(tmp_path_factory):
    home = tmp_path_factory.mktemp("evaluate") / "lake"
    own = tmp_path_factory.mktemp("indicators")
    (own / "OWN_PATTERN.sql").write_text(OWN, "utf-8")
    return lake_settings(Settings(home=home, indicators=own, _env_file=None), home)


@pytest.fixture(scope="module")
def evaluation(own_settings, simulated):
    return evaluate(own_settings, simulated, 1)


def test_every_declaration_of_the_day_is_scored(evaluation, own_settings):
    with open_lake(own_settings, read_only=True) as connection:
        declared = connection.execute(
            "SELECT count(DISTINCT declaration_id) FROM intake.declarations WHERE registration_date = ?",
            evaluation.days,
        ).fetchone()
        published = connection.execute("SELECT declaration_id, score FROM alerts.alerts").pl()
    assert declared == (evaluation.scored.height,)
    alerts = evaluation.scored.filter("is_alert").select("declaration_id", "score")
    assert alerts.sort("declaration_id").equals(published.sort("declaration_id"))


def test_hits_below_the_threshold_count_too(evaluation):
    below = evaluation.scored.filter(~pl.col("is_alert") & (pl.col("score") > 0))
    assert below.height > 0


def test_the_administrations_own_indicators_count_too(evaluation):
    assert evaluation.scored["rule_ids"].list.contains("OWN_PATTERN").all()


def test_the_truth_is_joined(evaluation):
    planted = evaluation.scored.filter("is_planted")
    assert planted.height == evaluation.schemes["planted"].sum() > 0
    assert evaluation.look_alikes["declarations"].sum() > 0


def test_rules_beat_chance(evaluation):
    at = {(one.ranking, one.share): one for one in evaluation.inspections}
    assert len(at) == 9
    assert at["screening", 0.05].recall > 0.3


def test_figures_are_json(evaluation):
    figures = json.loads(json.dumps(evaluation.as_dict()))
    assert figures["planted"] == evaluation.scored["is_planted"].sum()
    assert figures["alerts_per_1000_declarations"] > 0


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_tables_in_three_languages(evaluation, language):
    assert len(about(evaluation, language)) == 3
    for table in tables(evaluation, language):
        assert table.rows
        assert all(len(row) == len(table.header) for row in table.rows)


def test_the_page_needs_nothing_from_elsewhere(evaluation, tmp_path):
    write_page(evaluation, tmp_path / "page.html", "ru")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page.count("<svg") == 3
    assert "<script" not in page
    # The only addresses are names of XML dialects, which nobody fetches.
    assert set(re.findall(r"https?://[^\"'\s<>)]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_a_lake_with_other_files_is_not_touched(evaluation, own_settings, simulated):
    with pytest.raises(SettingsError, match="holds other files"):
        evaluate(own_settings, simulated, 1)


def test_more_days_than_there_are(own_settings, simulated):
    with pytest.raises(SettingsError, match="15 days cannot be evaluated"):
        evaluate(own_settings, simulated, 15)
