"""The brief as one HTML page that needs nothing else: no script, no font, no picture from elsewhere.

Every value is escaped by the template engine; only the charts, drawn here, go in as they are.
"""

from __future__ import annotations

import polars as pl
from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from screening.alerts.policy import SEVERITIES
from screening.reports.brief import Brief
from screening.reports.brief_view import BriefView
from screening.reports.charts import plain_rows, stacked_days, stacked_rows
from screening.texts import text

_MOST_ROWS = 12


def brief_as_html(brief: Brief, view: BriefView, language: str) -> str:
    """Return the page, encoded as UTF-8 by whoever writes it."""
    environment = Environment(
        loader=PackageLoader("screening.reports"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("brief.html.j2")
    return template.render(
        view=view,
        language=language,
        charts=_charts(brief, language),
        say=lambda key, **values: text(f"brief.{key}", language, **values),
    )


def _charts(brief: Brief, language: str) -> dict[str, Markup]:
    """Draw the charts that have something to show, by section."""
    names = [text(f"severity.{severity}", language) for severity in SEVERITIES]
    found: dict[str, str] = {}
    days = brief.trend["screening_date"].unique().sort()
    if days.len() > 1:
        frame = brief.trend.select(
            pl.col("screening_date").dt.strftime("%d.%m" if language != "en" else "%m-%d").alias("day"),
            pl.col("severity").fill_null(SEVERITIES[-1]),
            pl.col("alert_count").alias("count"),
        )
        found["trend"] = stacked_days(frame, names, text("brief.trend", language))
    alerted = brief.offices.filter(pl.col("severity").is_not_null()).select(
        pl.col("office_code").alias("label"), "severity", pl.col("declaration_count").alias("count")
    )
    if not alerted.is_empty():
        found["offices"] = stacked_rows(_most(alerted), names, text("brief.offices", language))
        corridors = brief.corridors.head(_MOST_ROWS).select(
            pl.col("corridor").alias("label"), pl.col("alert_count").alias("count")
        )
        found["corridors"] = plain_rows(corridors, text("brief.corridors", language))
    # What comes from vl-convert is SVG that it escaped itself; tests hold it to that.
    return {section: Markup(drawing) for section, drawing in found.items()}  # noqa: S704


def _most(frame: pl.DataFrame) -> pl.DataFrame:
    most = frame.group_by("label").agg(pl.col("count").sum()).top_k(_MOST_ROWS, by=["count", "label"])
    return frame.join(most.select("label"), on="label", how="semi")
