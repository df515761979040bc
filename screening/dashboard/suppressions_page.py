"""Suppressions: which party is held not to be which listed one, why, until when; confirming and revoking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anyio import to_thread
from nicegui import ui
from starlette.requests import Request

from screening.dashboard import fragments
from screening.dashboard.alert_side import reason_titles
from screening.dashboard.decide_dialogs import comment_dialog
from screening.dashboard.frame import act, frame
from screening.dashboard.gate import visitor_of
from screening.dashboard.services import Services, Visitor
from screening.dashboard.texts import Speaker
from screening.dashboard.widgets import button
from screening.review import REVIEWERS, Actor, confirm_suppression, reject_suppression, revoke_suppression
from screening.texts import spoken_text

STATES = ("proposed", "in_force", "lapsed", "expired", "revoked", "rejected")


def register(services: Services) -> None:
    """Add the page to the application."""

    @ui.page("/suppressions", response_timeout=20)
    async def suppressions(request: Request) -> None:
        visitor = visitor_of(request)
        asked = request.query_params.get("state", "")
        state = asked if asked in STATES else ""
        rows = await to_thread.run_sync(services.pool.rows, "suppressions", {"state": state})
        with frame(visitor, request, visitor.say("place.suppressions"), place="suppressions") as say:
            fragments.show("suppressions_head", say, state=state, states=STATES, count=len(rows))
            for row in rows:  # a loop over what one page shows
                with ui.element("section").classes("card suppression"):
                    reasons = reason_titles({"reason_code": row["reason_code"]}, say)
                    fragments.show("suppression", say, row=row, reasons=reasons, why=_why(row, say))
                    _draw_actions(services, visitor, say, row)


def _why(row: dict[str, Any], say: Speaker) -> str:
    """What a suppression lapsed over, else the comment of who ended it."""
    said: str = row["state_reason"] or ""
    if row["state"] != "lapsed":
        return said
    return "; ".join(spoken_text(part, "lapse", say.language) for part in said.split("; "))


def _draw_actions(services: Services, visitor: Visitor, say: Speaker, row: dict[str, Any]) -> None:
    me, suppression_id = visitor.actor, str(row["suppression_id"])
    if me.role not in REVIEWERS:
        return

    def act_button(key: str, mark: str, work: Callable[[Actor, str], object], *, is_needed: bool = True) -> None:
        async def do() -> None:
            said = await comment_dialog(say, say(key).removesuffix(" …"), is_needed=is_needed)
            if said is None:
                return
            if await act(services, visitor, say, lambda actor: work(actor, said)) is not None:
                ui.navigate.reload()

        button(say(key), do, f"small {mark}")

    writer = services.writer
    with ui.element("div").classes("row-actions"):
        if row["state"] == "proposed" and row["proposed_by"] != me.name:
            act_button(
                "suppress.confirm",
                "do-confirm",
                lambda actor, said: confirm_suppression(writer, actor, suppression_id, comment=said),
                is_needed=False,
            )
            act_button(
                "suppress.reject",
                "do-reject",
                lambda actor, said: reject_suppression(writer, actor, suppression_id, comment=said),
            )
        if row["state"] in ("proposed", "in_force") and (row["proposed_by"] == me.name or me.role == "supervisor"):
            act_button(
                "suppress.revoke",
                "do-revoke",
                lambda actor, said: revoke_suppression(writer, actor, suppression_id, comment=said),
            )
