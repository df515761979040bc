"""The bundled declarations are those that `python -m bench.samples` makes, and hold what they are meant to show."""

import polars as pl

from bench.items import make_items
from bench.samples import DAY, FOLDER, late_file, sample_day, sample_history


def test_the_files_are_those_of_the_generator():
    assert (FOLDER / f"declarations-{DAY}.csv").read_text(encoding="utf-8") == sample_day().write_csv()
    assert (FOLDER / "history.csv").read_text(encoding="utf-8") == sample_history().write_csv()
    assert (FOLDER / f"declarations-{DAY}-late.csv").read_text(encoding="utf-8") == late_file()


def test_same_seed_same_items():
    assert make_items(DAY, 500, 3).equals(make_items(DAY, 500, 3))
    assert not make_items(DAY, 500, 3).equals(make_items(DAY, 500, 4))


def test_the_day_has_its_history():
    history = sample_history()
    assert history["registration_date"].max() < str(DAY)
    assert history.select(pl.struct("declaration_id", "item_number").is_unique().all()).item()
