"""Ordinary trade: traders with life-spans, the persons behind them, their suppliers, carriers, brokers and banks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from screening.simulate.firms import family_names, make_firms
from screening.simulate.goods_lines import GoodsLines
from screening.simulate.parameters import Parameters, load_words
from screening.simulate.relations import RELATION_SCHEMA, make_relations, partner_countries


@dataclass(frozen=True)
class Population:
    """Ordinary firms and their relations. `parties` by number; `traders` etc. are ranges of those numbers."""

    parties: pl.DataFrame
    relations: pl.DataFrame
    traders: range
    suppliers: range
    carriers: range
    brokers: range
    forwarders: range
    banks: range


def make_population(
    parameters: Parameters, rng: np.random.Generator, goods: GoodsLines, first: date, last: date, items_per_day: int
) -> Population:
    """Make the firms and relations of an administration of that size, for the days from first to last."""
    shape = parameters["traders"]
    wanted = int(items_per_day * shape["for_each_daily_item"])
    count = min(max(wanted, shape["least"]), shape["most"])
    registered = _registered(rng, shape, count, first, last)
    traders = make_firms(rng, np.full(count, "KZ", dtype=object), registered)
    traders = _closed(rng, _centres(rng, _persons(rng, traders, shape), parameters), shape, first, last)
    relations = make_relations(parameters, rng, goods, traders, registered, first, last)
    supplier_count = max(200, int(count * parameters["suppliers"]["for_each_trader"]))
    countries = partner_countries(relations, goods)
    suppliers = make_firms(
        rng,
        countries[rng.integers(len(countries), size=supplier_count)],
        _long_ago(rng, supplier_count, first),
    )
    # Each country that a relation names has at least one firm.
    present = np.array(sorted(set(countries)), dtype=object)
    suppliers = pl.concat([suppliers, make_firms(rng, present, _long_ago(rng, len(present), first))])
    carrier_count = max(12, int(count * parameters["carriers"]["count_for_each_trader"]))
    service = _services(rng, carrier_count, first)
    parties = pl.concat([traders, suppliers, *service])
    starts = np.cumsum([0, count, suppliers.height, *(frame.height for frame in service)])
    ranges = [range(int(a), int(b)) for a, b in pairwise(starts)]
    named = _with_parties(parameters, rng, relations, suppliers, ranges)
    return Population(parties, named, *ranges)


def _registered(rng: np.random.Generator, shape: Mapping[str, Any], count: int, first: date, last: date) -> np.ndarray:
    """Days of registration: most over many years, some during the last year and the days simulated."""
    year_before = first.toordinal() - 365
    recent = rng.integers(year_before, last.toordinal(), count)
    earlier = year_before - rng.exponential(365 * shape["founded_years"] / 3, count).astype(int)
    share = shape["founded_share_last_year"] * (last.toordinal() - year_before) / 365
    oldest = date(1994, 1, 1).toordinal()
    return np.where(rng.random(count) < share, recent, np.maximum(earlier, oldest))


def _long_ago(rng: np.random.Generator, count: int, first: date) -> np.ndarray:
    return np.asarray(first.toordinal() - rng.integers(400, 9000, count))


def _persons(rng: np.random.Generator, traders: pl.DataFrame, shape: Mapping[str, Any]) -> pl.DataFrame:
    """Some traders are individual entrepreneurs."""
    words = load_words()
    is_person = rng.random(traders.height) < shape["persons_share"]
    last = family_names(rng, traders.height)
    first = np.array(words["people_first"], dtype=object)[rng.integers(len(words["people_first"]), size=traders.height)]
    mask = pl.Series(is_person)
    return traders.with_columns(
        short=pl.when(mask).then(pl.lit("ИП")).otherwise("short"),
        other=pl.when(mask).then(pl.lit("ЖК")).otherwise("other"),
        latin=pl.when(mask).then(pl.lit("IP")).otherwise("latin"),
        full=pl.when(mask).then(pl.lit("Индивидуальный предприниматель")).otherwise("full"),
        first=pl.when(mask).then(pl.Series(last.tolist())).otherwise("first"),
        second=pl.when(mask).then(pl.Series(first.tolist())).otherwise("second"),
    )


def _centres(rng: np.random.Generator, traders: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Lodge some traders in business centres: the same street and house, rooms of their own."""
    shape = parameters["addresses"]
    size = traders.height
    in_centre = rng.random(size) < shape["centre_share"]
    centres = max(1, int(size * shape["centre_share"] / shape["traders_in_a_centre"]))
    landlord = rng.integers(size, size=centres)[rng.integers(centres, size=size)]
    home = np.where(in_centre, landlord, np.arange(size))
    place = traders.select("city", "city_other", "city_latin", "postcode", "street", "house")[home]
    return traders.with_columns(place)


