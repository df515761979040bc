"""The queue: alerts by priority, filters that live in the address, bulk assignment."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from nicegui import ui
from nicegui.events import GenericEventArguments
from starlette.requests import Request

from screening.dashboard import fragments
from screening.dashboard.filter_bar import FilterBar
from screening.dashboard.filters import Filters
from screening.dashboard.frame import act, current_actor, frame
from screening.dashboard.gate import visitor_of
from screening.dashboard.queue_rows import Choices, QueuePage, read_queue
from screening.dashboard.services import Services, Visitor
from screening.dashboard.texts import Speaker
from screening.dashboard.widgets import button, choice
from screening.review import REVIEWERS, assign


def register(services: Services) -> None:
    """Add the page to the application."""
    choices = Choices(services.pool)

    @ui.page("/", response_timeout=20)
    async def queue(request: Request) -> None:
        visitor = visitor_of(request)
        filters = Filters.read(request.query_params)
        page, known = await to_thread.run_sync(_read, services, choices, filters, visitor.say.language)
        with frame(visitor, request, visitor.say("place.queue"), place="queue") as say:
            Queue(services, visitor, say, filters).draw(page, known)


def _read(
    services: Services, choices: Choices, filters: Filters, language: str
) -> tuple[QueuePage, dict[str, dict[str, int]]]:
    return read_queue(services.pool, filters, language), choices.read()


class Queue:
    """One reader's queue: holds what is filtered and chosen, because that changes while the page stays."""

    def __init__(self, services: Services, visitor: Visitor, say: Speaker, filters: Filters) -> None:
        self.services = services
        self.visitor = visitor
        self.say = say
        self.filters = filters
        self.chosen: list[str] = []

    def draw(self, page: QueuePage, known: dict[str, dict[str, int]]) -> None:
        """Draw the page for the first time."""
        FilterBar(self.say, self.filters, known, self.visitor.actor.name, self.show)
        self._draw_bulk()
        self.table = fragments.show("queue", self.say, **self._values(page)).classes("table-place")
        ui.on("choice", self._choose)
        ui.on("address", self._follow)

    async def show(self, filters: Filters) -> None:
        """Show another view, and write it into the address."""
        if await current_actor(self.services, self.visitor) is None:
            return
        self.filters = filters
        page = await to_thread.run_sync(read_queue, self.services.pool, filters, self.visitor.say.language)
        self.table.content = fragments.html("queue", self.say, **self._values(page))
        self._set_chosen([])
        ui.navigate.history.push(filters.address())

    def _values(self, page: QueuePage) -> dict[str, Any]:
        return {"page": page, "filters": self.filters, "can_choose": self.visitor.actor.role in REVIEWERS}

    async def _follow(self, event: GenericEventArguments) -> None:
        query = str(_argument(event)).partition("?")[2]
        await self.show(
            Filters.read(Request({"type": "http", "query_string": query.encode(), "headers": []}).query_params)
        )

    def _choose(self, event: GenericEventArguments) -> None:
        given = _argument(event)
        self._set_chosen([str(one) for one in given] if isinstance(given, list) else [])

    def _set_chosen(self, alert_ids: list[str]) -> None:
        self.chosen = alert_ids
        self.bulk.set_visibility(bool(alert_ids))
        self.count.set_text(self.say("bulk.chosen", count=len(alert_ids)))

    def _draw_bulk(self) -> None:
        """Draw what can be done with the chosen alerts: officers take them, supervisors give them to anybody."""
        actor = self.visitor.actor
        with ui.row().classes("bulk").props('role="region" aria-live="polite"') as self.bulk:
            self.count = ui.label()
            if actor.role == "supervisor":
                names = [a.name for a in self.services.accounts.all() if a.role in REVIEWERS and not a.is_disabled]
                who = choice(names, self.say("bulk.whom"), actor.name if actor.name in names else None)
                button(self.say("bulk.assign"), lambda: self._assign(who.value), "do-assign", main=True)
            else:
                button(self.say("bulk.take"), lambda: self._assign(actor.name), "do-assign", main=True)
        self.bulk.set_visibility(False)

    async def _assign(self, assignee: str) -> None:
        alert_ids = list(self.chosen)
        done = await act(
            self.services,
            self.visitor,
            self.say,
            lambda actor: assign(self.services.writer, actor, alert_ids, assignee=assignee),
        )
        if done is not None:
            ui.notify(self.say("bulk.done", count=len(alert_ids), name=assignee), type="positive")
            await self.show(self.filters)


def _argument(event: GenericEventArguments) -> object:
    """Return what the browser sent with an event: NiceGUI packs several arguments into a list, one into none."""
    return event.args
