"""Indicators run on one database in memory that has the lake's tables; each test's rows are rolled back at its end.

`take_in` brings items in, `run` brings the history up to date as a run does, and runs one indicator. test_init of the
pipeline's history holds the same against a real lake.
"""

from datetime import date, timedelta

import duckdb
import polars as pl
import pytest

from hs_codes import load_control_lists
from screening.alerts.policy import load_policy
from screening.rules import history
from screening.rules.history.example import make_tables
from screening.rules.indicators import indicators
from screening.rules.indicators.run import indicator_hits
from screening.schemas.commerce import COMPANIES, COMPANY_LINKS, INVOICES
from screening.schemas.goods import CHEMICALS, HS_CORRELATIONS
from screening.schemas.intake import SUPERSEDED_ITEMS


@pytest.fixture(scope="session")
def _one_database():
    with duckdb.connect(config={"python_enable_replacements": "false", "threads": "1"}) as connection:
        make_tables(connection)
        history.begin(connection)
        control = load_control_lists()
        for table, frame in ((HS_CORRELATIONS, control.correlations), (CHEMICALS, control.chemicals)):
            connection.register("incoming", table.conform(frame))
            connection.execute(f"INSERT INTO {table.full_name} BY NAME FROM incoming")
            connection.unregister("incoming")
        yield connection


@pytest.fixture
def lake(_one_database):
    """A database with the control lists and without declarations."""
    yield _one_database
    for table in ("declarations", "superseded_items", "invoices", "companies", "company_links"):
        _one_database.execute(f"DELETE FROM intake.{table}")


@pytest.fixture(scope="session")
def chpl_version() -> str:
    correlations = load_control_lists().correlations
    return correlations.filter(correlations["control_list"] == "CHPL")["control_list_version"][0]


def _insert(lake, table, rows):
    frame = pl.DataFrame(rows, schema=table.polars_schema) if isinstance(rows, list) else rows
    lake.register("incoming", frame)
    lake.execute(
        f"INSERT INTO {table} BY NAME FROM incoming"
        if isinstance(table, str)
        else f"INSERT INTO {table.full_name} BY NAME FROM incoming"
    )
    lake.unregister("incoming")


@pytest.fixture
def take_in(lake, items):
    """Return a function that brings items into the lake: each argument is the changes of one innocent item."""

    def load(*changes: dict[str, object]) -> None:
        _insert(lake, "intake.declarations", items(*changes))

    return load


@pytest.fixture
def supersede(lake, items):
    """The same for items that were corrected since."""

    def load(*changes: dict[str, object]) -> None:
        frame = items(*changes).with_columns(superseded_by_file_id=pl.lit("1" * 64))
        _insert(lake, "intake.superseded_items", SUPERSEDED_ITEMS.conform(frame))

    return load


def _loader(lake, table, defaults):
    def load(*changes: dict[str, object]) -> None:
        blank = dict.fromkeys(table.polars_schema) | {"file_id": "0" * 64, "row_number": 1} | defaults
        assert not {name for change in changes for name in change} - blank.keys()
        _insert(
            lake,
            table,
            [
                blank | {list(table.key)[-1]: n} | change if table is not COMPANIES else blank | change
                for n, change in enumerate(changes, 1)
            ],
        )

    return load


@pytest.fixture
def invoice(lake, day):
    """Return a function that brings lines of invoices into the lake."""
    return _loader(
        lake,
        INVOICES,
        {
            "invoice_id": "ESF-1", "kind": "invoice", "invoice_date": day, "seller_name": "ТОО «Ақ Бидай Құрылыс»",
            "seller_tax_id": "990140000012", "seller_country_code": "KZ", "buyer_name": "ООО «Вымышленный покупатель»",
            "buyer_country_code": "RU", "dispatch_country_code": "KZ", "destination_country_code": "RU",
            "goods_description": "Микросхемы", "hs_code": "8542310000", "value": 1000.0, "value_currency_code": "KZT",
        },
    )  # fmt: skip


