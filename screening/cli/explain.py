"""Explaining alerts in words: the reasons of one, and the strongest reason of each."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import duckdb
import polars as pl
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from screening.alerts.closing import spoken_closing
from screening.alerts.spoken import rule_named, spoken
from screening.errors import NotFoundError
from screening.intake.checks import message
from screening.lake import open_lake, read_sql, require_current, run_sql
from screening.names import compare
from screening.rules.parties.name import PARTY_NAME_FUZZY
from screening.settings import Settings
from screening.texts import LANGUAGES, text


def headlines(connection: duckdb.DuckDBPyConnection, day: date, language: str, limit: int) -> list[dict[str, Any]]:
    """Return the day's alerts, most points first, each with its strongest reason in `explanation`."""
    frame = connection.execute(
        "SELECT a.*, r.* EXCLUDE (alert_id, screening_date, declaration_id, is_look_back)"
        " FROM alerts.alerts AS a JOIN alerts.alert_reasons AS r USING (alert_id)"
        " WHERE a.screening_date = ? AND r.reason_number = 1 ORDER BY a.score DESC, a.alert_id LIMIT ?",
        [day, limit],
    ).pl()
    return spoken(frame, language)


def print_explanation(settings: Settings, alert_id: str, language: str) -> None:
    """Print an alert with all its reasons; raises NotFoundError when there is no such alert."""
    with open_lake(settings, read_only=True) as connection:
        require_current(connection)
        alerts = connection.execute("FROM alerts.alerts WHERE alert_id = ?", [alert_id]).pl()
        if alerts.is_empty():
            raise NotFoundError(
                f"there is no alert {alert_id}", remedy="`screening alerts --date YYYY-MM-DD` lists a day's alerts"
            )
        reasons = connection.execute(
            "FROM alerts.alert_reasons WHERE alert_id = ? ORDER BY reason_number", [alert_id]
        ).pl()
        doubts = run_sql(connection, read_sql("screening.intake", "doubts_of_declaration"), alerts.to_dicts()[0]).pl()
    console = Console()
    _print_alert(console, alerts.to_dicts()[0], language)
    for reason in spoken(reasons, language):
        _print_reason(console, reason, language)
    _print_doubts(console, doubts, language)


def _print_doubts(console: Console, doubts: pl.DataFrame, language: str) -> None:
    """What intake found doubtful in the declaration: whoever decides must know that a value may not be as it seems."""
    if doubts.is_empty():
        return
    console.print()
    console.print(Text(text("explain.data", language), style="bold"))
    for row in doubts.iter_rows(named=True):
        values = " → ".join(value for value in (row["value"], row["mended_value"]) if value)
        item = f"{text('explain.item', language)} {row['item_number']}"
        line = f"{item}, {row['column_name']}{': ' if values else ''}{values}: {message(row['check_id'], language)}"
        console.print(Padding(Text(line), (0, 0, 0, 3)))


def _print_alert(console: Console, alert: dict[str, Any], language: str) -> None:
    score = text(
        "explain.score",
        language,
        severity=text(f"severity.{alert['severity']}", language),
        score=f"{alert['score']:.2f}",
        count=alert["reason_count"],
    )
    console.print(Text(f"{alert['alert_id']} — {score}", style="bold"))
    parties = f"{alert['consignor_name'] or '—'} → {alert['consignee_name'] or '—'}"
    flow = text(f"flow.{alert['flow']}", language)
    console.print(Text(f"{alert['declaration_id']}  {alert['screening_date']}  {flow}  {alert['corridor']}"))
    console.print(Text(parties))
    if marks := alert_marks(alert, language):
        console.print(Text(marks, style="italic"))


def alert_marks(alert: dict[str, Any], language: str) -> str:
    """Return what sets an alert apart: found by looking back, closed, or of which something was withdrawn."""
    marks = [text("alert.look_back", language)] if alert["is_look_back"] else []
    if alert["status"] == "closed":
        marks.append(text("alert.closed", language))
    if alert["status_reason"]:
        marks.append(spoken_closing(alert["status_reason"], language))
    return "; ".join(marks)


def _print_reason(console: Console, reason: dict[str, Any], language: str) -> None:
    rule = rule_named(reason["rule_id"])
    item = "" if reason["item_number"] is None else f" ({text('explain.item', language)} {reason['item_number']})"
    points = f"{reason['points']:+.2f} {text('explain.points', language)}"
    console.print()
    console.print(Text(f"{reason['reason_number']}. {points}  {rule.title[language]}{item}", style="bold"))
    days = reason["list_age_days"]  # negative where a past day was screened again with a list of today
    age = "" if days is None or days < 0 else f", {text('explain.age', language, days=days)}"
    lines = [
        reason["explanation"],
        f"{text('explain.declared', language)}: {reason['declared']}",
        f"{text('explain.reference', language)}: {reason['reference']} ({reason['reference_id']})",
        f"{text('explain.list', language)}: {reason['reference_list']}, {text('explain.version', language)} "
        f"{reason['reference_version']}{age}",
        f"{text('explain.weight', language)} {reason['weight']:g} × {text('explain.strength', language)} "
        f"{reason['strength']:.2f}",
        *_other_listings(reason, language),
        *_aligned_words(reason, language),
        *_details(reason["detail"], language),
        f"{text('explain.todo', language)}: {rule.meaning[language]}",
        f"{text('explain.source', language)}: {rule.source}",
    ]
    for line in lines:
        console.print(Padding(Text(line), (0, 0, 0, 3)))


def _aligned_words(reason: dict[str, Any], language: str) -> list[str]:
    """Return which words of two names were held to be one, and how alike they are (0 to 1)."""
    if reason["rule_id"] != PARTY_NAME_FUZZY.rule_id:
        return []
    words = compare(reason["declared"], reason["reference"]).words
    pairs = (f"{_word(word.declared)} = {_word(word.listed)} ({word.similarity:.2f})" for word in words)
    return [f"{text('explain.words', language)}: {', '.join(pairs)}"]


def _other_listings(reason: dict[str, Any], language: str) -> list[str]:
    """Return the entries of other lists that mean the same party."""
    others = [
        one for one in json.loads(reason["detail"]).get("listings") or [] if one["entity_id"] != reason["reference_id"]
    ]
    said = (
        f"{one['name']} ({one['entity_id']}{', ' if one['programmes'] else ''}{one['programmes']}; "
        f"{text('explain.version', language)} {one['list_version']})"
        for one in others
    )
    return [f"{text('explain.listings', language)}: {'; '.join(said)}"] if others else []


def _details(detail: str, language: str) -> list[str]:
    # A feature that is nought neither added nor took away anything.
    shown = {
        key: value
        for key, value in json.loads(detail).items()
        if value not in (None, "", [], 0.0) and key != "listings" and not is_of_another(key, language)
    }
    if not shown:
        return []
    parts = (f"{key}: {_detail_value(value)}" for key, value in shown.items())
    return [f"{text('explain.detail', language)}: {'; '.join(parts)}"]


def is_of_another(key: str, language: str) -> bool:
    """Tell whether a detail such as threshold_kk is the same thing in another language than the one asked for."""
    return any(key.endswith(f"_{other}") for other in LANGUAGES if other != language)


def _detail_value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _word(word: str | None) -> str:
    return (word or "–").removeprefix("=")  # a term of the dictionary is marked with an equals sign
