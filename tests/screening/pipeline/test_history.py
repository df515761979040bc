"""The history ends as if made anew, whatever came in which order."""

from datetime import date, timedelta

import pytest

from screening.intake import load_file
from screening.lake import in_transaction, open_lake
from screening.pipeline import history as pipeline_history
from screening.pipeline.history import behind, bring_up_to_date
from screening.rules import history
from screening.schemas.history import OF_DECLARATIONS, OF_INVOICES, PERIODS

KEPT = (*OF_DECLARATIONS, *OF_INVOICES, PERIODS)
DAYS = [date(2026, 9, 28), date(2026, 9, 29), date(2026, 10, 1), date(2026, 10, 2), date(2026, 11, 20)]


def kept(settings):
    with open_lake(settings, read_only=True) as lake:
        return {table.name: lake.execute(f"FROM {table.full_name} ORDER BY ALL").fetchall() for table in KEPT}


def made_anew(settings):
    with open_lake(settings) as lake:
        in_transaction(lake, lambda one: one.execute("DELETE FROM history.stands_at"))
    bring_up_to_date(settings)
    return kept(settings)


@pytest.fixture
def take_in(settings, write_csv, item):
    """Return a function that takes a file of items in: (day, changes) each."""
    files = iter(range(100))

    def load(*rows):
        rows = [item(**({"registration_date": day, "declaration_id": f"D{day}"} | changes)) for day, changes in rows]
        with open_lake(settings) as lake:
            load_file(lake, write_csv(f"{next(files)}.csv", rows))

    return load


def invoices(settings, *rows):
    """Put lines of invoices into the lake: (date, value)."""

    def put(lake):
        for n, (day, value) in enumerate(rows):
            lake.execute("DELETE FROM intake.invoices WHERE invoice_id = ?", [f"I{n}"])
            lake.execute(
                "INSERT INTO intake.invoices BY NAME SELECT ? AS invoice_id, 1 AS line_number, 'invoice' AS kind,"
                " ? AS invoice_date, '990140000012' AS seller_tax_id, 'KZ' AS seller_country_code, 'RU' AS"
                " buyer_country_code, 'Микросхемы' AS goods_description, '8542310000' AS hs_code, ?::DOUBLE AS value,"
                " repeat('0', 64) AS file_id, 1 AS row_number",
                [f"I{n}", day, value],
            )

    with open_lake(settings) as lake:
        in_transaction(lake, put)


def test_late_files_corrections_and_days_that_empty_end_as_if_made_anew(settings, take_in):
    about = {"model_name": "AB-12345", "carrier_name": "C"}
    take_in(*((day, about | {"flow": "transit" if day == DAYS[0] else "import"}) for day in DAYS))
    invoices(settings, (DAYS[0], 10.0), (DAYS[2], 20.0))
    assert bring_up_to_date(settings) == 7
    assert bring_up_to_date(settings) == 0
    first = kept(settings)
    assert {name for name, rows in first.items() if not rows} == set(), "every table has something to keep"
    assert [row for row in first["periods"] if row[1] == "month"] == [
        ("declarations", "month", date(2026, 9, 1), 2),
        ("declarations", "month", date(2026, 10, 1), 2),
        ("invoices", "month", date(2026, 9, 1), 1),
        ("invoices", "month", date(2026, 10, 1), 1),
    ]
    # A late file for a past day, a correction of another, and one that moves a declaration to another month.
    take_in((DAYS[0], {"declaration_id": "late"}))
    take_in((DAYS[2], {"correction_number": 1, "statistical_value": "9.99"}))
    take_in((DAYS[3], {"declaration_id": f"D{DAYS[1]}", "correction_number": 1}))
    invoices(settings, (DAYS[3], 5.0), (DAYS[4], 20.0))
    assert bring_up_to_date(settings) > 0
    now = kept(settings)
    assert now != first
    assert [row[2] for row in now["periods"] if row[:2] == ("declarations", "day")] == [DAYS[0], *DAYS[2:]]
    assert made_anew(settings) == now


def test_killed_half_way_it_starts_again(settings, take_in, monkeypatch):
    take_in(*((day, {}) for day in DAYS))
    bring_up_to_date(settings)
    take_in(*((day, {"declaration_id": f"more {day}"}) for day in DAYS))
    real, calls = history.remember_days, iter(range(100))

    def dies(lake):
        real(lake)
        if next(calls) == 1:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(history, "remember_days", dies)
        with pytest.raises(KeyboardInterrupt):
            bring_up_to_date(settings)
    bring_up_to_date(settings)
    assert kept(settings) == made_anew(settings)


def test_another_process_that_came_first_is_noticed(settings, take_in, monkeypatch):
    take_in((DAYS[4], {}))
    real = history.read_items
    others = iter([True])

    def read(connection, first_day, last_day, chpl_version=""):
        real(connection, first_day, last_day, chpl_version)
        if next(others, False):  # after these items were read, more come in and another process remembers them
            take_in((DAYS[4], {"declaration_id": "more"}))
            bring_up_to_date(settings)

    monkeypatch.setattr(history, "read_items", read)
    bring_up_to_date(settings)
    monkeypatch.undo()
    assert kept(settings)["periods"] == [("declarations", "day", DAYS[4], 2)]
    assert kept(settings) == made_anew(settings)


def test_other_sql_makes_it_anew(settings, take_in, monkeypatch):
    take_in((DAYS[0], {}))
    bring_up_to_date(settings)
    monkeypatch.setattr(history, "made_by", lambda: "other")
    with open_lake(settings, read_only=True) as lake:
        assert behind(lake).is_anew
    assert bring_up_to_date(settings) == 1
    assert bring_up_to_date(settings) == 0


def test_without_the_snapshots_in_between_it_is_made_anew(settings, take_in, monkeypatch):
    take_in((DAYS[0], {}))
    bring_up_to_date(settings)
    with open_lake(settings) as lake:
        in_transaction(lake, lambda one: one.execute("UPDATE history.stands_at SET snapshot_id = -5"))
        assert behind(lake).is_anew


def test_days_are_read_in_stretches_that_fit_the_memory(monkeypatch):
    monkeypatch.setattr(pipeline_history, "_ROWS_AT_ONCE", 10)
    start = date(2026, 10, 28)
    days = {start + timedelta(days=n): 4 for n in (0, 1, 2, 3, 4, 20)}
    assert list(pipeline_history._spans(days)) == [
        (date(2026, 10, 28), date(2026, 10, 29)),
        (date(2026, 10, 30), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 11, 1)),
        (date(2026, 11, 17), date(2026, 11, 17)),
    ]
