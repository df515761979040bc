"""`review.*`: what officers decided, as an append-only chain of events, and the views that say how things stand."""

from __future__ import annotations

import polars as pl

from screening.schemas.results import ALERTS
from screening.schemas.table import STRINGS, UTC, Column, Table

EVENT_KINDS = (
    "assigned",
    "commented",
    "decided",
    "confirmed",
    "rejected",
    "undone",
    "suppressed",
    "suppression_confirmed",
    "suppression_rejected",
    "suppression_revoked",
    "account_added",
    "account_changed",
)
DISPOSITIONS = ("true_match", "false_positive", "escalate", "request_documents", "release")
FINAL_DISPOSITIONS = ("true_match", "false_positive", "release")
"""Dispositions that close an alert."""
REVIEW_STATUSES = ("open", "documents_requested", "escalated", "awaiting_second", "decided")

_STATE = (
    Column("status", pl.String, f"State of the alert after the event: {', '.join(REVIEW_STATUSES)}"),
    Column("disposition", pl.String, f"Disposition that stands or waits: {', '.join(DISPOSITIONS)}"),
    Column("assignee", pl.String, "Account to which the alert is assigned"),
    Column("due_at", UTC, "When it should be decided"),
    Column("decision_event", pl.Int64, "Number of the decision that stands or waits for a second pair of eyes"),
)
"""State of an alert after an event: the last event of an alert says how it stands."""

EVENTS = Table(
    "review",
    "events",
    "Everything that people did about alerts, suppressions and accounts. Rows are only added; each holds the hash of "
    "the one before, so that `screening review verify` finds a changed, removed or reordered one.",
    ("event_number",),
    (
        Column("event_number", pl.Int64, "Number in the chain, from 1, without gaps", required=True),
        Column("event_id", pl.String, "Random id of the event", required=True),
        Column("happened_at", UTC, "When", required=True),
        Column("actor", pl.String, "Account that did it", required=True),
        Column("actor_role", pl.String, "Its role then", required=True),
        Column("kind", pl.String, f"What was done: {', '.join(EVENT_KINDS)}", required=True),
        Column("alert_id", pl.String, "The alert concerned"),
        Column("declaration_id", pl.String, "Its declaration"),
        Column("party_id", pl.String, "The party of a suppression"),
        Column("entity_id", pl.String, "The listed entity of a suppression"),
        Column("suppression_id", pl.String, "The suppression concerned"),
        *_STATE,
        Column("payload", pl.String, "What else belongs to the event; see docs/review.md", "JSON", required=True),
        Column("previous_hash", pl.String, "`event_hash` of the event before; 64 zeros for the first", required=True),
        Column("event_hash", pl.String, "SHA-256 of this event with previous_hash; see docs/review.md", required=True),
    ),
)

HEAD = Table(
    "review",
    "head",
    "One row: the last event of the chain. It shows that events were removed at the end, and makes writers take turns.",
    (),
    (
        Column("event_number", pl.Int64, "Number of the last event; 0 when there is none", required=True),
        Column("event_hash", pl.String, "Its hash", required=True),
    ),
)

VIEWINGS = Table(
    "review",
    "viewings",
    "Who looked at which alert, and up to which event.",
    (),
    (
        Column("viewed_at", UTC, "When", required=True),
        Column("actor", pl.String, "Account that looked", required=True),
        Column("actor_role", pl.String, "Its role then", required=True),
        Column("alert_id", pl.String, "The alert", required=True),
        Column("run_id", pl.String, "The run that had published it", required=True),
        Column("content_hash", pl.String, "Hash of its reasons then; see review.alert_contents", required=True),
        Column("last_event", pl.Int64, "Number of the alert's last event then; 0 for none", required=True),
    ),
)

TABLES = (EVENTS, HEAD, VIEWINGS)

ALERT_STATES = Table(
    "review",
    "alert_states",
    "How each alert stands about which anything was done: one row per alert with events.",
    ("alert_id",),
    (
        Column("alert_id", pl.String, "The alert"),
        Column("declaration_id", pl.String, "Its declaration"),
        Column("last_event", pl.Int64, "Number of its last event"),
        Column("last_event_at", UTC, "When that was"),
        Column("last_actor", pl.String, "Who did it"),
        *_STATE,
        Column("decided_by", pl.String, "Who made it"),
        Column("decided_at", UTC, "When"),
        Column("decided_content", pl.String, "Hash of the alert's reasons when it was decided"),
        Column("event_count", pl.Int64, "Number of its events"),
        Column("comment_count", pl.Int64, "Number of events with a comment"),
    ),
)

ALERT_CONTENTS = Table(
    "review",
    "alert_contents",
    "What each published alert rests on, as one hash: changes when a reason comes, goes or changes, or the severity.",
    ("alert_id",),
    (
        Column("alert_id", pl.String, "The alert"),
        Column("content_hash", pl.String, "SHA-256 of its severity and reasons"),
        Column(
            "reason_keys", STRINGS, "One text for each reason: rule, item, subject, list, entry, hash of the values"
        ),
    ),
)

