"""`screening review suppress` and its like: this party is not that listed entity."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from screening.cli.review_writer import echo_event, writing
from screening.cli.sign_in import AsOption

if TYPE_CHECKING:  # heavy, and needed by the commands only when they run
    from screening.settings import Settings

SuppressionArgument = Annotated[str, typer.Argument(help="The suppression, as listed by `review suppressions`")]
CommentOption = Annotated[str, typer.Option("--comment", help="In words; kept with the event")]


def register(app: typer.Typer) -> None:
    """Add these commands to `screening review`."""
    app.command()(suppress)
    app.command("confirm-suppression")(confirm_suppression)
    app.command("reject-suppression")(reject_suppression)
    app.command("revoke-suppression")(revoke_suppression)


def suppress(
    reason: Annotated[str, typer.Option("--reason", help="Reason code (`review reasons`)")],
    comment: CommentOption,
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="Last day for which it holds")],
    alert: Annotated[str | None, typer.Option("--alert", help="The alert at which it is made")] = None,
    number: Annotated[int | None, typer.Option("--reason-number", help="The alert's reason that it is about")] = None,
    party: Annotated[str | None, typer.Option("--party", help="Or the party (screening.parties)")] = None,
    entity: Annotated[str | None, typer.Option("--entity", help="Or the listed entity, as UN-SC:QDi.001")] = None,
    account: AsOption = None,
) -> None:
    """Suppress a party against a listed entity: give an alert and the number of its reason, or party and entity."""
    from screening.review import suppress as suppress_party

    with writing(account) as (writer, actor):
        pairs = _pairs(writer.settings, alert, number, party, entity)
        for party_id, entity_id in pairs:
            events = suppress_party(
                writer,
                actor,
                party_id=party_id,
                entity_id=entity_id,
                reason_code=reason,
                comment=comment,
                expires_on=until.date(),
                alert_id=alert,
            )
            said = (
                "A second person must confirm it." if events[0].said["needs_second"] else "It holds from the next run."
            )
            typer.echo(f"Event {events[0].event_number}, suppression {events[0].suppression_id}. {said}")


def _pairs(
    settings: Settings, alert: str | None, number: int | None, party: str | None, entity: str | None
) -> list[tuple[str, str]]:
    """Party and entity as given, or as the alert's reason names them; raises ReviewError where it names no party."""
    from screening.errors import ReviewError
    from screening.lake import open_lake
    from screening.review import parties_of_reason

    if party and entity:
        return [(party, entity)]
    if not alert or number is None:
        raise ReviewError("whom?", remedy="Give --alert and --reason-number, or --party and --entity")
    with open_lake(settings, read_only=True) as connection:
        parties = parties_of_reason(connection, alert, number)
        row = connection.execute(
            "SELECT reference_id FROM alerts.alert_reasons WHERE alert_id = ? AND reason_number = ?", [alert, number]
        ).fetchone()
    if row is None or parties.is_empty():
        raise ReviewError(
            f"reason {number} of {alert} is not that a party is listed",
            remedy="Choose a reason of PARTY_NAME_FUZZY or PARTY_EXACT_ID in `screening explain`",
        )
    return [(party_id, row[0]) for party_id in parties["party_id"]]


def confirm_suppression(
    suppression: SuppressionArgument, comment: CommentOption = "", account: AsOption = None
) -> None:
    """Confirm a suppression that somebody else proposed."""
    from screening.review import confirm_suppression as confirm

    with writing(account) as (writer, actor):
        echo_event(confirm(writer, actor, suppression, comment=comment))


def reject_suppression(suppression: SuppressionArgument, comment: CommentOption, account: AsOption = None) -> None:
    """Reject a suppression that somebody else proposed."""
    from screening.review import reject_suppression as reject

    with writing(account) as (writer, actor):
        echo_event(reject(writer, actor, suppression, comment=comment))


def revoke_suppression(suppression: SuppressionArgument, comment: CommentOption, account: AsOption = None) -> None:
    """End a suppression; from the next run on its hits count again."""
    from screening.review import revoke_suppression as revoke

    with writing(account) as (writer, actor):
        echo_event(revoke(writer, actor, suppression, comment=comment))
