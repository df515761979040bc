"""One file into the lake: lineage, corrections, duplicates; nothing is lost, nothing is taken twice."""

from pathlib import Path

import pytest

from screening.errors import IntakeError
from screening.intake import load_file, load_inbox
from screening.lake import open_lake
from screening.settings import Settings


def _declarations(lake):
    return lake.execute(
        "SELECT declaration_id, item_number, goods_description FROM intake.declarations ORDER BY ALL"
    ).fetchall()


def test_accepts_and_counts(lake, write_csv, item):
    report = load_file(lake, write_csv("a.csv", [item(), item(item_number=2), item(item_number=3, flow="sideways")]))
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (3, 2, 1)
    assert [str(day) for day in report.days] == ["2026-11-20"]
    reason = lake.execute(
        "SELECT row_number, reason_code, column_name, value, declaration_id FROM intake.rejected_rows"
    ).fetchall()
    assert reason == [(3, "UNKNOWN_FLOW", "flow", "sideways", "55301/201126/0000001")]


def test_same_content_twice_adds_nothing(lake, write_csv, item):
    first = load_file(lake, write_csv("a.csv", [item()]))
    again = load_file(lake, write_csv("renamed.csv", [item()]))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.rows_read == 1
    assert lake.execute("SELECT count(*) FROM intake.files").fetchone() == (1,)
    assert len(_declarations(lake)) == 1


def test_correction_supersedes_the_whole_declaration(lake, write_csv, item):
    load_file(lake, write_csv("a.csv", [item(), item(item_number=2)]))
    load_file(lake, write_csv("b.csv", [item(correction_number=1, goods_description="corrected")]))
    assert _declarations(lake) == [("55301/201126/0000001", 1, "corrected")]
    kept = lake.execute("SELECT item_number, correction_number FROM intake.superseded_items ORDER BY 1").fetchall()
    assert kept == [(1, 0), (2, 0)]


def test_items_sent_again_supersede_without_a_correction_number(lake, write_csv, item):
    load_file(lake, write_csv("a.csv", [item()]))
    load_file(lake, write_csv("b.csv", [item(goods_description="sent again")]))
    assert _declarations(lake) == [("55301/201126/0000001", 1, "sent again")]
    assert lake.execute("SELECT count(*) FROM intake.superseded_items").fetchone() == (1,)


def test_further_items_join_the_declaration(lake, write_csv, item):
    load_file(lake, write_csv("a.csv", [item()]))
    load_file(lake, write_csv("b.csv", [item(item_number=2)]))
    assert [number for _, number, _ in _declarations(lake)] == [1, 2]
    assert lake.execute("SELECT count(*) FROM intake.superseded_items").fetchone() == (0,)


def test_a_late_earlier_version_goes_to_the_history(lake, write_csv, item):
    load_file(lake, write_csv("b.csv", [item(correction_number=2, goods_description="latest")]))
    load_file(lake, write_csv("a.csv", [item(correction_number=1, goods_description="late")]))
    assert _declarations(lake) == [("55301/201126/0000001", 1, "latest")]
    assert lake.execute("SELECT goods_description FROM intake.superseded_items").fetchall() == [("late",)]


def test_two_versions_in_one_file(lake, write_csv, item):
    report = load_file(
        lake, write_csv("a.csv", [item(), item(correction_number=1, goods_description="corrected", item_number=2)])
    )
    assert report.rows_accepted == 2
    assert [number for _, number, _ in _declarations(lake)] == [2]
    assert lake.execute("SELECT item_number FROM intake.superseded_items").fetchall() == [(1,)]


def test_duplicate_items_keep_the_first(lake, write_csv, item):
    rows = [item(), item(item_number=2), item(goods_description="again")]
    report = load_file(lake, write_csv("a.csv", rows))
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (3, 2, 1)
    assert _declarations(lake)[0][2] == item()["goods_description"]
    found = lake.execute("SELECT row_number, reason_code, raw_row LIKE '%again%' FROM intake.rejected_rows").fetchall()
    assert found == [(3, "DUPLICATE_ITEM", True)]


def test_a_mended_row_can_be_sent_again(lake, write_csv, item):
    load_file(lake, write_csv("a.csv", [item(), item(item_number=2, net_mass_kg="heavy")]))
    load_file(lake, write_csv("mended.csv", [item(item_number=2, net_mass_kg="5")]))
    assert [number for _, number, _ in _declarations(lake)] == [1, 2]


def test_a_refused_file_leaves_the_lake_as_it_was(lake, settings, write_csv, item):
    load_file(lake, write_csv("a.csv", [item()]))
    before = lake.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchone()
    bad = settings.inbox_folder / "bad.csv"
    bad.write_text("a;b\n1;2\n")
    with pytest.raises(IntakeError):
        load_file(lake, bad)
    assert lake.execute("SELECT max(snapshot_id) FROM lake.snapshots()").fetchone() == before


def test_one_bad_file_does_not_stop_the_others(lake, settings, write_csv, item):
    write_csv("good.csv", [item()])
    (settings.inbox_folder / "empty.csv").write_bytes(b"")
    (settings.inbox_folder / "letter.docx").write_bytes(b"x")
    (settings.inbox_folder / ".partial.csv").write_bytes(b"x")
    report = load_inbox(lake, settings.inbox_folder)
    assert len(report.new_files) == 1
    assert ["empty.csv" in str(error) for error in report.refused] == [True]
    assert report.ignored == ("letter.docx",)


def _load(home: str, catalog: str, schema: str, path: str, barrier) -> None:
    with open_lake(Settings(home=home, catalog=catalog, catalog_schema=schema, _env_file=None)) as connection:
        barrier.wait(timeout=60)
        load_file(connection, Path(path))


def _load_at_once(settings: Settings, paths: list[Path], processes) -> None:
    barrier = processes.Barrier(len(paths))
    catalog = settings.catalog.get_secret_value()
    arguments = [(str(settings.home), catalog, settings.catalog_schema, str(path), barrier) for path in paths]
    loads = [processes.Process(target=_load, args=each) for each in arguments]
    for process in loads:
        process.start()
    for process in loads:
        process.join(timeout=150)
    assert [process.exitcode for process in loads] == [0] * len(paths)


@pytest.mark.parametrize("catalog", ["sqlite", "postgresql"])
def test_two_processes_take_in_the_same_content(catalog, request, write_csv, item, tmp_path, processes):
    if catalog == "sqlite":
        request.getfixturevalue("lake")
    settings = request.getfixturevalue("settings" if catalog == "sqlite" else "postgres_settings")
    rows = [item(), item(item_number=2), item(item_number=3, flow="sideways")]
    corrected = [item(goods_description="sent again"), item(item_number=2)]
    _load_at_once(settings, [write_csv(name, rows, tmp_path) for name in ("a.csv", "b.csv", "c.csv")], processes)
    _load_at_once(settings, [write_csv(name, corrected, tmp_path) for name in ("d.csv", "e.csv")], processes)
    with open_lake(settings, read_only=True) as reader:
        counts = reader.execute(
            "SELECT (SELECT count(*) FROM intake.files), (SELECT count(*) FROM intake.declarations),"
            " (SELECT count(*) FROM intake.rejected_rows), (SELECT count(*) FROM intake.superseded_items)"
        ).fetchone()
    assert counts == (2, 2, 1, 2)
