"""Firms: names put together from words, addresses, tax numbers, and the ways in which a name is spelt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from screening.simulate.parameters import load_words

SPELLINGS = 8
"""Spellings of each name; `names.variants` in the parameters weighs them."""

ADDRESS_SPELLINGS = 3

PARTY_SCHEMA: dict[str, Any] = {
    "country_code": pl.String,
    "short": pl.String,
    "other": pl.String,
    "latin": pl.String,
    "full": pl.String,
    "first": pl.String,
    "second": pl.String,
    "city": pl.String,
    "city_other": pl.String,
    "city_latin": pl.String,
    "postcode": pl.String,
    "street": pl.String,
    "house": pl.String,
    "room": pl.String,
    "tax_id": pl.String,
    "registered_date": pl.Date,
    "closed_date": pl.Date,
}
"""A party before its names are spelt; the row number is the party's number in the world."""

_LATIN_LETTERS = """
а:a б:b в:v г:g д:d е:e ё:e з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь:
э:e ә:a ғ:g қ:k ң:n ө:o ұ:u ү:u һ:h і:i ў:u ҳ:kh ҷ:j ж:zh ю:yu я:ya
"""
_CYRILLIC_LETTERS = """
sh:ш ch:ч zh:ж kh:х ya:я yu:ю ts:ц ph:ф a:а b:б c:к d:д e:е f:ф g:г h:х i:и j:ж k:к l:л m:м n:н o:о p:п q:к r:р s:с t:т
u:у v:в w:в x:кс y:и z:з ü:у ö:о ş:ш ç:ч ğ:г ə:а ã:а é:е ł:л
"""


def _table(letters: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in letters.split())


_LATIN = _table(_LATIN_LETTERS) | {k.upper(): v.capitalize() for k, v in _table(_LATIN_LETTERS).items()}
_CYRILLIC = {k.upper(): v.upper() for k, v in _table(_CYRILLIC_LETTERS).items()}
CYRILLIC_COUNTRIES = ("KZ", "RU", "BY", "KG", "TJ", "AM")


def make_firms(
    rng: np.random.Generator, countries: np.ndarray, registered: np.ndarray, is_listed: bool = False
) -> pl.DataFrame:
    """Return a firm for each country code, registered on the days given (ordinals). Shape: PARTY_SCHEMA.

    Names of listed firms abroad begin with roots of their own (`is_listed`): sixty of them among a few thousand firms
    made of the same syllables would have thousands of times the namesakes that a real list has. Those that there
    shall be are planted as look-alikes, at a rate that the parameters state.
    """
    frame = pl.DataFrame({"row": np.arange(len(countries)), "country_code": countries.tolist(), "day": registered})
    parts = [
        _of_country(rng, str(country[0]), group, is_listed)
        for country, group in frame.group_by("country_code", maintain_order=True)
    ]
    if not parts:
        return pl.DataFrame(schema=PARTY_SCHEMA)
    return pl.concat(parts).sort("row").select(list(PARTY_SCHEMA))


def _of_country(rng: np.random.Generator, country: str, group: pl.DataFrame, is_listed: bool) -> pl.DataFrame:
    words, size = load_words(), group.height
    first, second = _names(rng, country, size, is_listed)
    if country == "KZ":
        cities = [words["cities_kz"][n] for n in rng.choice(len(words["cities_kz"]), size=size, p=_falling(10))]
        city, other, latin, postcode = (
            (list(column) for column in zip(*cities, strict=True)) if size else ([], [], [], [])
        )
        street = _some(rng, words["streets_kz"], size)
    else:
        abroad = words["abroad"][country]
        city = other = latin = _some(rng, abroad["city"], size).tolist()
        postcode = [f"{n}" for n in rng.integers(10000, 99999, size)]
        street = _some(rng, abroad["street"], size)
    days = group["day"].to_numpy()
    forms = words["forms"][country]
    return pl.DataFrame(
        {
            "row": group["row"],
            "country_code": country,
            **{name: forms[name] for name in ("short", "other", "latin", "full")},
            "first": first,
            "second": second,
            "city": city,
            "city_other": other,
            "city_latin": latin,
            "postcode": postcode,
            "street": street.tolist(),
            "house": [str(n) for n in rng.integers(1, 240, size)],
            "room": [str(n) for n in rng.integers(1, 60, size)],
            "tax_id": tax_numbers(rng, country, days),
            "registered_date": [date.fromordinal(int(day)) for day in days],
            "closed_date": [None] * size,
        },
        schema_overrides=PARTY_SCHEMA,
    )


