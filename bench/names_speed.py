"""Speed of the name matcher: against every name of the lists beside the project, with dirty names made up for it."""

from __future__ import annotations

import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from bench.names_data import SHARED
from screening.lists import read
from screening.names import ALERT_THRESHOLD, NameIndex

READ = (
    "eu/xmlFullSanctionsList_1_1_2026-05-01.xml",
    "un/consolidated_2025-11-18.xml",
    "ofac/2022-01-31",
    "ofac/sdn_2024-05-02",
)
UK = "uk/UK-Sanctions-List_2026-08-22.csv"
CSL = "us_csl/consolidated_2022-04.csv"


def all_listed() -> pl.DataFrame:
    """entity_id, name of all names in the shared lists (UK and US consolidated read here, as plain CSV)."""
    folder = SHARED / "data" / "lists"
    frames = [
        version.names.select("entity_id", "name")
        for path in READ
        for version in read([folder / path], retrieved_at=datetime.now(UTC))
    ]
    uk = pl.read_csv(folder / UK, skip_rows=1, infer_schema=False, truncate_ragged_lines=True)
    parts = [f"Name {n}" for n in (1, 2, 3, 4, 5, 6)]
    uk_name = pl.concat_str(parts, separator=" ", ignore_nulls=True).str.replace_all(" +", " ").str.strip_chars()
    frames += [
        uk.select(entity_id="Unique ID", name=uk_name),
        uk.select(entity_id="Unique ID", name="Name non-latin script"),
    ]
    csl = pl.read_csv(folder / CSL, infer_schema=False)
    frames += [
        csl.select(entity_id="_id", name="name"),
        csl.select(entity_id="_id", name=pl.col("alt_names").str.split("; ")).explode("name"),
    ]
    return pl.concat(frames).drop_nulls().filter(pl.col("name") != "").unique(maintain_order=True)


FREQUENT = 300
"""So many words of the list are common to all lists, like company and Mohammad."""
LETTERS = ("bcdfghjklmnpqrstvwxz", "aeiouy", "бвгджзклмнпрстфхцчшщ", "аеиоуыэюя")


def multiplied(names: pl.DataFrame, times: int, rng: np.random.Generator) -> pl.DataFrame:
    """`names` and further lists of the same size and shape, with other rare words: their letters are exchanged."""
    words = names["name"].str.to_lowercase().str.split(" ").explode().drop_nulls()
    common = set(words.value_counts(sort=True)["name"].head(FREQUENT).to_list())
    parts = [names]
    for n in range(1, times):
        table: dict[int, int] = {}
        for letters in LETTERS:
            shuffled = rng.permutation(list(letters))
            table |= {ord(a): ord(b) for a, b in zip(letters, shuffled, strict=True)}
        made = [
            " ".join(w if w in common else w.translate(table) for w in name.lower().split(" "))
            for name in names["name"].to_list()
        ]
        parts.append(pl.DataFrame({"entity_id": names["entity_id"] + f"/{n}", "name": made}))
    return pl.concat(parts)


FORMS = ("ТОО «{}»", "{} LLC", "OOO {}", "{} CO., LTD.", "{}", "{}, г. Алматы, ул. Абая 150", "АО {}", "{} A.S.", "{}")
FIRMS = ("Алтын", "Дала", "Nomad", "Sary", "Жетісу", "Вектор", "Orient", "Тумар", "Kazyna", "Сапа", "Delta", "Байтерек")
TRADES = ("Трейд", "Trade", "Сервис", "Logistics", "Құрылыс", "Техно", "Agro", "Импэкс", "Tekstil", "Energy", "Строй")


def dirty_names(names: pl.DataFrame, count: int, rng: np.random.Generator) -> pl.Series:
    """Distinct declared names: a fifth from listed names with typing errors, the rest other traders and persons."""
    listed = names["name"].to_list()
    given = ("Айдар", "Sergei", "Ольга", "Nurlan", "Дмитрий", "Aigul", "Mehmet", "Ли", "Anvar", "Yerlan")
    letters = "abdegiklmnorstuz"
    out: set[str] = set()
    while len(out) < count:
        draw = rng.random()
        made = "".join(letters[i] for i in rng.integers(0, len(letters), int(rng.integers(4, 9)))).capitalize()
        if draw < 0.2:
            name = listed[int(rng.integers(len(listed)))]
            at = int(rng.integers(max(len(name), 1)))
            name = name[:at] + letters[int(rng.integers(16))] + name[at + 1 :]
        elif draw < 0.45:
            name = f"{made}ov {given[int(rng.integers(10))]} {made[:4]}ovich"
        else:
            name = f"{FIRMS[int(rng.integers(12))]} {made} {TRADES[int(rng.integers(11))]}"
        name = FORMS[int(rng.integers(len(FORMS)))].format(name)
        out.add(name.upper() if rng.random() < 0.5 else name)
    return pl.Series("name", sorted(out))


