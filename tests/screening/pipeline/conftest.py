"""A small day with its lists: what the tests of the pipeline screen."""

from datetime import UTC, date, datetime
from importlib import resources

import pytest
import yaml

from screening.lake import initialise, open_lake
from screening.lists import read
from screening.lists.store import load_version
from screening.pipeline import run_day
from screening.rules.indicators import indicators
from screening.settings import Settings

DAY = date(2026, 11, 20)
PUBLISHED = ("screening.hits", "alerts.alerts", "alerts.alert_reasons", "alerts.daily_summary")

NULL = '"-0- "'
REMARKS = "Tax ID No. 0001234562 (Russia)."
SDN = f'900001,"LUNOKVARTS ELEKTRONIKA OOO",{NULL},"RUSSIA-EO14024",{",".join([NULL] * 7)},"{REMARKS}"'
SDN += "\r\n\x1a\r\n"


def sdn(*names: str, remarks: str = REMARKS) -> str:
    """An SDN file of organisations with these names; the first one has a tax number."""
    nulls = ",".join([NULL] * 7)
    rows = [
        f'{900001 + n},"{name}",{NULL},"RUSSIA-EO14024",{nulls},' + (NULL if n else f'"{remarks}"')
        for n, name in enumerate(names)
        if name
    ]
    return "\r\n".join((*rows, "\x1a\r\n"))


def _load_list(settings, content=SDN, published="2026-11-01"):
    folder = settings.home.parent / f"ofac-{published}"
    folder.mkdir(exist_ok=True)
    (folder / "sdn.csv").write_text(content, encoding="utf-8", newline="")
    with open_lake(settings) as connection:
        initialise(connection)
        for version in read([folder], retrieved_at=datetime.now(UTC)):
            load_version(connection, version)


def _day(item):
    number = "55301/201126/000000{}".format
    return [
        item(declaration_id=number(1)),
        item(declaration_id=number(2), consignor_name="ООО «Лунокварц Электроника»", hs_code="8542319010"),
        item(declaration_id=number(3), consignee_tax_id="0001234562"),
        item(declaration_id=number(4), hs_code="8542319010"),
        item(declaration_id=number(5), responsible_name="LUNOKVARTS ELEKTRONIKA LLC"),
        item(declaration_id=number(6), registration_date="2026-11-19"),
        item(declaration_id=number(7), net_mass_kg="heavy"),
    ]


def _read_published(settings, tables=PUBLISHED):
    with open_lake(settings, read_only=True) as connection:
        return {table: connection.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in tables}


LEFT_ON = {"NEW_CONSIGNEE_HIGH_TIER", "INDIRECT_ROUTING", "SPLIT_SHIPMENTS", "UNIT_PRICE_HIGH"}


@pytest.fixture(scope="session")
def left_on() -> set[str]:
    """Indicators that the policy of these tests leaves on."""
    return LEFT_ON


@pytest.fixture(scope="session")
def light_policy(tmp_path_factory):
    """The package's policy with a few indicators only: what is tested here holds with four as with forty."""
    content = yaml.safe_load((resources.files("screening.alerts") / "policy.yml").read_text("utf-8"))
    for indicator in indicators():
        content["rules"][indicator.rule.rule_id]["enabled"] = indicator.rule.rule_id in LEFT_ON
    path = tmp_path_factory.mktemp("policy") / "policy.yml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _few_indicators(_own_environment, monkeypatch, light_policy):
    monkeypatch.setenv("SCREENING_POLICY", str(light_policy))


@pytest.fixture(scope="session")
def load_list():
    """Return a function that puts the one list, or other content of it, in force in a lake."""
    return _load_list


@pytest.fixture(scope="session")
def make_sdn():
    """Return a function that makes an SDN file of organisations with the names given."""
    return sdn


@pytest.fixture(scope="session")
def day_items(make_item):
    """The items of the day."""
    return _day(make_item)


@pytest.fixture
def day_settings(settings, write_csv, day_items):
    """Settings of a lake with one list, and an inbox with a day of which three declarations are alerts."""
    _load_list(settings)
    write_csv("day.csv", day_items)
    return settings


@pytest.fixture
def published():
    """Return a function that reads everything that is published."""
    return _read_published


@pytest.fixture(scope="session")
def undisturbed_home(tmp_path_factory, make_item, write_items, light_policy):
    """A home in which the day was screened."""
    settings = Settings(home=tmp_path_factory.mktemp("undisturbed") / "home", policy=light_policy, _env_file=None)
    settings.inbox_folder.mkdir(parents=True)
    _load_list(settings)
    write_items(settings.inbox_folder / "day.csv", _day(make_item))
    run_day(settings, DAY)
    return settings.home


@pytest.fixture(scope="session")
def undisturbed(undisturbed_home):
    """What an undisturbed run of the day publishes: all others must end in the same."""
    return _read_published(Settings(home=undisturbed_home, _env_file=None))


@pytest.fixture
def screened_settings(undisturbed_home, tmp_path, copy_home):
    """Settings of a home in which the day was screened: a copy, which costs less than a run."""
    return copy_home(undisturbed_home, tmp_path / "screened")
