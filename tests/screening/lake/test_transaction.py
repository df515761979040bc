"""Writers that meet: every transaction happens, whole and once."""

import multiprocessing

import pytest

from screening.lake import in_transaction, open_lake
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


def _meet(settings: Settings) -> None:
    context = multiprocessing.get_context("spawn")
    catalog = settings.catalog.get_secret_value()
    arguments = [(str(settings.home), catalog, settings.catalog_schema, writer) for writer in range(WRITERS)]
    writers = [context.Process(target=_write, args=each) for each in arguments]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=150)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    with open_lake(settings, read_only=True) as reader:
        rows = reader.execute("SELECT measure, name FROM alerts.daily_summary").fetchall()
    assert sorted(rows) == sorted((f"writer {w}", str(n)) for w in range(WRITERS) for n in range(ROUNDS))


def test_writers_on_sqlite(lake, settings):
    _meet(settings)


def test_writers_on_postgresql(postgres_settings):
    _meet(postgres_settings)


def test_a_failing_transaction_leaves_nothing(lake):
    def work(connection):
        connection.execute("INSERT INTO alerts.daily_summary VALUES ('2026-11-20', 'items', 'all', 5)")
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        in_transaction(lake, work)
    assert lake.execute("SELECT count(*) FROM alerts.daily_summary").fetchone() == (0,)
