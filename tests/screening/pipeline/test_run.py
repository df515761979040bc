"""A whole day: what is published, that it is the same whatever happens on the way, and that nothing else is."""

import os
import signal
from datetime import date

import pytest

from screening.errors import LakeError, QualityError
from screening.intake import load
from screening.lake import open_lake
from screening.pipeline import STEPS, publish, run, run_day
from screening.settings import Settings

DAY = date(2026, 11, 20)
PUBLISHED = ("screening.hits", "alerts.alerts", "alerts.alert_reasons", "alerts.daily_summary")


def test_a_day_is_published(day_settings, published):
    seen = []
    result = run_day(day_settings, DAY, lambda step: seen.append(step.name))
    assert seen == [step.name for step in STEPS]
    assert (result.status, result.item_count, result.alert_count) == ("published", 5, 3)
    assert result.intake.rows_read == result.intake.rows_accepted + result.intake.rows_rejected == 7
    assert any("1 row(s) were rejected" in warning for warning in result.warnings)
    assert any("1 other day(s)" in warning for warning in result.warnings)
    tables = published(day_settings)
    rules = {(row[2], row[4]) for row in tables["screening.hits"]}
    assert ("55301/201126/0000003", "PARTY_EXACT_ID") in rules
    assert ("55301/201126/0000002", "PARTY_NAME_FUZZY") in rules
    assert ("55301/201126/0000004", "CHPL_HIT") in rules
    assert {row[3] for row in tables["alerts.alerts"]} == {f"55301/201126/000000{n}" for n in (2, 3, 5)}
    assert not list(day_settings.staging_folder.iterdir())
    assert (day_settings.data_docs_folder / str(DAY) / "index.html").exists()


def test_running_twice_changes_nothing(screened_settings, published):
    before = published(screened_settings, (*PUBLISHED, "screening.parties", "screening.party_matches"))
    second = run_day(screened_settings, DAY)
    assert published(screened_settings, tuple(before)) == before
    assert second.intake.new_files == 0
    with open_lake(screened_settings, read_only=True) as connection:
        assert connection.execute("SELECT run_id FROM screening.runs").fetchall() == [(second.run_id,)]


def test_another_day_is_left_alone(screened_settings, published):
    before = published(screened_settings)
    other = run_day(screened_settings, date(2026, 11, 19))
    assert other.item_count == 1
    after = published(screened_settings, tuple(before))
    for table, rows in before.items():
        assert [row for row in after[table] if DAY in row[:4]] == rows, table


def test_a_day_without_declarations_is_published_empty_and_says_so(day_settings):
    result = run_day(day_settings, date(2026, 1, 1))
    assert (result.item_count, result.alert_count) == (0, 0)
    assert any("no declarations are registered on 2026-01-01" in warning for warning in result.warnings)


def test_the_day_goes_on_without_a_file_that_cannot_be_read_and_says_so_for_good(screened_settings, published):
    before = published(screened_settings)
    (screened_settings.inbox_folder / "bad.csv").write_bytes(b"")
    result = run_day(screened_settings, DAY)
    said = [warning for warning in result.warnings if "A FILE WAS REFUSED" in warning]
    assert len(said) == 1
    assert "bad.csv: the file is empty" in said[0]
    assert published(screened_settings) == before
    with open_lake(screened_settings, read_only=True) as connection:
        assert connection.execute("SELECT file_name FROM intake.refused_files").fetchall() == [("bad.csv",)]
        (recorded,) = connection.execute("SELECT warnings FROM screening.runs").fetchone()
    assert said[0] in recorded


