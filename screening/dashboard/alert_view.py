"""Everything that the page of one alert shows, read from the lake in one go."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from rapidfuzz.distance import Indel

from screening.alerts.spoken import known_rules, spoken
from screening.dashboard.boxes import Box, general_boxes, item_boxes
from screening.dashboard.differences import Pair, difference, word_pairs
from screening.dashboard.lake_pool import LakePool
from screening.dashboard.peers import PriceAmongPeers, price_among_peers
from screening.dashboard.texts import Speaker
from screening.errors import NotFoundError
from screening.rules.parties.name import PARTY_NAME_FUZZY
from screening.texts import LANGUAGES

_ITEMS_SHOWN = 100
_LEAST_ALIKE = 0.4
"""Values less alike than this (0 to 1) are not marked: everything would be."""
_SHOWN_ELSEWHERE = ("listings", "ask", "threshold_en", "threshold_ru", "threshold_kk", "basis", "regimes", "entries")
_SURE = re.compile(r"\((exact|likely|possible|\d\.\d+)\)")


@dataclass(frozen=True)
class Reason:
    """A reason as the page shows it. `row`: ALERT_REASONS in the reader's language."""

    row: dict[str, Any]
    title: str
    to_do: str
    source: str
    pair: Pair | None
    is_number: bool
    words: list[Pair]
    listings: list[dict[str, Any]]
    is_shown_before: bool
    question: str | None
    control: dict[str, str]
    detail: dict[str, str]


@dataclass(frozen=True)
class Item:
    """A goods item with its boxes and the numbers of the reasons that are about it."""

    number: int
    boxes: list[Box]
    reasons: tuple[int, ...]


@dataclass(frozen=True)
class AlertView:
    """One alert. `alert`: a row of review.queue. Items are none where the declaration is no longer in the lake."""

    alert: dict[str, Any]
    reasons: list[Reason]
    general: list[Box]
    items: list[Item]
    items_left_out: int
    price: PriceAmongPeers | None
    trader_name: str
    trader_tax_id: str
    declarations: list[dict[str, Any]]
    earlier_alerts: list[dict[str, Any]]


def read_alert(pool: LakePool, alert_id: str, say: Speaker) -> AlertView:
    """Read an alert; raises NotFoundError when there is none of this id."""
    found = pool.rows("alert", {"alert_id": alert_id})
    if not found:
        raise NotFoundError(f"there is no alert {alert_id}", remedy="Look for it in the queue, among all of its day")
    alert = found[0]
    reasons = pool.frame("reasons", {"alert_id": alert_id})
    items = pool.rows("items", {"declaration_id": alert["declaration_id"]})
    listings = _listings(pool, reasons)
    name, tax_id = _trader(alert, items)
    trader = {"tax_id": tax_id, "name": name}
    day: date = alert["screening_date"]  # type: ignore[assignment]
    shown = _items(items, reasons, say)
    return AlertView(
        alert=alert,
        reasons=_reasons(spoken(reasons, say.language), listings, say),
        general=general_boxes(items[0], say) if items else [],
        items=shown,
        items_left_out=len(items) - len(shown),
        price=price_among_peers(pool, reasons, items, day),
        trader_name=name,
        trader_tax_id=tax_id,
        declarations=pool.rows("trader", trader | {"day": day}) if name or tax_id else [],
        earlier_alerts=pool.rows("trader_alerts", trader | {"alert_id": alert_id}) if name or tax_id else [],
    )


def _trader(alert: dict[str, Any], items: list[dict[str, Any]]) -> tuple[str, str]:
    """Return name and tax number of the trader: the consignor of an export, else the consignee."""
    role = "consignor" if alert["flow"] == "export" else "consignee"
    first: dict[str, Any] = items[0] if items else alert
    return first.get(f"{role}_name") or "", first.get(f"{role}_tax_id") or ""


def _items(items: list[dict[str, Any]], reasons: pl.DataFrame, say: Speaker) -> list[Item]:
    """Return the items, those with reasons first; of a very long declaration only the first hundred of them."""
    numbers: dict[int, list[int]] = {}
    for item_number, reason_number in reasons.select("item_number", "reason_number").drop_nulls().iter_rows():
        numbers.setdefault(item_number, []).append(reason_number)
    ordered = sorted(items, key=lambda item: (item["item_number"] not in numbers, item["item_number"]))[:_ITEMS_SHOWN]
    return [
        Item(item["item_number"], item_boxes(item, say), tuple(numbers.get(item["item_number"], ())))
        for item in ordered
    ]


