"""A mapping file that makes no sense is refused with the place in it, before any list is read."""

from pathlib import Path

import pytest

from screening.errors import ListError
from screening.lists.mapping_file import COLUMNS, read_mapping

LEAST = {"list_id": "list_id: KZ-EX", "list_name": "list_name: Example", "columns": "columns: {name: Name}"}


def lines(**changes):
    return "\n".join((LEAST | changes).values()).encode()


def test_the_example_in_the_documentation():
    page = (Path(__file__).parents[3] / "docs" / "lists.md").read_text(encoding="utf-8")
    example = page.partition("```yaml")[2].partition("```")[0]
    mapping = read_mapping(example.encode(), "docs/lists.md")
    assert (mapping.list_id, mapping.columns["name"]) == ("KZ-EXAMPLE", ("Имя", "Отчество", "Фамилия"))
    assert all(f"`{column}`" in page for column in COLUMNS)


def test_the_least_mapping():
    mapping = read_mapping(lines(), "x")
    assert (mapping.columns, mapping.title_row, mapping.encoding) == ({"name": ("Name",)}, 1, "utf-8")
    assert list(mapping.titles()) == ["Name"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"list_id": ""}, "list_id: Field required"),
        ({"list_id": "list_id: kz"}, "list_id: String should match"),
        ({"columns": "columns: {aliases: Other}"}, "columns must say where the name is"),
        ({"columns": "columns: {name: Name, colour: Colour}"}, "columns cannot hold colour"),
        ({"more": "identifiers: {ИИН: iinn}"}, "there is no kind of identifier iinn"),
        ({"more": "relations: {Friend: friend_of}"}, "there is no kind of relation friend_of"),
        ({"more": "encoding: klingon"}, "there is no encoding klingon"),
        ({"more": "entity_type: firm"}, "entity_type: Input should be"),
        ({"more": "delimiter: ';;'"}, "delimiter: String should have at most 1"),
        ({"more": "titel_row: 2"}, "titel_row: Extra inputs"),
        ({"more": "a: [b"}, "the mapping is no YAML"),
        ({"list_id": "- 1", "list_name": "- 2", "columns": "- 3"}, "the mapping makes no sense"),
    ],
)
def test_mappings_that_make_no_sense(changes, message):
    with pytest.raises(ListError, match=message) as caught:
        read_mapping(lines(**changes), "list.csv.mapping.yml")
    assert caught.value.where == "list.csv.mapping.yml"
