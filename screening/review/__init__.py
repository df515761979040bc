"""Review: what people decide about alerts, as an append-only chain of events; suppressions; accounts and roles."""

from screening.review.accounts import Account, Accounts
from screening.review.actor import REVIEWERS, ROLES, Actor, Role
from screening.review.decisions import assign, comment, confirm, decide, reject, undo
from screening.review.due import default_due, due_after
from screening.review.events import AlertState, Event
from screening.review.policy import ReviewPolicy, load_review_policy
from screening.review.reading import (
    ReasonsChanged,
    Since,
    alert_state,
    changes_since_viewing,
    history,
    reasons_changed,
    record_viewing,
)
from screening.review.reasons import Reason, load_reasons
from screening.review.sessions import Session
from screening.review.suppressions import (
    SUPPRESSIBLE_RULES,
    confirm_suppression,
    parties_of_reason,
    reject_suppression,
    revoke_suppression,
    suppress,
)
from screening.review.verify import Anchor, Verification, current_anchor, read_anchor, verify
from screening.review.writer import ReviewWriter

__all__ = [
    "REVIEWERS",
    "ROLES",
    "SUPPRESSIBLE_RULES",
    "Account",
    "Accounts",
    "Actor",
    "AlertState",
    "Anchor",
    "Event",
    "Reason",
    "ReasonsChanged",
    "ReviewPolicy",
    "ReviewWriter",
    "Role",
    "Session",
    "Since",
    "Verification",
    "alert_state",
    "assign",
    "changes_since_viewing",
    "comment",
    "confirm",
    "confirm_suppression",
    "current_anchor",
    "decide",
    "default_due",
    "due_after",
    "history",
    "load_reasons",
    "load_review_policy",
    "parties_of_reason",
    "read_anchor",
    "reasons_changed",
    "record_viewing",
    "reject",
    "reject_suppression",
    "revoke_suppression",
    "suppress",
    "undo",
    "verify",
]