QUERIES = 12_500
"""Declared names of the smallest size; the table goes to eight times as many."""
BRUTE_FORCE_QUERIES = 500
SAMPLE = 500


def asked(names: pl.Series) -> pl.DataFrame:
    """Parties of names alone."""
    return pl.DataFrame({"query_id": pl.Series(range(len(names))).cast(pl.String), "name": names})


def speed() -> None:
    """Print the speed tables."""
    rng = np.random.default_rng(1)
    names = all_listed()
    dirty = dirty_names(names, QUERIES * 8, rng).shuffle(seed=2)
    print(
        f"\n### Speed: {names.height} listed names ({names['name'].n_unique()} distinct), {len(dirty)} declared names\n"
    )
    started = time.perf_counter()
    index = NameIndex.build(names)
    built = time.perf_counter() - started
    with tempfile.TemporaryDirectory() as folder:
        index.save(Path(folder))
        started = time.perf_counter()
        index = NameIndex.load(Path(folder))
        loaded = time.perf_counter() - started
    index.screen(asked(dirty[:100]))
    started = time.perf_counter()
    hits = index.screen(asked(dirty))
    took = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = len(dirty) / took
    brute = _brute_force(names["name"].unique(maintain_order=True), dirty[:BRUTE_FORCE_QUERIES])
    print("| measure | value |\n|---|---|")
    print(f"| index build | {built:.2f} s ({built / names.height * 1e5:.2f} s per 100,000 names) |")
    print(f"| reload | {loaded:.2f} s |")
    print(f"| {len(dirty)} declared names | {took:.2f} s, {rate:,.0f} names/s, {hits.height} hits |")
    print(f"| RapidFuzz cdist token_sort, same names | {brute:,.0f} names/s: we are {rate / brute:.0f} times as fast |")
    print(f"| peak memory of the process so far | {memory:,.0f} MB |")
    print(f"| one query, median of 300 | {_one_query(index, dirty[-300:]):.2f} ms |")
    found, wanted = _agreement(index, dirty.sample(SAMPLE, seed=5))
    print(f"| hits of the exhaustive comparison found, {SAMPLE} names | {found} of {wanted} ({found / wanted:.2%}) |")
    _growth(names, dirty, rng)


def _brute_force(names: pl.Series, dirty: pl.Series) -> float:
    """Names a second of RapidFuzz's token_sort_ratio against all listed names, lower-cased, on all cores."""
    listed = names.str.to_lowercase().to_list()
    queries = dirty.str.to_lowercase().to_list()
    started = time.perf_counter()
    process.cdist(queries, listed, scorer=fuzz.token_sort_ratio, score_cutoff=80, dtype=np.uint8, workers=-1)
    return len(queries) / (time.perf_counter() - started)


def _one_query(index: NameIndex, dirty: pl.Series) -> float:
    times = []
    for name in dirty:
        party = asked(pl.Series([name]))
        started = time.perf_counter()
        index.screen(party)
        times.append(time.perf_counter() - started)
    return float(np.median(times)) * 1000


def _agreement(index: NameIndex, sample: pl.Series) -> tuple[int, int]:
    """Hits that screening finds of those that comparing everything with everything gives, and the latter's number."""
    nothing = pl.lit(None, dtype=pl.String)
    found = wanted = 0
    for first in range(0, len(sample), 10):  # ten names against all listed ones fit in memory
        part = sample[first : first + 10]
        party = asked(part).with_columns(entity_type=nothing, country_code=nothing)
        pairs = index.pairs(part.to_list(), ALERT_THRESHOLD, every=True)
        every = index.hits(party, part, pairs, ALERT_THRESHOLD)
        fast = index.screen(party)
        wanted += every.height
        found += every.join(fast, on=["query_id", "entity_id"], how="semi").height
    return found, wanted


def _growth(names: pl.DataFrame, dirty: pl.Series, rng: np.random.Generator) -> None:
    """Throughput as the list and the declared names grow."""
    print("\n### Declared names a second as both sides grow (rows: listed names, columns: declared names)\n")
    counts = [QUERIES * n for n in (1, 2, 4, 8)]
    print("| listed names | build | " + " | ".join(f"{n:,}" for n in counts) + " |\n|---|---|---|---|---|---|")
    for times in (1, 2, 4, 8):
        more = multiplied(names, times, rng)
        started = time.perf_counter()
        index = NameIndex.build(more)
        cells = [f"{time.perf_counter() - started:.1f} s"]
        for count in counts:
            part = asked(dirty[:count])
            started = time.perf_counter()
            index.screen(part)
            cells.append(f"{count / (time.perf_counter() - started):,.0f}")
        print(f"| {more.height:,} | " + " | ".join(cells) + " |")
