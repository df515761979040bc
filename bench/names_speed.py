"""Names for the speed table: every name of the lists beside the project, and dirty names made from them and others."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import polars as pl

from bench.names_data import SHARED
from screening.lists import read

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


def multiplied(names: pl.DataFrame, times: int, rng: np.random.Generator) -> pl.DataFrame:
    """`names` and further lists of the same size and shape: the words of other names, put together anew."""
    parts = [names]
    words = names["name"].str.split(" ").explode().drop_nulls().to_list()
    for n in range(1, times):
        drawn = rng.permutation(len(words))
        lengths = names["name"].str.count_matches(" ").to_numpy() + 1
        ends = np.minimum(np.cumsum(lengths), len(words))
        starts = ends - lengths
        made = [_changed(" ".join(words[i] for i in drawn[a:b]), n) for a, b in zip(starts, ends, strict=True)]
        parts.append(pl.DataFrame({"entity_id": names["entity_id"] + f"/{n}", "name": made}))
    return pl.concat(parts)


def _changed(name: str, n: int) -> str:
    """Another list has other rare words: one letter of the name is replaced."""
    at = (len(name) * n) // 11
    return name[:at] + "aeioubdk"[n % 8] + name[at + 1 :]


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