def _falling(count: int) -> np.ndarray:
    weights = 1 / np.arange(1, count + 1)
    return np.asarray(weights / weights.sum())


def _some(rng: np.random.Generator, values: Sequence[str], size: int) -> np.ndarray:
    return np.array(values, dtype=object)[rng.integers(len(values), size=size)]


def _names(rng: np.random.Generator, country: str, size: int, is_listed: bool) -> tuple[list[str], list[str]]:
    words = load_words()
    if country == "KZ":
        first, second = _some(rng, words["kazakh_first"], size), _some(rng, words["kazakh_second"], size)
        # Two words are soon used up: a third of the firms add a word, a number or a year, as real ones do.
        third = _some(rng, words["kazakh_first"], size)
        kind = rng.choice(4, size=size, p=[0.55, 0.25, 0.1, 0.1])
        number = rng.integers(2, 2024, size)
        first = np.where(kind == 1, first + " " + third, first)
        ends = np.where(kind == 2, np.array([f"-{n % 100}" for n in number], dtype=object), "")
        ends = np.where(kind == 3, np.array([f" {1995 + n % 30}" for n in number], dtype=object), ends)
        return first.tolist(), (second + ends).tolist()
    abroad = words["abroad"][country]
    # With few syllables every honest firm would sound like a listed one, and the name matcher would be blamed for it.
    middle = _some(rng, words["middle"]["cyrillic" if country in CYRILLIC_COUNTRIES else "latin"], size)
    short = rng.random(size) < 0.15
    apart = len(abroad["first"]) // 4 or 1
    roots = abroad["first"][-apart:] if is_listed else abroad["first"][:-apart]
    made = _some(rng, roots, size) + np.where(short, "", middle) + _some(rng, abroad["tail"], size)
    more = np.where(rng.random(size) < 0.3, " " + _some(rng, roots, size), "")
    return (made + more).tolist(), _some(rng, abroad["second"], size).tolist()


