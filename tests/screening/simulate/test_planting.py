from datetime import date

import polars as pl
import pytest

from screening.errors import SettingsError
from screening.simulate.build import make_world
from screening.simulate.day import make_day
from screening.simulate.stories import LOOK_ALIKES, SCHEMES

from .conftest import BASE_RATE, FIRST


def test_every_week_has_its_share(world):
    weeks = (pl.col("day") - FIRST.toordinal()) // 7
    planted = world.scheduled.filter("is_planted").group_by(weeks.alias("week")).len().sort("week")["len"].to_list()
    assert len(planted) == 2
    days = [make_day(world, date(2026, 3, n)) for n in range(2, 9)]
    declarations = sum(day.declarations["declaration_id"].n_unique() for day in days)
    assert planted[0] / declarations == pytest.approx(BASE_RATE, rel=0.1)


def test_all_schemes_and_look_alikes_are_planted_in_time():
    world = make_world(FIRST, date(2026, 5, 31), 1200, 3, 0.02)
    planted = world.scheduled.filter("is_planted")
    assert set(planted["scheme"]) == set(SCHEMES)
    assert set(world.scheduled.filter(~pl.col("is_planted"))["scheme"]) >= set(LOOK_ALIKES)


def test_no_base_rate_plants_nothing():
    world = make_world(FIRST, FIRST, 200, 1, 0.0)
    assert world.scheduled.filter("is_planted").is_empty()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"items_per_day": 0}, "0 items a day"),
        ({"base_rate": 0.5}, "base rate of 0.5"),
        ({"last": date(2026, 3, 1)}, "last day lies before"),
    ],
)
def test_sizes_that_make_no_sense_are_refused(changes, message):
    given = {"first": FIRST, "last": FIRST, "items_per_day": 100, "seed": 1, "base_rate": 0.01} | changes
    with pytest.raises(SettingsError, match=message):
        make_world(**given)
