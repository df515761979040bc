"""Codes of countries and currencies that are right: ISO, present and past, and those that customs use beside it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def _extra() -> dict[str, Any]:
    text = (resources.files(__package__) / "codes.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@cache
def country_codes() -> frozenset[str]:
    """Two-letter codes of countries, past ones and those of customs included."""
    import pycountry  # reads its data files when it is imported

    current = (country.alpha_2 for country in pycountry.countries)
    return frozenset((*current, *_extra()["historical_countries"], *_extra()["customs_countries"]))


@cache
def no_country() -> tuple[str, ...]:
    """Codes that stand where the country is not known."""
    return tuple(_extra()["no_country"])


@cache
def currency_codes() -> frozenset[str]:
    """Codes of currencies, withdrawn ones included."""
    import pycountry

    return frozenset((*(each.alpha_3 for each in pycountry.currencies), *_extra()["historical_currencies"]))


def parties_demanded() -> dict[str, list[list[str]]]:
    """For each direction of goods, groups of party roles of which one at least must be named."""
    found: dict[str, list[list[str]]] = _extra()["parties_demanded"]
    return found
