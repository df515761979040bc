"""The brief of a day: its figures are those of the tables, and whatever was declared stays text."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest
from lxml import html

from screening.errors import NotFoundError
from screening.lake import in_transaction, insert, open_lake
from screening.reports.brief import TOP_ALERTS, Change, read_brief
from screening.reports.brief_html import brief_as_html
from screening.reports.brief_text import brief_as_text
from screening.reports.brief_view import view_of
from screening.reports.forms import local_time, long_date, number, percent, signed
from screening.schemas.results import ALERT_REASONS, ALERTS, RUNS
from screening.schemas.review import DISPOSITIONS, EVENTS, REVIEW_STATUSES
from screening.texts import LANGUAGES, text

pytestmark = pytest.mark.xdist_group("two-runs")
HOSTILE = "<script>alert(1)</script>\"'&\x1b[31m"


@pytest.fixture(scope="module")
def brief(two_runs):
    with open_lake(two_runs.settings, read_only=True) as lake:
        return read_brief(lake, two_runs.day)


def _run(run_id, day, hour, **changes):
    row = {
        "run_id": run_id, "screening_date": day, "status": "published",
        "started_at": datetime(2026, 11, 21, hour, tzinfo=UTC), "finished_at": datetime(2026, 11, 21, hour, tzinfo=UTC),
        "code_version": "0", "policy_version": "1", "list_versions": [], "control_list_versions": [],
        "input_hash": "", "item_count": 0, "hit_count": 0, "alert_count": 0, "warnings": [], "kind": "day",
    }  # fmt: skip
    return pl.DataFrame([row | changes], schema=RUNS.polars_schema)


def _alert(alert_id, run_id, day, **changes):
    row = {column.name: None for column in ALERTS.columns} | {
        "alert_id": alert_id, "run_id": run_id, "screening_date": day, "declaration_id": alert_id, "severity": "high",
        "score": 100.0, "reason_count": 1, "rule_ids": ["GONE_RULE"], "headline": "said then", "flow": "import",
        "office_code": "1", "corridor": "CN → KZ", "item_count": 1, "is_look_back": False, "status": "open",
    }  # fmt: skip
    return pl.DataFrame([row | changes], schema=ALERTS.polars_schema)


def test_figures_are_those_of_the_tables(two_runs, brief):
    assert brief.run["run_id"] == two_runs.second.run_id
    assert brief.total("items") == Change(two_runs.second.item_count, None)
    assert brief.total("hits_by_rule").now == two_runs.second.hit_count
    alert_count = two_runs.second.alert_count
    assert brief.total("alerts_by_severity").now == alert_count
    assert brief.top_alerts.height == min(TOP_ALERTS, alert_count)
    assert brief.offices.filter(pl.col("severity").is_not_null())["declaration_count"].sum() == alert_count
    assert brief.corridors["alert_count"].sum() == alert_count
    assert brief.top_alerts["score"].is_sorted(descending=True)
    assert {"declarations-2025-12-12.csv", "correction.csv"} <= set(brief.files["file_name"])
    assert brief.rejected["row_count"].sum() == 2
    assert brief.quality.filter(pl.col("severity") == "fail")["is_passed"].all()
    assert brief.quality.height > 30
    assert brief.lists["list_id"].to_list() == ["EU-FSF", "OFAC-SDN", "UN-SC"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_there_in_each_language(brief, language):
    view = view_of(brief, language, 5)
    page, plain = html.fromstring(brief_as_html(brief, view, language)), brief_as_text(view, language)
    assert page.get("lang") == language
    for key in ("warnings", "rules", "top_alerts", "corridors", "lists", "intake", "rejected", "quality"):
        heading = text(f"brief.{key}", language)
        assert heading in [one.text_content() for one in page.iter("h2")]
        assert heading.upper() in plain
    assert len(page.xpath("//article")) == brief.top_alerts.height
    assert len(page.xpath("//*[local-name()='svg'][@role='img'][@aria-label]")) == 2
    assert len(page.xpath("//td[contains(@class, 'old')]")) == 3  # lists eleven days old, five allowed
    for alert_id in brief.top_alerts["alert_id"]:
        assert alert_id in plain
    assert "{" not in plain


def test_the_page_fetches_nothing_and_runs_nothing(brief):
    page = brief_as_html(brief, view_of(brief, "en", 30), "en")
    assert "default-src 'none'" in page
    assert not re.search(r"<script|<link|<img|<iframe|\ssrc=|\son\w+=|@import|url\((?!#)|javascript:", page)
    assert set(re.findall(r"https?://[^\"'\s<]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_whatever_was_declared_stays_text(brief):
    names = {"consignor_name": HOSTILE, "consignee_name": HOSTILE, "declaration_id": HOSTILE, "corridor": HOSTILE}
    hostile = replace(
        brief,
        run={**brief.run, "warnings": [HOSTILE]},
        top_alerts=brief.top_alerts.with_columns(pl.lit(value).alias(name) for name, value in names.items()),
        reasons=brief.reasons.with_columns(declared=pl.lit(HOSTILE)),
        offices=brief.offices.with_columns(office_code=pl.lit(HOSTILE)),
        corridors=brief.corridors.with_columns(corridor=pl.lit(HOSTILE)),
        files=brief.files.with_columns(file_name=pl.lit(HOSTILE)),
        rejected=brief.rejected.with_columns(reason_code=pl.lit(HOSTILE)),
    )
    view = view_of(hostile, "ru", 30)
    page = brief_as_html(hostile, view, "ru")
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)") > 20
    assert not list(html.fromstring(page).iter("script"))
    assert "\x1b" not in brief_as_text(view, "ru")


def test_a_day_that_was_not_screened(settings):
    with open_lake(settings, read_only=True) as lake, pytest.raises(NotFoundError, match="screening run --date"):
        read_brief(lake, date(2026, 11, 20))


def test_what_changed_what_was_found_later_and_what_was_refused(lake, decided_event):
    """The day before is the one screened before it; a look back in between is told; a refused run is said."""
    before, day = date(2026, 11, 18), date(2026, 11, 20)
    reason = dict.fromkeys(ALERT_REASONS.polars_schema) | {
        "alert_id": "now", "reason_number": 1, "screening_date": day, "declaration_id": "now", "rule_id": "GONE_RULE",
        "subject": "goods", "strength": 1.0, "declared": "x", "reference": "y", "reference_id": "z",
        "reference_list": "L", "reference_version": "1", "detail": "{}", "weight": 1.0, "points": 1.0,
        "explanation": "said then", "is_look_back": False,
    }  # fmt: skip

    def write(connection):
        for run in (
            _run("first", before, 1),
            _run("back", date(2026, 11, 21), 2, kind="look_back"),
            _run("second", day, 3),
            _run("third", day, 4, status="refused"),
            _run("late", date(2026, 11, 21), 5, kind="look_back"),
        ):
            insert(connection, RUNS, run)
        for alert in (
            _alert("a", "first", before, severity="low"),
            _alert("b", "first", before, status="closed"),
            _alert("c", "back", before, is_look_back=True),
            _alert("now", "second", day, severity="critical", rule_ids=["GONE_RULE"]),
            _alert("d", "late", before, is_look_back=True),
        ):
            insert(connection, ALERTS, alert)
        insert(connection, EVENTS, decided_event(1, "b", "true_match", datetime(2026, 11, 21, 2, tzinfo=UTC)))
        insert(connection, EVENTS, decided_event(2, "now", "release", datetime(2026, 11, 21, 5, tzinfo=UTC)))
        insert(connection, ALERT_REASONS, pl.DataFrame([reason], schema=ALERT_REASONS.polars_schema))

    in_transaction(lake, write)
    brief = read_brief(lake, day)
    assert (brief.run["run_id"], brief.previous_day) == ("second", before)
    assert brief.count("alerts_by_severity", "critical") == Change(1, 0)
    assert brief.count("alerts_by_severity", "high") == Change(0, 2)
    assert brief.count("alerts", "closed").difference == -1
    assert brief.look_backs["alert_id"].to_list() == ["c"]
    assert brief.trend.group_by("screening_date").agg(pl.col("alert_count").sum()).sort("screening_date").rows() == [
        (before, 3), (day, 1)]  # fmt: skip
    assert brief.review.rows() == [("decisions", "true_match", 1), ("states", "release", 1)]
    view = view_of(brief, "en", 30)
    assert view.refused.startswith("A later run was refused at 2026-11-21 09:00 (UTC+5)")
    assert view.top_alerts[0].reasons == ["said then"]
    page, plain = brief_as_html(brief, view, "en"), brief_as_text(view, "en")
    for said in ("found by looking back", view.refused.split(":")[0]):
        assert said in page
        assert said in " ".join(plain.split())
    lake.execute("DELETE FROM alerts.alerts")
    nothing = read_brief(lake, day)
    assert "None." in brief_as_html(nothing, view_of(nothing, "en", 30), "en")


def test_every_state_of_review_has_a_name():
    for name in {*DISPOSITIONS, *REVIEW_STATUSES, "suppression"} - {"decided"}:
        assert text(f"brief.review.{name}", "kk")


def test_numbers_and_dates_as_each_language_writes_them():
    assert [number(1234567.5, language, 1) for language in LANGUAGES] == ["1,234,567.5", *["1\u202f234\u202f567,5"] * 2]
    assert [signed(value, "en") for value in (3, 0, -1200)] == ["+3", "0", "−1,200"]
    assert percent(0.048, "ru") == "4,8\u202f%"
    assert [long_date(date(2025, 12, 2), language) for language in LANGUAGES] == [
        "2 December 2025", "2 декабря 2025 г.", "2025 ж. 2 желтоқсан"]  # fmt: skip
    assert local_time(datetime(2026, 11, 20, 21, 5, tzinfo=UTC), "kk") == "21.11.2026 02:05 (UTC+5)"
