import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.simulate.measure import by_scheme, gains, inspect, weights, wilson


def scored(scores: list[float], planted: list[bool]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "score": scores,
            "code_score": [0.0] * len(scores),
            "code_or_name_score": [0.0] * len(scores),
            "is_planted": planted,
            "is_alert": [score >= 40 for score in scores],
            "scheme": ["front_company" if p else None for p in planted],
        }
    )


def test_the_best_come_first():
    assert weights(pl.Series([5.0, 9.0, 1.0, 7.0]), 0.5).to_list() == [0, 1, 0, 1]


def test_a_cut_through_equal_scores_is_shared():
    assert weights(pl.Series([9.0, 4.0, 4.0, 4.0]), 0.5).to_list() == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3])


def test_precision_and_recall():
    frame = scored([90, 80, 70, *([0] * 97)], [True, False, True, True, *([False] * 96)])
    found = inspect(frame, "screening", 0.03)
    assert (found.inspected, found.planted, found.found) == (3, 3, 2)
    assert found.precision == pytest.approx(2 / 3, abs=1e-4)
    assert found.recall == pytest.approx(2 / 3, abs=1e-4)
    assert found.recall_low < found.recall < found.recall_high


def test_a_ranking_that_knows_nothing_finds_its_share():
    frame = scored([0.0] * 200, [True] * 10 + [False] * 190)
    assert inspect(frame, "code", 0.05).recall == pytest.approx(0.05)


def test_nothing_planted_and_nothing_at_all():
    assert inspect(scored([1.0] * 10, [False] * 10), "screening", 0.1).recall == 0
    assert weights(pl.Series([], dtype=pl.Float64), 0.1).is_empty()
    assert wilson(0, 0) == (0.0, 1.0)


def test_recall_by_scheme():
    found = by_scheme(scored([90, 1, 0, 0], [True, True, False, False]), 0.25)
    assert found.row(0, named=True) == {
        "scheme": "front_company",
        "planted": 2,
        "recall_screening": 0.5,
        "recall_code": 0.25,
        "recall_code_or_name": 0.25,
        "alerted": 0.5,
    }


@settings(deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=60), st.floats(0.001, 1))
def test_the_chances_add_up_to_what_is_inspected(scores, share):
    from math import ceil

    chances = weights(pl.Series([float(s) for s in scores]), share)
    assert chances.sum() == pytest.approx(ceil(len(scores) * share))
    assert chances.is_between(0, 1).all()


def test_gains_never_fall():
    curve = gains(scored([float(n) for n in range(100)], [n % 9 == 0 for n in range(100)]))
    for _, ranking in curve.group_by("ranking"):
        assert ranking.sort("share")["recall"].diff().drop_nulls().min() >= 0
