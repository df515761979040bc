"""For each check of each suite: a clean day on which it holds, and the one change that breaks it and what it checks.

The queries run in DuckDB as they stand in their files; test_gate runs them through Great Expectations.
"""

from datetime import date

import duckdb
import polars as pl
import pytest

from screening.quality.suite_files import checks, suite_names

CHECKS = [check for name in suite_names() for check in checks(name)]


def changed(table, row, **values):
    """A change of one row of a table, by its position."""

    def apply(day):
        frame = day[table].with_row_index("row")
        columns = [
            pl.when(pl.col("row") == row)
            .then(pl.lit(value, dtype=frame.schema[name]))
            .otherwise(pl.col(name))
            .alias(name)
            for name, value in values.items()
        ]
        return day | {table: frame.with_columns(columns).drop("row")}

    return apply


def repeated(table, row=0, **values):
    """A row of a table once more, with changes."""

    def apply(day):
        frame = day[table]
        again = frame[row : row + 1].with_columns(
            pl.lit(value, dtype=frame.schema[k]).alias(k) for k, value in values.items()
        )
        return day | {table: pl.concat([frame, again])}

    return apply


def without(table, row=None):
    """A table without one row, or without any."""

    def apply(day):
        frame = day[table].with_row_index("row")
        return day | {table: frame.filter(pl.col("row") != row if row is not None else False).drop("row")}

    return apply


def many(table, count, column, **values):
    """A table with `count` more rows, each with a `column` of its own."""

    def apply(day):
        frame = day[table]
        one = frame[:1].with_columns(pl.lit(value, dtype=frame.schema[k]).alias(k) for k, value in values.items())
        more = pl.concat([one.with_columns(pl.lit(f"X{n}").alias(column)) for n in range(count)])
        return day | {table: pl.concat([frame, more])}

    return apply


def both(*changes):
    def apply(day):
        for change in changes:
            day = change(day)
        return day

    return apply


A1_1, D1_1 = ("A1", 1), ("D1", 1)
BREAKS = {
    ("declarations", "has_rows"): [(without("declarations"), None)],
    ("declarations", "unique_item"): [(repeated("declarations"), D1_1)],
    ("declarations", "one_day"): [(changed("declarations", 3, registration_date=date(2026, 11, 19)), ("D3",))],
    ("declarations", "hs_code_form"): [
        (changed("declarations", 0, hs_code=code), D1_1)
        for code in ("690890910", "69089", "69089091000", "69 089", "", "690890910A")
    ],
    ("declarations", "known_flow"): [
        (changed("declarations", 0, flow=flow), D1_1) for flow in ("Import", "", "re-export")
    ],
    ("declarations", "amounts_not_negative"): [
        (changed("declarations", 0, **{name: -0.01}), D1_1)
        for name in ("gross_mass_kg", "net_mass_kg", "quantity", "invoice_value", "statistical_value")
    ],
    ("declarations", "lineage"): [
        (changed("declarations", 0, file_id="0" * 63), D1_1),
        (changed("declarations", 0, file_id="G" * 64), D1_1),
        (changed("declarations", 0, row_number=0), D1_1),
    ],
    ("declarations", "net_not_above_gross"): [(changed("declarations", 0, net_mass_kg=11.5), D1_1)],
    ("declarations", "has_consignee"): [(changed("declarations", 0, consignee_name=None), D1_1)],
    ("declarations", "countries_mostly_known"): [
        (changed("declarations", 0, origin_country_code=None), ("25.0 % without origin",))
    ],
    ("intake_profile", "office_row_count"): [
        (changed("intake_profile", 0, today=49.0), ("55301",)),
        (changed("intake_profile", 0, today=401.0), ("55301",)),
    ],
    ("intake_profile", "office_silent"): [
        (both(repeated("intake_profile", 0, subject="10302", today=None)), ("10302",)),
    ],
    ("intake_profile", "rejected_share"): [(changed("intake_profile", 2, today=0.03), (3.0,))],
    ("intake_profile", "null_share"): [(changed("intake_profile", 1, today=0.2), ("net_mass_kg",))],
    ("intake_profile", "new_code"): [(changed("intake_profile", 3, days_there=0), ("procedure_code 40",))],
    ("listed_entities", "has_rows"): [(without("listed_entities"), None)],
    ("listed_entities", "unique_entity"): [(repeated("listed_entities"), ("TEST-LIST:1",))],
    ("listed_entities", "one_version"): [(changed("listed_entities", 1, list_version="v0"), ("TEST-LIST", 2))],
    ("listed_entities", "has_name"): [(changed("listed_entities", 1, primary_name=" "), ("TEST-LIST:2",))],
    ("listed_entities", "known_type"): [(changed("listed_entities", 1, entity_type="company"), ("TEST-LIST:2",))],
    ("listed_entities", "type_mostly_known"): [(changed("listed_entities", 1, entity_type="unknown"), ("TEST-LIST",))],
    ("hits", "unique_hit"): [(repeated("hits"), ("D1", None)), (repeated("hits", 1), ("D1", 2))],
    ("hits", "strength_in_range"): [
        (changed("hits", 1, strength=value), ("D1", 2)) for value in (-0.01, 1.01, float("nan"), float("inf"))
    ],
    ("hits", "declared_item"): [
        (repeated("hits", 1, item_number=3), ("D1", 3)),
        (repeated("hits", 0, declaration_id="D9"), ("D9", None)),
    ],
    ("hits", "is_explained"): [
        (changed("hits", 1, **{name: " "}), ("D1", 2))
        for name in ("declared", "reference", "reference_id", "reference_version")
    ],
    ("hits", "listed_reference"): [
        (changed("hits", 0, reference_id="TEST-LIST:9"), ("D1", "PARTY_EXACT_ID")),
        (changed("hits", 0, reference_version="v0"), ("D1", "PARTY_EXACT_ID")),
    ],
    ("hits", "detail_is_json"): [(changed("hits", 1, detail=text), ("D1", 2)) for text in ("", "{", "{'a': 1}")],
    ("hits", "one_rule_does_not_swamp"): [
        (both(many("declarations", 21, "declaration_id"), many("hits", 13, "declaration_id")), ("PARTY_EXACT_ID", 14))
    ],
    ("alerts", "unique_alert"): [(repeated("alerts", alert_id="A2"), ("D1", 2))],
    ("alerts", "declared"): [(repeated("alerts", alert_id="A2", declaration_id="D9"), ("A2",))],
    ("alerts", "known_severity"): [
        (changed("alerts", 0, severity=word), ("A1",)) for word in ("Critical", "severe", "")
    ],
    ("alerts", "score_is_sum"): [
        (changed("alerts", 0, score=147.52), ("A1",)),
        (changed("alerts", 0, reason_count=3), ("A1",)),
        (without("alert_reasons", 1), ("A1",)),
        (repeated("alerts", alert_id="A2", declaration_id="D2"), ("A2",)),
    ],
    ("alerts", "share_is_bearable"): [
        (
            both(many("declarations", 197, "declaration_id"), many("alerts", 20, "alert_id")),
            ("21 alerts for 200 declarations",),
        )
    ],
    ("alert_reasons", "belongs_to_alert"): [(without("alerts"), A1_1)],
    ("alert_reasons", "is_a_hit"): [
        (without("hits", 0), A1_1),
        *(
            (changed("alert_reasons", 0, **{name: "other"}), A1_1)
            for name in ("rule_id", "subject", "reference_list", "reference_id", "declaration_id")
        ),
        (changed("alert_reasons", 0, item_number=1), A1_1),
    ],
    ("alert_reasons", "is_explained"): [(changed("alert_reasons", 0, explanation=" "), A1_1)],
    ("alert_reasons", "points_in_range"): [
        (changed("alert_reasons", 0, points=points), A1_1) for points in (-0.01, 140.02, float("nan"))
    ],
    ("alert_reasons", "list_age"): [(changed("alert_reasons", 0, list_age_days=91), A1_1)],
}