@pytest.fixture
def company(lake):
    """Return a function that brings firms of the register into the lake."""
    return _loader(lake, COMPANIES, {"tax_id": "990140000012", "name": "ТОО «Ақ Бидай Құрылыс»", "country_code": "KZ"})


@pytest.fixture
def company_link(lake):
    """Return a function that brings owners and directors into the lake."""
    return _loader(
        lake, COMPANY_LINKS, {"company_tax_id": "990140000012", "kind": "owner", "linked_name": "ФИКТИВНЫЙ ВЛАДЕЛЕЦ"}
    )


@pytest.fixture(scope="session")
def _policy():
    return load_policy(), {indicator.rule.rule_id: indicator for indicator in indicators()}


def remember(lake, day: date) -> None:
    """Bring the history up to date with all that is in the lake, where any of it is of another day."""
    if lake.execute("SELECT count(*) FROM history.periods").fetchone()[0]:
        history.forget_all(lake)
    asked = "SELECT DISTINCT registration_date FROM intake.declarations ORDER BY 1"
    days = {"declarations": [found for (found,) in lake.execute(asked).fetchall()]}
    asked = "SELECT DISTINCT invoice_date FROM intake.invoices ORDER BY 1"
    days["invoices"] = [found for (found,) in lake.execute(asked).fetchall()]
    if set(days["declarations"] + days["invoices"]) <= {day}:
        return
    if days["declarations"]:
        history.read_items(lake, days["declarations"][0], days["declarations"][-1])
        history.remember_days(lake)
    if days["invoices"]:
        history.remember_invoices(lake, days["invoices"][0], days["invoices"][-1])
    for source, found in days.items():
        for month in sorted({history.month_of(one) for one in found if history.month_of(one) < history.month_of(day)}):
            history.sum_up_month(lake, month, source)


@pytest.fixture
def run(lake, day, chpl_version, _policy):
    """Return a function that runs one indicator with the policy's parameters and returns its hits, checked."""
    policy, by_id = _policy

    def hits(
        rule_id: str, screening_date: date = day, owners: pl.DataFrame | None = None, **changes: object
    ) -> list[dict[str, object]]:
        parameters = policy.parameters(rule_id) | changes
        parameters |= {"screening_date": screening_date, "chpl_version": chpl_version}
        remember(lake, screening_date)
        history.prepare(lake, screening_date, chpl_version, owners, by_id[rule_id].inputs)
        found = indicator_hits(lake, by_id[rule_id], parameters)
        assert found["strength"].is_between(0, 1).all()
        return found.sort("declaration_id", "item_number").to_dicts()

    return hits


LENIENT = {
    "least_history_days": 1, "least_peers": 1, "least_z": 0.1, "least_declarations": 2, "least_total_value": 1.0,
    "least_consignees": 2, "least_items": 1, "least_lines": 1,
}  # fmt: skip
"""Parameters under which a handful of items is enough for most indicators to say something."""


@pytest.fixture
def run_every(lake, day, chpl_version, _policy):
    """Return a function that runs all indicators, so leniently that few items do, and returns the hits of all."""
    policy, by_id = _policy

    def hits() -> list[dict[str, object]]:
        remember(lake, day)
        history.prepare(lake, day, chpl_version)
        given = {"screening_date": day, "chpl_version": chpl_version}
        found = []
        for rule_id, indicator in by_id.items():
            own = policy.parameters(rule_id)
            lenient = {name: value for name, value in LENIENT.items() if name in own}
            found += indicator_hits(lake, indicator, own | lenient | given).to_dicts()
        return found

    return hits


@pytest.fixture
def old_lake(take_in, day):
    """A lake that has seen others for more than a year."""
    take_in({"declaration_id": "first of all", "registration_date": day - timedelta(days=380)} | OTHERS)


OTHERS = {
    "consignee_name": "ТОО «Байырғы»", "consignee_tax_id": "000000000001", "consignee_address": None,
    "consignor_name": "ALTHAUS FLIESEN GMBH",
}  # fmt: skip
"""Parties that no test is about."""
