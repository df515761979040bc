"""Writers that meet: every transaction happens, whole and once."""

import threading
import time

import pytest

from screening.lake import in_transaction, open_lake
from screening.lake.gate import gate_of, held, pass_through
from screening.settings import Settings

WRITERS, ROUNDS = 3, 8


def _write(home: str, catalog: str, schema: str, writer: int) -> None:
    with open_lake(Settings(home=home, catalog=catalog, catalog_schema=schema, _env_file=None)) as connection:
        for n in range(ROUNDS):
            row = ["2026-11-20", f"writer {writer}", str(n), 1]
            in_transaction(
                connection,
                lambda lake, row=row: lake.execute("INSERT INTO alerts.daily_summary VALUES (?, ?, ?, ?)", row),
            )


def _meet(settings: Settings, processes) -> None:
    catalog = settings.catalog.get_secret_value()
    arguments = [(str(settings.home), catalog, settings.catalog_schema, writer) for writer in range(WRITERS)]
    writers = [processes.Process(target=_write, args=each) for each in arguments]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=150)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with open_lake(settings, read_only=True) as reader:
        rows = reader.execute("SELECT measure, name FROM alerts.daily_summary").fetchall()
    assert sorted(rows) == sorted((f"writer {w}", str(n)) for w in range(WRITERS) for n in range(ROUNDS))


def test_writers_on_sqlite(lake, settings, processes):
    _meet(settings, processes)


def test_writers_on_postgresql(postgres_settings, processes):
    _meet(postgres_settings, processes)


def test_a_long_transaction_comes_through_among_many_short_ones(lake, settings):
    """It holds the gate when it starts again, and those that come later wait for it."""
    stop, starts = threading.Event(), []

    def write_short_ones():
        with open_lake(settings) as connection:
            while not stop.is_set():
                in_transaction(connection, lambda short: short.execute("UPDATE ops.writer SET turn = turn"))

    def long_work(connection):
        starts.append(time.monotonic())
        connection.execute("INSERT INTO alerts.daily_summary VALUES ('2026-11-20', 'items', 'all', 5)")
        time.sleep(0.5)

    other = threading.Thread(target=write_short_ones)
    other.start()
    try:
        in_transaction(lake, long_work)
    finally:
        stop.set()
        other.join()
    assert len(starts) <= 4
    assert gate_of(lake).name == "catalog.sqlite.gate"


def test_without_a_gate_all_goes_on(tmp_path):
    with held(None), held(tmp_path / "no folder" / "gate"):
        pass_through(None)


def test_a_failing_transaction_leaves_nothing(lake):
    def work(connection):
        connection.execute("INSERT INTO alerts.daily_summary VALUES ('2026-11-20', 'items', 'all', 5)")
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        in_transaction(lake, work)
    assert lake.execute("SELECT count(*) FROM alerts.daily_summary").fetchone() == (0,)
