"""A small simulated administration, made once for all tests of this folder."""

from datetime import date

import pytest

from screening.simulate.build import make_world
from screening.simulate.write import write_world

FIRST, LAST = date(2026, 3, 2), date(2026, 3, 15)  # two whole weeks
ITEMS, SEED, BASE_RATE = 400, 5, 0.03


@pytest.fixture(scope="session")
def world():
    return make_world(FIRST, LAST, ITEMS, SEED, BASE_RATE)


@pytest.fixture(scope="session")
def simulated(world, tmp_path_factory):
    """The folder of that world."""
    folder = tmp_path_factory.mktemp("simulated") / "out"
    write_world(world, folder, BASE_RATE, [])
    return folder
