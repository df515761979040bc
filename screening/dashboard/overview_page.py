"""The overview: what came in, what waits, how well the rules do, and how the machinery runs."""

from __future__ import annotations

from dataclasses import dataclass
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
from screening.dashboard.lake_pool import LakePool
from screening.dashboard.services import Services
from screening.dashboard.texts import Speaker

PERIODS = (7, 30, 90, 365)
_USUAL_PERIOD = 30

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Overview:
    """What the page shows; each field is the result of the query of its name in `sql/overview_….sql`."""

    days: Rows
    shares: Rows
    corridors: Rows
    ageing: Rows
    workload: Rows
    precision: Rows
    lists: Rows
    quality: Rows
    runs: Rows

    def share(self, kind: str) -> list[tuple[str, int]]:
        """Return value and count of one kind: rule, office, heading or list."""
        return [(row["value"], row["count"]) for row in self.shares if row["kind"] == kind]


def read_overview(pool: LakePool, days: int) -> Overview:
    """Read everything; `days`: how many screened days back."""
    period = {"days": days}
    return Overview(
        days=pool.rows("overview_days", period),
        shares=pool.rows("overview_shares", period),
        corridors=pool.rows("overview_corridors", period),
        ageing=pool.rows("overview_ageing"),
        workload=pool.rows("overview_workload"),
        precision=pool.rows("overview_precision"),
        lists=pool.rows("overview_lists"),
        quality=pool.rows("overview_quality"),
        runs=pool.rows("overview_runs"),
    )


def register(services: Services) -> None:
    """Add the page to the application."""

    @ui.page("/overview", response_timeout=30)
    async def overview(request: Request) -> None:
        visitor = visitor_of(request)
        asked = request.query_params.get("days", "")
        days = int(asked) if asked in map(str, PERIODS) else _USUAL_PERIOD
        found = await to_thread.run_sync(read_overview, services.pool, days)
        with frame(visitor, request, visitor.say("place.overview"), place="overview") as say:
            _draw(found, days, say)


def _draw(found: Overview, days: int, say: Speaker) -> None:
    titles = {rule_id: rule.title[say.language] for rule_id, rule in known_rules().items()}
    fragments.show("overview_head", say, found=found, days=days, periods=PERIODS)
    with ui.element("div").classes("overview"):
        with ui.element("div").classes("overview-column"):
            _draw_days(found, say)
            _draw_corridors(found, say)
            for name in ("precision", "lists", "runs"):
                fragments.show(name, say, rows=getattr(found, name), titles=titles).classes("card")
        with ui.element("div").classes("overview-column"):
            for name in ("ageing", "workload"):
                fragments.show(name, say, rows=getattr(found, name)).classes("card")
            for kind, name in (("rule", "rule"), ("heading", "hs"), ("office", "office"), ("list", "list")):
                _draw_share(found.share(kind), kind, name, titles, say)
            fragments.show("quality", say, rows=found.quality).classes("card")


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


def _draw_share(shares: list[tuple[str, int]], kind: str, name: str, titles: dict[str, str], say: Speaker) -> None:
    most = max((count for _, count in shares), default=1)
    title = say(f"overview.{kind}")
    fragments.show("bars", say, title=title, shares=shares, most=most, titles=titles, name=name).classes("card")


def _chart(options: dict[str, Any], name: str, height: int) -> None:
    chart = ui.echart(options, renderer="svg").style(f"height:{height}px")
    chart.props(f'role=img aria-label="{name}"')
