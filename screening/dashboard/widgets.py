"""Small parts that several pages use: NiceGUI's elements in our colours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from nicegui import ui
from nicegui.events import ValueChangeEventArguments

from screening.dashboard.texts import Speaker

TYPING_MILLISECONDS = 400


def button(text: str, action: Callable[..., object], mark: str = "", *, main: bool = False) -> ui.button:
    """Return a button; `mark` is a class by which keys and tests find it, `main` makes it the obvious one."""
    made = ui.button(text, on_click=action, color=None).props("no-caps unelevated")
    return made.classes(f"button {'primary' if main else ''} {mark}")


def choice(options: dict[str, str] | list[str], label: str, value: str | None) -> ui.select:
    """Return a field to choose one of several values."""
    return ui.select(options, label=label, value=value).props("dense outlined options-dense")


def day_field(
    say: Speaker,
    label: str,
    value: date | None,
    changed: Callable[[date | None], Awaitable[None]] | None = None,
) -> ui.input:
    """Return a field for a day in the form of the language, with a calendar; `say.read_day` reads what it holds.

    A browser's own field for days has the form of the browser's language, whatever that of the page. `changed` is
    called with a whole day or with none, not while it is typed.
    """

    async def handle(event: ValueChangeEventArguments[Any]) -> None:
        day = say.read_day(event.value)
        if changed is not None and (day is not None or not event.value):
            await changed(day)

    field = ui.input(label, value=say.typed_day(value), placeholder=say("day.pattern"), on_change=handle)
    digits = "".join("#" if letter.isalpha() else letter for letter in say.day_mask)
    field.props(f'dense outlined stack-label debounce="{TYPING_MILLISECONDS}" mask="{digits}" inputmode=numeric')
    with (
        field.classes("day").add_slot("append"),
        ui.button(icon="event", color=None).props("flat round dense") as opener,
        ui.menu() as menu,
    ):
        picker = ui.date(mask=say.day_mask).props("minimal")
    opener.props["aria-label"] = say("day.pick")
    picker.bind_value(field)
    picker.on_value_change(menu.close)
    return field
