"""Schemes seen in the firms: fronts, one-day firms, common addresses and directors, sudden changes of business."""

from __future__ import annotations

from datetime import date

from screening.simulate.cast import HUBS, Cast


def front_company(cast: Cast, story: str, start: int) -> None:
    """A firm registered last month buys circuits of tier 1 from a trading house in a hub."""
    registered = start - cast.count(8, 40)
    front = cast.firm("KZ", registered)
    cast.link(front, "director", cast.person())
    hub = cast.one_of(("HK", "AE", "TR", "CN", "KG"))
    supplier = cast.firm(hub, start - cast.count(30, 500)) if cast.chance(0.5) else cast.supplier(hub)
    for day in cast.days(cast.count(2, 5), start, 35):
        goods = cast.sought(["electronics"])
        relation = cast.relation(supplier, front, goods, trade=cast.one_of((hub, "AE", "HK")))
        cast.declare(
            "front_company",
            story,
            relation,
            day,
            "consignee",
            f"Registered {day - registered} days earlier, buys priority goods from a trading house in {hub}",
            key_goods=goods,
        )


def one_day_firm(cast: Cast, story: str, start: int) -> None:
    """A firm imports for a week or two and is never seen again."""
    registered = start - cast.count(4, 25)
    firm = cast.firm("KZ", registered)
    cast.parties[firm - cast.population.parties.height]["closed_date"] = date.fromordinal(start + cast.count(35, 70))
    cast.link(firm, "director", cast.person())
    supplier = cast.supplier(cast.one_of(("CN", "HK", "AE", "TR")))
    for day in cast.days(cast.count(5, 8), start, 10):
        goods = cast.sought() if cast.chance(0.6) else cast.ordinary(["electronics", "telecom", "computers"], True)
        relation = cast.relation(supplier, firm, goods)
        cast.declare(
            "one_day_firm",
            story,
            relation,
            day,
            "consignee",
            "Many declarations within days of registration, then silence",
            key_goods=goods,
        )


def shared_address(cast: Cast, story: str, start: int) -> None:
    """Several firms in one room buy the same kind of goods from the same supplier."""
    first = cast.firm("KZ", start - cast.count(60, 300))
    place = {
        name: cast.party(first)[name]
        for name in ("city", "city_other", "city_latin", "postcode", "street", "house", "room")
    }
    firms = [first, *(cast.firm("KZ", start - cast.count(30, 300), **place) for _ in range(cast.count(4, 6)))]
    _ring(
        cast,
        "shared_address",
        story,
        start,
        firms,
        "Shares its room with other firms that buy the same goods from the same supplier",
    )


def shared_director(cast: Cast, story: str, start: int) -> None:
    """Several firms have one director and buy the same kind of goods from the same supplier."""
    director = cast.person()
    firms = [cast.firm("KZ", start - cast.count(40, 400)) for _ in range(cast.count(4, 5))]
    for firm in firms:
        cast.link(firm, "director", director)
    _ring(
        cast,
        "shared_director",
        story,
        start,
        firms,
        "Has the same director as other firms that buy the same goods from the same supplier",
    )


def _ring(cast: Cast, scheme: str, story: str, start: int, firms: list[int], why: str) -> None:
    hub = cast.one_of(HUBS)
    supplier, goods = cast.supplier(hub), cast.sought()
    for firm in firms:
        for day in cast.days(cast.count(2, 4), start, 60):
            relation = cast.relation(supplier, firm, goods)
            cast.declare(scheme, story, relation, day, "consignee", why, key_goods=goods)


def profile_break(cast: Cast, story: str, start: int) -> None:
    """A trader of food or clothes turns to circuits and machine tools."""
    trader = cast.old_trader(["food", "textile", "furniture", "cosmetics", "agriculture"])
    supplier = cast.supplier(cast.one_of(("HK", "AE", "TR", "CN", "DE")))
    for day in cast.days(cast.count(2, 4), start, 30):
        goods = cast.sought()
        relation = cast.relation(supplier, trader, goods)
        cast.declare(
            "profile_break", story, relation, day, "consignee", "Never dealt in such goods before", key_goods=goods
        )


def volume_jump(cast: Cast, story: str, start: int) -> None:
    """A small importer of priority goods suddenly takes many times as much."""
    trader = cast.old_trader(["electronics", "telecom", "computers"])
    goods = cast.sought(["electronics", "telecom"])
    supplier = cast.supplier(cast.one_of(("CN", "HK", "TW", "AE")))
    for day in cast.days(cast.count(3, 5), start, 21):
        relation = cast.relation(supplier, trader, goods)
        cast.declare(
            "volume_jump",
            story,
            relation,
            day,
            "consignee",
            "Takes many times the quantity of the months before",
            key_goods=goods,
            mass_factor=cast.between(12, 40),
        )


def owned_by_listed(cast: Cast, story: str, start: int) -> None:
    """A listed firm owns half of the importer through a firm between."""
    listed, _ = cast.listed_party("firm")
    middle = cast.firm(cast.one_of(("KZ", "AE", "TR", "HK")), start - cast.count(300, 1500))
    importer = cast.firm("KZ", start - cast.count(200, 1200))
    cast.link(middle, "owner", listed, 100.0 if cast.chance(0.6) else 75.0)
    cast.link(importer, "owner", middle, 70.0 if cast.chance(0.5) else 100.0)
    cast.link(importer, "director", cast.person())
    supplier = cast.supplier(cast.one_of(("CN", "AE", "TR", "DE")))
    for day in cast.days(cast.count(2, 4), start, 45):
        goods = (
            cast.sought() if cast.chance(0.6) else cast.ordinary(["machinery", "electronics", "oilgas", "laboratory"])
        )
        relation = cast.relation(supplier, importer, goods)
        cast.declare(
            "owned_by_listed",
            story,
            relation,
            day,
            "consignee",
            "A listed firm owns at least half of it through a firm between",
            key_goods=goods,
        )
