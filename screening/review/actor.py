"""Who acts: an account and its role. What a role may do is asked here, by every function that changes something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from screening.errors import NotAllowedError

Role = Literal["viewer", "officer", "supervisor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
REVIEWERS: tuple[Role, ...] = ("officer", "supervisor")
"""Roles that decide. An administrator keeps accounts and decides nothing."""


@dataclass(frozen=True)
class Actor:
    """An account that signed in, with the role that it had then."""

    name: str
    role: Role


def require_role(actor: Actor, roles: tuple[Role, ...], what: str) -> None:
    """Raise NotAllowedError unless the actor has one of the roles; `what` completes "may not …"."""
    if actor.role not in roles:
        raise NotAllowedError(
            f"the role {actor.role} may not {what}", remedy=f"Ask an account with the role {' or '.join(roles)}"
        )