QUEUE = Table(
    "review",
    "queue",
    "Every published alert with its state of review. The columns of alerts.alerts, and what follows.",
    ("alert_id",),
    (
        *ALERTS.columns,
        Column("review_status", pl.String, f"{', '.join(REVIEW_STATUSES)}; `open` where nothing was done yet"),
        Column("disposition", pl.String, "Disposition that stands or waits"),
        Column("assignee", pl.String, "Account to which it is assigned"),
        Column("due_at", UTC, "When it should be decided; null until somebody is assigned"),
        Column("decision_event", pl.Int64, "Number of the decision that stands or waits for a second pair of eyes"),
        Column("last_event", pl.Int64, "Number of its last event; 0 for none"),
        Column("last_event_at", UTC, "When that was"),
        Column("decided_by", pl.String, "Who made the decision that stands or waits"),
        Column("decided_at", UTC, "When"),
        Column("is_changed", pl.Boolean, "Whether the reasons or the severity changed since that decision"),
        Column(
            "is_to_do", pl.Boolean, "Whether somebody must act: open in the lists, and not decided or changed since"
        ),
    ),
)

SUPPRESSIONS = Table(
    "review",
    "suppressions",
    "Each suppression (this party is not that listed entity) and how it stands today; one row per suppression.",
    ("suppression_id",),
    (
        Column("suppression_id", pl.String, "The suppression"),
        Column("state", pl.String, "proposed, in_force, rejected, revoked, expired or lapsed"),
        Column("state_reason", pl.String, "What it lapsed over, or the comment of who rejected or revoked it"),
        Column("party_id", pl.String, "The party: a hash of its name, country and tax number"),
        Column("party_name", pl.String, "Its name as declared"),
        Column("party_country_code", pl.String, "Its country as declared", "ISO 3166-1 alpha-2"),
        Column("party_tax_id", pl.String, "Its tax number as declared"),
        Column("entity_id", pl.String, "The listed entity that it is not"),
        Column("entity_name", pl.String, "The entity's name then"),
        Column("entity_ids", STRINGS, "All listings that it covers: the entity and its group then"),
        Column("reason_code", pl.String, "Why; see `screening review reasons`"),
        Column("comment", pl.String, "The same in words"),
        Column("expires_on", pl.Date, "Last screening date for which it holds"),
        Column("proposed_by", pl.String, "Who made it"),
        Column("proposed_at", UTC, "When"),
        Column("decided_by", pl.String, "Who confirmed, rejected or revoked it"),
        Column("decided_at", UTC, "When"),
        Column("alert_id", pl.String, "The alert at which it was made"),
        Column("severity", pl.String, "Severity of that alert then"),
        Column("last_event", pl.Int64, "Number of its last event"),
    ),
)

RULE_PRECISION = Table(
    "review",
    "rule_precision",
    "What officers decided about the alerts that each rule was part of.",
    ("rule_id",),
    (
        Column("rule_id", pl.String, "The rule"),
        Column(
            "alert_count", pl.Int64, "Alerts with a reason of this rule: published, or decided and taken away since"
        ),
        Column("decided_count", pl.Int64, "Those with a final decision"),
        Column("true_match_count", pl.Int64, "Decided as a true match"),
        Column("false_positive_count", pl.Int64, "Decided as a false positive"),
        Column("release_count", pl.Int64, "Released: a question that was answered"),
        Column("precision", pl.Float64, "True matches among true matches and false positives; null without either"),
        Column("headline_true_match_count", pl.Int64, "True matches in which this rule gave most points"),
        Column("headline_false_positive_count", pl.Int64, "False positives in which it did"),
    ),
)

REGISTER_ENTRIES = Table(
    "review",
    "register_entries",
    "What the company register says of each firm, as one hash: of name, address, owners, directors and closing.",
    ("tax_id",),
    (
        Column("tax_id", pl.String, "Tax number of the firm"),
        Column("register_hash", pl.String, "SHA-256 of its entry and of its owners and directors of today"),
    ),
)

SUPPRESSED_PAIRS = Table(
    "review",
    "suppressed_pairs",
    "Suppressions that hold for a run, one row for each listing that they cover. Lives in the staging folder only.",
    ("suppression_id", "entity_id"),
    (
        Column("suppression_id", pl.String, "The suppression", required=True),
        Column("name", pl.String, "Name of the party as declared"),
        Column("country_code", pl.String, "Its country as declared", "ISO 3166-1 alpha-2"),
        Column("tax_id", pl.String, "Its tax number as declared"),
        Column("entity_id", pl.String, "A listed entity that it is not", required=True),
        Column("expires_on", pl.Date, "Last screening date for which it holds", required=True),
    ),
)

VIEWS = (REGISTER_ENTRIES, ALERT_STATES, ALERT_CONTENTS, QUEUE, SUPPRESSIONS, RULE_PRECISION)
"""Views of the lake, made by migrations; their columns as they are read."""