def tax_numbers(rng: np.random.Generator, country: str, registered: np.ndarray) -> list[str | None]:
    """Return tax numbers with right check digits for KZ (BIN) and RU (INN); plain ones elsewhere."""
    size = len(registered)
    if country == "KZ":
        days = [date.fromordinal(int(day)) for day in registered]
        head = np.array([[d.year // 10 % 10, d.year % 10, d.month // 10, d.month % 10, 4, 0] for d in days]).reshape(
            -1, 6
        )
        body = np.hstack([head, rng.integers(0, 10, (size, 5))])
        check = (body * np.arange(1, 12)).sum(axis=1) % 11
        again = (body * np.array([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2])).sum(axis=1) % 11
        check = np.where(check == 10, again, check) % 10
        return ["".join(map(str, row)) for row in np.hstack([body, check[:, None]]).tolist()]
    if country == "RU":
        body = rng.integers(0, 10, (size, 9))
        body[:, 0] = 7
        check = (body * np.array([2, 4, 10, 3, 5, 9, 4, 6, 8])).sum(axis=1) % 11 % 10
        return ["".join(map(str, row)) for row in np.hstack([body, check[:, None]]).tolist()]
    given = rng.random(size) < 0.25  # foreign partners' numbers are seldom written down
    return [f"{country}{n}" if has else None for n, has in zip(rng.integers(10**8, 10**9, size), given, strict=True)]


def make_people(rng: np.random.Generator, size: int) -> list[str]:
    """Return names of persons: family name, given name, patronymic."""
    words = load_words()
    names: list[str] = (
        family_names(rng, size)
        + " "
        + _some(rng, words["people_first"], size)
        + " "
        + _some(rng, words["people_middle"], size)
    ).tolist()
    return names


def family_names(rng: np.random.Generator, size: int) -> np.ndarray:
    """Return family names."""
    words = load_words()
    made = _some(rng, words["people_roots"], size) + _some(rng, words["people_endings"], size)
    return np.where(rng.random(size) < 0.12, _some(rng, words["people_other"], size), made)


def spellings(parties: pl.DataFrame) -> pl.Series:
    """Return all spellings of all names in one series: spelling `s` of party `p` stands at `p * SPELLINGS + s`."""
    core = pl.concat_str("first", pl.lit(" "), "second").str.strip_chars()
    is_cyrillic = pl.col("country_code").is_in(CYRILLIC_COUNTRIES)
    has_form = pl.col("short") != ""
    latin = core.str.replace_many(_LATIN)
    cyrillic = core.str.to_uppercase().str.replace_many(list(_CYRILLIC), list(_CYRILLIC.values()), leftmost=True)
    reversed_core = pl.concat_str("second", pl.lit(" "), "first").str.strip_chars()
    of_cyrillic = [
        pl.concat_str("short", pl.lit(" «"), core, pl.lit("»")),
        pl.concat_str("short", pl.lit(" "), core.str.to_uppercase()),
        pl.concat_str(pl.lit("«"), core, pl.lit("» "), "other"),
        pl.concat_str(latin, pl.lit(" "), "latin"),
        pl.concat_str("full", pl.lit(' "'), core, pl.lit('"')),
        pl.concat_str("short", pl.lit(" «"), _typo(), pl.lit("»")),
        pl.concat_str("short", pl.lit("«"), core.str.replace_all(" ", ""), pl.lit("»")),
        pl.concat_str(reversed_core, pl.lit(", "), "short"),
    ]
    of_latin = [
        pl.concat_str(core, pl.lit(" "), "short"),
        pl.concat_str(core, pl.lit(" "), "short").str.to_uppercase(),
        pl.concat_str(core.str.to_uppercase(), pl.lit(", "), "other"),
        pl.concat_str(pl.lit("«"), cyrillic, pl.lit("»")),
        pl.concat_str(core, pl.lit(" "), "full"),
        pl.concat_str(_typo(), pl.lit(" "), "short"),
        pl.concat_str(core.str.replace_all(" ", ""), pl.lit(" "), "short"),
        pl.concat_str(reversed_core, pl.lit(" "), "short"),
    ]
    # A person, or a vessel's owner, has no legal form: only the words are spelt differently.
    of_persons = [core, core.str.to_uppercase(), reversed_core, latin, core, _typo(), core, reversed_core]
    made = parties.select(
        pl.when(~has_form).then(person).when(is_cyrillic).then(one).otherwise(other).str.strip_chars().alias(str(n))
        for n, (one, other, person) in enumerate(zip(of_cyrillic, of_latin, of_persons, strict=True))
    )
    return made.select(pl.concat_list(pl.all())).to_series().explode(empty_as_null=False).rename("name")


def _typo() -> pl.Expr:
    """Swap two letters in the middle of the first words: the same name always errs in the same way."""
    first = pl.col("first")
    at = (first.str.len_chars() // 2).cast(pl.Int64)
    swapped = pl.concat_str(
        first.str.slice(0, at), first.str.slice(at + 1, 1), first.str.slice(at, 1), first.str.slice(at + 2)
    )
    return pl.concat_str(swapped, pl.lit(" "), "second").str.strip_chars()


def address_spellings(parties: pl.DataFrame) -> pl.Series:
    """Return all spellings of all addresses: spelling `s` of party `p` stands at `p * ADDRESS_SPELLINGS + s`."""
    at_home = pl.col("country_code") == "KZ"
    office = pl.when(pl.col("room") != "").then(pl.concat_str(pl.lit(", оф. "), "room")).otherwise(pl.lit(""))
    room = pl.when(pl.col("room") != "").then(pl.concat_str(pl.lit("-"), "room")).otherwise(pl.lit(""))
    kazakh = [
        pl.concat_str(pl.lit("г. "), "city", pl.lit(", ул. "), "street", pl.lit(", д. "), "house", office),
        pl.concat_str("city_other", pl.lit(" қ., "), "street", pl.lit(" көшесі, "), "house", room),
        pl.concat_str(
            "postcode",
            pl.lit(", КАЗАХСТАН, "),
            pl.col("city").str.to_uppercase(),
            pl.lit(", "),
            pl.col("street").str.to_uppercase(),
            pl.lit(" "),
            "house",
            room,
        ),
    ]
    foreign = [
        pl.concat_str("house", pl.lit(" "), "street", pl.lit(", "), "city"),
        pl.concat_str("street", pl.lit(" "), "house", pl.lit(", "), "city", pl.lit(", "), "country_code"),
        pl.concat_str(
            pl.col("city").str.to_uppercase(),
            pl.lit(" "),
            "postcode",
            pl.lit(", "),
            pl.col("street").str.to_uppercase(),
            pl.lit(" "),
            "house",
        ),
    ]
    made = parties.select(
        pl.when(at_home).then(one).otherwise(other).alias(str(n))
        for n, (one, other) in enumerate(zip(kazakh, foreign, strict=True))
    )
    return made.select(pl.concat_list(pl.all())).to_series().explode(empty_as_null=False).rename("address")
