"""The rules on goods: right and wrong on the labelled set, alarms in ordinary trade, speed. `make bench-goods`.

    python -m bench.goods              all of it
    python -m bench.goods quality      the labelled set and ordinary trade only
    python -m bench.goods speed        1,000,000 items through all goods rules

Prints Markdown. 40 % of the labelled cases, chosen by the hash of their id, were never looked at when terms and
patterns were tuned: the rows "held out". Needs the tariff file in ../shared (or SCREENING_SHARED).
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl

from bench.day import PeakMemory
from bench.goods_data import as_history, make_trade, read_titles
from bench.items import make_items
from hs_codes import load_control_lists
from screening.alerts.policy import load_policy
from screening.rules.goods import GOODS_RULES, goods_hits
from screening.rules.goods.check import check_goods, goods_inputs
from screening.rules.goods.model import HeadingModel
from screening.rules.goods.model_store import Trained, train

DAY = date(2026, 5, 15)
SHARED = Path(os.environ.get("SCREENING_SHARED", Path(__file__).parents[2] / "shared"))
TARIFF = SHARED / "data" / "hs" / "tnved_ett_2026-03.csv"
CASES = Path(__file__).parents[1] / "tests" / "cases" / "goods.csv"
TRADE_ITEMS, HISTORY_ITEMS, SPEED_ITEMS, DISTINCT_ITEMS = 100_000, 60_000, 1_000_000, 250_000
NAMED_BY_TEXT = ("GOODS_TEXT_CANDIDATE", "PARTNUMBER_HIT", "CHEMICAL_CANDIDATE", "GOODS_WEAK_SIGNS", "DESC_HS_MISMATCH")


def is_held_out(case_id: str) -> bool:
    """Whether a labelled case belongs to the two fifths that tuning never read."""
    return int(hashlib.sha256(case_id.encode()).hexdigest(), 16) % 10 < 4


def labelled() -> pl.DataFrame:
    """Return the labelled cases with `is_held_out` and `is_controlled`."""
    cases = pl.read_csv(CASES, infer_schema=False)
    return cases.with_columns(
        pl.Series("is_held_out", [is_held_out(case) for case in cases["id"]]),
        pl.col("label").is_in(["controlled", "disguised"]).alias("is_controlled"),
    )


def as_goods(cases: pl.DataFrame) -> pl.DataFrame:
    """Return cases as goods: id and what box 31 and 33 say."""
    return cases.select(
        "id",
        "hs_code",
        pl.col("description").alias("goods_description"),
        pl.col("maker").alias("maker_name"),
        pl.lit(None, dtype=pl.String).alias("brand_name"),
        pl.col("part_number").alias("model_name"),
    )


def points(found: pl.DataFrame) -> pl.DataFrame:
    """Return id and points of each item by the policy in the package: the goods rules alone, no route, no party."""
    weights = {rule_id: rule.weight for rule_id, rule in load_policy().rules.items()}
    weight = pl.col("rule_id").replace_strict(weights, return_dtype=pl.Float64)
    return found.group_by(pl.col("declaration_id").alias("id")).agg((weight * pl.col("strength")).sum().alias("points"))


def trained() -> Trained:
    """Return a model of the tariff's titles and of a simulated, cleared history."""
    titles = read_titles(TARIFF)
    return train(titles, as_history(make_trade(titles, HISTORY_ITEMS, seed=7)))


def quality(model: HeadingModel) -> None:
    """Print recall and precision by rule, overall, by split and language; and alarms in ordinary trade."""
    policy, control, cases = load_policy(), load_control_lists(), labelled()
    found = check_goods(as_goods(cases), DAY, control, policy.parameters, model)
    strong = found.filter((pl.col("strength") >= 0.5) & pl.col("rule_id").is_in(NAMED_BY_TEXT))
    print(
        "## By rule, all cases\n\n| rule | hits | controlled | disguised | look-alike | ordinary | precision | recall |"
    )
    print("| --- " * 8 + "|")
    total = int(cases["is_controlled"].sum())
    for rule in GOODS_RULES:
        hit = cases.join(
            found.filter(pl.col("rule_id") == rule.rule_id), left_on="id", right_on="declaration_id", how="semi"
        )
        _row(rule.rule_id, hit, total)
    _row(
        "text, part, chemical, words against code: any",
        _hit(cases, found.filter(pl.col("rule_id").is_in(NAMED_BY_TEXT))),
        total,
    )
    _row("the same, strength 0.5 and more", _hit(cases, strong), total)
    scored = cases.join(points(found), on="id", how="left").with_columns(pl.col("points").fill_null(0))
    alerted = scored.filter(pl.col("points") >= policy.alert_threshold)
    _row("alert by the goods rules alone", alerted, total)
    print("\n## Strong signs by split and language\n\n| cases | controlled | found | precision | recall |")
    print("| --- " * 5 + "|")
    for name, part in (
        ("tuned on", cases.filter(~pl.col("is_held_out"))),
        ("held out", cases.filter("is_held_out")),
        *(
            (f"held out, {language}", cases.filter("is_held_out", pl.col("language") == language))
            for language in ("ru", "en", "kk")
        ),
        *((f"held out, {label}", cases.filter("is_held_out", ~pl.col("is_controlled") | (pl.col("label") == label)))
          for label in ("controlled", "disguised")),
        ("held out, controlled, said in other words",
         cases.filter("is_held_out", ~pl.col("is_controlled") | pl.col("note").str.starts_with("said in other words"))),
    ):  # fmt: skip
        hit = _hit(part, strong)
        right, wanted = int(hit["is_controlled"].sum()), int(part["is_controlled"].sum())
        shares = f"{_share(right, hit.height)} | {_share(right, wanted)}"
        print(f"| {name} ({part.height}) | {wanted} | {hit.height} | {shares} |")
    print(
        "\n## Alarms in ordinary trade\n\n| trade | items outside CHPL codes | any sign | alerts | share |\n"
        + "| --- " * 5
        + "|"
    )
    titles = read_titles(TARIFF)
    day = make_items(DAY, TRADE_ITEMS, 1).select(
        pl.int_range(pl.len()).cast(pl.String).alias("id"), "hs_code", "goods_description", "maker_name",
        pl.lit(None, dtype=pl.String).alias("brand_name"), "model_name",
    )  # fmt: skip
    leaves = titles.with_row_index("id").select(
        pl.col("id").cast(pl.String), "hs_code", pl.col("full_title").alias("goods_description"),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in ("maker_name", "brand_name", "model_name")),
    )  # fmt: skip
    honest = cases.filter(~pl.col("is_controlled"))
    for name, goods in (
        ("a day of bench/items.py", day),
        ("every leaf title of the tariff", leaves),
        ("trade composed of titles, makers and models", make_trade(titles, TRADE_ITEMS, seed=11)),
        ("look-alikes and ordinary cases", as_goods(honest)),
    ):
        _alarms(name, goods, model)


