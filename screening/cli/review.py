"""`screening review …`: decide about alerts, suppress, look at the history, check the chain of events."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli import review_accounts, review_read, review_suppress
from screening.cli.review_writer import echo_event, writing
from screening.cli.sign_in import AsOption

if TYPE_CHECKING:  # heavy, and needed by the commands only when they run
    from screening.review import ReviewWriter

app = typer.Typer(
    help="Review alerts: decide, confirm, assign, suppress; history; accounts; check the chain of events.",
    no_args_is_help=True,
)
app.add_typer(review_accounts.app, name="account")
app.command("sign-in")(review_accounts.sign_in)

AlertArgument = Annotated[str, typer.Argument(help="The alert, as listed by `screening alerts`")]
CommentOption = Annotated[str, typer.Option("--comment", help="In words; kept with the event")]
SeenOption = Annotated[
    int | None,
    typer.Option("--seen", help="Last event that you saw of the alert: if there is a later one, nothing is done"),
]


@app.command()
def decide(
    alert: AlertArgument,
    disposition: Annotated[
        str,
        typer.Option("--disposition", help="true_match, false_positive, escalate, request_documents or release"),
    ],
    reasons: Annotated[list[str], typer.Option("--reason", help="Reason code; may be repeated (`review reasons`)")],
    comment: CommentOption = "",
    seen: SeenOption = None,
    account: AsOption = None,
) -> None:
    """Decide about an alert. From the policy's severity on, a second person must then confirm."""
    from screening.review import decide as decide_alert

    with writing(account) as (writer, actor):
        event = decide_alert(
            writer,
            actor,
            alert,
            disposition=disposition,
            reason_codes=reasons,
            comment=comment,
            seen_event=_seen(writer, alert, seen),
        )
    echo_event(event)


@app.command()
def confirm(
    alert: AlertArgument, comment: CommentOption = "", seen: SeenOption = None, account: AsOption = None
) -> None:
    """Confirm the decision of somebody else, as the second pair of eyes."""
    from screening.review import confirm as confirm_alert

    with writing(account) as (writer, actor):
        event = confirm_alert(writer, actor, alert, comment=comment, seen_event=_seen(writer, alert, seen))
    echo_event(event)


@app.command()
def reject(alert: AlertArgument, comment: CommentOption, seen: SeenOption = None, account: AsOption = None) -> None:
    """Reject the decision of somebody else: the alert is open again."""
    from screening.review import reject as reject_alert

    with writing(account) as (writer, actor):
        event = reject_alert(writer, actor, alert, comment=comment, seen_event=_seen(writer, alert, seen))
    echo_event(event)


@app.command()
def undo(alert: AlertArgument, comment: CommentOption, seen: SeenOption = None, account: AsOption = None) -> None:
    """Undo the last decision about an alert by a new event."""
    from screening.review import undo as undo_alert

    with writing(account) as (writer, actor):
        event = undo_alert(writer, actor, alert, comment=comment, seen_event=_seen(writer, alert, seen))
    echo_event(event)


@app.command()
def assign(
    alerts: Annotated[list[str], typer.Argument(help="The alerts")],
    to: Annotated[str | None, typer.Option("--to", help="Account; without it, the alerts are nobody's")] = None,
    due: Annotated[datetime | None, typer.Option("--due", help="By when, UTC; else the policy's working hours")] = None,
    account: AsOption = None,
) -> None:
    """Assign alerts to an account, all or none."""
    from datetime import UTC

    from screening.review import assign as assign_alerts

    with writing(account) as (writer, actor):
        due_at = due.replace(tzinfo=UTC) if due else None
        events = assign_alerts(writer, actor, alerts, assignee=to, due_at=due_at)
    typer.echo(f"{len(events)} alert(s) were assigned to {to or 'nobody'}.")


@app.command()
def comment(alert: AlertArgument, text: CommentOption, account: AsOption = None) -> None:
    """Say something about an alert; nothing else changes."""
    from screening.review import comment as comment_alert

    with writing(account) as (writer, actor):
        event = comment_alert(writer, actor, alert, comment=text)
    echo_event(event)


def _seen(writer: ReviewWriter, alert_id: str, seen: int | None) -> int:
    """What the user says he saw; else, the alert as it is now."""
    if seen is not None:
        return seen
    from screening.lake import open_lake
    from screening.review import history

    with open_lake(writer.settings, read_only=True) as connection:
        events = history(connection, alert_id)
    return int(events["event_number"][-1]) if events.height else 0


review_suppress.register(app)
review_read.register(app)
