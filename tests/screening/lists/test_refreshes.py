"""What the attempts say about a list: whether it is behind, and since when."""

from datetime import UTC, datetime, timedelta

from screening.lists.refreshes import Attempt, last_attempts, record, stale_lists

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _attempt(lake, days_ago, outcome, source="un", **said):
    record(lake, source, NOW - timedelta(days=days_ago), [Attempt("UN-SC", outcome, **said)])


def test_a_list_that_was_never_tried_is_not_behind(lake):
    assert stale_lists(lake, {"UN-SC": 7}, NOW) == []


def test_a_list_is_behind_since_its_first_failure_after_the_last_success(lake):
    for days_ago, outcome in ((9, "loaded"), (3, "failed"), (2, "refused"), (1, "failed")):
        _attempt(lake, days_ago, outcome, reasons=("no answer",))
    assert stale_lists(lake, {"UN-SC": 7}, NOW) == [
        "list UN-SC could not be brought up to date since 2026-11-17 12:00 UTC: the last attempt failed (no answer)"
    ]
    _attempt(lake, 0, "unchanged")
    assert stale_lists(lake, {"UN-SC": 7}, NOW) == []
    assert last_attempts(lake)["failing_since"].to_list() == [None]


def test_a_list_that_nobody_looks_for_any_more_is_behind(lake):
    _attempt(lake, 15, "loaded")
    assert stale_lists(lake, {"UN-SC": 8}, NOW) == []
    assert stale_lists(lake, {"UN-SC": 7}, NOW) == [
        "list UN-SC was last looked for 15 days ago; a new version is expected every 7 day(s)"
    ]
    assert stale_lists(lake, {}, NOW) == []


def test_a_list_loaded_by_hand_is_nobodys_duty(lake):
    _attempt(lake, 400, "loaded", source="file")
    assert stale_lists(lake, {"UN-SC": 7}, NOW) == []


def test_reasons_are_cut(lake):
    _attempt(lake, 1, "failed", reasons=("x" * 500,))
    assert len(stale_lists(lake, {}, NOW)[0]) < 400
