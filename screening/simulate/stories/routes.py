"""Schemes seen on the way: hubs, false transit, diversion, onward sale, payers elsewhere, and trade with the DPRK."""

from __future__ import annotations

from screening.simulate.cast import HUBS, Cast


def hub_transshipment(cast: Cast, story: str, start: int) -> None:
    """Priority goods of Western or East Asian make come through two hubs to a trader that could buy them directly."""
    trader = (
        cast.old_trader(["electronics", "telecom", "machinery", "laboratory"])
        if cast.chance(0.5)
        else cast.firm("KZ", start - cast.count(100, 900))
    )
    hub, other = cast.one_of(("AE", "TR", "HK", "KG", "UZ", "AM")), cast.one_of(("AE", "HK", "TR"))
    supplier = cast.firm(hub, start - cast.count(60, 900)) if cast.chance(0.6) else cast.supplier(hub)
    for day in cast.days(cast.count(3, 6), start, 60):
        goods = cast.sought()
        relation = cast.relation(supplier, trader, goods, trade=other)
        cast.declare(
            "hub_transshipment",
            story,
            relation,
            day,
            "route",
            f"Priority goods come by way of {hub} and {other}",
            key_goods=goods,
        )


def false_transit(cast: Cast, story: str, start: int) -> None:
    """Goods declared for Central Asia in transit through Russia; they stay there, and the transit is never closed."""
    destination = cast.one_of(("KG", "UZ", "TJ"))
    receiver = cast.firm(destination, start - cast.count(30, 500))
    sender = cast.supplier(cast.one_of(("LT", "PL", "DE", "TR")))
    carrier = cast.firm("RU", start - cast.count(60, 1500))
    for day in cast.days(cast.count(3, 6), start, 50):
        goods = cast.sought()
        relation = cast.relation(
            sender,
            receiver,
            goods,
            flow="transit",
            destination=destination,
            carrier=carrier,
            declarant=carrier,
            responsible=carrier,
            mode="30",
            office_code=cast.one_of(("57507", "60701", "55311")),
        )
        cast.declare(
            "false_transit",
            story,
            relation,
            day,
            "route",
            f"In transit through Russia to {destination}, by a Russian carrier; never closed",
            key_goods=goods,
            is_unreleased=True,
        )


def transit_diverted(cast: Cast, story: str, start: int) -> None:
    """Transit to a neighbour, but the consignee sits in Russia: the destination is a paper one."""
    destination = cast.one_of(("KG", "UZ", "TJ", "AM"))
    receiver = cast.firm("RU", start - cast.count(60, 900))
    sender = cast.supplier(cast.one_of(("CN", "HK")))
    for day in cast.days(cast.count(2, 4), start, 40):
        goods = cast.sought()
        relation = cast.relation(
            sender, receiver, goods, flow="transit", destination=destination, trade=cast.one_of(("AE", "HK", "CN"))
        )
        cast.declare(
            "transit_diverted",
            story,
            relation,
            day,
            "route",
            f"Declared for {destination}, though the consignee sits in Russia",
            key_goods=goods,
            is_unreleased=cast.chance(0.6),
        )


def reexport_to_russia(cast: Cast, story: str, start: int) -> None:
    """What is imported goes on to Russia within days, as invoices show."""
    trader = cast.firm("KZ", start - cast.count(120, 700))
    buyer = cast.firm("RU", start - cast.count(100, 2000))
    supplier = cast.supplier(cast.one_of(("CN", "TR", "HK", "AE", "DE")))
    # It deals in one or two things over and over: that is what the buyer across the border asked for.
    electronics = ["electronics", "telecom", "computers", "machinery"]
    wanted = [cast.sought() if cast.chance(0.6) else cast.ordinary(electronics, True) for _ in range(cast.count(1, 2))]
    for day in cast.days(cast.count(7, 12), start, 80):
        goods = cast.one_of(wanted)
        relation = cast.relation(supplier, trader, goods)
        cast.declare(
            "reexport_to_russia",
            story,
            relation,
            day,
            "consignee",
            "Sells its priority goods on to Russia within days of clearance",
            key_goods=goods,
            resale_country="RU",
            resale_buyer=buyer,
            resale_lag=cast.count(1, 9),
        )


def third_country_payer(cast: Cast, story: str, start: int) -> None:
    """A firm in a third country pays for priority goods."""
    trader = (
        cast.old_trader(["electronics", "machinery", "telecom"])
        if cast.chance(0.6)
        else cast.firm("KZ", start - cast.count(60, 600))
    )
    supplier = cast.supplier(cast.one_of(("CN", "TW", "DE", "KR")))
    payer = cast.firm(cast.one_of(("AE", "HK", "TR", "KG")), start - cast.count(20, 500))
    firm = cast.party(payer)
    name = f"{firm['first']} {firm['second']} {firm['short']}"
    text = f"Банковский перевод; оплата третьим лицом: {name}, {firm['country_code']}"
    for day in cast.days(cast.count(2, 4), start, 40):
        goods = cast.sought()
        relation = cast.relation(supplier, trader, goods, responsible=payer)
        cast.declare(
            "third_country_payer",
            story,
            relation,
            day,
            "responsible",
            f"A firm in {firm['country_code']} pays for priority goods",
            key_goods=goods,
            payment=text,
        )


def dprk_goods(cast: Cast, story: str, start: int) -> None:
    """Goods that resolutions forbid, to or from the DPRK, sometimes by way of its neighbour."""
    partner = cast.firm("KP", start - cast.count(300, 3000))
    trader = cast.old_trader(["machinery", "metals", "energy", "textile", "agriculture"])
    by_neighbour = cast.chance(0.4)
    if cast.chance(0.6):
        goods = cast.ordinary(["machinery", "metals", "energy"])
        relation = cast.relation(
            trader,
            partner,
            goods,
            flow="export",
            origin="KZ",
            dispatch="KZ",
            destination="CN" if by_neighbour else "KP",
        )
    else:
        goods = cast.ordinary(["textile"])
        relation = cast.relation(
            partner,
            trader,
            goods,
            origin="CN" if by_neighbour else "KP",
            dispatch="CN" if by_neighbour else "KP",
            trade="CN",
        )
    for day in cast.days(cast.count(1, 3), start, 50):
        cast.declare(
            "dprk_goods",
            story,
            relation,
            day,
            "partner",
            "Goods in the scope of resolutions on the DPRK, with a partner there",
            key_goods=goods,
        )


__all__ = [
    "HUBS",
    "dprk_goods",
    "false_transit",
    "hub_transshipment",
    "reexport_to_russia",
    "third_country_payer",
    "transit_diverted",
]
