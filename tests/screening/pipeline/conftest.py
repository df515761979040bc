"""A small day with its lists: what the tests of the pipeline screen."""

from datetime import UTC, date, datetime

import pytest

from screening.lake import initialise, open_lake
from screening.lists import read
from screening.lists.store import load_version

DAY = date(2026, 11, 20)
PUBLISHED = ("screening.hits", "alerts.alerts", "alerts.alert_reasons", "alerts.daily_summary")

NULL = '"-0- "'
REMARKS = "Tax ID No. 0001234562 (Russia)."
SDN = f'900001,"LUNOKVARTS ELEKTRONIKA OOO",{NULL},"RUSSIA-EO14024",{",".join([NULL] * 7)},"{REMARKS}"'
SDN += "\r\n\x1a\r\n"


@pytest.fixture
def day_settings(settings, write_csv, item, tmp_path):
    """Settings of a lake with one list, and an inbox with a day of six declarations of which three are alerts."""
    folder = tmp_path / "ofac-2026-11-01"
    folder.mkdir()
    (folder / "sdn.csv").write_text(SDN, encoding="utf-8", newline="")
    with open_lake(settings) as connection:
        initialise(connection)
        for version in read([folder], retrieved_at=datetime.now(UTC)):
            load_version(connection, version)
    number = "55301/201126/000000{}".format
    write_csv(
        "day.csv",
        [
            item(declaration_id=number(1)),
            item(declaration_id=number(2), consignor_name="ООО «Лунокварц Электроника»", hs_code="8542319010"),
            item(declaration_id=number(3), consignee_tax_id="0001234562"),
            item(declaration_id=number(4), hs_code="8542319010"),
            item(declaration_id=number(5), responsible_name="LUNOKVARTS ELEKTRONIKA LLC"),
            item(declaration_id=number(6), registration_date="2026-11-19"),
            item(declaration_id=number(7), net_mass_kg="heavy"),
        ],
    )
    return settings


@pytest.fixture
def published():
    """Return a function that reads everything that is published for the day."""

    def read_all(settings, tables=PUBLISHED):
        with open_lake(settings, read_only=True) as connection:
            return {table: connection.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in tables}

    return read_all
