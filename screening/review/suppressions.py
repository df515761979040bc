"""Suppressions: "this party is not that listed entity", with a reason and an end. A false positive remembered.

A suppression names the party by its data and covers the entity with all its listings as they were. It lapses by itself
when a listing changes, another list names the same party, or the company register says something else; a party with
other data is another party. How each stands is in the view `review.suppressions`; a run takes them from there.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta

import duckdb
import polars as pl

from screening.errors import ConflictError, NotAllowedError, NotFoundError, ReviewError
from screening.lake import read_sql, run_sql
from screening.review.actor import REVIEWERS, Actor, require_role
from screening.review.batch import Batch
from screening.review.chain import Request
from screening.review.decisions import require_second
from screening.review.events import Draft, Event
from screening.review.reasons import SUPPRESS, clean_comment, require_reasons
from screening.review.writer import ReviewWriter

SUPPRESSIBLE_RULES = ("PARTY_NAME_FUZZY", "PARTY_EXACT_ID")
"""Rules whose hits say that a party is a listed entity."""


def parties_of_reason(connection: duckdb.DuckDBPyConnection, alert_id: str, reason_number: int) -> pl.DataFrame:
    """Return the parties that a reason speaks of: party_id, name, country_code, tax_id; empty where it names none."""
    asked = {"alert_id": alert_id, "reason_number": reason_number, "rule_ids": list(SUPPRESSIBLE_RULES)}
    return run_sql(connection, read_sql("screening.review", "parties_of_reason"), asked).pl()


def suppress(
    writer: ReviewWriter,
    actor: Actor,
    *,
    party_id: str,
    entity_id: str,
    reason_code: str,
    comment: str,
    expires_on: date,
    alert_id: str | None = None,
) -> list[Event]:
    """Suppress a party against a listed entity until `expires_on`; return the event.

    At an alert at or above the policy's severity, and without an alert, it waits for a second person. It counts from
    the next run of a day on. Raises NotAllowedError, NotFoundError for a party, entity or alert that is not there, and
    ReviewError for an end that is past or too far off, or where a suppression holds or waits already.
    """
    require_role(actor, REVIEWERS, "suppress parties")
    said = clean_comment(comment, is_needed=True)
    codes = require_reasons([reason_code], SUPPRESS, said)

    def work(batch: Batch) -> list[Event]:
        _require_end(batch, expires_on)
        party = _one(batch.connection, "party", {"party_id": party_id}, f"there is no party {party_id}")
        listings = run_sql(
            batch.connection, read_sql("screening.review", "listings_of_entity"), {"entity_id": entity_id}
        ).pl()
        if listings.is_empty() or listings["entity_id"][0] != entity_id:
            raise NotFoundError(f"{entity_id} is on no list in force", remedy="`screening lists` shows the lists")
        _refuse_second(batch, party_id, entity_id)
        alert = batch.alert(alert_id) if alert_id else None
        severity = alert.severity if alert else None
        payload = {
            "reason_code": codes[0],
            "comment": said,
            "expires_on": expires_on.isoformat(),
            "severity": severity,
            "needs_second": batch.policy.needs_four_eyes(severity),
            "party_name": party["name"],
            "party_country_code": party["country_code"],
            "party_tax_id": party["tax_id"],
            "register_hash": party["register_hash"],
            "entity_name": listings["primary_name"][0],
            "entities": listings.select("entity_id", "entity_hash").to_dicts(),
        }
        draft = Draft(
            "suppressed",
            alert_id,
            alert.declaration_id if alert else None,
            party_id,
            entity_id,
            f"S-{uuid.uuid4().hex[:12].upper()}",
            alert.state if alert else None,
            payload,
        )
        return [batch.add(actor, draft)]

    return writer.submit(actor, Request(work, (alert_id,) if alert_id else ()))


def confirm_suppression(writer: ReviewWriter, actor: Actor, suppression_id: str, *, comment: str = "") -> Event:
    """Confirm what somebody else proposed: it holds from now on.

    Raises NotAllowedError to whoever proposed it, NotFoundError, ConflictError when it does not wait (any more).
    """
    said = clean_comment(comment)
    return _second(writer, actor, suppression_id, "suppression_confirmed", said)


def reject_suppression(writer: ReviewWriter, actor: Actor, suppression_id: str, *, comment: str) -> Event:
    """Reject what somebody else proposed. Raises as `confirm_suppression`; the comment is needed."""
    said = clean_comment(comment, is_needed=True)
    return _second(writer, actor, suppression_id, "suppression_rejected", said)


def _second(writer: ReviewWriter, actor: Actor, suppression_id: str, kind: str, comment: str) -> Event:
    require_second(actor, writer.policy.second_eyes, None)

    def work(batch: Batch) -> list[Event]:
        row = _suppression(batch, suppression_id)
        if row["state"] != "proposed":
            raise ConflictError(f"the suppression is {row['state']}", where=suppression_id, remedy="Look at it again")
        require_second(actor, batch.policy.second_eyes, str(row["proposed_by"]))
        if kind == "suppression_confirmed":
            _require_end(batch, row["expires_on"])  # type: ignore[arg-type]
        return [_follow(batch, actor, row, kind, comment)]

    return writer.submit(actor, Request(work))[0]


def revoke_suppression(writer: ReviewWriter, actor: Actor, suppression_id: str, *, comment: str) -> Event:
    """End a suppression, or withdraw one that waits. From the next run on the hits count again.

    Raises NotAllowedError unless it is the actor's own or the actor is a supervisor, NotFoundError, and ConflictError
    when it was rejected or revoked already.
    """
    require_role(actor, REVIEWERS, "revoke suppressions")
    said = clean_comment(comment, is_needed=True)

    def work(batch: Batch) -> list[Event]:
        row = _suppression(batch, suppression_id)
        if row["state"] in ("rejected", "revoked"):
            raise ConflictError(f"the suppression is {row['state']}", where=suppression_id, remedy="Nothing is to do")
        if actor.name != row["proposed_by"] and actor.role != "supervisor":
            raise NotAllowedError("the suppression is somebody else's", remedy="Ask who made it, or a supervisor")
        return [_follow(batch, actor, row, "suppression_revoked", said)]

    return writer.submit(actor, Request(work))[0]


def _follow(batch: Batch, actor: Actor, row: dict[str, object], kind: str, comment: str) -> Event:
    """Add an event about a suppression that is there."""
    alert = batch.alert(str(row["alert_id"])) if row["alert_id"] else None
    draft = Draft(
        kind,
        alert.alert_id if alert else None,
        alert.declaration_id if alert else None,
        str(row["party_id"]),
        str(row["entity_id"]),
        str(row["suppression_id"]),
        alert.state if alert else None,
        {"comment": comment},
    )
    return batch.add(actor, draft)


def _suppression(batch: Batch, suppression_id: str) -> dict[str, object]:
    if any(event.suppression_id == suppression_id for event in batch.events):
        # Two who act on one suppression at the same moment: the view does not know yet what the first one did.
        raise ConflictError("somebody acted on it just now", where=suppression_id, remedy="Look at it again")
    asked = {"suppression_id": suppression_id}
    return _one(batch.connection, "suppression", asked, f"there is no suppression {suppression_id}")


def _one(
    connection: duckdb.DuckDBPyConnection, sql: str, asked: Mapping[str, object], missing: str
) -> dict[str, object]:
    rows = run_sql(connection, read_sql("screening.review", sql), asked).pl().to_dicts()
    if not rows:
        raise NotFoundError(missing, remedy="`screening review suppressions` and screening.parties show what there is")
    return rows[0]


def _require_end(batch: Batch, expires_on: date) -> None:
    today = batch.now.astimezone(batch.policy.working.zone).date()
    latest = today + timedelta(days=batch.policy.suppression_days)
    if not today <= expires_on <= latest:
        raise ReviewError(
            f"a suppression ends between {today} and {latest}", remedy="Choose another day, or revoke the suppression"
        )


def _refuse_second(batch: Batch, party_id: str, entity_id: str) -> None:
    """Raise ReviewError where the two are suppressed already, or it waits."""
    here = [e for e in batch.events if (e.kind, e.party_id, e.entity_id) == ("suppressed", party_id, entity_id)]
    asked = {"party_id": party_id, "entity_id": entity_id}
    standing = run_sql(batch.connection, read_sql("screening.review", "standing_suppressions"), asked).fetchall()
    if here or standing:
        known = here[0].suppression_id if here else standing[0][0]
        raise ReviewError(f"there is the suppression {known} already", remedy="Revoke it first, or leave it as it is")
