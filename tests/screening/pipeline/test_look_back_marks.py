"""What a look back found stays marked when the day is run again; what the run finds besides is not marked."""

import json

import polars as pl

from screening.pipeline.look_back_marks import keep_marks
from screening.schemas.results import ALERT_REASONS, ALERTS, HITS


def hit(declaration, entity, is_look_back=False, listings=()):
    return {
        "declaration_id": declaration,
        "rule_id": "PARTY_NAME_FUZZY",
        "subject": "consignee",
        "reference_list": entity[0],
        "reference_id": entity,
        "is_look_back": is_look_back,
        "detail": json.dumps({"listings": [{"entity_id": one} for one in listings]}),
    }


def tables(*hits):
    reasons = [{name: value for name, value in one.items() if name in ALERT_REASONS.polars_schema} for one in hits]
    return {
        HITS: pl.DataFrame(hits, schema_overrides={"item_number": pl.Int64}).with_columns(
            item_number=pl.lit(None, pl.Int64)
        ),
        ALERT_REASONS: pl.DataFrame(reasons).with_columns(
            item_number=pl.lit(None, pl.Int64), alert_id=pl.lit("A") + pl.col("declaration_id")
        ),
        ALERTS: pl.DataFrame({"alert_id": ["A1", "A2"], "is_look_back": [False, False]}),
    }


def test_marks_stay_on_hits_reasons_and_alerts():
    before = pl.DataFrame([hit("1", "X:1", is_look_back=True)]).with_columns(item_number=pl.lit(None, pl.Int64))
    # The same party, for which another listing of its group stands now; and a hit that nobody found before.
    now = tables(hit("1", "Y:7", listings=["X:1"]), hit("1", "Z:9"), hit("2", "X:1"))
    kept = keep_marks(now, before)
    marked = kept[HITS].filter("is_look_back")
    assert marked.select("declaration_id", "reference_id").rows() == [("1", "Y:7")]
    assert kept[ALERT_REASONS].filter("is_look_back")["reference_id"].to_list() == ["Y:7"]
    assert kept[ALERTS].filter("is_look_back")["alert_id"].to_list() == ["A1"]
    assert kept[HITS].height == 3


def test_without_marks_nothing_changes():
    now = tables(hit("1", "X:1"))
    none = pl.DataFrame([hit("1", "X:1")]).clear()
    assert keep_marks(now, none) == now
