"""The cast of a story: firms, relations and declarations that schemes and innocent look-alikes ask for, one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from screening.simulate.firms import make_firms, make_people, tax_numbers
from screening.simulate.goods_lines import GoodsLines
from screening.simulate.listed import Listed
from screening.simulate.parameters import Parameters, pick_keys
from screening.simulate.population import Population
from screening.simulate.relations import GOODS_OF_A_RELATION

HUBS = ("AE", "HK", "TR", "CN", "KG", "UZ", "AM")
_NO_END = date(2999, 1, 1).toordinal()


class Cast:
    """Collects what stories add to the world. Days are ordinals; parties and relations are known by number."""

    def __init__(
        self,
        parameters: Parameters,
        rng: np.random.Generator,
        goods: GoodsLines,
        population: Population,
        listed: Sequence[Listed],
        first: date,
        last: date,
    ) -> None:
        self.parameters, self.rng, self.goods, self.population = parameters, rng, goods, population
        self.first, self.last = first.toordinal(), last.toordinal()
        self.listed: Mapping[str, list[Listed]] = {
            kind: [one for one in listed if one["kind"] == kind] for kind in ("firm", "person", "vessel", "wallet")
        }
        self.parties: list[dict[str, Any]] = []
        self.relations: list[dict[str, Any]] = []
        self.scheduled: list[dict[str, Any]] = []
        self.links: list[dict[str, Any]] = []
        self._next_party, self._next_relation = population.parties.height, population.relations.height
        self._blanks: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._old = population.parties.head(population.traders.stop)
        self._sector_traders = self._by_sector()
        self.lines = goods.lines.to_dicts()
        self._pools: dict[tuple[str, ...], list[int]] = {}
        self._sums: dict[tuple[str, ...], np.ndarray] = {}
        self._by_country = self._suppliers()
        self._factors = np.array(parameters["weekdays"]["factors"])
        self._listed_numbers: dict[str, int] = {}

    # -- chance ---------------------------------------------------------------------------------------------------
    def between(self, low: float, high: float) -> float:
        """Draw a number between two."""
        return float(self.rng.uniform(low, high))

    def count(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def one_of(self, values: Sequence[Any] | np.ndarray) -> Any:  # noqa: ANN401 - one of whatever there is
        """Draw one of the values."""
        return values[int(self.rng.integers(len(values)))]

    def chance(self, share: float) -> bool:
        """Draw yes or no."""
        return bool(self.rng.random() < share)

    def drawn(self, shares: Mapping[str, float]) -> str:
        """Draw a key by its share."""
        return str(pick_keys(self.rng, shares, 1)[0])

    def days(self, count: int, start: int, length: int) -> list[int]:
        """Draw days of a span, working days more often; those outside of the simulated days are left out."""
        span = np.arange(start, start + max(length, 1))
        weights = self._factors[(span + 6) % 7]  # day 1 of the calendar was a Monday
        drawn = np.sort(self.rng.choice(span, size=count, p=weights / weights.sum()))
        return [int(day) for day in drawn if self.first <= day <= self.last]

    # -- who ------------------------------------------------------------------------------------------------------
    def firm(self, country: str = "KZ", registered: int | None = None, **changes: object) -> int:
        """Add a firm; returns its number."""
        if not self._blanks[country]:
            long_ago = self.first - self.rng.integers(200, 6000, 200)
            self._blanks[country] = make_firms(self.rng, np.full(200, country, dtype=object), long_ago).to_dicts()
        party = self._blanks[country].pop()
        if registered is not None:
            party["registered_date"] = date.fromordinal(registered)
            party["tax_id"] = tax_numbers(self.rng, country, np.array([registered]))[0]
        return self.add({**party, **changes})

    def add(self, party: Mapping[str, Any]) -> int:
        """Add a party as it is; returns its number."""
        self.parties.append(dict(party))
        self._next_party += 1
        return self._next_party - 1

    def party(self, number: int) -> dict[str, Any]:
        """Return a party by number."""
        known = self.population.parties.height
        return self.population.parties.row(number, named=True) if number < known else self.parties[number - known]

    def listed_party(self, kind: str = "firm", countries: Sequence[str] = ()) -> tuple[int, Listed]:
        """Draw a listed party, of those countries where there are any; returns its number and its entry."""
        pool = [one for one in self.listed[kind] if one["party"]["country_code"] in countries] or self.listed[kind]
        one = self.one_of(pool)
        if one["id"] not in self._listed_numbers:
            self._listed_numbers[one["id"]] = self.add(one["party"])
        return self._listed_numbers[one["id"]], one

    def old_trader(self, sectors: Sequence[str] = ()) -> int:
        """Draw a trader that was registered at least two years before the first day."""
        pool = np.concatenate([self._sector_traders[s] for s in sectors]) if sectors else self._sector_traders[""]
        return int(self.one_of(pool if len(pool) else self._sector_traders[""]))

    def supplier(self, country: str) -> int:
        """Draw a supplier that serves others too, or a new one where there is none."""
        pool = self._by_country.get(country)
        return self.firm(country) if pool is None else int(self.one_of(pool))

    def person(self) -> str:
        """Return the name of a person."""
        return make_people(self.rng, 1)[0]

    def _by_sector(self) -> dict[str, np.ndarray]:
        relations = self.population.relations.with_columns(
            trader=pl.when(pl.col("flow") == "export").then("consignor").otherwise("consignee")
        ).filter(pl.col("trader") < self.population.traders.stop)
        registered = self._old["registered_date"].gather(relations["trader"])
        closed = self._old["closed_date"].gather(relations["trader"])
        busy = relations["weight"] >= relations["weight"].median()  # who trades hardly ever has no habits to break
        old = relations.filter(busy & (registered < date.fromordinal(self.first - 730)) & closed.is_null())
        groups = {
            str(key[0]): np.unique(group["trader"].to_numpy())
            for key, group in old.group_by("sector", maintain_order=True)
        }
        empty = np.array([], dtype=np.int64)
        return defaultdict(lambda: empty, groups | {"": np.unique(old["trader"].to_numpy())})

    def _suppliers(self) -> dict[str, np.ndarray]:
        frame = self.population.parties[
            self.population.suppliers.start : self.population.suppliers.stop
        ].with_row_index("row")
        groups = frame.group_by("country_code", maintain_order=True)
        return {str(key[0]): group["row"].to_numpy() + self.population.suppliers.start for key, group in groups}

    # -- what -----------------------------------------------------------------------------------------------------
    def sought(self, sectors: Sequence[str] = ()) -> int:
        """Draw a line that evaders move, by its share."""
        key = ("sought", *sectors)
        if key not in self._pools:
            self._pools[key] = [
                n
                for n in range(self.goods.sought_from, len(self.lines))
                if not sectors or self.lines[n]["sector"] in sectors
            ]
            weights = np.array([self.lines[n]["weight"] for n in self._pools[key]])
            self._sums[key] = np.cumsum(weights / weights.sum())
        return self._pools[key][int(np.searchsorted(self._sums[key][:-1], self.rng.random(), side="right"))]

    def ordinary(self, sectors: Sequence[str] = (), is_priority: bool | None = None) -> int:
        """Draw a line of ordinary trade."""
        key = ("ordinary", str(is_priority), *sectors)
        if key not in self._pools:
            self._pools[key] = [
                n
                for n in range(self.goods.sought_from)
                if (not sectors or self.lines[n]["sector"] in sectors)
                and is_priority in (None, self.lines[n]["is_priority"])
            ]
        return int(self.one_of(self._pools[key]))

    def origin_of(self, goods: int) -> str:
        """Draw a country of origin of a line."""
        return str(self.one_of(self.lines[goods]["origins"]))

    # -- how ------------------------------------------------------------------------------------------------------
    def relation(self, consignor: int, consignee: int, goods: int, **wishes: Any) -> int:  # noqa: ANN401 - columns of many types
        """Add a relation that ordinary trade does not use; returns its number. Wishes: columns of RELATION_SCHEMA."""
        sector = self.lines[goods]["sector"]
        flow = wishes.get("flow", "import")
        trader = consignor if flow == "export" else consignee
        dispatch = wishes.get("dispatch", self.party(consignor)["country_code"])
        light = self.lines[goods]["usd_per_kg"] > 100
        modes = self.parameters["transport"]["modes_of_light_goods" if light else "modes"]
        carriers, brokers = self.population.carriers, self.population.brokers
        by_broker = self.chance(self.parameters["carriers"]["broker_share"])
        broker, carrier = self.count(brokers.start, brokers.stop - 1), self.count(carriers.start, carriers.stop - 1)
        others = [self.ordinary([sector]) if self._deals(sector) else goods for _ in range(GOODS_OF_A_RELATION - 1)]
        self.relations.append(
            {
                "flow": flow,
                "consignor": consignor,
                "consignee": consignee,
                "declarant": carrier if flow == "transit" else (broker if by_broker else trader),
                "responsible": carrier if flow == "transit" else trader,
                "carrier": carrier,
                "office_code": self.drawn(self.parameters["offices"]["weights"]),
                "origin": wishes.get("origin") or self.origin_of(goods),
                "dispatch": dispatch,
                "trade": wishes.get("trade", dispatch),
                "destination": wishes.get(
                    "destination", "KZ" if flow == "import" else self.party(consignee)["country_code"]
                ),
                "mode": self.drawn(modes),
                "weight": 0.0,
                "first_day": 0,
                "last_day": _NO_END,
                "price_level": float(self.rng.lognormal(0, self.parameters["prices"]["supplier_sigma"])),
                "goods": [others[0], others[0], *others[1:]],
                "sector": sector,
                **{
                    name: wishes[name]
                    for name in ("declarant", "responsible", "carrier", "office_code", "mode")
                    if name in wishes
                },
            }
        )
        self._next_relation += 1
        return self._next_relation - 1

    def _deals(self, sector: str) -> bool:
        return sector in self.parameters["sectors"]["shares"]

    def declare(
        self,
        scheme: str,
        story: str,
        relation: int,
        day: int,
        role: str,
        why: str,
        is_planted: bool = True,
        **wishes: Any,  # noqa: ANN401 - columns of many types
    ) -> None:
        """Ask for a declaration on a day. Wishes are columns of SCHEDULED_SCHEMA."""
        if is_planted and self.chance(self.parameters["schemes"]["hard_share"]):
            for name in ("model", "maker", "price_factor", "trade", "payment"):
                wishes.pop(name, None)
            why += "; half of the signs are missing in this declaration"
        self.scheduled.append(
            {
                "scheme": scheme,
                "story": story,
                "relation": relation,
                "day": day,
                "role": role,
                "why": why,
                "is_planted": is_planted,
                **wishes,
            }
        )

    def link(self, company: int, kind: str, linked: int | str, share: float | None = None) -> None:
        """Say who owns or directs a firm: another party by number, or a person by name."""
        party = self.party(linked) if isinstance(linked, int) else {"tax_id": None, "country_code": "KZ"}
        self.links.append(
            {
                "company": company,
                "kind": kind,
                "linked": linked if isinstance(linked, int) else None,
                "linked_name": None if isinstance(linked, int) else linked,
                "linked_tax_id": party["tax_id"],
                "linked_country_code": party["country_code"],
                "share_percent": share,
            }
        )


Story = Callable[[Cast, str, int], None]
"""A story writes its firms, relations and declarations into the cast: (cast, id of the story, start day)."""
