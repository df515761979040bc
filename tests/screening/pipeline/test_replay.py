"""A past run gives the same again, also after its day was corrected and published anew; other inputs are said."""

from importlib import resources

import polars as pl
import pytest

from screening.errors import NotFoundError, SettingsError
from screening.lake import in_transaction, insert, open_lake
from screening.pipeline.replay import _difference, replay
from screening.schemas.results import ALERTS, RUNS

pytestmark = pytest.mark.xdist_group("two-runs")


def test_the_first_run_gives_the_same_after_the_second(two_runs):
    before = sorted(path.name for path in two_runs.settings.home.iterdir())
    found = replay(two_runs.settings, two_runs.first.run_id)
    assert found.is_same
    assert not found.inputs
    assert {name: one.row_count for name, one in found.tables.items()}["alerts.alerts"] == two_runs.first.alert_count
    assert found.tables["screening.hits"].row_count == two_runs.first.hit_count > 50
    assert sorted(path.name for path in two_runs.settings.home.iterdir()) == before
    with open_lake(two_runs.settings, read_only=True) as lake:
        assert lake.execute("SELECT count(*) FROM screening.runs").fetchone() == (2,)


def test_another_policy_is_said_and_its_effect_shown(two_runs, tmp_path):
    policy = (resources.files("screening.alerts") / "policy.yml").read_text(encoding="utf-8")
    changed = tmp_path / "policy.yml"
    threshold = policy.split("alert_threshold: ")[1].split("\n")[0]
    text = policy.replace(f"alert_threshold: {threshold}", "alert_threshold: 90").replace("low: ", "low: 90 # ", 1)
    assert text != policy
    changed.write_text(text.replace("medium: ", "medium: 95 # ", 1), encoding="utf-8")
    settings = two_runs.settings.model_copy(update={"policy": changed})
    with pytest.raises(SettingsError, match=r"policy .*, now .*SCREENING_POLICY"):
        replay(settings, two_runs.second.run_id)
    found = replay(settings, two_runs.second.run_id, anyway=True)
    assert found.inputs.keys() == {"policy"}
    assert not found.is_same
    assert found.tables["alerts.alerts"].gone_count > 0
    assert found.tables["screening.hits"].gone_count == found.tables["screening.hits"].came_count == 0


def test_runs_that_cannot_be_replayed(lake, settings):
    with pytest.raises(NotFoundError, match="there is no run nothing"):
        replay(settings, "nothing")
    row = dict.fromkeys(RUNS.polars_schema) | {
        "run_id": "refused", "status": "refused", "code_version": "0", "policy_version": "1", "list_versions": [],
        "control_list_versions": [], "input_hash": "", "item_count": 0, "hit_count": 0, "alert_count": 0,
        "warnings": [], "kind": "day",
    }  # fmt: skip
    frame = pl.DataFrame([row | {"run_id": name, "status": name} for name in ("refused", "published")],
        schema=RUNS.polars_schema).with_columns(
            pl.lit("2026-11-20").str.to_date().alias("screening_date"),
            *(pl.lit("2026-11-20 06:00:00+00:00").str.to_datetime("%F %T%:z").dt.cast_time_unit("us").alias(name)
              for name in ("started_at", "finished_at")))  # fmt: skip
    in_transaction(lake, lambda connection: insert(connection, RUNS, frame))
    with pytest.raises(NotFoundError, match="was refused"):
        replay(settings, "refused")
    with pytest.raises(NotFoundError, match="no longer holds the state"):
        replay(settings, "published")


def test_differences_are_counted_and_named(two_runs):
    with open_lake(two_runs.settings, read_only=True) as lake:
        published = lake.execute("FROM alerts.alerts").pl()
    changed = published.with_columns(
        rule_ids=pl.when(pl.int_range(pl.len()) == 0).then(["OTHER"]).otherwise("rule_ids"), run_id=pl.lit("other")
    ).head(-1)
    found = _difference(ALERTS, published, changed)
    assert (found.row_count, found.gone_count, found.came_count) == (published.height, 2, 1)
    assert found.came == [published["alert_id"][0]]
