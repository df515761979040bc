"""A short turn of the measurement: readers, reviewers and a publish at once, and a server that is killed."""

import pytest
from argon2 import PasswordHasher

from bench import review, review_work
from screening.review import passwords


@pytest.mark.parametrize(("catalog", "kills"), [("bare_settings", 1), ("postgres_settings", 0)])
def test_no_error_and_no_decision_lost(catalog, kills, request, monkeypatch):
    """However slow the machine: the amount of work is fixed, not the time."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(review_work, "READERS", 2)
    monkeypatch.setattr(review_work, "LEAST", 2)
    lines = review.run(request.getfixturevalue(catalog), 0.0, 40, kills=kills, apart=False)
    assert len(lines) == 5 + kills
    assert all(line.endswith("none lost") for line in lines[4:])
