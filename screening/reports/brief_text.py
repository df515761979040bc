"""The brief as plain text, for a terminal or a mail."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence

from screening.reports.brief_view import AlertView, BriefView, Figure
from screening.texts import text

_WIDTH = 100


def brief_as_text(view: BriefView, language: str) -> str:
    """Return the brief as lines of at most about a hundred characters; control signs of the data are taken out."""
    lines = list(_lines(view, language))
    return "\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines) + "\n"


def _lines(view: BriefView, language: str) -> Iterator[str]:
    def head(key: str) -> Iterator[str]:
        title = text(f"brief.{key}", language)
        yield from ("", title.upper(), "─" * len(title))

    yield from (view.title, view.subtitle)
    yield from _wrapped([view.refused] if view.refused else [], "! ")
    if view.warnings:
        yield from head("warnings")
        yield from _wrapped(view.warnings, "! ")
    yield from head("at_a_glance")
    yield from _figures([*view.figures, *view.severities])
    yield from head("rules")
    yield from _figures(view.rules) if view.rules else [text("brief.none", language)]
    yield from head("top_alerts")
    yield from _alerts(view.top_alerts, language)
    if view.look_backs:
        yield from head("look_backs")
        yield from _alerts(view.look_backs, language)
        yield from [view.look_back_more] if view.look_back_more else []
    for key, figures in (("states", view.states), ("decisions", view.decisions)):
        yield from head(key)
        yield from _figures(figures) if figures else [text("brief.none", language)]
    for key, table in (("corridors", view.corridors), ("lists", view.lists), ("intake", view.files)):
        yield from head(key)
        yield from _table(*table) if table[1] else [text("brief.none", language)]
    if view.rejected[1]:
        yield from head("rejected")
        yield from _table(*view.rejected)
    yield from head("quality")
    yield view.quality
    yield from _table(*view.failed_checks) if view.failed_checks[1] else []
    yield from head("versions")
    yield from _wrapped(view.versions, "")


def _figures(figures: Sequence[Figure]) -> Iterator[str]:
    wide = max(_width(figure.name) for figure in figures)
    for figure in figures:
        change = f"  {figure.change:>8}" if figure.change else ""
        yield f"{_padded(figure.name, wide)}  {figure.value:>10}{change}".rstrip()


def _alerts(alerts: Sequence[AlertView], language: str) -> Iterator[str]:
    if not alerts:
        yield text("brief.none", language)
    for alert in alerts:
        yield f"{alert.severity_name} {alert.score}  {alert.alert_id}  {alert.declaration_id}  {alert.corridor}"
        yield from _wrapped([alert.parties, *([alert.marks] if alert.marks else [])], "    ")
        yield from _wrapped(alert.reasons, "    – ")
        yield from [f"    {alert.more}"] if alert.more else []


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    wide = [max(_width(row[n]) for row in (heads, *rows)) for n in range(len(heads))]
    for row in (heads, *rows):
        yield "  ".join(_padded(cell, wide[n]) for n, cell in enumerate(row)).rstrip()


def _wrapped(lines: Sequence[str], mark: str) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(
            line, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_on_hyphens=False
        )


def _padded(cell: str, wide: int) -> str:
    return cell + " " * (wide - _width(cell))


def _width(cell: str) -> int:
    """Columns that a terminal gives the text: Chinese signs take two, combining marks none."""
    return sum(0 if unicodedata.combining(s) else 1 + (unicodedata.east_asian_width(s) in "WF") for s in cell)
