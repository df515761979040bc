"""Schemes seen in the goods: prices, descriptions, codes, small lots and precursors."""

from __future__ import annotations

from screening.simulate.cast import HUBS, Cast

_PRECURSORS = (  # code, Russian text, English text, line whose price and mass are near
    ("2930700000", "Тиодигликоль технический", "Thiodiglycol, CAS 111-48-8"),
    ("2812120000", "Хлорокись фосфора, CAS 10025-87-3", "Phosphorus oxychloride"),
    ("2920240000", "Триэтилфосфит", "Triethyl phosphite, CAS 122-52-1"),
    ("2931410000", "Диметилметилфосфонат, пламегаситель", "Dimethyl methylphosphonate, CAS 756-79-6"),
    ("2837190000", "Калий цианистый", "Potassium cyanide, CAS 151-50-8"),
    ("2826199000", "Калий фтористый кислый, CAS 7789-29-9", "Ammonium bifluoride"),
    ("2812170000", "Тионилхлорид", "Thionyl chloride, CAS 7719-09-7"),
    ("2921192000", "Диизопропиламин, CAS 108-18-9", "Diisopropylamine"),
)
_COVERS = (  # code and words that circuits and modules travel under
    ("8516909000", "Части бытовых электронагревательных приборов"),
    ("8708999709", "Запасные части для автомобилей, электронные блоки"),
    ("9503009909", "Игрушки, электронные детали"),
    ("3926909709", "Изделия из пластмасс прочие, корпусные детали"),
    ("8473302008", "Части к компьютерам, платы"),
    ("8543708000", "Электронные компоненты для бытовой техники"),
    ("8548009000", "Части электрические прочие"),
)
_NEIGHBOURS = ("8473302008", "8543708000", "8548009000", "8536909500", "8531908500")


def split_shipment(cast: Cast, story: str, start: int) -> None:
    """One consignment goes in many small declarations within days."""
    trader = (
        cast.old_trader(["electronics", "telecom", "computers"])
        if cast.chance(0.6)
        else cast.firm("KZ", start - cast.count(60, 500))
    )
    hub = cast.one_of(("HK", "CN", "AE"))
    goods = cast.sought(["electronics"])
    relation = cast.relation(cast.supplier(hub), trader, goods)
    price = cast.lines[goods]["usd_per_kg"]
    for day in cast.days(cast.count(6, 10), start, 7):
        cast.declare(
            "split_shipment",
            story,
            relation,
            day,
            "consignee",
            "One of many small lots between the same parties within a week",
            key_goods=goods,
            mass_kg=round(cast.between(400, 800) / price, 3),
            price_factor=0.9,
            items=1,
        )


def under_invoicing(cast: Cast, story: str, start: int) -> None:
    """Priority goods at a fraction of their price."""
    _priced(
        cast,
        "under_invoicing",
        story,
        start,
        (0.05, 0.16),
        "Declared at a fraction of what such goods cost",
        cast.sought,
    )


def over_invoicing(cast: Cast, story: str, start: int) -> None:
    """Goods at many times their price, to move money."""
    _priced(
        cast,
        "over_invoicing",
        story,
        start,
        (7.0, 16.0),
        "Declared at many times what such goods cost",
        lambda: cast.ordinary(["machinery", "electronics", "energy", "oilgas"]),
    )


def _priced(
    cast: Cast, scheme: str, story: str, start: int, factors: tuple[float, float], why: str, line: object
) -> None:
    trader = cast.old_trader() if cast.chance(0.5) else cast.firm("KZ", start - cast.count(30, 700))
    hub = cast.one_of(HUBS)
    supplier, goods = cast.supplier(hub), line()  # type: ignore[operator]
    for day in cast.days(cast.count(2, 4), start, 40):
        relation = cast.relation(supplier, trader, goods, trade=cast.one_of(HUBS))
        cast.declare(
            scheme, story, relation, day, "consignee", why, key_goods=goods, price_factor=cast.between(*factors)
        )


def disguised_description(cast: Cast, story: str, start: int) -> None:
    """Circuits and modules travel as parts of household goods; the article gives them away, or the price does."""
    trader = (
        cast.old_trader(["household", "auto", "toys", "computers", "electronics"])
        if cast.chance(0.6)
        else cast.firm("KZ", start - cast.count(30, 400))
    )
    supplier = cast.supplier(cast.one_of(("CN", "HK", "AE", "TR")))
    for day in cast.days(cast.count(2, 4), start, 45):
        goods = cast.sought(["electronics", "telecom"])
        code, words = cast.one_of(_COVERS)
        line = cast.lines[goods]
        model = cast.one_of(line["models"])
        relation = cast.relation(supplier, trader, goods)
        text = f"{words}, арт. {model}" if cast.chance(0.7) else words
        cast.declare(
            "disguised_description",
            story,
            relation,
            day,
            "goods",
            f"Goods of code {line['hs_code'][:6]} described and classified as something else",
            key_goods=goods,
            hs_code=code,
            description=text,
            model=model if cast.chance(0.7) else None,
        )


def code_hopping(cast: Cast, story: str, start: int) -> None:
    """A model that was declared under a priority code for weeks moves to a neighbouring one."""
    trader = cast.old_trader(["electronics", "telecom", "computers", "laboratory"])
    goods = cast.sought(["electronics", "telecom"])
    line = cast.lines[goods]
    number = cast.count(0, len(line["models"]) - 1)
    model, maker = line["models"][number], line["makers"][number % len(line["makers"])]
    relation = cast.relation(cast.supplier(cast.one_of(("CN", "HK", "TW", "TR"))), trader, goods)
    text, code = f"{line['ru']}, модель {model}", cast.one_of(_NEIGHBOURS)
    for day in cast.days(cast.count(2, 4), start - 50, 45):
        cast.declare(
            "code_hopping",
            story,
            relation,
            day,
            "earlier declaration",
            "Declared rightly, before the code was changed",
            False,
            key_goods=goods,
            description=text,
            model=model,
            maker=maker,
        )
    for day in cast.days(cast.count(3, 4), start, 30):
        cast.declare(
            "code_hopping",
            story,
            relation,
            day,
            "goods",
            f"The same model went under {line['hs_code'][:6]} some weeks before",
            key_goods=goods,
            hs_code=code,
            description=text,
            model=model,
            maker=maker,
        )


def precursor_small_lots(cast: Cast, story: str, start: int) -> None:
    """Precursors of chemical weapons in small lots, to somebody who never dealt in chemicals."""
    buyer = (
        cast.firm("KZ", start - cast.count(20, 300))
        if cast.chance(0.6)
        else cast.old_trader(["household", "construction", "cosmetics"])
    )
    supplier = cast.supplier(cast.one_of(("CN", "IN", "TR", "AE")))
    goods = cast.goods.number_of("2922150000")
    relation = cast.relation(supplier, buyer, goods)
    code, ru, en = cast.one_of(_PRECURSORS)
    for day in cast.days(cast.count(5, 8), start, 28):
        cast.declare(
            "precursor_small_lots",
            story,
            relation,
            day,
            "goods",
            "A precursor in small lots to a consignee without a use for it",
            key_goods=goods,
            hs_code=code,
            description=f"{ru if cast.chance(0.8) else en}, в канистрах по 5 л",
            mass_kg=round(cast.between(3, 28), 1),
            price_factor=cast.between(3, 8),
            items=cast.count(1, 2),
        )