def _reasons(rows: list[dict[str, Any]], listings: dict[tuple[str, str], dict[str, Any]], say: Speaker) -> list[Reason]:
    """Return the reasons; a listing that an earlier one shows in full is folded in the later ones."""
    shown: set[str] = set()
    reasons = []
    for row in rows:  # a loop over the reasons of one alert
        reasons.append(_reason(row, listings, row["reference_id"] in shown, say))
        shown.add(row["reference_id"])
    return reasons


def _reason(
    row: dict[str, Any], listings: dict[tuple[str, str], dict[str, Any]], is_shown_before: bool, say: Speaker
) -> Reason:
    rule = known_rules().get(row["rule_id"])
    detail: dict[str, Any] = json.loads(row["detail"])
    is_name = row["rule_id"] == PARTY_NAME_FUZZY.rule_id
    found = [listings[key] for key in _listed_keys(row, detail) if key in listings]
    number = None if is_name or not found else _listed_number(row["declared"], found[0])
    question = detail.get(f"threshold_{say.language}") or detail.get("threshold_en") or detail.get("ask")
    return Reason(
        row=row,
        title=rule.title[say.language] if rule else row["rule_id"],
        to_do=rule.meaning[say.language] if rule else "",
        source=rule.source if rule else "",
        pair=_marked(row["declared"], number or row["reference"]) if found else None,
        is_number=number is not None,
        words=word_pairs(row["declared"], row["reference"]) if is_name else [],
        listings=found,
        is_shown_before=is_shown_before,
        question=str(question) if question else None,
        control={
            key: _certainty(_plain(detail[key], say), say) for key in ("regimes", "basis", "entries") if detail.get(key)
        },
        detail={
            key: _plain(value, say)
            for key, value in detail.items()
            if value not in (None, "", [], 0.0) and key not in _SHOWN_ELSEWHERE and not _is_of_another(key, say)
        },
    )


def _marked(declared: str, listed: str) -> Pair | None:
    """Return both values with their differences; None where they are too unlike, or in other letters, for that."""
    alike = Indel.normalized_similarity(declared.lower(), listed.lower())
    return difference(declared, listed) if alike >= _LEAST_ALIKE else None


def _listed_number(declared: str, listing: dict[str, Any]) -> str | None:
    """Return the number of a listing that is most like the declared one; None where it has none like it."""
    alike = {one["value"]: Indel.normalized_similarity(declared, one["value"]) for one in listing["identifiers"]}
    best = max(alike, key=alike.__getitem__, default=None)
    return best if best is not None and alike[best] >= _LEAST_ALIKE else None


def _is_of_another(key: str, say: Speaker) -> bool:
    return any(key.endswith(f"_{other}") for other in LANGUAGES if other != say.language)


def _listed_keys(row: dict[str, Any], detail: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (entity_id, list_version) of a reason's listing, then of the other entries that mean the same party."""
    others = [(one["entity_id"], one["list_version"]) for one in detail.get("listings") or []]
    return list(dict.fromkeys([(row["reference_id"], row["reference_version"]), *others]))


def _listings(pool: LakePool, reasons: pl.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    keys = [
        key for row in reasons.iter_rows(named=True) for key in _listed_keys(row, json.loads(row["detail"]))
    ]  # a loop over the reasons of one alert
    parameters = {"entity_ids": [key[0] for key in keys], "list_versions": [key[1] for key in keys]}
    return {(str(row["entity_id"]), str(row["list_version"])): row for row in pool.rows("listings", parameters)}


def _certainty(entries: str, say: Speaker) -> str:
    """Return entries with how sure each is, in brackets, in the language: `3A001 (possible)`, `3A001 (0.7)`."""

    def speak(match: re.Match[str]) -> str:
        word = match[1]
        return f"({say(f'certainty.{word}') if word.isalpha() else say.number(float(word), 2)})"

    return _SURE.sub(speak, entries)


def _plain(value: object, say: Speaker) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(one, say) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(one, say)}" for key, one in value.items())
    return say.any(value)
