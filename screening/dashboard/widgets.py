"""Small parts that several pages use: NiceGUI's elements in our colours."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui


def button(text: str, action: Callable[..., object], mark: str = "", *, main: bool = False) -> ui.button:
    """Return a button; `mark` is a class by which keys and tests find it, `main` makes it the obvious one."""
    made = ui.button(text, on_click=action, color=None).props("no-caps unelevated")
    return made.classes(f"button {'primary' if main else ''} {mark}")


def choice(options: dict[str, str] | list[str], label: str, value: str | None) -> ui.select:
    """Return a field to choose one of several values."""
    return ui.select(options, label=label, value=value).props("dense outlined options-dense")
