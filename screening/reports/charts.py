"""Charts of a report as SVG that stands in the page itself: no script, nothing fetched.

Lines and letters take the colour of the text around them, so that a chart is read on light and on dark ground. Altair
describes the chart, vl-convert draws it: https://altair-viz.github.io, https://github.com/vega/vl-convert.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import altair as alt
import polars as pl
import vl_convert

from screening.alerts.policy import SEVERITIES

SEVERITY_COLOURS = {"critical": "#b3261e", "high": "#e0701c", "medium": "#d9a514", "low": "#5a8fbf"}
_BAR_COLOUR = "#5a8fbf"
_CONFIG = {
    "background": None,
    "font": "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "currentColor", "titleColor": "currentColor", "domainColor": "currentColor",
        "tickColor": "currentColor", "gridColor": "currentColor", "gridOpacity": 0.12, "labelFontSize": 12,
        "labelLimit": 330, "domainOpacity": 0.3, "tickOpacity": 0.3,
    },
    "legend": {"labelColor": "currentColor", "titleColor": "currentColor", "labelFontSize": 12, "orient": "top"},
    "text": {"color": "currentColor", "fontSize": 12},
}  # fmt: skip
_ROW_HEIGHT = 26


def stacked_days(frame: pl.DataFrame, names: Sequence[str], title: str) -> str:
    """Draw bars of days, stacked by severity. `frame`: day (text), severity, count; `names` label the severities."""
    chart = (
        alt.Chart(_labelled(frame, names))
        .mark_bar(size=26)
        .encode(
            x=alt.X("day:O", title=None, axis=alt.Axis(labelAngle=0), sort=None),
            y=alt.Y("count:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            color=_severity_colour(names),
            order=alt.Order("rank:Q"),
        )
        .properties(width=940, height=180)
    )
    return _svg(chart, title)


def stacked_rows(frame: pl.DataFrame, names: Sequence[str], title: str) -> str:
    """Draw one bar for each `label`, stacked by severity. `frame`: label, severity, count."""
    frame = frame.with_columns(_printable("label"))
    labels = frame.group_by("label").agg(pl.col("count").sum()).sort("count", "label", descending=[True, False])
    chart = (
        alt.Chart(_labelled(frame, names))
        .mark_bar(height=16)
        .encode(
            y=alt.Y("label:N", title=None, sort=labels["label"].to_list()),
            x=alt.X("count:Q", title=None, axis=alt.Axis(tickMinStep=1)),
            color=_severity_colour(names),
            order=alt.Order("rank:Q"),
        )
        .properties(width=360, height=_ROW_HEIGHT * labels.height)
    )
    return _svg(chart, title)


def plain_rows(frame: pl.DataFrame, title: str) -> str:
    """Draw one bar for each `label` with its figure beside it, in the order given. `frame`: label, count."""
    frame = frame.with_columns(_printable("label"))
    base = alt.Chart(frame).encode(
        y=alt.Y("label:N", title=None, sort=frame["label"].to_list()),
        x=alt.X("count:Q", title=None, axis=None),
    )
    figures = base.mark_text(align="left", dx=5).encode(text="count:Q")
    chart = (base.mark_bar(height=16, color=_BAR_COLOUR) + figures).properties(
        width=360, height=_ROW_HEIGHT * frame.height
    )
    return _svg(chart, title)


def _printable(name: str) -> pl.Expr:
    # A control character is no XML: vl-convert would end the whole process.
    return pl.col(name).str.replace_all(r"\p{C}", "").str.head(60)


def _labelled(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    return frame.with_columns(
        rank=pl.col("severity").replace_strict(dict(zip(SEVERITIES, range(len(SEVERITIES)), strict=True))),
        severity=pl.col("severity").replace_strict(dict(zip(SEVERITIES, names, strict=True))),
    )


def _severity_colour(names: Sequence[str]) -> alt.Color:
    colours = [SEVERITY_COLOURS[severity] for severity in SEVERITIES]
    return alt.Color("severity:N", title=None, scale=alt.Scale(domain=list(names), range=colours))


def _svg(chart: alt.Chart | alt.LayerChart, title: str) -> str:
    drawn = vl_convert.vegalite_to_svg({**chart.to_dict(), "config": _CONFIG})
    # A reader of the screen says the title; the page scales the drawing.
    label = title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return re.sub(r"<svg ", f'<svg role="img" aria-label="{label}" ', drawn, count=1)
