"""The lists of a day: in the edition of that day, with what was loaded, and only while it is valid."""

from datetime import date

import polars as pl
import pytest

from hs_codes import Edition, load_control_lists
from hs_codes.control_lists import ControlLists, complete
from hs_codes.in_force import correlations_on, with_loaded
from hs_codes.loaders import Validity, read_list, recognise
from hs_codes.store import store_control_lists, store_lists
from screening.lists.xlsx import rows_of
from screening.schemas.goods import HS_CORRELATIONS


def rows(*given):
    """Rows of a made-up list: (hs_code, hs_edition, strength)."""
    frame = pl.DataFrame(
        [("L", "v", code, edition, "E", strength, "basis", "source") for code, edition, strength in given],
        schema=[
            "control_list",
            "control_list_version",
            "hs_code",
            "hs_edition",
            "entry_code",
            "strength",
            "basis",
            "source",
        ],
        orient="row",
    )
    return complete(frame, HS_CORRELATIONS)


def on(day, *given):
    return correlations_on(rows(*given), day).select("hs_code", "hs_edition", "strength").rows()


def test_a_code_of_today_finds_the_goods_of_an_older_declaration():
    assert on(date(2020, 5, 1), ("854151", "HS2022", "exact")) == [("854150", "HS2017", "likely")]
    assert on(date(2020, 5, 1), ("854231", "HS2022", "exact")) == [("854231", "HS2017", "exact")]
    assert on(date(2020, 5, 1), ("8542319000", "HS2022", "exact")) == [("8542319000", "HS2017", "exact")]


def test_an_older_list_finds_all_codes_of_today():
    assert on(date(2026, 5, 1), ("854150", "HS2017", "exact")) == [
        ("854151", "HS2022", "likely"),
        ("854159", "HS2022", "likely"),
    ]


def test_rows_written_in_the_edition_of_the_day_go_before():
    found = on(date(2020, 5, 1), ("854150", "HS2017", "possible"), ("854151", "HS2022", "exact"))
    assert found == [("854150", "HS2017", "possible")]
    assert on(date(2026, 5, 1), ("854150", "HS2017", "possible"), ("854151", "HS2022", "exact")) == [
        ("854151", "HS2022", "exact")
    ]


def test_headings_and_chapters_stay_where_they_exist():
    assert on(date(2020, 5, 1), ("8806", "HS2022", "exact"), ("93", "HS2022", "exact")) == [("93", "HS2017", "exact")]


def test_an_edition_that_is_not_printed_is_read_with_the_rows_there_are():
    assert on(date(2028, 5, 1), ("854151", "HS2022", "exact")) == [("854151", "HS2022", "exact")]


def test_rows_apply_on_their_days_alone():
    frame = rows(("854231", "HS2022", "exact")).with_columns(
        valid_from=pl.lit(date(2026, 1, 1)), valid_to=pl.lit(date(2026, 6, 30))
    )
    counts = [correlations_on(frame, date(2026, month, 15)).height for month in (1, 6, 7)]
    assert counts == [1, 1, 0]


def test_the_package_lists_are_whole_in_every_edition():
    lists = load_control_lists()
    for year in (2013, 2019, 2026, 2029):
        found = correlations_on(lists.correlations, date(year, 5, 1))
        assert set(found["control_list"]) == set(lists.correlations["control_list"])
        assert HS_CORRELATIONS.conform(found).height > 1_000


@pytest.fixture
def load(tmp_path, lake):
    def put(text, valid_from, valid_to=None):
        path = tmp_path / "ban.csv"
        path.write_text(text)
        loaded = read_list(
            path, recognise(path, rows_of), rows_of, validity=Validity(valid_from, valid_to), edition=Edition.HS2022
        )
        assert store_lists(lake, loaded.about, loaded.lists)
        return loaded

    return put


def test_a_loaded_list_takes_part_while_it_is_valid_and_the_last_one_counts(lake, load):
    package = ControlLists(
        *(frame.clear() for frame in (load_control_lists().entries, load_control_lists().correlations))
    )
    load("hs_code,country_codes\n854231,RU\n", date(2026, 1, 1), date(2026, 6, 30))

    def codes(day):
        return with_loaded(lake, package, day).correlations["hs_code"].to_list()

    assert codes(date(2026, 3, 1)) == ["854231"]
    assert codes(date(2026, 7, 1)) == codes(date(2025, 12, 31)) == []
    load("hs_code,country_codes\n854232,RU\n", date(2026, 2, 1))
    assert codes(date(2026, 3, 1)) == ["854232"]
    assert codes(date(2026, 1, 15)) == ["854231"], "the newer one is not valid yet"


def test_storing_twice_changes_nothing(lake):
    lists = load_control_lists()
    assert store_control_lists(lake, lists)
    assert not store_control_lists(lake, lists)
    versions = lake.execute(
        "SELECT control_list, kind, entry_count FROM reference.control_list_versions ORDER BY 1"
    ).fetchall()
    assert ("CHEMICALS", "package", lists.chemicals.height) in versions
    assert lake.execute("SELECT count(*) FROM reference.chemicals").fetchall() == [(lists.chemicals.height,)]
