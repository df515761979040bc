"""The pool sees what was published and done last, from several threads, and comes back after a failure."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import duckdb
import polars as pl
import pytest

from screening.dashboard.filters import Filters
from screening.dashboard.lake_pool import LakePool
from screening.dashboard.overview_rows import Overviews
from screening.dashboard.queue_rows import Choices, read_queue
from screening.errors import LakeError
from screening.lake import insert, open_lake
from screening.review import Accounts, Actor, ReviewWriter, assign
from screening.schemas.results import ALERT_REASONS, ALERTS, RUNS
from tests.accounts import passwords_are_their_own

ALERT = {
    "alert_id": "20261120-A",
    "screening_date": date(2026, 11, 20),
    "run_id": "r1",
    "declaration_id": "D",
    "severity": "high",
    "score": 120.0,
    "reason_count": 1,
    "rule_ids": ["CHPL_HIT"],
    "headline": "-",
    "flow": "import",
    "office_code": "1",
    "corridor": "CN → KZ",
    "item_count": 1,
    "is_look_back": False,
    "status": "open",
    "consignee_name": "ТОО «Ақ Бидай»",
}
REASON = {
    "alert_id": "20261120-A",
    "screening_date": date(2026, 11, 20),
    "reason_number": 1,
    "declaration_id": "D",
    "item_number": 1,
    "rule_id": "CHPL_HIT",
    "subject": "goods",
    "strength": 1.0,
    "declared": "8542319010",
    "reference": "tier 1",
    "reference_id": "1",
    "reference_list": "CHPL",
    "reference_version": "1",
    "detail": "{}",
    "weight": 15.0,
    "points": 15.0,
    "explanation": "-",
    "is_look_back": False,
}


def row(table, values):
    return pl.DataFrame([values], schema=table.polars_schema)


def publish(settings, alert_id, run_id):
    run = {
        "run_id": run_id,
        "screening_date": date(2026, 11, 20),
        "status": "published",
        "started_at": datetime.now(UTC),
        "finished_at": datetime.now(UTC),
        "code_version": "1",
        "policy_version": "1",
        "list_versions": [],
        "control_list_versions": [],
        "input_hash": "",
        "item_count": 1,
        "hit_count": 1,
        "alert_count": 1,
        "warnings": [],
        "kind": "day",
    }
    with open_lake(settings) as lake:
        insert(lake, ALERTS, row(ALERTS, ALERT | {"alert_id": alert_id, "run_id": run_id}))
        insert(lake, ALERT_REASONS, row(ALERT_REASONS, REASON | {"alert_id": alert_id}))
        insert(lake, RUNS, row(RUNS, run))


@pytest.fixture
def pool(settings):
    pool = LakePool(settings)
    yield pool
    pool.close()


def test_an_empty_lake_has_an_empty_queue_and_an_overview(pool):
    page = read_queue(pool, Filters(), "ru")
    assert (page.rows, page.total, page.pages) == ([], 0, 1)
    assert page.counts == {"critical": 0, "high": 0, "medium": 0, "low": 0}
    assert Choices(pool).read() == {}
    overview = Overviews(pool).read(30)
    assert overview.days == overview.runs == overview.ageing == []


def test_what_was_published_and_done_is_seen_at_once(pool, settings):
    publish(settings, "20261120-A", "r1")
    page = read_queue(pool, Filters(), "ru")
    assert [one["alert_id"] for one in page.rows] == ["20261120-A"]
    assert "8542319010" in page.rows[0]["explanation"]
    publish(settings, "20261120-B", "r2")
    assert read_queue(pool, Filters(), "en").total == 2

    accounts = Accounts(settings)
    accounts.add(None, "root", "administrator", "tall grass on quiet hills")
    accounts.add(Actor("root", "administrator"), "nurlan", "officer", "tall grass on quiet hills")
    passwords_are_their_own(settings)
    with ReviewWriter(settings, accounts) as writer:
        assign(writer, Actor("nurlan", "officer"), ["20261120-A"], assignee="nurlan")
    mine = read_queue(pool, Filters(assignee="nurlan"), "en")
    assert [one["alert_id"] for one in mine.rows] == ["20261120-A"]
    assert mine.rows[0]["due_by"] is not None
    assert read_queue(pool, Filters(assignee="-"), "en").total == 1
    built = LakePool(settings)
    both = [one.frame("queue", Filters(status="all").parameters()).drop("due_default") for one in (pool, built)]
    assert both[0].equals(both[1]), "brought up to date is as built anew"
    built.close()


@pytest.mark.parametrize("most", [0, 200])
def test_few_or_many_alerts_at_once_are_brought_up_to_date_alike(pool, settings, monkeypatch, most):
    monkeypatch.setattr("screening.dashboard.lake_pool._MOST_TOUCHED", most)
    publish(settings, "20261120-A", "r1")
    assert read_queue(pool, Filters(status="escalated"), "en").total == 0
    with open_lake(settings) as lake:
        lake.execute(
            "INSERT INTO review.events BY NAME SELECT 1 AS event_number, 'e' AS event_id, now() AS happened_at,"
            " 'a' AS actor, 'officer' AS actor_role, 'decided' AS kind, '20261120-A' AS alert_id,"
            " 'escalated' AS status, 'escalate' AS disposition, '{}' AS payload, '' AS previous_hash,"
            " '' AS event_hash"
        )
        lake.execute("UPDATE review.head SET event_number = 1")
    assert read_queue(pool, Filters(status="escalated"), "en").total == 1


def test_several_threads_at_once(pool, settings):
    publish(settings, "20261120-A", "r1")
    with ThreadPoolExecutor(8) as threads:
        pages = list(threads.map(lambda _: read_queue(pool, Filters(), "kk").total, range(24)))
    assert pages == [1] * 24


def test_it_reads_only(pool):
    with pool.cursor() as cursor, pytest.raises(duckdb.Error):
        cursor.execute("UPDATE ops.writer SET turn = turn + 1")


def test_a_lost_connection_is_made_anew(pool, settings):
    publish(settings, "20261120-A", "r1")
    assert read_queue(pool, Filters(), "en").total == 1
    pool._connection.close()
    assert read_queue(pool, Filters(), "en").total == 1


def test_no_lake_is_an_error_with_a_remedy(bare_settings):
    with pytest.raises(LakeError, match="screening init"):
        LakePool(bare_settings).frame("overview_runs")