def _closed(
    rng: np.random.Generator, traders: pl.DataFrame, shape: Mapping[str, Any], first: date, last: date
) -> pl.DataFrame:
    closes = rng.random(traders.height) < shape["closed_share"]
    days = rng.integers(first.toordinal(), last.toordinal() + 1, traders.height)
    closed = [
        date.fromordinal(int(day)) if c and day > registered.toordinal() + 60 else None
        for c, day, registered in zip(closes, days, traders["registered_date"], strict=True)
    ]
    return traders.with_columns(pl.Series("closed_date", closed, dtype=pl.Date))


def _services(rng: np.random.Generator, carriers: int, first: date) -> list[pl.DataFrame]:
    """Return carriers, brokers, forwarders and banks."""
    words = load_words()
    made = []
    for names, count in (
        (words["hauliers"], carriers),
        (["Брокер Сервис", "Кеден Сервис", "Декларант", "Таможенный Представитель"], max(8, carriers // 2)),
        (words["forwarders"], max(10, carriers // 2)),
    ):
        firms = make_firms(rng, np.full(count, "KZ", dtype=object), _long_ago(rng, count, first))
        second = np.array(names, dtype=object)[rng.integers(len(names), size=count)]
        made.append(firms.with_columns(second=pl.Series(second.tolist())))
    banks = make_firms(
        rng, np.full(len(words["banks"]), "KZ", dtype=object), _long_ago(rng, len(words["banks"]), first)
    )
    made.append(
        banks.with_columns(
            first=pl.Series(words["banks"]),
            second=pl.lit(""),
            short=pl.lit("АО"),
            other=pl.lit("АҚ"),
            latin=pl.lit("JSC"),
            full=pl.lit("Акционерное общество"),
        )
    )
    return made


def _with_parties(
    parameters: Parameters,
    rng: np.random.Generator,
    relations: pl.DataFrame,
    suppliers: pl.DataFrame,
    ranges: list[range],
) -> pl.DataFrame:
    """Give each relation its partner abroad, a declarant, a carrier, and sometimes a forwarder as consignee."""
    size = relations.height
    _, abroad, carriers, brokers, forwarders, _ = ranges
    by_country = {
        str(key[0]): group["row"].to_numpy() + abroad.start
        for key, group in suppliers.with_row_index("row").group_by("country_code", maintain_order=True)
    }

    def partner(countries: pl.Series) -> np.ndarray:
        chosen = np.zeros(size, dtype=np.int64)
        values = np.array(countries.to_list(), dtype=object)
        for country, firms in by_country.items():  # a loop over countries, not rows
            at = np.flatnonzero(values == country)
            # A few firms of each country serve most of its customers.
            chosen[at] = firms[(len(firms) * rng.random(len(at)) ** 1.6).astype(int)]
        return chosen

    flow = relations["flow"].to_numpy()
    trader = relations["trader"].to_numpy()
    home = relations["dispatch"].to_numpy() == "KZ"
    sender, receiver = partner(relations["dispatch"]), partner(relations["destination"])
    sender = np.where((flow == "import") & home, partner(relations["origin"]), sender)
    consignor = np.where(flow == "export", trader, sender)
    consignee = np.where(flow == "import", trader, receiver)
    by_forwarder = (flow == "import") & (rng.random(size) < parameters["forwarders"]["share_of_relations"])
    consignee = np.where(by_forwarder, rng.integers(forwarders.start, forwarders.stop, size), consignee)
    carrier = rng.integers(carriers.start, carriers.stop, size)
    broker = rng.integers(brokers.start, brokers.stop, size)
    declarant = np.where(rng.random(size) < parameters["carriers"]["broker_share"], broker, trader)
    declarant = np.where(flow == "transit", carrier, declarant)
    responsible = np.where(flow == "transit", carrier, trader)
    frame = relations.with_columns(
        consignor=consignor, consignee=consignee, declarant=declarant, responsible=responsible, carrier=carrier
    )
    return frame.select(pl.col(name).cast(dtype) for name, dtype in RELATION_SCHEMA.items())
