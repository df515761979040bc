"""Working hours: nights, weekends and holidays do not count."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.errors import SettingsError
from screening.lake import open_lake
from screening.review import default_due, due_after, load_review_policy

POLICY = load_review_policy()
WORKING = POLICY.working
MOMENTS = st.integers(1_580_000_000, 1_890_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


def almaty(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WORKING.zone)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-20 10:00", 4, "2026-11-20 14:00"),
        ("2026-11-20 09:00", 9.5, "2026-11-20 18:30"),
        ("2026-11-20 16:30", 4, "2026-11-23 11:00"),  # a Friday afternoon
        ("2026-11-21 12:00", 1, "2026-11-23 10:00"),  # a Saturday
        ("2026-11-23 03:00", 1, "2026-11-23 10:00"),  # before work
        ("2026-11-23 23:00", 1, "2026-11-24 10:00"),
        ("2026-11-20 10:00", 40, "2026-11-26 12:00"),
    ],
)
def test_due_times(start, hours, due):
    assert due_after(almaty(start), hours, WORKING) == almaty(due)


def test_a_holiday_does_not_count():
    holiday = WORKING.model_copy(update={"holidays": frozenset([almaty("2026-11-23 00:00").date()])})
    assert due_after(almaty("2026-11-20 16:30"), 4, holiday) == almaty("2026-11-24 11:00")


def test_a_calendar_without_working_days_ends():
    never = WORKING.model_copy(update={"days": frozenset()})
    assert due_after(almaty("2026-11-20 16:30"), 4, never) > almaty("2036-01-01 00:00")


@given(start=MOMENTS, hours=st.floats(0.01, 200), more=st.floats(0.01, 50))
def test_due_is_later_in_working_time_and_grows_with_the_hours(start, hours, more):
    due = due_after(start, hours, WORKING)
    assert due >= start + timedelta(hours=hours) - timedelta(seconds=1)
    local = due.astimezone(WORKING.zone)
    assert local.isoweekday() in WORKING.days
    assert WORKING.starts <= local.time() <= WORKING.ends
    assert due_after(start, hours + more, WORKING) > due


def test_alerts_that_nobody_has_are_due_from_their_first_publication(own_settings):
    run = "'{}', '2026-11-20', 'published', now(), TIMESTAMPTZ '{}', 'c', 'p', [], [], 'h', 0, 0, 0, [], '{}'"
    with open_lake(own_settings) as connection:
        for row in (("a", "2026-11-20 05:00:00+00", "day"), ("b", "2026-11-24 05:00:00+00", "day"),
                    ("c", "2026-11-19 05:00:00+00", "look_back")):  # fmt: skip
            connection.execute(f"INSERT INTO screening.runs VALUES ({run.format(*row)})")
        due = default_due(connection, POLICY)
    # 10:00 in Almaty; the second run of the day gains no time, and a look back is no publication of the day.
    assert dict(due.select("severity", "due_at").rows()) == {
        "critical": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "high": datetime(2026, 11, 20, 13, tzinfo=UTC),
        "medium": almaty("2026-11-24 15:00"),
        "low": almaty("2026-11-26 12:00"),
    }


def test_four_eyes_from_a_severity_on():
    assert [POLICY.needs_four_eyes(severity) for severity in ("critical", "high", "medium", "low")] == [
        True, True, False, False,
    ]  # fmt: skip
    assert POLICY.needs_four_eyes(None), "what is not known is treated as the worst"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("four_eyes_from: high", "four_eyes_from: none"), "four_eyes_from"),
        (("Asia/Almaty", "Asia/Nowhere"), "no time zone"),
        (("[1, 2, 3, 4, 5]", "[0, 8]"), "Monday"),
        (('to: "18:30"', 'to: "08:30"'), "before"),
        (("critical: 4", "critical: 0"), "critical"),
        (("suppression_days: 365", "suppression_days: 99999"), "suppression_days"),
        (("version:", "surprise: 1\nversion:"), "surprise"),
        (("version:", "- version:"), "cannot be read"),
    ],
)
def test_a_policy_that_makes_no_sense_names_the_key(tmp_path, change, message):
    from importlib import resources

    text = (resources.files("screening.review") / "review_policy.yml").read_text("utf-8")
    assert change[0] in text
    file = tmp_path / "review.yml"
    file.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(SettingsError, match=message) as raised:
        load_review_policy(file)
    assert str(file) in str(raised.value)
