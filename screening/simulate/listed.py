"""Who is listed: fictional firms, persons, vessels and wallets, or parties drawn from lists in the lake."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl

from screening.errors import NotFoundError
from screening.lists.store import read_in_force
from screening.simulate.firms import PARTY_SCHEMA, SPELLINGS, make_firms, spellings
from screening.simulate.papers import imo_number, wallet
from screening.simulate.parameters import Parameters, load_words, pick_keys

DATASET = "sim_fictional"
LIST_ID = "FTM-SIM-FICTIONAL"
"""The id that the reader of FollowTheMoney files gives the list."""

Listed = dict[str, Any]
"""`kind` (firm, person, vessel, wallet), `id`, `party` (a row of PARTY_SCHEMA), and `imo` or `wallet` if it has one."""


def fictional(parameters: Parameters, rng: np.random.Generator, first: date, others: pl.DataFrame) -> list[Listed]:
    """Make the fictional list; nobody on it bears the whole name of one of the others."""
    shape = parameters["listed"]
    countries = pick_keys(rng, shape["countries"], shape["firms"])
    long_ago = first.toordinal() - rng.integers(500, 6000, shape["firms"])
    firms = make_firms(rng, countries, long_ago, is_listed=True).unique(
        ["first", "second", "country_code"], maintain_order=True
    )
    firms = firms.join(others, on=["first", "second"], how="anti", maintain_order="left")
    found: list[Listed] = [
        {"kind": "firm", "id": f"sim-firm-{n:03d}", "party": row} for n, row in enumerate(firms.to_dicts(), start=1)
    ]
    empty = dict.fromkeys(PARTY_SCHEMA)
    # Listed persons are not called as people at home are: a namesake of a listed person is rare, and named as such.
    people = load_words()["listed_people"]
    for number in range(1, shape["persons"] + 1):
        last = people["last"][int(rng.integers(len(people["last"])))]
        rest = people["first"][int(rng.integers(len(people["first"])))]
        party = {
            **firms.row(number % firms.height, named=True),
            "short": "",
            "other": "",
            "latin": "",
            "full": "",
            "first": last,
            "second": rest,
            "tax_id": None,
        }
        found.append({"kind": "person", "id": f"sim-person-{number:03d}", "party": party})
    names = load_words()["abroad"]["KP"]
    for number in range(1, shape["vessels"] + 1):
        word = names["first"][number % len(names["first"])] + names["tail"][number * 2 % len(names["tail"])]
        found.append(
            {
                "kind": "vessel",
                "id": f"sim-vessel-{number:03d}",
                "party": {**empty, "country_code": "KP", "first": word.upper(), "second": str(number), "short": ""},
                "imo": imo_number(70_000 + 53 * number),
            }
        )
    found += [
        {
            "kind": "wallet",
            "id": f"sim-wallet-{number:03d}",
            "party": {**empty, "country_code": "KP", "first": "Wallet", "second": str(number), "short": ""},
            "wallet": wallet(rng),
        }
        for number in range(1, shape["wallets"] + 1)
    ]
    return found


def from_lake(
    connection: duckdb.DuckDBPyConnection, list_ids: Sequence[str], rng: np.random.Generator, most: int = 400
) -> list[Listed]:
    """Draw parties from lists in force; raises NotFoundError when a list is not there or is empty."""
    lists = read_in_force(connection)
    known = set(lists.versions["list_id"].to_list())
    if missing := sorted(set(list_ids) - known):
        raise NotFoundError(
            f"no list {', '.join(missing)} is in force",
            remedy=f"Lists: {', '.join(sorted(known)) or 'none'}; `screening lists load` loads one",
        )
    entities = lists.entities.filter(pl.col("list_id").is_in(list_ids), pl.col("primary_name").str.len_chars() > 3)
    kinds = {"organisation": "firm", "person": "person", "vessel": "vessel"}
    numbers = lists.identifiers.filter(pl.col("list_id").is_in(list_ids))
    wallets = numbers.filter(pl.col("identifier_kind") == "wallet").unique(
        "entity_id", keep="first", maintain_order=True
    )
    found = [
        _drawn(row, kinds.get(row["entity_type"]) or "", lists.addresses, numbers)
        for row in _sample(entities, rng, most)
    ]
    found += [
        {
            "kind": "wallet",
            "id": row["entity_id"],
            "party": {
                **dict.fromkeys(PARTY_SCHEMA),
                "country_code": "KP",
                "first": "Wallet",
                "second": "",
                "short": "",
            },
            "wallet": row["value"],
        }
        for row in wallets.head(20).to_dicts()
    ]
    found = [one for one in found if one["kind"]]
    if not any(one["kind"] == "firm" for one in found):
        raise NotFoundError("the lists name no firms", where=", ".join(list_ids), remedy="Choose a list of firms")
    return found


def _sample(entities: pl.DataFrame, rng: np.random.Generator, most: int) -> list[dict[str, Any]]:
    kept = [
        entities.filter(pl.col("entity_type") == kind).sort("entity_id")
        for kind in ("organisation", "person", "vessel")
    ]
    rows: list[dict[str, Any]] = []
    for frame, share in zip(kept, (0.7, 0.22, 0.08), strict=True):
        order = rng.permutation(frame.height)[: int(most * share)]
        rows += frame[np.sort(order)].to_dicts()
    return rows


def _drawn(row: dict[str, Any], kind: str, addresses: pl.DataFrame, numbers: pl.DataFrame) -> Listed:
    own = numbers.filter(pl.col("entity_id") == row["entity_id"], pl.col("list_id") == row["list_id"])
    tax = own.filter(pl.col("identifier_kind").is_in(["tax", "inn", "bin", "registration"]))["value"].to_list()
    imo = own.filter(pl.col("identifier_kind") == "imo")["value"].to_list()
    place = (
        addresses.filter(pl.col("entity_id") == row["entity_id"], pl.col("list_id") == row["list_id"])
        .drop_nulls("full_address")
        .to_dicts()
    )
    codes = row.get("country_codes") or [None]
    country = next((p["country_code"] for p in place if p.get("country_code")), None) or codes[0] or "RU"
    party = {
        **dict.fromkeys(PARTY_SCHEMA),
        "short": "",
        "other": "",
        "latin": "",
        "full": "",
        "country_code": country,
        "first": row["primary_name"],
        "second": "",
        "tax_id": tax[0] if tax else None,
        "street": place[0]["full_address"] if place else "",
        "house": "",
        "city": "",
        "postcode": "",
        "room": "",
        "city_other": "",
        "city_latin": "",
    }
    return {
        "kind": kind if kind != "vessel" or imo else "",
        "id": row["entity_id"],
        "party": party,
        "imo": imo[0] if imo else None,
    }


def write_list(listed: Sequence[Listed], path: Path, published: date) -> None:
    """Write the listed parties as FollowTheMoney JSON lines, as `screening lists load` takes them."""
    parties = pl.DataFrame([one["party"] for one in listed], schema=PARTY_SCHEMA)
    spelt = spellings(parties).to_list()
    seen = f"{published}T00:00:00"
    lines = []
    for number, one in enumerate(listed):  # a list has hundreds of rows, each an object of its own shape
        lines += _objects(one, spelt[number * SPELLINGS : (number + 1) * SPELLINGS], seen)
    path.write_text(
        "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines), encoding="utf-8"
    )


def _objects(one: Listed, spelt: list[str], seen: str) -> list[dict[str, Any]]:
    party, kind = one["party"], one["kind"]
    # Lists give the transliterated name first, as most publishers do, and the original where they know it.
    is_cyrillic = party["country_code"] in ("RU", "KZ", "KG", "BY") and kind != "wallet"
    names = [spelt[3], spelt[0]] if is_cyrillic else [spelt[0]]
    properties: dict[str, list[str]] = {"name": names, "topics": ["sanction"], "programId": ["SIM-PF"]}
    schema = {"firm": "Company", "person": "Person", "vessel": "Vessel", "wallet": "CryptoWallet"}[kind]
    if kind == "wallet":
        properties |= {"publicKey": [one["wallet"]], "currency": ["USDT"]}
    else:
        properties["nationality" if kind == "person" else "country"] = [str(party["country_code"]).lower()]
    if kind == "vessel":
        properties |= {"imoNumber": [f"IMO{one['imo']}"], "flag": ["kp"]}
    if kind == "firm" and party["tax_id"]:
        properties["innCode" if party["country_code"] == "RU" else "taxNumber"] = [party["tax_id"]]
    base = {
        "id": one["id"],
        "schema": schema,
        "caption": names[0],
        "datasets": [DATASET],
        "last_seen": seen,
        "target": True,
    }
    made: list[dict[str, Any]] = [{**base, "properties": properties}]
    if kind in ("firm", "person") and party["street"]:
        full = ", ".join(
            filter(None, (f"{party['house']} {party['street']}".strip(), party["city_latin"] or party["city"]))
        )
        made[0]["properties"]["addressEntity"] = [f"{one['id']}-address"]
        made.append(
            {
                "id": f"{one['id']}-address",
                "schema": "Address",
                "properties": {
                    "full": [full],
                    "street": [f"{party['house']} {party['street']}".strip()],
                    "city": [party["city_latin"] or party["city"] or ""],
                    "country": [str(party["country_code"]).lower()],
                },
            }
        )
    return made
