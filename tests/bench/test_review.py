"""A short turn of the measurement: readers, reviewers and a publish at once, and a server that is killed."""

import pytest

from bench import review


@pytest.mark.parametrize("catalog", ["bare_settings", "postgres_settings"])
def test_no_error_and_no_decision_lost(catalog, request, monkeypatch):
    monkeypatch.setattr(review, "READERS", 2)
    lines = review.run(request.getfixturevalue(catalog), 0.0, 40, kills=1)
    assert lines[-1].startswith("killed 1: ")
    assert all(line.endswith("none lost") for line in lines[-2:])
