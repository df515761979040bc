"""Forty mutated files of each kind of table: no crash, and no row is lost. More by hand: see table_mutations."""

import pytest

from tests.screening.intake.table_mutations import FORMATS, mutations, take_in


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_lost(name, tmp_path):
    outcomes = set()
    path = tmp_path / name
    for what, data in mutations(name, 40):
        path.write_bytes(data)
        try:
            outcomes.add(take_in(path)[0])
        except BaseException as error:
            raise AssertionError(f"{name}: {what}") from error
    assert "refused" in outcomes
    assert "read" in outcomes or name.endswith(".parquet")
