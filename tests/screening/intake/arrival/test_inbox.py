"""The inbox: files that are being written wait, files that cannot be read are set aside, the others come in."""

import os
import threading
import time

import polars as pl

from screening.intake import load_inbox, source
from screening.intake.arrival.settled import is_temporary, unsettled


def test_names_that_say_that_a_file_is_not_whole(tmp_path):
    for name in (".a.csv", "a.csv.part", "a.csv.filepart", "~$a.xlsx", "a.csv~", "A.CSV.TMP"):
        assert is_temporary(tmp_path / name), name
    assert not is_temporary(tmp_path / "part.csv")


def test_a_file_that_grows_is_left_for_later(lake, settings, write_csv, item):
    whole, growing = write_csv("whole.csv", [item()]), write_csv("growing.csv", [item(item_number=2)])
    stop = threading.Event()

    def write():
        with growing.open("ab") as file:
            while not stop.wait(0.02):
                file.write(b"\n")
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        report = load_inbox(lake, settings.inbox_folder, settle_seconds=0.3)
    finally:
        stop.set()
        writer.join()
    assert ([file.file_name for file in report.files], report.waiting) == (["whole.csv"], ("growing.csv",))
    old = time.time() - 3600
    for path in (whole, growing):
        os.utime(path, (old, old))
    began = time.monotonic()
    report = load_inbox(lake, settings.inbox_folder, settle_seconds=30)
    assert time.monotonic() - began < 20, "files that lie still need no watching"
    assert [file.file_name for file in report.new_files] == ["growing.csv"]


def test_a_file_that_is_taken_away_is_no_trouble(tmp_path):
    gone = tmp_path / "gone.csv"
    assert unsettled([gone], 0) == {gone}


def test_a_reader_that_fails_refuses_its_file_alone(lake, settings, write_csv, item, monkeypatch):
    write_csv("a.csv", [item()])
    write_csv("b.csv", [item(item_number=2)])
    real = source.csv_file.read_csv

    def fragile(path):
        if path.name == "a.csv":
            raise pl.exceptions.PanicException("reader of a library, on hostile bytes")
        return real(path)

    monkeypatch.setattr(source.csv_file, "read_csv", fragile)
    report = load_inbox(lake, settings.inbox_folder)
    assert [file.file_name for file in report.files] == ["b.csv"]
    assert [error.check_id for error in report.refused] == ["FILE_UNREADABLE"]
    assert "hostile" not in str(report.refused[0]), "a message of a library may quote the file"
    assert lake.execute("SELECT file_name FROM intake.refused_files").fetchall() == [("a.csv",)]
