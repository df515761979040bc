"""National lists with a mapping file: a table of any layout becomes entities, and another layout is refused."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.errors import ListError

MAPPING = """
list_id: KZ-EX
list_name: Example list of Kazakhstan
title_row: 2
delimiter: ";"
separator: "|"
entity_type: person
entity_types: {Организация: organisation}
identifiers: {ИИН: iin, БИН: bin}
identifier_country: KZ
programmes: EX
columns:
  name: [Имя, Отчество, Фамилия]
  aliases: Другие имена
  birth_dates: Дата рождения
  entity_type: Вид
  countries: Гражданство
  listed_date: Включён
  remarks: [Решение]
"""
TITLES = ["№", "Фамилия", "Имя", "Отчество", "Другие имена", "Дата рождения", "Вид", "Гражданство", "ИИН", "БИН",
          "Включён", "Решение"]  # fmt: skip
PERSON = ["1", "ТЕСТОВ", "Иван", "Петрович", "Ваня|Testov", "03.05.1971|1972", "", "Kazakhstan|RU", "710503300111", "",
          "24.02.2022", "№ 5"]  # fmt: skip


def table(*rows, encoding="utf-8"):
    return "\r\n".join(";".join(row) for row in [["Список"], TITLES, *rows]).encode(encoding)


def read_table(build, data, mapping=MAPPING, name="list__csv"):
    return build.read_one(**{name: data, f"{name}__mapping__yml": mapping.encode()})


def test_a_person(build):
    version = read_table(build, table(PERSON))
    (row,) = version.entities.to_dicts()
    assert (version.list_id, version.list_name, version.format) == ("KZ-EX", "Example list of Kazakhstan", "mapped")
    assert (row["primary_name"], row["entity_type"]) == ("Иван Петрович ТЕСТОВ", "person")
    assert build.column(version.names, "name", name_kind="alias") == ["Testov", "Ваня"]
    assert (row["birth_dates"], row["country_codes"]) == (["1971-05-03", "1972"], ["KZ", "RU"])
    assert (row["listed_date"], row["programmes"], row["remarks"]) == (date(2022, 2, 24), ["EX"], "Решение: № 5")
    assert version.identifiers["identifier_kind", "value", "country_code", "note"].rows() == [
        ("iin", "710503300111", "KZ", "ИИН")
    ]
    assert [line.partition(" ")[0] for line in version.source_files] == ["list.csv", "list.csv.mapping.yml"]


def test_a_last_line_without_an_end_is_warned_of(build):
    warnings = [read_table(build, data).warnings for data in (table(PERSON) + b"\r\n", table(PERSON))]
    assert warnings == [(), ("the last line does not end: whether the list is complete cannot be told",)]


def test_an_organisation_and_empty_rows(build):
    row = ["2", "ОРБИТА", "", "", "", "", "Организация", "", "", "900140000111"]
    version = read_table(build, table(PERSON, [""] * 12, row))
    assert version.entities["entity_type"].value_counts(sort=True).height == 2
    assert ("bin", "900140000111") in version.identifiers["identifier_kind", "value"].rows()


def test_an_entry_without_a_number_keeps_its_id_when_rows_move(build):
    other = ["1", "ДРУГОЙ", "Пётр"]
    before = read_table(build, table(PERSON)).entities["entity_id"].to_list()
    after = read_table(build, table(other, ["2", *PERSON[1:]])).entities["entity_id"].to_list()
    assert set(before) < set(after)


def test_the_publishers_number_may_be_the_id(build):
    mapping = MAPPING + "  source_id: №\n"
    assert read_table(build, table(PERSON), mapping).entities["entity_id"].to_list() == ["KZ-EX:1"]


def test_a_workbook_counts_days(build):
    cells = [*PERSON[:5], 26056, *PERSON[6:]]
    data = build.workbook([["Список"], TITLES, cells])
    version = read_table(build, data, name="list__xlsx")
    assert version.entities["birth_dates"].to_list() == [["1971-05-03"]]


def test_other_encodings_are_stated(build):
    data = table(PERSON, encoding="windows-1251")
    with pytest.raises(ListError, match="the file is not utf-8 text"):
        read_table(build, data)
    version = read_table(build, data, MAPPING + "encoding: windows-1251\n")
    assert version.entities["primary_name"].to_list() == ["Иван Петрович ТЕСТОВ"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda data: data.replace("Отчество".encode(), b"X"),
            "row 2 lacks 1 titles of the mapping, the first is 'Отч",
        ),
        (lambda data: data.partition(b"1;")[0], "holds no entity"),
        (lambda data: data + "\r\n3;;;;Ваня".encode(), "row 4 has no name"),
        (lambda data: data + b'\r\n"3;a', "a quotation mark never closes"),
        (lambda data: data + b"\r\n" + data.splitlines()[2], "1 entity numbers occur more than once"),
    ],
)
def test_lists_that_do_not_fit_are_refused(build, change, message):
    with pytest.raises(ListError, match=message):
        read_table(build, change(table(PERSON)))


def test_without_its_mapping_the_file_is_of_no_known_format(build):
    with pytest.raises(ListError, match="the format is not known"):
        build.read_files(list__csv=table(PERSON))


@settings(deadline=None)
@given(text=st.text())
def test_any_cell_is_read_or_refused(build, text):
    cells = [text.replace(";", "").replace('"', "")] * len(TITLES)
    try:
        version = read_table(build, table(cells))
    except ListError:
        return
    assert version.entity_count >= 1


def test_relations_measures_and_vessels(build):
    mapping = """
list_id: KZ-EX
list_name: Example
relations: {Owner: owned_by, Friends: linked_to}
columns: {name: Name, measures: Measures, end_date: Ends, vessel_flag: Flag, vessel_owner: Ship owner,
          licence_requirement: Licence, licence_policy: Policy, gender: Sex, vessel_type: Type, source_url: Link}
"""
    titles = "Name,Owner,Friends,Measures,Ends,Flag,Ship owner,Licence,Policy,Sex,Type,Link"
    row = "Orbita,Zarya,Luna;Mirazh,Freeze;Ban,2031-01-02,Panama,Volna,All goods,Denial,Male,Tug,https://x.example"
    version = build.read_one(list__csv=f"{titles}\n{row}\n".encode(), list__csv__mapping__yml=mapping.encode())
    (entity,) = version.entities.to_dicts()
    assert (entity["measures"], entity["end_date"], entity["vessel_flag_code"], entity["vessel_owner"]) == (
        ["Ban", "Freeze"], date(2031, 1, 2), "PA", "Volna"
    )  # fmt: skip
    assert (entity["licence_requirement"], entity["licence_policy"]) == ("All goods", "Denial")
    assert (entity["gender"], entity["vessel_type"], entity["source_url"]) == ("male", "Tug", "https://x.example")
    assert set(version.relations["relation_kind", "related_name", "published_relation"].rows()) == {
        ("owned_by", "Zarya", "Owner"), ("linked_to", "Luna", "Friends"), ("linked_to", "Mirazh", "Friends"),
        ("owned_by", "Volna", "Ship owner"),
    }  # fmt: skip
