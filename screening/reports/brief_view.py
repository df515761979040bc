"""A brief in a reader's language: the figures and texts that page and terminal show alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from screening.alerts.policy import SEVERITIES
from screening.alerts.spoken import rule_named, spoken
from screening.quality.spoken import spoken_finding, spoken_meaning
from screening.reports.brief import TOP_ALERTS, Brief, Change
from screening.reports.forms import local_time, long_date, number, percent, short_date, signed
from screening.reports.warnings import spoken_warning
from screening.texts import text


@dataclass(frozen=True)
class Figure:
    """A count with its name; `change` against the day before, empty where there was none.

    `share`: per cent of the largest of its kind, the length of its bar.
    """

    name: str
    value: str
    change: str
    key: str = ""
    share: int = 0


@dataclass(frozen=True)
class AlertView:
    """An alert with its first reasons, as text."""

    alert_id: str
    severity: str
    severity_name: str
    score: str
    declaration_id: str
    day: str
    parties: str
    corridor: str
    value: str
    marks: str
    reasons: Sequence[str]
    more: str


@dataclass(frozen=True)
class BriefView:
    """Everything that a brief says, in one language; tables are a heading and rows of text."""

    title: str
    subtitle: str
    refused: str
    warnings: Sequence[str]
    figures: Sequence[Figure]
    severities: Sequence[Figure]
    rules: Sequence[Figure]
    top_alerts: Sequence[AlertView]
    look_backs: Sequence[AlertView]
    look_back_more: str
    states: Sequence[Figure]
    decisions: Sequence[Figure]
    corridors: tuple[Sequence[str], Sequence[Sequence[str]]]
    lists: tuple[Sequence[str], Sequence[Sequence[str]]]
    old_lists: frozenset[str]
    quality: str
    failed_checks: tuple[Sequence[str], Sequence[Sequence[str]]]
    files: tuple[Sequence[str], Sequence[Sequence[str]]]
    rejected: tuple[Sequence[str], Sequence[Sequence[str]]]
    versions: Sequence[str]


def view_of(brief: Brief, language: str, list_age_warning_days: int) -> BriefView:
    """Put a brief into words; lists older than `list_age_warning_days` are marked."""

    def say(key: str, **values: object) -> str:
        return text(f"brief.{key}", language, **values)

    compared = say("compared", day=long_date(brief.previous_day, language)) if brief.previous_day else say("first_day")
    more = brief.look_backs.height - TOP_ALERTS
    return BriefView(
        title=say("title", day=long_date(brief.day, language)),
        subtitle=f"{say('published', moment=local_time(brief.finished_at, language))} · {compared}",
        refused=say("refused", moment=local_time(brief.run["refused_at"], language)) if brief.run["refused_at"] else "",
        warnings=[spoken_warning(warning, language) for warning in brief.run["warnings"]],
        figures=_figures(brief, language),
        severities=[
            _figure(text(f"severity.{one}", language), brief.count("alerts_by_severity", one), language, one)
            for one in SEVERITIES
        ],
        rules=_rules(brief, language),
        top_alerts=_alerts(brief, brief.top_alerts, language),
        look_backs=_alerts(brief, brief.look_backs.head(TOP_ALERTS), language),
        look_back_more=say("more_alerts", count=number(more, language)) if more > 0 else "",
        states=_reviewed(brief, "states", language),
        decisions=_reviewed(brief, "decisions", language),
        corridors=_corridors(brief, language),
        lists=_lists(brief, language),
        old_lists=frozenset(
            brief.lists.filter(pl.col("age_days").is_null() | (pl.col("age_days") > list_age_warning_days))["list_id"]
        ),
        quality=_quality(brief, language),
        failed_checks=_failed_checks(brief, language),
        files=_files(brief, language),
        rejected=_rejected(brief, language),
        versions=_versions(brief, language),
    )


def _figure(name: str, change: Change, language: str, key: str = "", most: int = 0) -> Figure:
    difference = change.difference
    return Figure(
        name,
        number(change.now, language),
        "" if difference is None else signed(difference, language),
        key,
        round(100 * change.now / most) if most else 0,
    )


def _figures(brief: Brief, language: str) -> list[Figure]:
    shown = {
        "declarations": brief.total("declarations"),
        "items": brief.total("items"),
        "hits": brief.total("hits_by_rule"),
        "alerts": brief.count("alerts", "open"),
        "suppressed": brief.total("suppressed_hits"),
        "closed": brief.count("alerts", "closed"),
        "rejected": Change(int(brief.files["rows_rejected"].sum() or 0), None),
        "look_back": Change(brief.look_backs.height, None),
    }
    return [_figure(text(f"brief.figure.{key}", language), change, language, key) for key, change in shown.items()]


def _rules(brief: Brief, language: str) -> list[Figure]:
    """Rules of the day's alerts, most alerts first, and those that had some the day before."""
    found = sorted(brief.counts.get("alerts_by_rule", {}).items(), key=lambda one: (-one[1].now, one[0]))
    most = found[0][1].now if found else 0
    return [
        _figure(rule_named(rule).title[language], change, language, rule, most)
        for rule, change in found
        if change.now or change.before
    ]


