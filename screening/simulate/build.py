"""Putting the world together: goods, ordinary trade, who is listed, stories, the register. Same seed, same world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
import polars as pl

from screening.errors import SettingsError
from screening.simulate.cast import Cast
from screening.simulate.firms import PARTY_SCHEMA, address_spellings, spellings
from screening.simulate.goods_lines import make_goods
from screening.simulate.listed import Listed, fictional
from screening.simulate.parameters import Parameters, load_parameters
from screening.simulate.planting import plant
from screening.simulate.population import make_population
from screening.simulate.register import make_register
from screening.simulate.relations import RELATION_SCHEMA
from screening.simulate.world import Shock, World

DrawListed = Callable[[np.random.Generator], Sequence[Listed]]
"""Draws the parties that are listed, instead of the fictional ones."""

MOST_ITEMS_PER_DAY = 5_000_000
_SHOCK_DAYS = 12


def make_world(
    first: date,
    last: date,
    items_per_day: int,
    seed: int,
    base_rate: float = 0.007,
    parameters: Parameters | None = None,
    draw_listed: DrawListed | None = None,
) -> World:
    """Make the world of the days from first to last; `draw_listed` replaces the fictional list.

    Raises SettingsError for sizes that make no sense.
    """
    if last < first:
        raise SettingsError("the last day lies before the first", remedy="Give at least one day")
    if not 1 <= items_per_day <= MOST_ITEMS_PER_DAY:
        raise SettingsError(f"{items_per_day} items a day cannot be made", remedy=f"Give 1 to {MOST_ITEMS_PER_DAY:,}")
    if not 0 <= base_rate <= 0.2:
        raise SettingsError(f"a base rate of {base_rate} makes no sense", remedy="Give a share from 0 to 0.2")
    parameters = parameters or load_parameters()
    # A stream of chance for each part: a change in one does not move the others.
    streams = [np.random.default_rng([seed, 0, part]) for part in range(6)]
    goods = make_goods(parameters, streams[0])
    population = make_population(parameters, streams[1], goods, first, last, items_per_day)
    listed = (
        list(draw_listed(streams[2])) if draw_listed else fictional(parameters, streams[2], first, population.parties)
    )
    cast = Cast(parameters, streams[3], goods, population, listed, first, last)
    scheduled = plant(cast, parameters, items_per_day, base_rate)
    parties = pl.concat([population.parties, pl.DataFrame(cast.parties, schema=PARTY_SCHEMA)])
    names, addresses = spellings(parties), address_spellings(parties)
    relations = pl.concat([population.relations, pl.DataFrame(cast.relations, schema=RELATION_SCHEMA)])
    companies, links = make_register(parameters, streams[4], parties, names, addresses, relations, cast)
    return World(
        parameters=parameters,
        seed=seed,
        first_day=first,
        last_day=last,
        items_per_day=items_per_day,
        goods=goods,
        parties=parties,
        ordinary_parties=population.parties.height,
        names=names,
        addresses=addresses,
        relations=relations,
        scheduled=scheduled,
        shocks=_shocks(parameters, streams[5], goods.sought_from, first, last),
        companies=companies,
        company_links=links,
        listed=listed,
    )


def _shocks(parameters: Parameters, rng: np.random.Generator, lines: int, first: date, last: date) -> tuple[Shock, ...]:
    """Price shocks so that about the wished share of declarations sees one: a line a time, a fortnight each."""
    days = (last - first).days + 1
    # One line of a hundred during a fortnight touches about a hundredth of the items of that fortnight.
    count = round(parameters["look_alikes"]["shares"].get("price_shock", 0) * days * lines / _SHOCK_DAYS / 2)
    made = []
    for _ in range(count):
        start = int(rng.integers(first.toordinal(), last.toordinal() + 1))
        made.append(Shock(int(rng.integers(lines)), start, start + _SHOCK_DAYS - 1, float(rng.uniform(1.6, 2.8))))
    return tuple(made)
