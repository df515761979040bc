"""The overview: what came in, what waits, how well the rules do, and how the machinery runs."""

from __future__ import annotations

from functools import partial
from typing import Any

from anyio import to_thread
from nicegui import ui
from starlette.requests import Request

from screening.alerts.policy import SEVERITIES
from screening.alerts.spoken import known_rules
from screening.dashboard import fragments
from screening.dashboard.charts import corridors_chart, days_chart
from screening.dashboard.frame import frame
from screening.dashboard.gate import visitor_of
from screening.dashboard.overview_rows import Overview, Overviews
from screening.dashboard.services import Services
from screening.dashboard.texts import Speaker
from screening.quality.spoken import spoken_finding, spoken_meaning
from screening.reports.warnings import spoken_warning

PERIODS = (7, 30, 90, 365)
_USUAL_PERIOD = 30


def register(services: Services) -> None:
    """Add the page to the application."""
    overviews = Overviews(services.pool)

    @ui.page("/overview", response_timeout=30)
    async def overview(request: Request) -> None:
        visitor = visitor_of(request)
        asked = request.query_params.get("days", "")
        days = int(asked) if asked in map(str, PERIODS) else _USUAL_PERIOD
        found = await to_thread.run_sync(overviews.read, days)
        with frame(visitor, request, visitor.say("place.overview"), place="overview") as say:
            _draw(found, days, say)


def _draw(found: Overview, days: int, say: Speaker) -> None:
    titles = {rule_id: rule.title[say.language] for rule_id, rule in known_rules().items()}
    fragments.show("overview_head", say, found=found, days=days, periods=PERIODS)
    with ui.element("div").classes("overview"):
        with ui.element("div").classes("overview-column"):
            _draw_days(found, say)
            _draw_corridors(found, say)
            for name in ("precision", "lists"):
                fragments.show(name, say, rows=getattr(found, name), titles=titles).classes("card")
            warn = partial(spoken_warning, language=say.language)
            fragments.show("runs", say, rows=found.runs, spoken=warn).classes("card")
        with ui.element("div").classes("overview-column"):
            for name in ("ageing", "workload"):
                fragments.show(name, say, rows=getattr(found, name)).classes("card")
            for kind, name in (("rule", "rule"), ("heading", "hs"), ("office", "office"), ("list", "list")):
                _draw_share(found.share(kind), kind, name, titles, say)
            _draw_quality(found, say)


def _draw_days(found: Overview, say: Speaker) -> None:
    with ui.element("section").classes("card"):
        fragments.show("heading", say, text=say("overview.days"))
        counts: dict[str, list[int]] = {severity: [row[severity] for row in found.days] for severity in SEVERITIES}
        _chart(
            days_chart([say.day(row["screening_date"]) for row in found.days], counts, say), say("overview.days"), 260
        )


def _draw_corridors(found: Overview, say: Speaker) -> None:
    with ui.element("section").classes("card"):
        fragments.show("heading", say, text=say("overview.corridors"))
        if found.corridors:
            _chart(corridors_chart(found.corridors, say), say("overview.corridors"), 340)
            fragments.show("legs", say, legs=found.corridors)
        else:
            ui.label(say("overview.nothing")).classes("quiet")


def _draw_quality(found: Overview, say: Speaker) -> None:
    meaning, finding = (partial(speak, language=say.language) for speak in (spoken_meaning, spoken_finding))
    fragments.show("quality", say, rows=found.quality, meaning=meaning, finding=finding).classes("card")


def _draw_share(shares: list[tuple[str, int]], kind: str, name: str, titles: dict[str, str], say: Speaker) -> None:
    most = max((count for _, count in shares), default=1)
    title = say(f"overview.{kind}")
    fragments.show("bars", say, title=title, shares=shares, most=most, titles=titles, name=name).classes("card")


def _chart(options: dict[str, Any], name: str, height: int) -> None:
    chart = ui.echart(options, renderer="svg").style(f"height:{height}px")
    chart.props(f'role=img aria-label="{name}"')