def _reviewed(brief: Brief, part: str, language: str) -> list[Figure]:
    rows = brief.review.filter(pl.col("part") == part).select("name", "count").rows()
    return [
        _figure(text(f"brief.review.{name}", language), Change(count, None), language, name) for name, count in rows
    ]


def _alerts(brief: Brief, alerts: pl.DataFrame, language: str) -> list[AlertView]:
    reasons: dict[str, list[str]] = {}
    for row in spoken(brief.reasons, language):  # sixty at most
        reasons.setdefault(row["alert_id"], []).append(row["explanation"])
    return [_alert(row, reasons.get(row["alert_id"], [row["headline"]]), language) for row in alerts.to_dicts()]


def _alert(row: Mapping[str, Any], reasons: Sequence[str], language: str) -> AlertView:
    further = row["reason_count"] - len(reasons)
    return AlertView(
        alert_id=row["alert_id"],
        severity=row["severity"],
        severity_name=text(f"severity.{row['severity']}", language),
        score=number(row["score"], language),
        declaration_id=row["declaration_id"],
        day=short_date(row["screening_date"], language),
        parties=f"{row['consignor_name'] or '—'} → {row['consignee_name'] or '—'}",
        corridor=row["corridor"],
        value="" if row["statistical_value"] is None else number(row["statistical_value"], language),
        marks=text("alert.look_back", language) if row["is_look_back"] else "",
        reasons=reasons,
        more=text("brief.more_reasons", language, count=further) if further > 0 else "",
    )


def _heads(language: str, *keys: str) -> list[str]:
    return [text(f"brief.column.{key}", language) for key in keys]


def _corridors(brief: Brief, language: str) -> tuple[list[str], list[list[str]]]:
    heads = _heads(language, "corridor", "alerts", "declarations", "share", "alert_value")
    rows = [
        [
            row["corridor"],
            number(row["alert_count"], language),
            number(row["declaration_count"], language),
            percent(row["alert_share"], language),
            "—" if row["alert_value"] is None else number(row["alert_value"], language),
        ]
        for row in brief.corridors.to_dicts()
    ]
    return heads, rows


def _lists(brief: Brief, language: str) -> tuple[list[str], list[list[str]]]:
    heads = _heads(language, "list", "version", "entries", "published", "age")
    rows = [
        [
            row["list_id"],
            row["list_version"],
            number(row["entity_count"], language),
            short_date(row["published_date"], language) if row["published_date"] else "—",
            "—" if row["age_days"] is None else text("brief.days", language, count=row["age_days"]),
        ]
        for row in brief.lists.to_dicts()
    ]
    return heads, rows


def _quality(brief: Brief, language: str) -> str:
    checks = brief.quality
    broken = checks.filter(~pl.col("is_passed")).height
    return text(
        "brief.quality_line", language, held=number(checks.height - broken, language), broken=number(broken, language)
    )


def _failed_checks(brief: Brief, language: str) -> tuple[list[str], list[list[str]]]:
    rows = brief.quality.filter(~pl.col("is_passed")).to_dicts()
    return _heads(language, "check", "meaning", "observed"), [
        [
            f"{row['suite']}.{row['check_id']}",
            spoken_meaning(row["meaning"], language),
            spoken_finding(row["observed"], language),
        ]
        for row in rows
    ]


def _files(brief: Brief, language: str) -> tuple[list[str], list[list[str]]]:
    heads = _heads(language, "file", "received", "read", "accepted", "rejected", "of_day")
    counts = ("rows_read", "rows_accepted", "rows_rejected", "item_count")
    rows = [
        [row["file_name"], local_time(row["received_at"], language), *(number(row[key], language) for key in counts)]
        for row in brief.files.to_dicts()
    ]
    return heads, rows


def _rejected(brief: Brief, language: str) -> tuple[list[str], list[list[str]]]:
    rows = [
        [row["reason_code"], row["column_name"] or "—", number(row["row_count"], language)]
        for row in brief.rejected.to_dicts()
    ]
    return _heads(language, "reason_code", "column", "rows"), rows


def _versions(brief: Brief, language: str) -> list[str]:
    run = brief.run
    return [
        f"{text('brief.run', language)}: {run['run_id']}",
        f"{text('brief.software', language)}: {run['code_version']}",
        f"{text('brief.policy', language)}: {run['policy_version']}",
        f"{text('brief.control_lists', language)}: {', '.join(run['control_list_versions'])}",
    ]
