"""A mapping that makes no sense is refused with the setting; its version changes with what it says."""

import pytest

from screening.errors import IntakeError
from screening.intake.mapping import load_mappings, read_mapping

WHOLE = """
name: firm
record: companies
fields: {tax_id: BIN, name: Name}
"""


def _write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: [", "no YAML"),
        ("name: Bad Name\nfields: {}", "name"),
        ("name: a\nrecord: parcels\nfields: {}", "there is no record parcels"),
        ("name: a\nrecord: companies\nfields: {tax_id: A, nam: B}", "has no field nam"),
        ("name: a\nrecord: companies\nfields: {tax_id: A}", "every record needs name"),
        (WHOLE + "colour: red", "colour"),
        (WHOLE + "file: {encoding: klingon}", "klingon is not read"),
        (WHOLE.replace("Name}", "{column: N, value: x}}"), "give one of column, columns and value"),
        (WHOLE.replace("Name}", "{column: N, unit: stone}}"), "there is no unit stone"),
        (WHOLE.replace("Name}", "{column: N, pattern: '('}}"), "no regular expression"),
        (WHOLE.replace("Name}", "{column: N, pattern: 'a'}}"), "needs a group"),
    ],
)
def test_refused_with_the_setting(tmp_path, text, said):
    with pytest.raises(IntakeError, match=said) as error:
        read_mapping(_write(tmp_path / "a.mapping.yml", text))
    assert "a.mapping.yml" in str(error.value)
    assert error.value.remedy


def test_the_version_is_the_name_and_what_it_says(tmp_path):
    first = read_mapping(_write(tmp_path / "a.mapping.yml", WHOLE))
    same = read_mapping(_write(tmp_path / "b.mapping.yml", WHOLE + "# a comment\n"))
    other = read_mapping(_write(tmp_path / "c.mapping.yml", WHOLE.replace("Name", "Title")))
    assert first.version == same.version != other.version
    assert first.version.startswith("firm-")


def test_two_of_one_name_are_refused_and_own_ones_replace_bundled_ones(tmp_path):
    bundled = {mapping.name for mapping, _ in load_mappings().known}
    assert "russian-boxes" in bundled
    own = WHOLE.replace("firm", "russian-boxes")
    _write(tmp_path / "a.mapping.yml", own)
    found = {mapping.name: mapping for mapping, _ in load_mappings(tmp_path).known}
    assert found["russian-boxes"].record == "companies"
    _write(tmp_path / "b.mapping.yml", own)
    with pytest.raises(IntakeError, match="two mappings are called russian-boxes"):
        load_mappings(tmp_path)
