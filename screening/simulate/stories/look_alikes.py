"""Innocent look-alikes: honest trade that shows one or two signs of a scheme."""

from __future__ import annotations

from screening.simulate.cast import Cast

_CONSUMER = ("electronics", "telecom", "computers")


def new_honest_importer(cast: Cast, story: str, start: int) -> None:
    """A firm of last month imports ordinary goods."""
    firm = cast.firm("KZ", start - cast.count(5, 60))
    cast.link(firm, "director", cast.person())
    goods = cast.ordinary()
    _trade(cast, "new_honest_importer", story, start, firm, goods, "A new firm with ordinary goods", 4)


def new_electronics_dealer(cast: Cast, story: str, start: int) -> None:
    """A firm of last month imports consumer electronics, some of it under priority codes."""
    firm = cast.firm("KZ", start - cast.count(5, 60))
    cast.link(firm, "director", cast.person())
    _trade(
        cast,
        "new_electronics_dealer",
        story,
        start,
        firm,
        cast.ordinary(_CONSUMER, True),
        "A new shop of consumer electronics",
        4,
    )


def electronics_dealer(cast: Cast, story: str, start: int) -> None:
    """An old dealer imports industrial parts straight from where they are made, well described."""
    dealer = cast.old_trader(["electronics", "machinery", "laboratory", "telecom"])
    goods = cast.sought()
    _trade(
        cast, "electronics_dealer", story, start, dealer, goods, "An old dealer in such goods, buying directly", 6, 60
    )


def freight_forwarder(cast: Cast, story: str, start: int) -> None:
    """A forwarder receives other people's ordinary goods."""
    forwarders = cast.population.forwarders
    firm = cast.count(forwarders.start, forwarders.stop - 1)
    goods = cast.ordinary(_CONSUMER) if cast.chance(0.2) else cast.ordinary()
    _trade(cast, "freight_forwarder", story, start, firm, goods, "A real forwarder with its customers' goods", 5)


def car_bearings(cast: Cast, story: str, start: int) -> None:
    """Wheel bearings of cars, under the code of precision bearings."""
    dealer = cast.old_trader(["auto"])
    _trade(cast, "car_bearings", story, start, dealer, cast.goods.number_of("8482109008"), "Bearings for cars", 5, 60)


def toy_drones(cast: Cast, story: str, start: int) -> None:
    """Toy quadcopters."""
    dealer = cast.old_trader(["toys", "household"])
    _trade(cast, "toy_drones", story, start, dealer, cast.goods.number_of("8806210000"), "Toys", 3)


def courier_small_lots(cast: Cast, story: str, start: int) -> None:
    """Small lots of consumer goods between the same parties within a week: a web shop."""
    shop = cast.old_trader(["household", "electronics", "cosmetics", "textile"])
    goods = cast.ordinary(["household", "electronics", "cosmetics", "textile"])
    relation = cast.relation(cast.supplier("CN"), shop, goods, origin="CN")
    price = cast.lines[goods]["usd_per_kg"]
    for day in cast.days(cast.count(4, 8), start, 7):
        cast.declare(
            "courier_small_lots",
            story,
            relation,
            day,
            "consignee",
            "A web shop's parcels",
            False,
            key_goods=goods,
            mass_kg=round(cast.between(300, 900) / price, 3),
            items=1,
        )


def laboratory_reagents(cast: Cast, story: str, start: int) -> None:
    """Small packs of reagents, some of them scheduled, for an old laboratory."""
    laboratory = cast.old_trader(["laboratory", "medical", "pharma"])
    goods = cast.goods.number_of("3822190000")
    relation = cast.relation(cast.supplier("DE"), laboratory, goods, origin="DE")
    code, text = cast.one_of(
        (
            ("2837190000", "Калий цианистый чда, для анализов, 100 г"),
            ("2922150000", "Триэтаноламин чда для лабораторий"),
            ("2826199000", "Калий фтористый чда, 250 г"),
            ("2830100000", "Натрий сернистый чда для анализов"),
        )
    )
    for day in cast.days(cast.count(1, 3), start, 60):
        cast.declare(
            "laboratory_reagents",
            story,
            relation,
            day,
            "goods",
            "Reagents in laboratory packs for an old laboratory",
            False,
            key_goods=goods,
            hs_code=code,
            description=text,
            mass_kg=round(cast.between(0.5, 6), 2),
        )


