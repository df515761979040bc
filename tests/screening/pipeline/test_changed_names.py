"""Two processes or one, names kept or lost: the same matches, and those of comparing everything."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import polars as pl

from screening.names import NameIndex, ReadNames
from screening.pipeline import changed_names
from screening.pipeline.changed_names import matches_with_changed
from screening.pipeline.names_read import names_read
from screening.rules.parties.name import PARTY_NAME_FUZZY, name_matches

LISTED = pl.DataFrame(
    {"entity_id": ["A", "B", "C"], "name": ["Qwizbadar Veltronika", "Tsvetkomflot 218", "KRYZHOVSKAYA, Olga Petrovna"]}
)
FIRST = ("Qwizbadar", "Veltronika", "Tsvetkomflot", "Olga Kryzhovskaya", "Dala")
SECOND = ("Trade", "218", "LLC", "Veltronica")
NAMES = pl.DataFrame({"name": [*(f"{a} {b}" for a in FIRST for b in SECOND), None]}).with_columns(
    country_code=pl.lit("KZ")
)
LATER = pl.DataFrame({"name": ["Olga Petrovna Kryzhovskaya", "Sary Arka"], "country_code": ["RU", "KZ"]})
PARAMETERS = PARTY_NAME_FUZZY.with_policy({})
WEIGHING = NameIndex.build(LISTED.head(1))
INDEX = NameIndex.build(LISTED, weights_of=WEIGHING)
CHANGED = INDEX.subset(pl.Series(["B", "C"]))


def expected(names: pl.DataFrame) -> pl.DataFrame:
    every = name_matches(names, INDEX, PARAMETERS, WEIGHING).filter(pl.col("entity_id") != "A")
    assert every.height >= 3
    return every.sort("name", "entity_id")


def test_few_names_are_compared_where_they_are(tmp_path):
    found = matches_with_changed(NAMES, CHANGED, WEIGHING, tmp_path, PARAMETERS, tmp_path / "read")
    assert found.sort("name", "entity_id").equals(expected(NAMES))
    assert not (tmp_path / "read").exists()


def find(names: pl.DataFrame, folder: Path) -> pl.DataFrame:
    WEIGHING.save(folder / "index")
    found = matches_with_changed(names, CHANGED, WEIGHING, folder / "index", PARAMETERS, folder / "read" / "index")
    return found.sort("name", "entity_id")


def test_two_processes(monkeypatch, tmp_path):
    monkeypatch.setattr(changed_names, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(changed_names, "NAMES_AT_ONCE", 7)
    assert find(NAMES, tmp_path).equals(expected(NAMES))


def test_what_was_read_is_kept_and_may_be_lost(monkeypatch, tmp_path):
    monkeypatch.setattr(changed_names, "WORTH_PROCESSES", 1)
    monkeypatch.setattr(changed_names, "NAMES_AT_ONCE", 7)
    monkeypatch.setattr(changed_names, "_pool", lambda a, b: ThreadPoolExecutor(1, "test", changed_names._load, (a, b)))
    kept = tmp_path / "read" / "index"
    assert find(NAMES, tmp_path).equals(expected(NAMES))
    parts = sorted(kept.glob("part-*"))
    assert len(parts) == 3
    (parts[0] / "words.arrow").write_bytes(b"cut off")
    (parts[1] / "names.arrow").unlink()
    (kept / ".partial-of-a-killed-process").mkdir()
    grown = pl.concat([NAMES, LATER])
    assert find(grown, tmp_path).equals(expected(grown))
    assert not list(kept.glob(".partial-*"))
    assert not (parts[0].exists() or parts[1].exists())
    assert parts[2].exists()
    with names_read(kept, 7) as read:
        wanted = grown["name"].drop_nulls()
        assert read.find(wanted)
        assert len(read.unread(wanted, [])) < 7  # a last part that is too small is read with what is new
    monkeypatch.setattr(ReadNames, "save", Mock(side_effect=OSError("no space left")))
    shutil.rmtree(kept)
    assert find(grown, tmp_path).equals(expected(grown))
    assert not list(kept.glob("part-*"))


def test_small_parts_become_one(tmp_path):
    def keep(names: list[str]) -> list[int]:
        with names_read(tmp_path, 4) as read:
            wanted = pl.Series("name", names)
            read.find(wanted)
            new, part = read.unread(wanted, []), read.new_part()
            WEIGHING.read_names(new.to_list()).save(part)
            read.keep([part])
        return sorted(len(ReadNames.names_in(part)) for part in tmp_path.glob("part-*"))

    assert keep(["Sary Arka"]) == [1]
    assert keep(["Sary Arka", "Dala", "Tumar"]) == [3]
    assert keep(["Sary Arka", "Dala", "Tumar", "Kazyna"]) == [1, 3]
    assert keep(["Sary Arka", "Dala", "Tumar", "Kazyna", "Nomad"]) == [2, 3]
    assert keep(["Sary Arka", "Nomad"]) == [2]


def test_no_parties(tmp_path):
    assert matches_with_changed(NAMES.clear(), INDEX, INDEX, tmp_path, PARAMETERS, tmp_path).is_empty()
