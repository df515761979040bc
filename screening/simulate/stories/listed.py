"""Schemes around listed parties: respelt, renamed, behind others, afloat, and paid by wallet."""

from __future__ import annotations

from typing import Any

from screening.simulate.cast import Cast
from screening.simulate.firms import SPELLINGS

_NEAR = ("CN", "HK", "AE", "TR", "KG")
_VESSEL_OFFICE = "43008"


def listed_name_respelt(cast: Cast, story: str, start: int) -> None:
    """A listed party under another spelling of its name."""
    at_export = cast.chance(0.5)
    party, _ = cast.listed_party("firm" if cast.chance(0.85) else "person", ("RU", "IR", "SY") if at_export else _NEAR)
    trader = cast.old_trader()
    for day in cast.days(cast.count(1, 3), start, 50):
        goods = cast.sought() if cast.chance(0.4) else cast.ordinary()
        role = "consignee" if at_export else "consignor"
        relation = (
            cast.relation(trader, party, goods, flow="export", origin="KZ")
            if at_export
            else cast.relation(party, trader, goods)
        )
        wish: dict[str, Any] = {f"{role}_spelling": cast.count(0, SPELLINGS - 1)}
        cast.declare(
            "listed_name_respelt",
            story,
            relation,
            day,
            role,
            f"The {role} is listed; its name is spelt in another way",
            key_goods=goods,
            **wish,
        )


def listed_number_other_name(cast: Cast, story: str, start: int) -> None:
    """A new name, the tax number of a listed firm."""
    _, entry = cast.listed_party("firm", ("RU",))
    number = entry["party"]["tax_id"]
    if not number:
        return listed_name_respelt(cast, story, start)
    other = cast.firm("RU", start - cast.count(30, 300), tax_id=number)
    trader = cast.old_trader()
    for day in cast.days(cast.count(1, 2), start, 40):
        goods = cast.ordinary()
        relation = cast.relation(trader, other, goods, flow="export", origin="KZ")
        cast.declare(
            "listed_number_other_name",
            story,
            relation,
            day,
            "consignee",
            "The consignee's tax number is that of a listed firm",
            key_goods=goods,
            consignee_tax_id=number,
        )
    return None


def renamed_at_old_address(cast: Cast, story: str, start: int) -> None:
    """A listed firm under a new name at its old address, sending priority goods."""
    _, entry = cast.listed_party("firm", _NEAR)
    place = {
        name: entry["party"][name]
        for name in ("country_code", "city", "city_other", "city_latin", "postcode", "street", "house", "room")
    }
    country = place["country_code"]
    renamed = cast.firm(country if country in _NEAR else "AE", start - cast.count(30, 400), **place)
    trader = (
        cast.old_trader(["electronics", "telecom", "machinery", "computers"])
        if cast.chance(0.5)
        else cast.firm("KZ", start - cast.count(60, 600))
    )
    for day in cast.days(cast.count(2, 4), start, 50):
        goods = cast.sought()
        relation = cast.relation(renamed, trader, goods, dispatch=country)
        cast.declare(
            "renamed_at_old_address",
            story,
            relation,
            day,
            "consignor",
            "The consignor has the address of a listed firm, and a new name",
            key_goods=goods,
        )


def listed_end_user_behind_forwarder(cast: Cast, story: str, start: int) -> None:
    """The consignee is a freight forwarder; a listed party stands behind the payment, or in the description."""
    forwarders = cast.population.forwarders
    _behind(
        cast,
        "listed_end_user_behind_forwarder",
        story,
        start,
        cast.count(forwarders.start, forwarders.stop - 1),
        "a freight forwarder",
    )


def listed_end_user_behind_bank(cast: Cast, story: str, start: int) -> None:
    """The consignee is a bank; a listed party stands behind."""
    banks = cast.population.banks
    _behind(cast, "listed_end_user_behind_bank", story, start, cast.count(banks.start, banks.stop - 1), "a bank")


def _behind(cast: Cast, scheme: str, story: str, start: int, consignee: int, whom: str) -> None:
    listed, _ = cast.listed_party("firm", ("RU", "IR", "KZ"))
    hub = cast.one_of(("HK", "AE", "TR", "CN"))
    supplier = cast.supplier(hub)
    for day in cast.days(cast.count(1, 3), start, 40):
        goods = cast.sought()
        relation = cast.relation(
            supplier,
            consignee,
            goods,
            responsible=listed if cast.chance(0.8) else consignee,
            trade=cast.one_of((hub, "AE")),
        )
        cast.declare(
            scheme,
            story,
            relation,
            day,
            "responsible",
            f"The consignee is {whom}; a listed party stands behind",
            key_goods=goods,
        )


def listed_vessel(cast: Cast, story: str, start: int) -> None:
    """A listed vessel carries the goods, sometimes under another name."""
    _, entry = cast.listed_party("vessel") if cast.listed["vessel"] else (0, None)
    if entry is None:
        return listed_name_respelt(cast, story, start)
    name = entry["party"]["first"] if cast.chance(0.5) else "NEW " + entry["party"]["first"]
    relation_goods = cast.ordinary(["metals", "oilgas", "agriculture", "machinery", "food"])
    trader = cast.old_trader(["metals", "oilgas", "agriculture"])
    partner = cast.supplier("RU")
    for day in cast.days(cast.count(1, 3), start, 40):
        relation = cast.relation(partner, trader, relation_goods, mode="10", office_code=_VESSEL_OFFICE)
        cast.declare(
            "listed_vessel",
            story,
            relation,
            day,
            "transport",
            "The vessel is listed by its IMO number",
            key_goods=relation_goods,
            transport=f"M/V {name} IMO {entry['imo']}",
        )
    return None


def listed_wallet(cast: Cast, story: str, start: int) -> None:
    """Paid to a listed virtual-asset wallet."""
    if not cast.listed["wallet"]:
        return listed_name_respelt(cast, story, start)
    wallet = cast.one_of(cast.listed["wallet"])["wallet"]
    trader = cast.old_trader() if cast.chance(0.5) else cast.firm("KZ", start - cast.count(40, 400))
    supplier = cast.supplier(cast.one_of(("CN", "HK", "AE")))
    for day in cast.days(cast.count(1, 3), start, 40):
        goods = cast.sought() if cast.chance(0.5) else cast.ordinary(["electronics", "telecom", "computers"])
        relation = cast.relation(supplier, trader, goods)
        cast.declare(
            "listed_wallet",
            story,
            relation,
            day,
            "payment",
            "Paid to a listed wallet",
            key_goods=goods,
            payment=f"USDT, кошелёк {wallet}",
        )
    return None
