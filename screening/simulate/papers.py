"""What goes with a declaration beside its goods: transport, containers, documents, currency, terms of payment."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from screening.simulate.firms import SPELLINGS
from screening.simulate.parameters import load_words, pick, pick_keys
from screening.simulate.world import World


def with_papers(world: World, rng: np.random.Generator, day: date, heads: pl.DataFrame) -> pl.DataFrame:
    """Add release, transport, containers, documents, currency and payment."""
    size, parameters = heads.height, world.parameters
    delays = pick_keys(rng, parameters["release"]["days"], size)
    held = pl.Series(rng.random(size) < parameters["release"]["unreleased_share"])
    released = pl.Series([day + timedelta(days=int(n)) for n in delays])
    has_container = pl.Series(rng.random(size) < parameters["transport"]["container_share"])
    letters = np.array(["KZTU", "MLKU", "TRHU", "CAXU", "HNSU", "OOLU"], dtype=object)
    container = pl.Series((letters[rng.integers(6, size=size)] + rng.integers(10**6, 10**7, size).astype(str)).tolist())
    paper = pl.Series(rng.integers(100, 9999, size).tolist()).cast(pl.String)
    signed = pl.Series([day - timedelta(days=int(n)) for n in rng.integers(3, 200, size)]).cast(pl.String)
    invoiced = pl.Series([day - timedelta(days=int(n)) for n in rng.integers(1, 20, size)]).cast(pl.String)
    partner = pl.when(pl.col("flow") == "export").then("consignee_country_code").otherwise("consignor_country_code")
    currency = _currencies(parameters["currencies"]["of_country"], rng, heads.select(partner).to_series())
    heads = heads.with_columns(
        release_date=pl.when(held | pl.col("is_unreleased").fill_null(False)).then(None).otherwise(released),
        transport_identity=pl.col("transport").fill_null(_transport(rng, heads["mode"])),
        container_numbers=pl.col("container").fill_null(
            pl.when(has_container & pl.col("mode").is_in(["20", "10"])).then(container)
        ),
        documents=pl.concat_str(
            pl.lit("03011 K-"),
            paper,
            pl.lit(" "),
            signed,
            pl.lit("; 04021 INV-"),
            paper.reverse(),
            pl.lit(" "),
            invoiced,
        ),
        invoice_currency_code=currency,
    )
    return heads.with_columns(payment_details=pl.col("payment").fill_null(_payments(world, rng, heads)))


def _currencies(of_country: dict[str, dict[str, float]], rng: np.random.Generator, partner: pl.Series) -> pl.Series:
    chosen = np.full(len(partner), "USD", dtype=object)
    values = partner.to_numpy()
    for country, shares in of_country.items():  # a loop over countries, not rows
        at = np.flatnonzero(values == country)
        chosen[at] = pick_keys(rng, shares, len(at))
    return pl.Series(chosen.tolist(), dtype=pl.String)


def _transport(rng: np.random.Generator, mode: pl.Series) -> pl.Series:
    size = len(mode)
    digits = rng.integers(100, 999, (size, 2)).astype(str)
    letters = np.array(list("ABCEHKMOPTXY"), dtype=object)[rng.integers(12, size=(size, 5))]
    region = np.array([f"{n:02d}" for n in range(1, 18)], dtype=object)[rng.integers(17, size=size)]
    truck = digits[:, 0] + letters[:, 0] + letters[:, 1] + region + "/" + digits[:, 1] + letters[:, 2] + letters[:, 3]
    wagon = "вагон " + rng.integers(20_000_000, 99_999_999, size).astype(str).astype(object)
    flight = (
        np.array(["KC", "DV", "CZ", "TK", "FZ", "LH"], dtype=object)[rng.integers(6, size=size)] + " " + digits[:, 0]
    )
    vessels = np.array(honest_vessels(), dtype=object)[rng.integers(len(honest_vessels()), size=size)]
    modes = mode.to_numpy()
    chosen = np.select([modes == "20", modes == "40", modes == "10"], [wagon, flight, vessels], truck)
    return pl.Series(chosen.tolist(), dtype=pl.String)


def imo_number(start: int) -> str:
    """Return an IMO number with its check digit from six digits. Numbers of ships do not begin with 2: none is real."""
    digits = [2, *(int(c) for c in f"{start % 100_000:05d}")]
    return "".join(map(str, digits)) + str(sum(d * w for d, w in zip(digits, range(7, 1, -1), strict=True)) % 10)


def honest_vessels() -> list[str]:
    """Vessels that nobody lists."""
    return [f"M/V {name} IMO {imo_number(1000 + 37 * n)}" for n, name in enumerate(load_words()["vessels"])]


def wallet(rng: np.random.Generator) -> str:
    """Return a made-up address of the form used on one network; it has no check sum, so nobody can own it."""
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    return "T" + "".join(alphabet[n] for n in rng.integers(len(alphabet), size=33))


def _payments(world: World, rng: np.random.Generator, heads: pl.DataFrame) -> pl.Series:
    size = heads.height
    kind = pick(rng, world.parameters["payments"]["kinds"], size)
    banks = world.parties.filter(pl.col("short") == "АО")["first"].to_list()
    bank = np.array(banks, dtype=object)[rng.integers(len(banks), size=size)]
    days = rng.choice([10, 30, 45, 60, 90], size=size).astype(str).astype(object)
    other = world.names.gather(rng.integers(world.ordinary_parties, size=size) * SPELLINGS).to_numpy()
    purses = np.array([wallet(rng) for _ in range(8)], dtype=object)[rng.integers(8, size=size)]
    none = np.full(size, None, dtype=object)
    texts = [
        "Банковский перевод, отсрочка " + days + " дней, банк " + bank,
        "Предоплата 100 %, банковский перевод, банк " + bank,
        "Аккредитив, банк " + bank,
        "Банковский перевод; оплата третьим лицом: " + other,
        "USDT, кошелёк " + purses,
    ]
    chosen = np.choose(np.minimum(kind, 5), [*texts, none])
    return pl.Series(chosen.tolist(), dtype=pl.String)
