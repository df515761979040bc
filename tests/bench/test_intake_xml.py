"""The file that the XML measurement reads is what it says: so many items, all of them accepted."""

import pytest

from bench.intake_xml import write_file
from screening.intake import load_file


@pytest.mark.parametrize(("items", "per_declaration", "declarations"), [(7, 3, 3), (4, 40, 1)])
def test_the_file_holds_that_many_items(lake, tmp_path, items, per_declaration, declarations):
    path = tmp_path / "made.xml"
    write_file(path, items, per_declaration)
    report = load_file(lake, path)
    assert (report.rows_read, report.rows_accepted) == (items, items)
    found = lake.execute("SELECT count(DISTINCT declaration_id) FROM intake.declarations").fetchone()
    assert found == (declarations,)
