"""Tidying lets go of the past only as far as it was asked to, and never of what stands now."""

from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from screening.errors import NotFoundError
from screening.lake import in_transaction, note_run, open_lake, snapshot_of_run
from screening.lake.tidy import tidy


def _publish(lake, run_id, count, read_snapshot=None):
    def write(connection):
        note_run(connection, run_id, read_snapshot)
        connection.execute("DELETE FROM alerts.daily_summary")
        connection.execute(
            "INSERT INTO alerts.daily_summary SELECT '2026-11-20', 'items', 'n' || n, ? FROM range(200) AS r(n)",
            [count],
        )

    in_transaction(lake, write)


def _at(lake, snapshot):
    rows = lake.execute(f"SELECT count(*), min(count), max(count) FROM alerts.daily_summary AT (VERSION => {snapshot})")
    return rows.fetchone()


@pytest.mark.parametrize("catalog", ["settings", "postgres_settings"])
def test_states_of_runs_stay_unless_they_shall_not(request, catalog):
    made = request.getfixturevalue(catalog)
    later = datetime.now(UTC) + timedelta(days=1)
    data = made.home / "lake" / "data"
    with open_lake(made) as lake:
        read = lake.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchone()[0]
        _publish(lake, "one", 1, read)
        lake.execute("INSERT INTO alerts.daily_summary VALUES ('2026-11-21', 'items', 'z', 1)")
        between = lake.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchone()[0]
        _publish(lake, "two", 2)
        first, second = (snapshot_of_run(lake, name).snapshot_id for name in ("one", "two"))
        everything = lake.execute("SELECT count(*) FROM lake.snapshots()").fetchone()[0]

        nothing = tidy(lake, before=datetime(2020, 1, 1, tzinfo=UTC), unused_since=datetime(2020, 1, 1, tzinfo=UTC))
        assert (nothing.expired_snapshots, nothing.removed_files) == (0, 0)
        planned = tidy(lake, before=later, unused_since=later, dry_run=True)
        assert planned.expired_snapshots == everything - 3
        assert _at(lake, between) == (201, 1, 1)

        done = tidy(lake, before=later, unused_since=later)
        assert (done.expired_snapshots, done.kept_snapshots) == (everything - 3, 3)
        assert [_at(lake, one) for one in (read, first, second)] == [(0, None, None), (200, 1, 1), (200, 2, 2)]
        with pytest.raises(duckdb.Error):
            _at(lake, between)

        files = len(list(data.rglob("*.parquet")))
        gone = tidy(lake, before=later, unused_since=later, runs_too=True)
        assert gone.kept_snapshots == 1
        assert len(list(data.rglob("*.parquet"))) <= files
        assert lake.execute("SELECT count(*), min(count) FROM alerts.daily_summary").fetchone() == (200, 2)
        with pytest.raises(NotFoundError, match="there is no run one"):
            snapshot_of_run(lake, "one")


def test_states_that_the_history_must_still_read_stay(lake):
    """Which days changed since the history was brought up to date is told by the snapshots since."""
    later = datetime.now(UTC) + timedelta(days=1)
    for count in (1, 2):
        lake.execute("INSERT INTO alerts.daily_summary VALUES ('2026-11-21', 'items', ?, 1)", [str(count)])
        newest = lake.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchone()[0]
        if count == 1:
            stands_at = newest
            lake.execute(
                "INSERT INTO history.stands_at BY NAME SELECT ? AS snapshot_id, 'test' AS made_by", [stands_at]
            )
    tidy(lake, before=later, unused_since=later, runs_too=True)
    left = [row[0] for row in lake.execute("SELECT snapshot_id FROM lake.snapshots() ORDER BY ALL").fetchall()]
    assert left == list(range(stands_at + 1, newest + 1))