def test_a_failing_check_stops_the_publish_and_is_recorded(screened_settings, published, write_csv, item, monkeypatch):
    before = published(screened_settings)
    more = [item(declaration_id="55301/201126/0000008", consignee_tax_id="0001234562")]
    write_csv("more.csv", more, screened_settings.inbox_folder)
    from screening.quality import gate, suite_files

    broken = suite_files.Check("hits", "no_such_thing", "fail", "No hits on identifiers",
                               "SELECT declaration_id FROM hits WHERE rule_id = 'PARTY_EXACT_ID'")  # fmt: skip
    real = suite_files.checks
    monkeypatch.setattr(
        gate, "checks", lambda suite, group: [*real(suite, group), *([broken] if suite == "hits" else [])]
    )
    with pytest.raises(QualityError, match=r"hits\.no_such_thing.*declaration_id=55301/201126/0000003"):
        run_day(screened_settings, DAY)
    assert published(screened_settings) == before
    with open_lake(screened_settings, read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM screening.runs WHERE status = 'refused'").fetchone() == (1,)
        failed = connection.execute("SELECT check_id, examples FROM ops.quality_results WHERE NOT is_passed").fetchall()
    assert any(check_id == "no_such_thing" and len(examples) == 2 for check_id, examples in failed)
    assert not list(screened_settings.staging_folder.iterdir())


def test_a_lake_that_was_never_initialised(bare_settings):
    with pytest.raises(LakeError, match="screening init"):
        run_day(bare_settings, DAY)


def _die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def _run_until(where: str, settings: Settings) -> None:
    """Run the day in this process, which dies at `where`."""
    if where == "inside publish":
        insert, calls = publish.insert, []

        def insert_two_then_die(*args):
            calls.append(args)
            _die() if len(calls) == 3 else insert(*args)

        publish.insert = insert_two_then_die
    elif where == "inside intake":
        real_sql = load.read_sql
        load.read_sql = lambda package, name: _die() if name == "record_file" else real_sql(package, name)
    else:
        real_step = run.run_step

        def step_then_die(step, *rest):
            real_step(step, *rest)
            if step.name == where:
                _die()

        run.run_step = step_then_die
    run.run_day(settings, DAY)


# Steps between `intake` and `publish` stage files alone, as `score` does.
PLACES = ("inside intake", "intake", "score", "inside publish", "publish")


@pytest.mark.parametrize("where", PLACES)
def test_killed_anywhere_and_run_again(day_settings, published, undisturbed, processes, where):
    """SIGKILL after steps, and in the middle of the two transactions; then a run ends in the same tables."""
    child = processes.Process(target=_run_until, args=(where, day_settings))
    child.start()
    child.join(timeout=150)
    assert child.exitcode == -signal.SIGKILL
    if where != "publish":
        assert not any(published(day_settings).values()), "nothing is published before the publish"
    run_day(day_settings, DAY)
    assert published(day_settings) == undisturbed
    with open_lake(day_settings, read_only=True) as connection:
        counts = connection.execute(
            "SELECT (SELECT count(*) FROM intake.files), (SELECT count(*) FROM intake.declarations),"
            " (SELECT count(*) FROM intake.rejected_rows), (SELECT count(*) FROM screening.runs)"
        ).fetchone()
    assert counts == (1, 6, 1, 1)


def test_two_runs_of_one_day_at_once(day_settings, published, undisturbed, processes):
    runs = [processes.Process(target=run_day, args=(day_settings, DAY)) for _ in range(2)]
    for each in runs:
        each.start()
    for each in runs:
        each.join(timeout=150)
    assert [each.exitcode for each in runs] == [0, 0]
    assert published(day_settings) == undisturbed


def test_readers_read_while_a_run_writes(screened_settings, processes):
    """A reader sees the day before the publish or after it, never half of it, and never an error."""
    writer = processes.Process(target=run_day, args=(screened_settings, DAY))
    writer.start()
    seen = set()
    while writer.is_alive():
        with open_lake(screened_settings, read_only=True) as reader:
            seen.add(reader.execute("SELECT count(DISTINCT a.alert_id), count(*) > 0 FROM alerts.alerts AS a"
                                    " JOIN alerts.alert_reasons USING (alert_id)").fetchone())  # fmt: skip
    writer.join()
    assert writer.exitcode == 0
    assert seen == {(3, True)}


def test_the_same_tables_on_a_postgresql_catalog(
    postgres_settings, load_list, write_csv, day_items, published, undisturbed
):
    load_list(postgres_settings)
    write_csv("day.csv", day_items, postgres_settings.inbox_folder)
    run_day(postgres_settings, DAY)
    assert published(postgres_settings) == undisturbed
