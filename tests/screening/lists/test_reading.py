"""Which files are read, what they are dated, and the promise that a version is a function of what the list says."""

import random
import re
from datetime import date

import pytest

from screening.errors import ListError
from screening.lists import read
from screening.schemas import reference


@pytest.fixture
def samples(build):
    return read([build.samples], retrieved_at=build.retrieved)


def test_a_folder_of_several_lists(samples):
    found = {v.list_id: (v.entity_count, v.published_date, v.warnings) for v in samples}
    day = date(2025, 12, 1)
    assert found == {"EU-FSF": (15, day, ()), "OFAC-SDN": (20, day, ()), "UN-SC": (11, day, ())}


def test_tables_conform_to_the_schemas(samples):
    for version in samples:
        for table, frame in (
            (reference.LISTED_ENTITIES, version.entities),
            (reference.LISTED_NAMES, version.names),
            (reference.LISTED_IDENTIFIERS, version.identifiers),
            (reference.LISTED_ADDRESSES, version.addresses),
        ):
            assert table.conform(frame).equals(frame)
            assert frame["list_version"].unique().to_list() in ([version.list_version], [])
        assert set(version.names["entity_id"]) == set(version.entities["entity_id"])
        assert set(version.identifiers["entity_id"]) <= set(version.entities["entity_id"])


def test_a_version_has_a_row_of_its_own(build, samples):
    (row,) = samples[0].as_row(build.retrieved).to_dicts()
    assert row["entity_count"] == samples[0].entities.height
    assert row["name_count"] == samples[0].names.height
    assert re.fullmatch(r"2025-12-01-[0-9a-f]{8}", row["list_version"])
    assert row["content_hash"].startswith(row["list_version"][-8:])
    assert re.fullmatch(r"eu-fsf\.xml sha256:[0-9a-f]{64}", row["source_files"][0])


def test_the_date_comes_from_content_then_argument_then_name(build):
    sdn = build.ofac([build.entity_row(1, "ORBITA")])
    un = build.un(build.un_person("<FIRST_NAME>I</FIRST_NAME>"))
    given = date(2025, 1, 2)
    assert build.read_one(given, **{"sdn_2024-04-26__csv": sdn}).published_date == given
    assert build.read_one(**{"sdn_2024-04-26__csv": sdn}).published_date == date(2024, 4, 26)
    assert build.read_one(given, un__xml=un).published_date == date(2025, 11, 18)
    undated = build.read_one(sdn__csv=sdn)
    assert undated.published_date is None
    assert undated.list_version.startswith("undated-")


def test_a_list_that_does_not_say_its_date_is_warned_of(build):
    version = build.read_one(un__xml=build.un(build.un_person("<FIRST_NAME>I</FIRST_NAME>"), generated=""))
    assert version.warnings == ("the list does not say when it was generated",)


def test_hashes_do_not_depend_on_order_or_time(build):
    rows = [build.entity_row(n, f"ORBITA {n}", remarks=f"Passport A{n}; Passport B{n}") for n in range(9)]
    others = [[str(n // 3), str(n), "aka", f"ALIAS {n}", build.null] for n in range(27)]
    first = build.read_one(sdn__csv=build.ofac(rows), alt__csv=build.ofac(others))
    shuffled = random.Random(4)
    shuffled.shuffle(rows)
    shuffled.shuffle(others)
    second = build.read_one(date(2020, 1, 1), one__csv=build.ofac(others), two__csv=build.ofac(rows))
    assert second.content_hash == first.content_hash
    for name in ("entities", "names", "identifiers", "addresses"):
        assert getattr(second, name).drop("list_version").equals(getattr(first, name).drop("list_version"))


@pytest.mark.parametrize("change", ["name", "remark", "alias", "address", "programme"])
def test_hashes_move_with_any_fact_and_only_for_its_entity(build, change):
    def version(changed):
        rows = [build.entity_row(n, f"ORBITA {n}", remarks=f"DOB 197{n}") for n in range(3)]
        alt = [["1", "1", "aka", "ALIAS", build.null]]
        add = [["1", "1", "Street 1", "City", "Kenya", build.null]]
        if changed:
            match change:
                case "name":
                    rows[1][1] += "X"
                case "remark":
                    rows[1][11] += "; a.k.a. 'X'"
                case "alias":
                    alt[0][3] += "X"
                case "address":
                    add[0][2] += "X"
                case "programme":
                    rows[1][3] += "X"
        return build.read_one(sdn__csv=build.ofac(rows), alt__csv=build.ofac(alt), add__csv=build.ofac(add))

    before, after = version(False), version(True)
    same = [a == b for a, b in zip(before.entities["entity_hash"], after.entities["entity_hash"], strict=True)]
    assert same == [True, False, True]
    assert before.content_hash != after.content_hash


def test_versions_of_one_list_come_older_first(build):
    first = build.un(build.un_person("<FIRST_NAME>I</FIRST_NAME>"), generated="2025-06-19T00:00:00Z")
    second = build.un(build.un_person("<FIRST_NAME>J</FIRST_NAME>"), generated="2025-11-18T00:00:00Z")
    versions = build.read_files(a__xml=second, b__xml=first)
    assert [v.published_date for v in versions] == [date(2025, 6, 19), date(2025, 11, 18)]


def test_the_same_version_twice_is_refused(build):
    data = build.un(build.un_person("<FIRST_NAME>I</FIRST_NAME>"))
    with pytest.raises(ListError, match="is given twice"):
        build.read_files(a__xml=data, b__xml=data)


def test_the_same_file_named_twice_is_read_once(build):
    build.read_files(a__xml=build.un(build.un_person("<FIRST_NAME>I</FIRST_NAME>")))
    assert len(read([build.folder, build.folder / "a.xml"], retrieved_at=build.retrieved)) == 1


def test_sidecars_and_hidden_files_are_passed_over(build):
    data = build.un(build.un_person("<FIRST_NAME>I</FIRST_NAME>"))
    assert len(build.read_files(a__xml=data, README__md=b"about", __DS_Store=b"\0", a__yml=b"x: 1")) == 1


def test_one_bad_file_refuses_the_whole_folder(build):
    with pytest.raises(ListError, match="the format is not known"):
        build.read_files(a__xml=build.un(build.un_person("<FIRST_NAME>I</FIRST_NAME>")), notes__txt=b"hello")


def test_missing_paths_and_empty_folders(build, tmp_path):
    with pytest.raises(ListError, match="there is no such file or folder"):
        read([tmp_path / "absent"], retrieved_at=build.retrieved)
    with pytest.raises(ListError, match="the folder holds no list"):
        read([tmp_path], retrieved_at=build.retrieved)


def test_messages_hold_no_names(build):
    with pytest.raises(ListError) as caught:
        build.read_files(un__xml=build.un(build.un_person("<FIRST_NAME>SECRETOV</FIRST_NAME><")))
    assert "SECRETOV" not in str(caught.value)
