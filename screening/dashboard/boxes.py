"""A declaration as an officer knows it: its boxes by number, those of the whole and those of each goods item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from screening.dashboard.texts import Speaker

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Box:
    """One box: its number on the form, what it is called, and its lines."""

    number: str
    title: str
    lines: tuple[str, ...]
    is_wide: bool = False


def general_boxes(item: Row, say: Speaker) -> list[Box]:
    """Return the boxes that all items of a declaration share, in the order of the form. `item`: any item of it."""
    return [
        _box(say, "1", "flow", say(f"flow.{item['flow']}")),
        _box(say, "A", "declaration", item["declaration_id"], *_correction(item, say)),
        _party(say, "2", "consignor", item),
        _party(say, "8", "consignee", item),
        _party(say, "9", "responsible", item),
        _box(say, "11", "trade_country", item["trade_country_code"]),
        _party(say, "14", "declarant", item),
        _box(say, "15", "dispatch_country", item["dispatch_country_code"]),
        _box(say, "17", "destination_country", item["destination_country_code"]),
        _box(say, "18/21", "transport", item["transport_identity"]),
        _box(say, "22", "currency", item["invoice_currency_code"]),
        _box(say, "25", "transport_mode", item["transport_mode_code"]),
        _box(say, "29", "office", item["office_code"]),
        _party(say, "50", "carrier", item),
        _box(say, "", "payment", item["payment_details"], is_wide=True),
    ]


def item_boxes(item: Row, say: Speaker) -> list[Box]:
    """Return the boxes of one goods item, in the order of the form."""
    kind = [f"{say(f'box.{key}')}: {item[key]}" for key in ("maker_name", "brand_name", "model_name") if item[key]]
    mass = _amount(say, 3)
    return [
        _box(say, "31", "goods", item["goods_description"], *kind, is_wide=True),
        _box(say, "33", "hs_code", item["hs_code"]),
        _box(say, "34", "origin", item["origin_country_code"]),
        _box(say, "35", "gross_mass", mass(item["gross_mass_kg"], "kg")),
        _box(say, "37", "procedure", item["procedure_code"]),
        _box(say, "38", "net_mass", mass(item["net_mass_kg"], "kg")),
        _box(say, "41", "quantity", mass(item["quantity"], item["quantity_unit_code"])),
        _box(say, "42", "invoice_value", _amount(say, 2)(item["invoice_value"], item["invoice_currency_code"])),
        _box(
            say,
            "46",
            "statistical_value",
            _amount(say, 2)(item["statistical_value"], item["statistical_currency_code"]),
        ),
        _box(say, "44", "documents", *_separate(item["documents"]), is_wide=True),
        _box(say, "31", "containers", *_separate(item["container_numbers"])),
    ]


def _box(say: Speaker, number: str, name: str, *lines: str | None, is_wide: bool = False) -> Box:
    return Box(number, say(f"box.{name}"), tuple(line for line in lines if line), is_wide)


def _party(say: Speaker, number: str, role: str, item: Row) -> Box:
    tax_id = item[f"{role}_tax_id"]
    where = ", ".join(filter(None, (item[f"{role}_address"], item[f"{role}_country_code"])))
    lines = (item[f"{role}_name"], where, f"{say('box.tax_id')} {tax_id}" if tax_id else None)
    title = say(f"subject.{role}")
    return Box(number, title[0].upper() + title[1:], tuple(line for line in lines if line))


def _correction(item: Row, say: Speaker) -> tuple[str, ...]:
    lines = [say.day(item["registration_date"])]
    if item["correction_number"]:
        lines.append(say("box.correction", number=item["correction_number"]))
    if item["release_date"]:
        lines.append(say("box.released", day=say.day(item["release_date"])))
    return tuple(lines)


def _amount(say: Speaker, digits: int) -> Callable[[float | None, str | None], str | None]:
    return lambda value, unit: None if value is None else f"{say.number(value, digits)} {say.unit(unit or '')}".strip()


def _separate(value: str | None) -> list[str]:
    return [part.strip() for part in (value or "").split(";") if part.strip()]
