"""Who runs a command of the review: an account with its password, from a prompt or the input, never an argument."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:  # heavy: these commands import it when they run
    from screening.review import Accounts, Actor

AsOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        envvar="SCREENING_REVIEW_ACCOUNT",
        help="Your account; the password is asked for, or read from the first line of the input. Not needed where "
        "SCREENING_REVIEW_TOKEN holds the token of `screening review sign-in`",
    ),
]


def read_password(question: str, *, twice: bool = False) -> str:
    """Ask for a password without showing it; where the input is no terminal, read its next line.

    Raises ReviewError when there is none, or the two differ.
    """
    from screening.errors import ReviewError

    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line.strip("\r\n"):
            raise ReviewError("no password came in", remedy="Write it as a line into the input, or use a terminal")
        return line.rstrip("\r\n")
    password = getpass.getpass(f"{question}: ")
    if twice and getpass.getpass("Once more: ") != password:
        raise ReviewError("the two differ", remedy="Try again")
    return password


def signed_in(accounts: Accounts, name: str | None) -> Actor:
    """Return who runs the command; raises SignInError."""
    import os

    from screening.errors import SignInError

    token = os.environ.get("SCREENING_REVIEW_TOKEN", "")
    if token and not name:
        actor = accounts.actor_of(token)
        if actor is None:
            raise SignInError("the session ended", where="SCREENING_REVIEW_TOKEN", remedy="Sign in again")
        return actor
    if not name:
        raise SignInError("who are you?", remedy="Give --as ACCOUNT, or sign in with `screening review sign-in`")
    session = accounts.sign_in(name, read_password(f"Password of {name}"), client="command line")
    accounts.sign_out(session.token)
    return session.actor
