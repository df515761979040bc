"""Which files are read, what they are dated, and what is refused as a whole."""

from datetime import date

import pytest

from screening.errors import ListError
from screening.lists import read


@pytest.fixture
def samples(build):
    return read([build.samples], retrieved_at=build.retrieved)


def test_a_folder_of_several_lists(samples):
    found = {v.list_id: (v.entity_count, v.published_date, v.warnings) for v in samples}
    day = date(2025, 12, 1)
    assert found == {"EU-FSF": (15, day, ()), "OFAC-SDN": (20, day, ()), "UN-SC": (11, day, ())}


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
    with pytest.raises(ListError, match="no file or folder is given"):
        read([], retrieved_at=build.retrieved)
    with pytest.raises(ListError, match="the folder holds no list"):
        read([tmp_path], retrieved_at=build.retrieved)


def test_messages_hold_no_names(build):
    with pytest.raises(ListError) as caught:
        build.read_files(un__xml=build.un(build.un_person("<FIRST_NAME>SECRETOV</FIRST_NAME><")))
    assert "SECRETOV" not in str(caught.value)
