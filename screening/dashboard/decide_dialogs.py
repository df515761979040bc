"""Dialogs in which an officer says what is decided and why. They return what was said, None when it was called off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from screening.dashboard import fragments
from screening.dashboard.texts import Speaker
from screening.dashboard.widgets import button
from screening.review import Reason
from screening.schemas.review import DISPOSITIONS

_LONGEST_COMMENT = 4000


@dataclass(frozen=True)
class Decision:
    """What was decided, and why."""

    disposition: str
    reason_codes: list[str]
    comment: str


def sheet(say: Speaker, title: str) -> tuple[ui.dialog, ui.element]:
    """Return a dialog and the sheet in it, with its title."""
    dialog = ui.dialog().props(f'aria-label="{title}"')
    with dialog, ui.element("div").classes("sheet") as place:
        fragments.show("heading", say, text=title)
    return dialog, place


def comment_field(say: Speaker) -> ui.textarea:
    """Return a field for a comment."""
    field = ui.textarea(say("review.comment_field")).props(f'outlined autogrow counter maxlength="{_LONGEST_COMMENT}"')
    return field.classes("comment")


async def decide_dialog(say: Speaker, reasons: dict[str, Reason]) -> Decision | None:
    """Ask for a disposition, its reasons and a comment."""
    dialog, place = sheet(say, say("review.title"))
    choices = {one: say(f"disposition.{one}") for one in DISPOSITIONS}

    def fit_reasons() -> None:
        fitting = {
            code: reason.texts[say.language] for code, reason in reasons.items() if what.value in reason.dispositions
        }
        why.set_options(fitting, value=[code for code in why.value or [] if code in fitting])

    def save() -> None:
        needs_words = any(reasons[code].needs_comment for code in why.value or [])
        for is_missing, key in (
            (what.value is None, "review.disposition_missing"),
            (not why.value, "review.reason_missing"),
            (needs_words and not (said.value or "").strip(), "review.comment_missing"),
        ):
            if is_missing:
                ui.notify(say(key), type="warning")
                return
        dialog.submit(Decision(what.value, list(why.value or []), said.value or ""))

    with place:
        what = ui.radio(choices, on_change=fit_reasons).classes("choices")
        why = ui.select({}, label=say("review.reasons_field"), multiple=True, value=[])
        why.props("outlined dense use-chips").classes("reasons")
        said = comment_field(say)
        buttons(say, dialog, save)
    decision: Decision | None = await ask(dialog)
    return decision


async def comment_dialog(say: Speaker, title: str, *, is_needed: bool = True) -> str | None:
    """Ask for a comment; it may be left empty where none is needed."""
    dialog, place = sheet(say, title)

    def save() -> None:
        if is_needed and not (said.value or "").strip():
            ui.notify(say("review.comment_missing"), type="warning")
            return
        dialog.submit(said.value or "")

    with place:
        said = comment_field(say)
        buttons(say, dialog, save)
    comment: str | None = await ask(dialog)
    return comment


def buttons(say: Speaker, dialog: ui.dialog, save: Callable[[], object]) -> None:
    """Draw what ends a dialog: call it off, or save."""
    with ui.element("div").classes("sheet-buttons"):
        button(say("cancel"), lambda: dialog.submit(None))
        button(say("review.save"), save, "do-save", main=True)


async def ask(dialog: ui.dialog) -> Any:  # noqa: ANN401
    """Open the dialog, wait for its answer, and take it off the page again."""
    try:
        return await dialog
    finally:
        if not dialog.is_deleted:  # it goes with a page that was left
            dialog.delete()
