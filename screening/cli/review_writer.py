"""What the commands that write to the review share: sign in, write, say what was written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from screening.cli.sign_in import signed_in

if TYPE_CHECKING:  # heavy, and needed by the commands only when they run
    from screening.review import Actor, Event, ReviewWriter


@contextmanager
def writing(account: str | None) -> Iterator[tuple[ReviewWriter, Actor]]:
    """Sign in and open a writer for the length of a `with` block. Raises SignInError and LakeError."""
    from screening.review import Accounts, ReviewWriter
    from screening.settings import load_settings

    settings = load_settings()
    accounts = Accounts(settings)
    actor = signed_in(accounts, account)
    with ReviewWriter(settings, accounts) as writer:
        yield writer, actor


def echo_event(event: Event) -> None:
    """Say what an event did."""
    about = event.alert_id or event.suppression_id or event.actor
    state = f": {event.status}" if event.status else ""
    disposition = f", {event.disposition}" if event.disposition else ""
    typer.echo(f"Event {event.event_number}, {event.kind} {about}{state}{disposition}.")
    if event.status == "awaiting_second" and event.kind == "decided":
        typer.echo(f"A second person must confirm it: screening review confirm {event.alert_id} --as ACCOUNT")