def _hit(cases: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    return cases.join(found, left_on="id", right_on="declaration_id", how="semi")


def _row(name: str, hit: pl.DataFrame, total: int) -> None:
    count = dict(hit.group_by("label").len().iter_rows())
    right = int(hit["is_controlled"].sum())
    labels = " | ".join(str(count.get(label, 0)) for label in ("controlled", "disguised", "look-alike", "ordinary"))
    print(f"| {name} | {hit.height} | {labels} | {_share(right, hit.height)} | {_share(right, total)} |")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _alarms(name: str, goods: pl.DataFrame, model: HeadingModel) -> None:
    policy, control = load_policy(), load_control_lists()
    found = check_goods(goods, DAY, control, policy.parameters, model)
    chpl = found.filter(pl.col("rule_id") == "CHPL_HIT")
    outside = goods.join(chpl, left_on="id", right_on="declaration_id", how="anti")
    signs = outside.join(
        found.filter(pl.col("rule_id").is_in(NAMED_BY_TEXT)), left_on="id", right_on="declaration_id", how="semi"
    )
    alerts = outside.join(points(found).filter(pl.col("points") >= policy.alert_threshold), on="id", how="semi")
    print(
        f"| {name} | {outside.height:,} | {signs.height:,} | {alerts.height:,} | {alerts.height / outside.height:.2%} |"
    )


def speed(model: HeadingModel) -> None:
    """Print seconds and peak memory of a million items through all goods rules: a quarter distinct, then all."""
    print(
        "\n## Speed\n\n| items | distinct goods | hits | seconds (limit 20) | of both cores | peak MiB (limit 3,072) |"
    )
    print("| --- " * 6 + "|")
    titles, cases = read_titles(TARIFF), as_goods(labelled())
    some = pl.concat([make_trade(titles, DISTINCT_ITEMS, seed=23), cases])
    _speed(some.sample(SPEED_ITEMS, with_replacement=True, seed=5), model)
    _speed(pl.concat([cases, make_trade(titles, SPEED_ITEMS - cases.height, seed=29)]), model)


def _speed(whole: pl.DataFrame, model: HeadingModel) -> None:
    policy, control = load_policy(), load_control_lists()
    whole = whole.with_columns(pl.int_range(pl.len()).cast(pl.String).alias("id"))
    inputs = goods_inputs(whole, DAY, control)
    memory = PeakMemory()
    memory.reset()
    began, busy = time.perf_counter(), time.process_time()
    found = goods_hits(inputs, policy.parameters, model)
    seconds, busy, peak = time.perf_counter() - began, time.process_time() - busy, memory.reset()
    memory.stop()
    distinct = whole.select(pl.exclude("id")).n_unique()
    print(f"| {whole.height:,} | {distinct:,} | {found.height:,} | {seconds:.1f} | {busy:.1f} | {peak:,.0f} |")


def main() -> None:
    """Measure what is asked for and print it."""
    part = sys.argv[1] if len(sys.argv) > 1 else "all"
    if not TARIFF.exists():
        sys.exit(f"the tariff is not at {TARIFF}; set SCREENING_SHARED")
    began = time.perf_counter()
    ready = trained()
    print(f"# Goods rules\n\nModel: {ready.trained_on}; {len(ready.model.to_bytes()):,} bytes; "
          f"trained and measured in {time.perf_counter() - began:.1f} s.\n")  # fmt: skip
    # The simulated history is made of the titles' words, so the titles are measured on a model without it.
    titles_only = train(read_titles(TARIFF), as_history(make_trade(read_titles(TARIFF), 1, seed=7)).clear())
    print("| trained on | held-out texts | count | top-1 | top-5 |\n| --- | --- | --- | --- | --- |")
    for on, model, names in (
        ("titles", titles_only, ("title_with_heading", "title_below_heading")),
        ("titles and history", ready, ("history",)),
    ):
        for name in names:
            m = model.measures
            print(f"| {on} | {name} | {m[f'{name}_texts']:,} | {m[f'{name}_top1']:.1%} | {m[f'{name}_top5']:.1%} |")
    print()
    if part in ("all", "quality"):
        quality(ready.model)
    if part in ("all", "speed"):
        speed(ready.model)


if __name__ == "__main__":
    main()
