"""The page of one alert: why it is one, the declaration, the trader, and at the side what is decided about it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from anyio import to_thread
from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from screening.alerts.closing import spoken_closing
from screening.alerts.spoken import known_rules
from screening.dashboard import fragments
from screening.dashboard.alert_side import AlertSide, Standing, read_standing
from screening.dashboard.alert_view import AlertView, Reason, read_alert
from screening.dashboard.charts import price_chart
from screening.dashboard.frame import frame
from screening.dashboard.gate import visitor_of
from screening.dashboard.peers import PriceAmongPeers
from screening.dashboard.services import Services, Visitor
from screening.dashboard.suppress_dialog import open_suppress_dialog
from screening.dashboard.texts import Speaker
from screening.dashboard.widgets import button
from screening.errors import NotFoundError
from screening.review import SUPPRESSIBLE_RULES, record_viewing


def register(services: Services) -> None:
    """Add the page to the application."""

    @ui.page("/alert/{alert_id}", response_timeout=20)
    async def alert(request: Request, alert_id: str) -> Response | None:
        visitor = visitor_of(request)
        say = visitor.say
        try:
            view, standing = await to_thread.run_sync(_read, services, visitor, alert_id, say)
        except NotFoundError:
            return RedirectResponse(f"/?{urlencode({'search': alert_id, 'status': 'all'})}", status_code=303)
        with frame(visitor, request, f"{say('alert.title')} {view.alert['declaration_id']}", place="alert"):
            _draw(services, visitor, say, view, standing, request.url.query)
        return None


def _read(services: Services, visitor: Visitor, alert_id: str, say: Speaker) -> tuple[AlertView, Standing]:
    view = read_alert(services.pool, alert_id, say)
    standing = read_standing(services, alert_id, visitor.actor)
    # After reading: what is shown as new is what happened before this look.
    record_viewing(services.writer, visitor.actor, standing.state)
    return view, standing


def _draw(services: Services, visitor: Visitor, say: Speaker, view: AlertView, standing: Standing, query: str) -> None:
    titles = {rule_id: rule.title[say.language] for rule_id, rule in known_rules().items()}
    closing = spoken_closing(view.alert["status_reason"] or "", say.language)
    fragments.show("alert_head", say, view=view, query=query, closing=closing)
    with ui.element("div").classes("alert-page"):
        with ui.element("div").classes("alert-main"):
            side = AlertSide(services, visitor, say, standing)
            with ui.element("div"):
                fragments.show("heading", say, text=say("alert.reasons"))
            for reason in view.reasons:
                _draw_reason(side, reason)
            if view.price:
                _draw_price(view.price, say)
            fragments.show("declaration", say, view=view).classes("card")
            fragments.show("trader", say, view=view, titles=titles).classes("card")
        with ui.element("aside").classes("alert-side"):
            side.draw()


def _draw_reason(side: AlertSide, reason: Reason) -> None:
    with ui.element("div").classes("card"):
        fragments.show("reason", side.say, reason=reason)
        if side.may_decide and reason.row["rule_id"] in SUPPRESSIBLE_RULES and reason.listings:
            number: int = reason.row["reason_number"]

            async def suppress(_: Any = None, number: int = number, reason: Reason = reason) -> None:  # noqa: ANN401
                await open_suppress_dialog(side, number, reason)

            button(side.say("review.suppress"), suppress, "small do-suppress")


def _draw_price(price: PriceAmongPeers, say: Speaker) -> None:
    said = say(
        "price.said",
        item=price.item_number,
        hs6=price.hs6,
        price=say.number(price.price, 2),
        currency=price.currency,
        per=say.unit(price.per),
        count=say.number(price.peers.height),
        median=say.number(price.median, 2),
        low=say.number(price.low, 2),
        high=say.number(price.high, 2),
    )
    with ui.element("section").classes("card"):
        fragments.show("heading", say, text=say("price.title"))
        ui.label(said)
        chart = ui.echart(price_chart(price, say), renderer="svg").style("height:216px")
        chart.props("role=img").props["aria-label"] = said
