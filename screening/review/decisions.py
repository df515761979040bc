"""What officers do about an alert: decide, confirm or reject what another decided, undo, assign, comment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from screening.errors import ConflictError, NotAllowedError, NotFoundError, ReviewError
from screening.review.actor import REVIEWERS, Actor, require_role
from screening.review.batch import AlertNow, Batch
from screening.review.chain import Request
from screening.review.due import due_after
from screening.review.events import AlertState, Draft, Event
from screening.review.reasons import clean_comment, require_reasons
from screening.review.writer import ReviewWriter
from screening.schemas.review import FINAL_DISPOSITIONS

MOST_ASSIGNED = 5000
"""Alerts that can be assigned at once."""
_DECISIVE = ("decided", "confirmed", "rejected")


def decide(
    writer: ReviewWriter,
    actor: Actor,
    alert_id: str,
    *,
    disposition: str,
    reason_codes: Sequence[str],
    comment: str = "",
    seen_event: int,
) -> Event:
    """Decide about an alert. At and above the policy's severity a final decision then waits for a second person.

    Raises NotAllowedError, NotFoundError, ConflictError when something was done since `seen_event`, and ReviewError for
    a reason that does not fit, or when a decision stands or waits already.
    """
    require_role(actor, REVIEWERS, "decide about alerts")
    said = clean_comment(comment)
    codes = require_reasons(reason_codes, disposition, said)

    def work(batch: Batch) -> list[Event]:
        alert = _unchanged(batch, alert_id, seen_event)
        if not alert.is_published:
            raise NotFoundError(
                f"alert {alert_id} is not published any more",
                remedy="A later run found no reason for it; see its history",
            )
        if alert.state.status == "awaiting_second":
            raise ReviewError("a decision waits for a second person", remedy="Confirm or reject it, or undo it first")
        if alert.state.status == "decided" and not alert.is_changed:
            raise ReviewError("the alert is decided", remedy="Undo the decision first")
        state = _decided(batch, alert, disposition)
        payload = {
            "reason_codes": codes,
            "comment": said,
            "seen_event": seen_event,
            "severity": alert.severity,
            "run_id": alert.run_id,
            "rule_ids": alert.rule_ids,
            "content_hash": alert.content_hash,
            "reason_keys": alert.reason_keys,
        }
        return [batch.add_decision(actor, _draft("decided", alert, state, payload))]

    return writer.submit(actor, Request(work, (alert_id,)))[0]


def _decided(batch: Batch, alert: AlertNow, disposition: str) -> AlertState:
    """The state that a new decision leads to."""
    policy, before = batch.policy, alert.state
    if disposition in FINAL_DISPOSITIONS:
        if policy.needs_four_eyes(alert.severity):
            return replace(before, status="awaiting_second", disposition=disposition, due_at=_due(batch, alert))
        return replace(before, status="decided", disposition=disposition, due_at=None)
    if disposition == "escalate":
        # Whoever takes it next is somebody else.
        return replace(before, status="escalated", disposition=disposition, assignee=None, due_at=_due(batch, alert))
    due_at = due_after(batch.now, policy.documents_hours, policy.working)
    return replace(before, status="documents_requested", disposition=disposition, due_at=due_at)


def confirm(writer: ReviewWriter, actor: Actor, alert_id: str, *, comment: str = "", seen_event: int) -> Event:
    """Confirm the decision of somebody else, as the second pair of eyes.

    Raises NotAllowedError to whoever made it, ConflictError, NotFoundError, and ReviewError when none waits.
    """
    said = clean_comment(comment)
    return _second(writer, actor, alert_id, "confirmed", said, seen_event)


def reject(writer: ReviewWriter, actor: Actor, alert_id: str, *, comment: str, seen_event: int) -> Event:
    """Reject the decision of somebody else: the alert is open again. Raises as `confirm`; the comment is needed."""
    said = clean_comment(comment, is_needed=True)
    return _second(writer, actor, alert_id, "rejected", said, seen_event)


def _second(writer: ReviewWriter, actor: Actor, alert_id: str, kind: str, comment: str, seen_event: int) -> Event:
    require_second(actor, writer.policy.second_eyes, None)

    def work(batch: Batch) -> list[Event]:
        alert = _unchanged(batch, alert_id, seen_event)
        decision = alert.decision
        if decision is None or alert.state.status != "awaiting_second":
            raise ReviewError("no decision waits for a second person", remedy="Look at the alert again")
        require_second(actor, batch.policy.second_eyes, decision.actor)
        if kind == "confirmed" and alert.is_changed:
            raise ConflictError(
                "the reasons of the alert changed since it was decided",
                where=alert_id,
                remedy="Reject the decision and decide anew",
            )
        if kind == "confirmed":
            state = replace(alert.state, status="decided", due_at=None)
        else:
            state = AlertState(assignee=alert.state.assignee, due_at=_due(batch, alert))
        payload = {"comment": comment, "seen_event": seen_event, "decision": decision.event_number}
        return [batch.add(actor, _draft(kind, alert, state, payload))]

    return writer.submit(actor, Request(work, (alert_id,)))[0]


def require_second(actor: Actor, least_role: str, first: str | None) -> None:
    """Raise NotAllowedError unless the actor may be the second pair of eyes on what `first` did."""
    require_role(
        actor, REVIEWERS if least_role == "officer" else ("supervisor",), "confirm or reject what others decided"
    )
    if actor.name == first:
        raise NotAllowedError(
            "the second pair of eyes is another person's", remedy="Ask somebody else; you may undo your own decision"
        )


def undo(writer: ReviewWriter, actor: Actor, alert_id: str, *, comment: str, seen_event: int) -> Event:
    """Undo the last decision, confirmation or rejection of an alert by a new event.

    Raises NotAllowedError unless it is the actor's own, or the actor is a supervisor; ConflictError, NotFoundError, and
    ReviewError when there is nothing to undo.
    """
    require_role(actor, REVIEWERS, "undo decisions")
    said = clean_comment(comment, is_needed=True)

    def work(batch: Batch) -> list[Event]:
        alert = _unchanged(batch, alert_id, seen_event)
        undone = {event.said.get("undoes") for event in alert.events if event.kind == "undone"}
        standing = [e for e in alert.events if e.kind in _DECISIVE and e.event_number not in undone]
        if not standing:
            raise ReviewError("there is nothing to undo", remedy="Look at the alert's history")
        last = standing[-1]
        if actor.name != last.actor and actor.role != "supervisor":
            raise NotAllowedError(
                f"event {last.event_number} is somebody else's", remedy="Ask who did it, or a supervisor"
            )
        before = [event for event in alert.events if event.event_number < last.event_number]
        state = before[-1].state if before else AlertState()
        # Who has it now, has it still; time runs anew.
        due_at = None if state.status == "decided" else _due(batch, alert)
        state = replace(state, assignee=alert.state.assignee, due_at=due_at)
        payload = {"comment": said, "seen_event": seen_event, "undoes": last.event_number}
        return [batch.add(actor, _draft("undone", alert, state, payload))]

    return writer.submit(actor, Request(work, (alert_id,)))[0]


def assign(
    writer: ReviewWriter,
    actor: Actor,
    alert_ids: Sequence[str],
    *,
    assignee: str | None,
    due_at: datetime | None = None,
) -> list[Event]:
    """Assign alerts to an account, or take them from anybody (None): all or none.

    An officer may take alerts that nobody has and give back his own; a supervisor may assign all to all. Without
    `due_at` the policy's working hours count from now. Alerts that are decided are passed over, as are those that the
    account has already. Raises NotAllowedError, NotFoundError, and ReviewError when the account cannot decide.
    """
    require_role(actor, REVIEWERS, "assign alerts")
    wanted = tuple(dict.fromkeys(alert_ids))
    if len(wanted) > MOST_ASSIGNED:
        raise ReviewError(f"{len(wanted)} alerts at once are too many", remedy=f"Assign {MOST_ASSIGNED} at most")
    if actor.role != "supervisor" and assignee not in (actor.name, None):
        raise NotAllowedError("an officer assigns alerts to nobody else", remedy="Ask a supervisor")
    if due_at is not None and due_at.tzinfo is None:
        raise ReviewError("the due time has no time zone", remedy="Give one, for instance 2026-11-20T18:00+05:00")
    if assignee is not None:
        account = writer.accounts.get(assignee)
        if account.is_disabled or account.role not in REVIEWERS:
            raise ReviewError(f"{assignee} cannot decide about alerts", remedy="Choose an officer or a supervisor")

    def work(batch: Batch) -> list[Event]:
        batch.load_alerts(wanted)
        events = []
        for alert_id in wanted:
            alert = batch.alert(alert_id)
            state = alert.state
            if state.status == "decided" and not alert.is_changed:
                continue
            if actor.role != "supervisor" and state.assignee not in (actor.name, None):
                raise NotAllowedError(f"alert {alert_id} is assigned to somebody else", remedy="Ask a supervisor")
            if state.assignee == assignee and due_at is None:
                continue
            due = None if assignee is None else due_at or _due(batch, alert)
            state = replace(state, assignee=assignee, due_at=due)
            events.append(batch.add(actor, _draft("assigned", alert, state, {"from": alert.state.assignee})))
        return events

    return writer.submit(actor, Request(work, wanted))


def comment(writer: ReviewWriter, actor: Actor, alert_id: str, *, comment: str) -> Event:
    """Say something about an alert; nothing else changes. Raises NotAllowedError, NotFoundError, ReviewError."""
    require_role(actor, REVIEWERS, "comment on alerts")
    said = clean_comment(comment, is_needed=True)

    def work(batch: Batch) -> list[Event]:
        alert = batch.alert(alert_id)
        return [batch.add(actor, _draft("commented", alert, alert.state, {"comment": said}))]

    return writer.submit(actor, Request(work, (alert_id,)))[0]


def _draft(kind: str, alert: AlertNow, state: AlertState, payload: dict[str, object]) -> Draft:
    return Draft(kind, alert.alert_id, alert.declaration_id, state=state, payload=payload)


def _unchanged(batch: Batch, alert_id: str, seen_event: int) -> AlertNow:
    """The alert, unless something was done about it since the actor looked; then ConflictError says who did what."""
    alert = batch.alert(alert_id)
    since = [event for event in alert.events if event.event_number > seen_event]
    if since:
        did = ", ".join(f"{event.actor} {event.kind} (event {event.event_number})" for event in since[-3:])
        raise ConflictError(f"meanwhile: {did}", where=alert_id, remedy="Look at the alert again, then decide")
    return alert


def _due(batch: Batch, alert: AlertNow) -> datetime:
    """By when an alert should be decided from now on; an unknown severity is as urgent as the highest."""
    hours = batch.policy.due_hours
    decision = alert.decision
    severity = alert.severity or (str(decision.said.get("severity")) if decision else "")
    wanted = next((hours[known] for known in hours if known == severity), min(hours.values()))
    return due_after(batch.now, wanted, batch.policy.working)
