import polars as pl

from screening.schemas.intake import PARTY_ROLES
from screening.simulate.baselines import code_scores, exact_name_scores

CORRELATIONS = pl.DataFrame(
    {
        "hs_code": ["854231", "848210", "854231", "902710"],
        "control_list": ["CHPL", "CHPL", "DUAL-USE", "DUAL-USE"],
        "entry_code": ["1", "3.B", "3A001", "1A004"],
        "strength": ["exact", "exact", "likely", "possible"],
    }
)


def items(rows: list[tuple[str, str, str | None]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["declaration_id", "hs_code", "consignee_name"], orient="row")
    return frame.with_columns(
        pl.lit(None, pl.String).alias(f"{role}_name") for role in PARTY_ROLES if role != "consignee"
    )


def test_the_best_item_counts():
    frame = items(
        [("a", "8542310000", "x"), ("a", "0805102200", "x"), ("b", "8482109008", "x"), ("c", "0805102200", "x")]
    )
    assert code_scores(frame, CORRELATIONS).to_dicts() == [
        {"declaration_id": "a", "code_score": 1.0},
        {"declaration_id": "b", "code_score": 0.7},
        {"declaration_id": "c", "code_score": 0.0},
    ]


def test_a_weak_correlation_ranks_below_the_priority_list():
    frame = items([("a", "9027100000", "x")])
    assert code_scores(frame, CORRELATIONS)["code_score"].to_list() == [0.1]


def test_a_name_is_exact_or_it_is_none():
    frame = items([("a", "01", " alpha ltd "), ("b", "01", "Alpha Limited"), ("c", "01", None)])
    found = exact_name_scores(frame, pl.Series(["ALPHA LTD", None]))
    assert found["name_score"].to_list() == [1.0, 0.0, 0.0]
