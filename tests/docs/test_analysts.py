"""Every query of docs/analysts.md runs over a reader's connection, on a lake with one day, and finds something."""

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from screening.lake import initialise, open_lake, run_sql
from screening.lists import read
from screening.lists.store import load_version
from screening.pipeline import run_day
from screening.settings import Settings

REPO = Path(__file__).parents[2]
PAGE = (REPO / "docs" / "analysts.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^## ([^\n]+)\n((?:(?!^## ).)*)", PAGE, re.MULTILINE | re.DOTALL)
ITEM = {
    "declaration_id": "A",
    "correction_number": "0",
    "item_number": "1",
    "flow": "import",
    "registration_date": "2026-11-20",
    "office_code": "55301",
    "consignor_name": "NORDLICHT BAUSTOFFE GMBH",
    "consignee_name": "ТОО «Ақ Бидай Құрылыс»",
    "consignee_tax_id": "990140000012",
    "dispatch_country_code": "DE",
    "origin_country_code": "DE",
    "destination_country_code": "KZ",
    "hs_code": "6908909100",
    "goods_description": "Плитка керамическая облицовочная",
    "net_mass_kg": "1000",
    "statistical_value": "5400.00",
}
BLOCKS = [
    (title, query) for title, body in QUERIES for query in re.findall(r"^```sql\n(.+?)^```", body, re.M | re.DOTALL)
]


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A day with an alert, a hit that is no alert, a rejected row and a correction."""
    settings = Settings(home=tmp_path_factory.mktemp("analysts"), _env_file=None)
    settings.inbox_folder.mkdir()
    with open_lake(settings) as lake:
        initialise(lake)
        folder = REPO / "data" / "samples" / "lists" / "un-consolidated.xml"
        (version,) = read([folder], retrieved_at=datetime(2026, 11, 20, tzinfo=UTC))
        load_version(lake, version)
    listed = version.entities["primary_name"].sort()[0]
    first = [
        ITEM | {"declaration_id": "A", "consignee_name": listed},
        ITEM | {"declaration_id": "B", "hs_code": "8542310000"},
        ITEM | {"declaration_id": "C"},
        ITEM | {"declaration_id": "D", "flow": "sideways"},
    ]
    second = [ITEM | {"declaration_id": "C", "correction_number": "1", "hs_code": "6907210000"}]
    for name, items in (("1.csv", first), ("2.csv", second)):
        with (settings.inbox_folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(ITEM))
            writer.writeheader()
            writer.writerows(items)
    run_day(settings, date(2026, 11, 20))
    return settings


def test_the_page_has_queries():
    assert len(BLOCKS) >= 10


@pytest.mark.parametrize("query", [query for _, query in BLOCKS], ids=[title for title, _ in BLOCKS])
def test_query_runs_and_finds_something(published, query):
    with open_lake(published, read_only=True) as connection:
        assert run_sql(connection, query).pl().height > 0