def name_look_alike(cast: Cast, story: str, start: int) -> None:
    """A firm that shares a word of its name with a listed one."""
    listed = cast.one_of(cast.listed["firm"])["party"]
    country = listed["country_code"] if listed["country_code"] in ("RU", "CN", "AE", "TR", "HK", "KG") else "CN"
    other = cast.firm(country)
    shared = (
        {"first": listed["first"]}
        if cast.chance(0.15) and listed["second"]
        else {"second": listed["second"] or "Trading"}
    )
    cast.parties[other - cast.population.parties.height].update(shared)
    trader = cast.old_trader()
    goods = cast.ordinary()
    relation = cast.relation(other, trader, goods, dispatch=country)
    for day in cast.days(cast.count(1, 4), start, 60):
        cast.declare(
            "name_look_alike",
            story,
            relation,
            day,
            "consignor",
            "Shares a word of its name with a listed firm",
            False,
            key_goods=goods,
        )


def honest_transit_through_russia(cast: Cast, story: str, start: int) -> None:
    """Transit from Europe to Central Asia through Russia, of ordinary goods."""
    destination = cast.one_of(("UZ", "KG", "TJ"))
    goods = cast.ordinary()
    relation = cast.relation(
        cast.supplier(cast.one_of(("DE", "PL", "LT"))),
        cast.supplier(destination),
        goods,
        flow="transit",
        destination=destination,
        mode=cast.one_of(("20", "30")),
    )
    for day in cast.days(cast.count(2, 6), start, 60):
        cast.declare(
            "honest_transit_through_russia",
            story,
            relation,
            day,
            "route",
            "The usual way from Europe to Central Asia",
            False,
            key_goods=goods,
            is_unreleased=cast.chance(0.3),
        )


def hub_distributor(cast: Cast, story: str, start: int) -> None:
    """Consumer goods through a distributor in a hub."""
    trader = cast.old_trader(_CONSUMER)
    hub, other = cast.one_of(("AE", "HK", "TR")), cast.one_of(("AE", "HK", "TR"))
    goods = cast.ordinary((*_CONSUMER, "household"))
    relation = cast.relation(cast.supplier(hub), trader, goods, trade=other)
    for day in cast.days(cast.count(2, 6), start, 60):
        cast.declare(
            "hub_distributor",
            story,
            relation,
            day,
            "route",
            "Consumer goods through a distributor",
            False,
            key_goods=goods,
        )


def business_centre_tenant(cast: Cast, story: str, start: int) -> None:
    """Firms of one business centre, one of them with priority goods for consumers."""
    host = cast.party(cast.old_trader())
    place = {name: host[name] for name in ("city", "city_other", "city_latin", "postcode", "street", "house")}
    firm = cast.firm("KZ", start - cast.count(200, 3000), **place)
    _trade(
        cast,
        "business_centre_tenant",
        story,
        start,
        firm,
        cast.ordinary(_CONSUMER, True),
        "Many honest firms share its address",
        3,
    )


def new_line_of_business(cast: Cast, story: str, start: int) -> None:
    """An old trader turns to other ordinary goods."""
    trader = cast.old_trader(["food", "textile", "construction"])
    goods = cast.ordinary(["auto", "household", "machinery", "toys", "furniture"])
    _trade(cast, "new_line_of_business", story, start, trader, goods, "An old trader takes up another line", 4)


def neighbour_of_listed(cast: Cast, story: str, start: int) -> None:
    """A supplier in the same building as a listed firm."""
    party = cast.one_of(cast.listed["firm"])["party"]
    if party["country_code"] not in ("CN", "HK", "AE", "TR"):
        return
    place = {name: party[name] for name in ("city", "city_other", "city_latin", "postcode", "street", "house")}
    supplier = cast.firm(party["country_code"], **place, room=str(cast.count(60, 99)))
    goods = cast.ordinary()
    relation = cast.relation(supplier, cast.old_trader(), goods)
    for day in cast.days(2, start, 40):
        cast.declare(
            "neighbour_of_listed",
            story,
            relation,
            day,
            "consignor",
            "Sits in the building of a listed firm",
            False,
            key_goods=goods,
        )


def _trade(
    cast: Cast, kind: str, story: str, start: int, consignee: int, goods: int, why: str, most: int, length: int = 45
) -> None:
    origin = cast.origin_of(goods)
    relation = cast.relation(cast.supplier(origin), consignee, goods, origin=origin)
    for day in cast.days(cast.count(2, most), start, length):
        cast.declare(kind, story, relation, day, "consignee", why, False, key_goods=goods)
