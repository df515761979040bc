import pytest

from screening.errors import ReferenceDataError
from screening.quality import suite_files
from screening.quality.suite_files import checks, group_names, suite_names

SPOKEN = "-- ru: Первое\n-- kk: Бірінші\n"
GOOD = (
    f"-- A suite.\n\n-- #fail one: First\n{SPOKEN}SELECT 1;\n\n"
    f"-- #warn two: Second: with a colon\n{SPOKEN}SELECT 2\nFROM t;\n"
)


@pytest.fixture
def suite(tmp_path, monkeypatch):
    """Return a function that reads a suite from a text."""
    (tmp_path / "suites" / "day").mkdir(parents=True)
    monkeypatch.setattr(suite_files.resources, "files", lambda package: tmp_path)

    def read(text):
        (tmp_path / "suites" / "day" / "made.sql").write_text(text, encoding="utf-8")
        return checks("made")

    return read


def test_a_suite_is_named_after_the_table_it_is_about():
    assert suite_names() == ["alert_reasons", "alerts", "declarations", "hits", "intake_profile", "listed_entities"]


def test_checks_are_read_in_order(suite):
    one, two = suite(GOOD)
    assert (one.suite, one.check_id, one.severity, one.meaning, one.query) == (
        "made",
        "one",
        "fail",
        "First",
        "SELECT 1",
    )
    assert one.translations == {"ru": "Первое", "kk": "Бірінші"}
    assert (two.severity, two.meaning, two.query) == ("warn", "Second: with a colon", "SELECT 2\nFROM t")


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("#warn two", "#maybe two"),
        GOOD.replace("two: Second: with a colon", "two"),
        GOOD.replace("FROM t;", "FROM t"),
        GOOD.replace("#warn two", "#warn one"),
        GOOD.replace("#warn two", "#warntwo"),
        GOOD.replace("-- kk: Бірінші\n", "", 1),
        GOOD.replace("-- ru: Первое", "-- ru:", 1),
    ],
)
def test_a_check_that_cannot_be_read_is_never_passed_over(suite, text):
    with pytest.raises(ReferenceDataError, match="cannot be read or its id repeats") as refused:
        suite(text)
    assert refused.value.where == "quality/suites/day/made.sql"
    assert refused.value.remedy


def test_a_check_without_its_semicolon_does_not_swallow_the_next(suite):
    with pytest.raises(ReferenceDataError):
        suite(GOOD.replace("SELECT 1;", "SELECT 1"))


def test_groups_are_told_apart():
    assert set(group_names()) >= {"day", "list"}
    assert suite_names("list") == ["listed_addresses", "listed_entities", "listed_identifiers", "listed_names"]
    assert checks("listed_entities", "list") != checks("listed_entities")


@pytest.mark.parametrize(("group", "name"), [(group, name) for group in group_names() for name in suite_names(group)])
def test_every_suite_says_what_it_expects(group, name):
    found = checks(name, group)
    assert found
    assert {check.severity for check in found} == {"fail", "warn"} or name in ("listed_entities", "intake_profile")
    for said in [said for check in found for said in (check.meaning, *check.translations.values())]:
        assert said[0].isupper(), said
        assert not said.endswith("."), said
