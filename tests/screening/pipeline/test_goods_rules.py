"""A day's run with the rules on goods: the model in force takes part, and its absence is said."""

from datetime import UTC, date, datetime

import polars as pl

from screening.lake import open_lake
from screening.pipeline import run_day
from screening.rules.goods.model_store import store_model, train

DAY = date(2026, 11, 20)


def test_a_run_without_a_model_says_so_and_with_one_it_is_another_run(day_settings):
    without = run_day(day_settings, DAY)
    assert any("no model is trained" in warning for warning in without.warnings)
    titles = pl.DataFrame(
        {
            "hs_code": [f"{heading}{n:06d}" for heading in (8401, 6908) for n in range(10)],
            "full_title": [
                f"{name} / часть {n}" for name in ("Реакторы ядерные", "Плитка керамическая") for n in range(10)
            ],
        }
    )
    history = pl.DataFrame(schema={"text": pl.String, "heading": pl.String, "item_count": pl.Int64})
    with open_lake(day_settings) as connection:
        store_model(connection, train(titles, history), datetime(2026, 11, 1, tzinfo=UTC))
    with_model = run_day(day_settings, DAY)
    assert not any("no model is trained" in warning for warning in with_model.warnings)
    assert with_model.run_id != without.run_id
