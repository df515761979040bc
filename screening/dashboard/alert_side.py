"""The side of an alert's page: how it stands, what may be done, and what was done."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from anyio import to_thread
from nicegui import ui

from screening.alerts.spoken import known_rules
from screening.dashboard import fragments
from screening.dashboard.decide_dialogs import comment_dialog, decide_dialog
from screening.dashboard.frame import act, current_actor
from screening.dashboard.services import Services, Visitor
from screening.dashboard.texts import Speaker
from screening.dashboard.widgets import button, choice
from screening.errors import NotFoundError
from screening.review import (
    REVIEWERS,
    Actor,
    ReasonsChanged,
    Since,
    assign,
    changes_since_viewing,
    comment,
    confirm,
    decide,
    history,
    load_reasons,
    reasons_changed,
    reject,
    undo,
)

_DECISIVE = ("decided", "confirmed", "rejected")


@dataclass(frozen=True)
class Standing:
    """How an alert stands, read at one time. `state`: a row of review.queue and due_by; `events`: review.events."""

    state: dict[str, Any]
    events: list[dict[str, Any]]
    changed: ReasonsChanged | None
    since: Since | None
    viewers: list[dict[str, Any]]


def read_standing(services: Services, alert_id: str, actor: Actor) -> Standing:
    """Read how an alert stands; raises NotFoundError."""
    states = services.pool.rows("standing", {"alert_id": alert_id})
    if not states:
        raise NotFoundError(f"there is no alert {alert_id}", remedy="A later run may have found no reason for it")
    viewers = services.pool.rows("viewers", {"alert_id": alert_id})
    with services.pool.cursor() as cursor:
        return Standing(
            state=states[0],
            events=history(cursor, alert_id).to_dicts(),
            changed=reasons_changed(cursor, alert_id) if states[0]["is_changed"] else None,
            since=changes_since_viewing(cursor, alert_id, actor),
            viewers=viewers,
        )


class AlertSide:
    """One reader's view of how an alert stands; redrawn after everything that is done."""

    def __init__(self, services: Services, visitor: Visitor, say: Speaker, standing: Standing) -> None:
        self.services = services
        self.visitor = visitor
        self.say = say
        self.standing = standing

    @property
    def alert_id(self) -> str:
        """The alert."""
        return str(self.standing.state["alert_id"])

    @property
    def seen_event(self) -> int:
        """Number of the last event that the reader has before him."""
        return int(self.standing.state["last_event"])

    @property
    def may_decide(self) -> bool:
        """Whether the reader's role decides; the review holds to it, this only hides what would be refused."""
        return self.visitor.actor.role in REVIEWERS

    def draw(self) -> None:
        """Draw it for the first time."""
        with ui.element("section").classes("card"):
            self.state_place = fragments.show("state", self.say, **self._state_values())
            self.actions = ui.element("div").classes("actions")
        self.history_place = fragments.show("history", self.say, **self._history_values()).classes("card")
        self._draw_actions()

    async def refresh(self) -> None:
        """Read again how the alert stands, and draw it."""
        if await current_actor(self.services, self.visitor) is None:
            return
        try:
            standing = await to_thread.run_sync(read_standing, self.services, self.alert_id, self.visitor.actor)
        except NotFoundError:
            ui.navigate.reload()
            return
        # What is new stays what was new when the page was opened.
        self.standing = replace(standing, since=self.standing.since)
        self.state_place.content = fragments.html("state", self.say, **self._state_values())
        self.history_place.content = fragments.html("history", self.say, **self._history_values())
        self.actions.clear()
        self._draw_actions()

    async def do(self, work: Callable[[Actor], object], done: str = "review.saved") -> bool:
        """Do something under the reader's account, say how it went, and draw the outcome."""
        result = await act(self.services, self.visitor, self.say, work)
        await self.refresh()
        if result is None:
            return False
        waits = self.standing.state["review_status"] == "awaiting_second" and done == "review.saved"
        ui.notify(self.say("review.saved_second" if waits else done), type="positive")
        return True

    def _state_values(self) -> dict[str, Any]:
        standing = self.standing
        return {
            "state": standing.state,
            "changed": standing.changed,
            "came": _reasons_in_words(standing.changed.came, self.say) if standing.changed else [],
            "went": _reasons_in_words(standing.changed.went, self.say) if standing.changed else [],
            "since": standing.since,
            "visitor": self.visitor,
        }

    def _history_values(self) -> dict[str, Any]:
        since = self.standing.since
        new = set(since.events["event_number"].to_list()) if since else set()
        entries = [_entry(event, self.say, new) for event in reversed(self.standing.events)]
        return {"entries": entries, "viewers": self.standing.viewers}

    def _draw_actions(self) -> None:
        say, state, me = self.say, self.standing.state, self.visitor.actor
        with self.actions:
            if not self.may_decide:
                ui.label(say("review.viewer_note")).classes("quiet")
                return
            waits = state["review_status"] == "awaiting_second"
            if waits and state["decided_by"] != me.name:
                self._button("review.confirm", self._confirm, "do-confirm", main=True)
                self._button("review.reject", self._reject, "do-reject")
            elif not waits and (state["review_status"] != "decided" or state["is_changed"]):
                self._button("review.decide", self._decide, "do-decide", main=True)
            if self._last_decider() == me.name or (self._last_decider() and me.role == "supervisor"):
                self._button("review.undo", self._undo, "do-undo")
            if state["is_to_do"]:
                self._draw_assign(state["assignee"], me)
            self._button("review.comment", self._comment, "do-comment")

    def _button(self, key: str, action: Callable[[], object], mark: str, *, main: bool = False) -> None:
        button(self.say(key), action, mark, main=main)

    def _last_decider(self) -> str | None:
        """Return who decided, confirmed or rejected last, as far as that was not undone."""
        undone = {json.loads(event["payload"]).get("undoes") for event in self.standing.events}
        deciders = [
            str(event["actor"])
            for event in self.standing.events
            if event["kind"] in _DECISIVE and event["event_number"] not in undone
        ]
        return deciders[-1] if deciders else None

    def _draw_assign(self, assignee: str | None, me: Actor) -> None:
        if assignee == me.name:
            self._button("review.give_back", lambda: self._assign(None), "do-give-back")
        elif assignee is None or me.role == "supervisor":
            self._button("review.take", lambda: self._assign(me.name), "do-take")
        if me.role != "supervisor":
            return
        names = [a.name for a in self.services.accounts.all() if a.role in REVIEWERS and not a.is_disabled]
        choices = [*names, *([assignee] if assignee and assignee not in names else [])]
        field = choice(choices, self.say("bulk.whom"), assignee)
        field.on_value_change(lambda event: self._assign(str(event.value)))

    async def _assign(self, name: str | None) -> None:
        await self.do(lambda actor: assign(self.services.writer, actor, [self.alert_id], assignee=name))

    async def _decide(self) -> None:
        chosen = await decide_dialog(self.say, load_reasons())
        if chosen is not None:
            seen = self.seen_event
            await self.do(
                lambda actor: decide(
                    self.services.writer,
                    actor,
                    self.alert_id,
                    disposition=chosen.disposition,
                    reason_codes=chosen.reason_codes,
                    comment=chosen.comment,
                    seen_event=seen,
                )
            )

    async def _with_comment(
        self, key: str, work: Callable[[Actor, str, int], object], *, is_needed: bool = True
    ) -> None:
        seen = self.seen_event
        said = await comment_dialog(self.say, self.say(key).removesuffix(" …"), is_needed=is_needed)
        if said is not None:
            await self.do(lambda actor: work(actor, said, seen))

    async def _confirm(self) -> None:
        writer = self.services.writer
        await self._with_comment(
            "review.confirm",
            lambda actor, said, seen: confirm(writer, actor, self.alert_id, comment=said, seen_event=seen),
            is_needed=False,
        )

    async def _reject(self) -> None:
        writer = self.services.writer
        await self._with_comment(
            "review.reject",
            lambda actor, said, seen: reject(writer, actor, self.alert_id, comment=said, seen_event=seen),
        )

    async def _undo(self) -> None:
        writer = self.services.writer
        await self._with_comment(
            "review.undo", lambda actor, said, seen: undo(writer, actor, self.alert_id, comment=said, seen_event=seen)
        )

    async def _comment(self) -> None:
        writer = self.services.writer
        await self._with_comment(
            "review.comment", lambda actor, said, _: comment(writer, actor, self.alert_id, comment=said)
        )


