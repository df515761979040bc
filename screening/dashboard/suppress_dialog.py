"""Saying that a declared party is not the listed one: for whom, why, and until when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from anyio import to_thread
from nicegui import ui

from screening.dashboard.alert_side import AlertSide
from screening.dashboard.alert_view import Reason
from screening.dashboard.decide_dialogs import ask, buttons, comment_field, sheet
from screening.dashboard.frame import current_actor
from screening.dashboard.widgets import day_field
from screening.review import load_reasons, parties_of_reason, suppress
from screening.review.reasons import SUPPRESS

_USUAL_DAYS = 180


async def open_suppress_dialog(side: AlertSide, reason_number: int, reason: Reason) -> None:
    """Ask, and record the suppression."""
    say = side.say
    if await current_actor(side.services, side.visitor) is None:
        return
    parties = await to_thread.run_sync(_parties, side, reason_number)
    if not parties:
        ui.notify(say("suppress.not_possible"), type="warning")
        return
    dialog, place = sheet(say, say("review.suppress").removesuffix(" …"))
    names = {party["party_id"]: _spell(party) for party in parties}
    why_not = {code: one.texts[say.language] for code, one in load_reasons().items() if SUPPRESS in one.dispositions}

    def save() -> None:
        if not (said.value or "").strip():
            ui.notify(say("review.comment_missing"), type="warning")
            return
        # No day, or an odd one, is one of the past, which the review refuses with its reason.
        dialog.submit((who.value, why.value, say.read_day(expires.value) or date.min, said.value))

    with place:
        ui.label(say("suppress.lead")).classes("quiet")
        who = ui.select(names, label=say("suppress.party"), value=parties[0]["party_id"]).props("outlined dense")
        listed = f"{reason.listings[0]['primary_name']} ({reason.row['reference_id']})"
        ui.input(say("suppress.entity"), value=listed).props("outlined dense readonly")
        why = ui.select(why_not, label=say("review.reasons_field"), value=next(iter(why_not), None))
        why.props("outlined dense").classes("reasons")
        until = date.today() + timedelta(days=_USUAL_DAYS)  # noqa: DTZ011 - the officer's own calendar
        expires = day_field(say, say("suppress.expires"), until)
        said = comment_field(say)
        buttons(say, dialog, save)
    answer = await ask(dialog)
    if answer is None:
        return
    party_id, reason_code, expires_on, comment = answer
    await side.do(
        lambda actor: suppress(
            side.services.writer,
            actor,
            party_id=party_id,
            entity_id=reason.row["reference_id"],
            reason_code=reason_code,
            comment=comment,
            expires_on=expires_on,
            alert_id=side.alert_id,
        ),
        done="suppress.done",
    )


def _parties(side: AlertSide, reason_number: int) -> list[dict[str, Any]]:
    with side.services.pool.cursor() as cursor:
        return parties_of_reason(cursor, side.alert_id, reason_number).to_dicts()


def _spell(party: dict[str, Any]) -> str:
    return ", ".join(str(party[key]) for key in ("name", "country_code", "tax_id") if party.get(key))
