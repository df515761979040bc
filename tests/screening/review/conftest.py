"""A lake with a published day and accounts, copied for each module; eight alerts for each test."""

import itertools
import shutil
import sqlite3

import pytest
from argon2 import PasswordHasher

from bench.review_data import make_day
from screening.lake import initialise, insert, open_lake
from screening.review import Accounts, Actor, ReviewWriter, alert_state, passwords
from screening.schemas.results import ALERT_REASONS, ALERTS, HITS
from screening.settings import Settings
from tests.accounts import passwords_are_their_own

BLOCKS = 60
PASSWORD = "a long enough pass phrase"
PEOPLE = {
    "root": "administrator",
    "anna": "officer",
    "boris": "officer",
    "clara": "supervisor",
    "viktor": "viewer",
}


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes():
    """Argon2 with little work: the tests are about what is done with hashes, not about how dear they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def review_template(tmp_path_factory):
    settings = Settings(home=tmp_path_factory.mktemp("review") / "home", _env_file=None)
    day = make_day(8 * BLOCKS)
    with open_lake(settings) as connection:
        initialise(connection)
        for table, name in ((HITS, "hits"), (ALERTS, "alerts"), (ALERT_REASONS, "reasons")):
            insert(connection, table, day[name])
    accounts = Accounts(settings)
    root = Actor(accounts.add(None, "root", "administrator", PASSWORD).name, "administrator")
    for name, role in PEOPLE.items():
        if name != "root":
            accounts.add(root, name, role, PASSWORD)
    passwords_are_their_own(settings)
    return settings.home


def _copied(template, home):
    shutil.copytree(template, home)
    with sqlite3.connect(home / "lake" / "catalog.sqlite") as catalog:
        catalog.execute("UPDATE ducklake_metadata SET value = ? WHERE key = 'data_path'", [f"{home}/lake/data/"])
    catalog.close()
    return Settings(home=home, _env_file=None)


@pytest.fixture(scope="module")
def review_settings(review_template, tmp_path_factory):
    """A lake that the tests of a module share; each has alerts of its own."""
    return _copied(review_template, tmp_path_factory.mktemp("shared") / "home")


@pytest.fixture
def own_settings(review_template, tmp_path):
    """A lake for one test, which may do to it what it likes."""
    return _copied(review_template, tmp_path / "own")


@pytest.fixture(scope="module")
def accounts(review_settings):
    return Accounts(review_settings)


@pytest.fixture(scope="module")
def writer(review_settings, accounts):
    with ReviewWriter(review_settings, accounts) as made:
        yield made


@pytest.fixture(scope="module")
def lake(review_settings):
    """A reading connection."""
    with open_lake(review_settings, read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def people():
    return {name: Actor(name, role) for name, role in PEOPLE.items()}


_blocks = itertools.count()


@pytest.fixture
def alert_id():
    """Return a function that names the n-th alert of the test: 0 critical, 1 high, 2 medium, 3 low, and again to 7."""
    first = 8 * (next(_blocks) % BLOCKS)
    return lambda n: f"20261120-{first + n:010X}"


@pytest.fixture
def state(lake, alert_id):
    """Return a function that reads how the n-th alert of the test stands."""
    return lambda n: alert_state(lake, alert_id(n))


@pytest.fixture
def change(review_settings, alert_id):
    """Return a function that changes published tables as a run would, for the test's own alerts only."""

    def run(sql):
        ids = [alert_id(n) for n in range(8)]
        with open_lake(review_settings) as connection:
            connection.execute(
                f"{sql} {'AND' if ' WHERE ' in sql else 'WHERE'} list_contains($ids, alert_id)", {"ids": ids}
            )

    return run
