"""A hundred mutated files of each format: no crash, and no row is lost. More by hand: see xml_mutations."""

import pytest

from screening.errors import IntakeError
from screening.intake import load_file
from tests.screening.intake.xml_mutations import NAMES, mutations, take_in


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_lost(name, tmp_path):
    outcomes = set()
    path = tmp_path / name
    for what, data in mutations(name, 105):
        path.write_bytes(data)
        try:
            outcomes.add(take_in(path)[0])
        except Exception as error:
            raise AssertionError(f"{name}: {what}") from error
    assert outcomes == {"read", "refused"}


@pytest.mark.parametrize("name", NAMES)
def test_into_the_lake(name, lake, tmp_path):
    """The same through the transaction, for a few: the tables hold what the report says, or nothing."""
    counted = "SELECT (SELECT count(*) FROM intake.files), (SELECT count(*) FROM intake.rejected_rows)"
    for n, (_, data) in enumerate(mutations(name, 7, seed=3)):
        path = tmp_path / f"{n}-{name}"
        path.write_bytes(data)
        before = lake.execute(counted).fetchone()
        try:
            report = load_file(lake, path)
        except IntakeError:
            assert lake.execute(counted).fetchone() == before
        else:
            assert report.rows_accepted + report.rows_rejected == report.rows_read
            if report.is_new:
                assert lake.execute(counted).fetchone() == (before[0] + 1, before[1] + report.rows_rejected)
