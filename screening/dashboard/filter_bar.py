"""The row of filters above the queue."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from screening.alerts.spoken import known_rules
from screening.dashboard.filters import NOBODY, SORTS, STATUSES, Filters
from screening.dashboard.texts import Speaker
from screening.dashboard.widgets import TYPING_MILLISECONDS, day_field

_FIELD = "dense outlined options-dense"


class FilterBar:
    """Draws the filters; calls `changed` with the new view whenever one of them is set."""

    def __init__(
        self,
        say: Speaker,
        filters: Filters,
        known: dict[str, dict[str, int]],
        me: str,
        changed: Callable[[Filters], Awaitable[None]],
    ) -> None:
        self._filters = filters
        self._changed = changed
        self._say = say
        titles = {rule_id: rule.title[say.language] for rule_id, rule in known_rules().items()}
        with ui.element("section").classes("filters").props(f'aria-label="{say("filters.title")}"'):
            self._text("search", filters.search, wide=True)
            self._one("status", {one: say(f"status.{one}") for one in STATUSES}, filters.status)
            self._one("assignee", self._assignees(me), filters.assignee)
            self._several("rule", _counted(known.get("rule", {}), titles), filters.rule)
            self._several("list", _counted(known.get("list", {})), filters.list)
            self._several("office", _counted(known.get("office", {})), filters.office)
            self._one("corridor", {"": say("filters.any")} | _counted(known.get("corridor", {})), filters.corridor)
            self._text("trader", filters.trader)
            self._text("hs", filters.hs)
            self._day("since", filters.since)
            self._day("until", filters.until)
            self._one("sort", {one: say(f"sort.{one}") for one in SORTS}, filters.sort)
            ui.link(say("filters.clear"), "/").classes("clear")

    def _assignees(self, me: str) -> dict[str, str]:
        choices = {"": self._say("filters.anybody"), NOBODY: self._say("filters.nobody"), me: self._say("filters.me")}
        given = self._filters.assignee
        return choices if given in choices else choices | {given: given}

    async def _set(self, name: str, value: object) -> None:
        # Through the address, so that what is typed is held to the same rules as what is followed.
        text = ",".join(value) if isinstance(value, list) else value or ""
        query = {key: str(one) for key, one in self._query().items()} | {name: str(text)}
        filters = Filters.read(query | {"page": "1"})
        if filters != self._filters:
            self._filters = filters
            await self._changed(filters)

    def _query(self) -> dict[str, str]:
        given = dict(parse_qsl(self._filters.query()))
        day = given.pop("day", None)
        return given | ({"since": day, "until": day} if day else {})

    def _handler(self, name: str) -> Callable[[ValueChangeEventArguments[Any]], Awaitable[None]]:
        async def handle(event: ValueChangeEventArguments[Any]) -> None:
            await self._set(name, event.value)

        return handle

    def _text(self, name: str, value: str, *, wide: bool = False) -> None:
        field = ui.input(self._say(f"filter.{name}"), value=value, on_change=self._handler(name))
        field.props(f'dense outlined debounce="{TYPING_MILLISECONDS}" clearable')
        field.classes("search wide" if wide else "")

    def _day(self, name: str, value: date | None) -> None:
        async def changed(day: date | None) -> None:
            await self._set(name, day.isoformat() if day else "")

        day_field(self._say, self._say(f"filter.{name}"), value, changed)

    def _one(self, name: str, choices: dict[str, str], value: str) -> None:
        choices = choices if value in choices else choices | {value: value}
        field = ui.select(choices, label=self._say(f"filter.{name}"), value=value, on_change=self._handler(name))
        field.props(_FIELD)

    def _several(self, name: str, choices: dict[str, str], value: tuple[str, ...]) -> None:
        choices = choices | {one: one for one in value if one not in choices}
        field = ui.select(
            choices, label=self._say(f"filter.{name}"), value=list(value), multiple=True, on_change=self._handler(name)
        )
        field.props(f"{_FIELD} clearable").classes("several")


def _counted(values: dict[str, int], titles: dict[str, str] | None = None) -> dict[str, Any]:
    return {value: f"{(titles or {}).get(value, value)} ({count})" for value, count in values.items()}
