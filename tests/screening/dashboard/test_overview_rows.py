"""What of the overview is read again, and when; what the queries find is seen in test_lake_pool and the browser."""

import pytest

from screening.dashboard import overview_rows
from screening.dashboard.overview_rows import Overviews

ALL = {"days", "shares", "corridors", "ageing", "workload", "precision", "lists", "quality", "runs"}


class Pool:
    """A lake of which only the state matters; it notes which queries were run."""

    def __init__(self):
        self.stands = {"last_event": 1, "last_run_at": 1, "run_count": 1}
        self.asked = []

    def state(self):
        return dict(self.stands)

    def rows(self, name, parameters):
        self.asked.append((name.removeprefix("overview_"), parameters))
        return [{"number": len(self.asked)}]


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(overview_rows, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def read(clock):
    """Return a function that reads the overview and says which queries that took."""
    pool = Pool()
    overviews = Overviews(pool)

    def again(days=30, **stands):
        pool.stands |= stands
        pool.asked.clear()
        overviews.read(days)
        return {name for name, _ in pool.asked}

    return again


def test_nothing_is_read_twice_while_nothing_happens(read):
    assert read() == ALL
    assert read() == set()


def test_an_event_is_about_what_officers_do(read):
    read()
    assert read(last_event=2) == {"ageing", "workload", "precision"}


def test_a_run_is_about_everything(read):
    read()
    assert read(run_count=2) == ALL


def test_another_period_is_another_reading_of_what_has_one(read):
    read()
    assert read(days=7) == {"days", "shares", "corridors"}
    assert read(days=30) == set(), "both are kept"


def test_what_hangs_on_the_clock_is_read_each_minute(read, clock):
    read()
    clock[0] += 61
    assert read() == {"ageing", "workload", "lists"}
