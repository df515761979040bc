"""Names come out of their files as they went in."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError
from screening.names import NameIndex, ReadNames
from screening.names.prepare import Prepared
from tests.screening.names.test_index_parts import FULL

NAMES = [
    "ТОО «Кунхай Трейд»",
    "LLC Veltronica c/o Dala, Almaty",
    "شركة قنديل",
    "北京光电",
    "",
    "x" * 35,
    "Chorochordin, A. B. 218",
]


def same(one: Prepared, other: Prepared) -> bool:
    pairs = [(getattr(one, f.name), getattr(other, f.name)) for f in fields(Prepared)]
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


def kept(names: list[str], index: NameIndex, folder: Path) -> tuple[ReadNames, ReadNames]:
    read = index.read_names(names)
    read.save(folder)
    return read, ReadNames.load(folder)


@given(st.lists(st.text(max_size=60) | st.sampled_from(NAMES), max_size=8))
@settings(max_examples=25, deadline=None)
def test_names_come_back_as_they_were_read(tmp_path_factory, names):
    read, again = kept(names, FULL, tmp_path_factory.mktemp("kept"))
    assert again.names == names
    assert same(again.prepared, read.prepared)


def test_real_names_come_back(tmp_path):
    read, again = kept(NAMES, FULL, tmp_path)
    assert same(again.prepared, read.prepared)
    assert ReadNames.names_in(tmp_path).to_list() == NAMES


@pytest.mark.parametrize("table", ["names", "occurrences", "words", "tokens", "legal"])
def test_what_is_cut_off_is_refused(tmp_path, table):
    kept(NAMES, FULL, tmp_path)
    whole = (tmp_path / f"{table}.arrow").read_bytes()
    (tmp_path / f"{table}.arrow").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ListError):
        ReadNames.load(tmp_path)