def _entry(event: dict[str, Any], say: Speaker, new: set[int]) -> dict[str, Any]:
    payload = json.loads(event["payload"])
    disposition = event["disposition"]
    return {
        **event,
        "title": say(
            f"event.{event['kind']}",
            name=event["assignee"] or say("filters.nobody"),
            disposition=say(f"disposition.{disposition}") if disposition else "—",
        ),
        "reasons": reason_titles(payload, say),
        "comment": payload.get("comment") or "",
        "is_new": event["event_number"] in new,
    }


def _reasons_in_words(keys: list[str], say: Speaker) -> list[str]:
    """Return reasons, given as keys of `review.alert_contents`, as rule, item and entry."""
    known = known_rules()
    words = []
    for key in keys:  # a loop over the reasons of one alert
        rule_id, item, _, _, entry, *_ = [*key.split("|"), "", "", "", "", ""]
        title = known[rule_id].title[say.language] if rule_id in known else rule_id
        words.append(f"{title}, {say('explain.item')} {item}: {entry}" if item.isdecimal() else f"{title}: {entry}")
    return words


def reason_titles(payload: dict[str, Any], say: Speaker) -> list[str]:
    """Return the reasons of a decision in words."""
    codes = payload.get("reason_codes") or ([payload["reason_code"]] if payload.get("reason_code") else [])
    known = load_reasons()
    return [known[code].texts[say.language] if code in known else code for code in codes]