def broken_rows(day, check):
    with duckdb.connect() as connection:
        for name, frame in day.items():
            connection.register(name, frame)
        return connection.execute(check.query).fetchall()


def named(check):
    return f"{check.suite}.{check.check_id}"


def test_every_check_has_an_example_that_breaks_it():
    assert BREAKS.keys() == {(check.suite, check.check_id) for check in CHECKS}


@pytest.mark.parametrize("check", CHECKS, ids=named)
def test_a_clean_day_passes(clean_day, check):
    assert broken_rows(clean_day, check) == []


@pytest.mark.parametrize("check", CHECKS, ids=named)
def test_a_check_names_the_rows_that_break_it(clean_day, check):
    for change, keys in BREAKS[check.suite, check.check_id]:
        found = broken_rows(change(clean_day), check)
        assert found, "the change goes unseen"
        assert keys is None or keys in [row[: len(keys)] for row in found]


@pytest.mark.parametrize("check", CHECKS, ids=named)
def test_a_day_with_nothing_in_it_breaks_only_what_asks_for_rows(empty_day, check):
    assert bool(broken_rows(empty_day, check)) == (check.check_id == "has_rows")


@pytest.mark.parametrize(
    ("suite", "check_id", "change"),
    [
        ("declarations", "amounts_not_negative", changed("declarations", 0, gross_mass_kg=0.0, net_mass_kg=None)),
        ("declarations", "net_not_above_gross", changed("declarations", 0, net_mass_kg=11.0)),
        ("declarations", "net_not_above_gross", changed("declarations", 0, gross_mass_kg=None)),
        ("declarations", "has_consignee", changed("declarations", 0, flow="export", consignee_name=None)),
        ("hits", "strength_in_range", changed("hits", 0, strength=0.0)),
        ("hits", "unique_hit", repeated("hits", 0, subject="carrier")),
        ("hits", "one_rule_does_not_swamp", many("hits", 9, "declaration_id")),  # ten of four: too small a day to tell
        ("alerts", "score_is_sum", changed("alerts", 0, score=147.504)),
        (
            "alerts",
            "share_is_bearable",
            both(many("declarations", 197, "declaration_id"), many("alerts", 19, "alert_id")),
        ),
        ("alert_reasons", "list_age", changed("alert_reasons", 0, list_age_days=90)),
        ("alert_reasons", "list_age", changed("alert_reasons", 0, list_age_days=None)),
        ("alert_reasons", "points_in_range", changed("alert_reasons", 0, points=0.0)),
        (
            "listed_entities",
            "type_mostly_known",
            both(many("listed_entities", 8, "entity_id"), changed("listed_entities", 1, entity_type="unknown")),
        ),
    ],
)
def test_what_lies_at_the_limit_passes(clean_day, suite, check_id, change):
    (check,) = [check for check in checks(suite) if check.check_id == check_id]
    assert broken_rows(change(clean_day), check) == []
