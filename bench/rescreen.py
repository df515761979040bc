"""A list changes: a registry of a million parties against what changed, beside screening all of it anew.

`make bench-rescreen`, or `python -m bench.rescreen --parties 100000`. The lists are the public ones in ../shared (or
SCREENING_SHARED): OFAC's SDN list of 2024-04-26 and of 2024-05-02, which adds 305 entries. Parties are made up; a fifth
bear listed names with a letter changed, so that there is much to compare. Writes to a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl

from bench.day import SHARED, PeakMemory
from bench.items import make_items
from bench.names_speed import dirty_names

LISTS = SHARED / "data" / "lists" / "ofac"
BEFORE, AFTER = LISTS / "sdn_2024-04-26", LISTS / "sdn_2024-05-02"
DAY = date(2026, 5, 15)
LIMIT_SECONDS = 30.0


def measure(count: int, verify: bool) -> list[tuple[str, float, float]]:
    """Return (what, seconds, peak MiB)."""
    from screening.cli.publish import _initialise
    from screening.lake import open_lake
    from screening.pipeline import rescreen, run_day
    from screening.settings import Settings

    rows: list[tuple[str, float, float]] = []
    memory = PeakMemory()
    with tempfile.TemporaryDirectory(prefix="bench-rescreen-") as folder:
        settings = Settings(home=Path(folder) / "home", _env_file=None)
        _initialise(settings)
        versions = {path: _load(settings, path) for path in (BEFORE,)}
        names = dirty_names(versions[BEFORE], count, np.random.default_rng(11))
        _found_registry(settings, names, rows, memory)
        make_items(DAY, 2000, seed=3).write_parquet(settings.inbox_folder / "day.parquet")
        run_day(settings, DAY)
        rows += _days(settings, names)
        _load(settings, AFTER)
        for what in ("delta, indexes not kept", "delta, indexes kept"):
            memory.reset()
            began = time.perf_counter()
            result = rescreen(settings)
            rows.append((f"{what}: {result.added} added, {result.changed} changed, {result.match_count:,} new matches",
                         time.perf_counter() - began, memory.reset()))  # fmt: skip
            rows += [(f"    {part}", seconds, 0.0) for part, seconds in result.seconds.items()]
            with open_lake(settings) as connection:
                before = connection.execute("SELECT list_versions FROM screening.screenings ORDER BY screening LIMIT 1")
                then = before.fetchone()
                if what.endswith("not kept") and then:
                    # Stand where it stood before, once more.
                    connection.execute(
                        "UPDATE screening.screenings SET list_versions = $then WHERE screening ="
                        " (SELECT max(screening) FROM screening.screenings)",
                        {"then": then[0]},
                    )
        if verify:
            rows.append((f"the same as comparing all: {_is_same(settings)}", 0.0, 0.0))
    memory.stop()
    return rows


def _is_same(settings: object) -> bool:
    """Whether the registry holds what comparing every party with every entry gives, under the same weights."""
    from screening.lake import open_lake
    from screening.pipeline.list_versions import names_of
    from screening.pipeline.name_index import name_indexes
    from screening.pipeline.registry import MATCHES, matches_of_parties, standing
    from screening.rules.parties.name import PARTY_NAME_FUZZY, name_matches

    with open_lake(settings, read_only=True) as connection:  # type: ignore[arg-type]
        stands = standing(connection)
        assert stands
        parties = connection.execute("SELECT party_id, name, country_code FROM screening.parties").pl()
        kept = connection.execute("FROM screening.party_matches").pl().select(MATCHES)
        indexes = name_indexes(settings.home / "cache" / "names", stands.list_versions, stands.weighed_by,  # type: ignore[attr-defined]
                               lambda wanted: names_of(connection, wanted))  # fmt: skip
    distinct = parties.select("name", "country_code").unique(maintain_order=True)
    found = name_matches(distinct, indexes.index, PARTY_NAME_FUZZY.with_policy({}), indexes.weighing)
    return matches_of_parties(parties, found).equals(kept.sort("party_id", "entity_id"))


def _days(settings: object, names: pl.Series) -> list[tuple[str, float, float]]:
    """What the step `screen` takes for a day of 100,000 parties, of which none, 1 % or all are new."""
    from screening.lake import open_lake
    from screening.pipeline.parties import matches_of_day
    from screening.pipeline.registry import standing
    from screening.pipeline.staging import Manifest
    from screening.rules.parties.name import PARTY_NAME_FUZZY

    with open_lake(settings, read_only=True) as connection:  # type: ignore[arg-type]
        stands = standing(connection)
    assert stands
    manifest = Manifest("bench", str(DAY), "", 0, "", "", stands.list_versions, [], "", "", stands.weighed_by, [])
    count = min(100_000, len(names) // 4)
    rows = []
    for n, share in enumerate((0.0, 0.01, 1.0)):
        # A suffix makes a party new, and hardly another name.
        some = names.sample(count, seed=20 + n)
        new = pl.int_range(count, eager=True) < round(share * count)
        day = pl.DataFrame({"name": some, "new": new}).select(
            pl.when("new").then(pl.col("name") + f" {n}").otherwise("name").alias("name")
        )
        items = _items(day["name"])
        began = time.perf_counter()
        matches_of_day(settings, items, manifest, PARTY_NAME_FUZZY.with_policy({}))  # type: ignore[arg-type]
        seconds = time.perf_counter() - began
        rows.append((f"a day of {count:,} parties, {share:.0%} of them new", seconds, 0.0))
    return rows


def _items(names: pl.Series) -> pl.DataFrame:
    """Items whose consignees bear these names, as the registry of the measurement knows them."""
    from screening.schemas.intake import DECLARATIONS

    given = pl.DataFrame({"consignee_name": names}).with_columns(
        pl.lit("bench").alias("declaration_id"), pl.lit("KZ").alias("consignee_country_code")
    )
    return pl.concat([DECLARATIONS.empty(), given], how="diagonal")


def _load(settings: object, path: Path) -> pl.DataFrame:
    from screening.lake import open_lake
    from screening.lists import read
    from screening.lists.store import load_version

    with open_lake(settings) as connection:  # type: ignore[arg-type]
        for version in read([path], retrieved_at=datetime.now(UTC)):
            load_version(connection, version)
    return version.names.select("entity_id", "name")


def _found_registry(
    settings: object, names: pl.Series, rows: list[tuple[str, float, float]], memory: PeakMemory
) -> None:
    """Register the parties, screened as a whole: what screening anew costs."""
    from screening.lake import open_lake
    from screening.pipeline.list_versions import names_of
    from screening.pipeline.name_index import name_indexes
    from screening.pipeline.registry import Standing, matcher_id, matches_of_parties, parties_of, register_parties
    from screening.rules.parties.name import PARTY_NAME_FUZZY, name_matches, threshold_of

    parameters = PARTY_NAME_FUZZY.with_policy({})
    parties = parties_of(_items(names))
    with open_lake(settings) as connection:  # type: ignore[arg-type]
        version = connection.execute("SELECT list_id || ' ' || list_version FROM reference.list_versions").fetchall()
        versions = [row[0] for row in version]
        indexes = name_indexes(settings.home / "cache" / "names", versions, versions,  # type: ignore[attr-defined]
                               lambda wanted: names_of(connection, wanted))  # fmt: skip
        memory.reset()
        began = time.perf_counter()
        distinct = parties.select("name", "country_code").unique(maintain_order=True)
        found = matches_of_parties(parties, name_matches(distinct, indexes.index, parameters))
        rows.append((f"all anew (reference): {parties.height:,} parties, {found.height:,} matches",
                     time.perf_counter() - began, memory.reset()))  # fmt: skip
        standing = Standing(0, matcher_id(threshold_of(parameters)), versions, versions)
        assert register_parties(connection, standing, parties, found, 0, DAY)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--parties", type=int, default=1_000_000)
    options.add_argument("--verify", action="store_true", help="compare the outcome with screening all anew")
    given = options.parse_args()
    count = given.parties
    if not AFTER.is_dir():
        raise SystemExit(f"the public lists are not at {LISTS}")
    print(f"{count:,} parties, {os.cpu_count()} processors; limit for the delta {LIMIT_SECONDS:.0f} s")
    for what, seconds, peak in measure(count, given.verify):
        print(f"{what:<78}{seconds:8.1f} s{f'{peak:8,.0f} MiB' if peak else ''}")


if __name__ == "__main__":
    main()
