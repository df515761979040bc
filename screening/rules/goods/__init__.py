"""Rules on goods: by code, by chemical, by text, by part number, and the description held against the code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from hs_codes.list_files import DUAL_USE, MILITARY
from screening.rules.goods.chemical import CHEMICAL_CANDIDATE, chemical_hits
from screening.rules.goods.code import (
    CHPL_HIT,
    CONTROL_CODE_CANDIDATE,
    COUNTRY_BAN,
    UNSCR_DPRK_SCOPE,
    ban_hits,
    chpl_hits,
    control_hits,
    dprk_hits,
)
from screening.rules.goods.combine import GOODS_WEAK_SIGNS, SIGN_COLUMNS, combine
from screening.rules.goods.mismatch import DESC_HS_MISMATCH, mismatch_signs
from screening.rules.goods.model import HeadingModel
from screening.rules.goods.part import (
    PARTNUMBER_HIT,
    PARTNUMBER_OTHER_CODE,
    PARTS_LIST,
    misplaced_parts,
    part_signs,
    parts_version,
)
from screening.rules.goods.terms import load_terms
from screening.rules.goods.text import GOODS_TEXT_CANDIDATE, text_signs
from screening.rules.goods.words import read_texts
from screening.rules.rule import Inputs

GOODS_RULES = (
    CHPL_HIT,
    CONTROL_CODE_CANDIDATE,
    UNSCR_DPRK_SCOPE,
    COUNTRY_BAN,
    CHEMICAL_CANDIDATE,
    GOODS_TEXT_CANDIDATE,
    PARTNUMBER_HIT,
    PARTNUMBER_OTHER_CODE,
    DESC_HS_MISMATCH,
    GOODS_WEAK_SIGNS,
)
"""Rules on goods, in the order of the catalogue."""

GOODS_COLUMNS = ("hs_code", "goods_description", "maker_name", "brand_name", "model_name")
"""What the goods themselves are described by; equal goods are judged once."""

TEXT_LISTS = (DUAL_USE, MILITARY)
"""Lists whose entries have terms; their codes differ, 2B001 and ML2."""

THREADS = 2

Parameters = Callable[[str], Mapping[str, object]]


def goods_hits(inputs: Inputs, parameters_of: Parameters, model: HeadingModel | None) -> pl.DataFrame:
    """Run every rule on goods. `parameters_of` gives a rule's parameters by its id. Shape: RULE_HITS.

    Without a model, no description is held against its code.
    """
    by_code = (
        (chpl_hits, CHPL_HIT),
        (control_hits, CONTROL_CODE_CANDIDATE),
        (dprk_hits, UNSCR_DPRK_SCOPE),
        (ban_hits, COUNTRY_BAN),
        (chemical_hits, CHEMICAL_CANDIDATE),
    )
    # Polars lets go of the interpreter and uses one core for most work on text: what reads the words goes on beside
    # what reads codes, substances and part numbers.
    with ThreadPoolExecutor(THREADS) as pool:
        goods, items = distinct_goods(inputs.items)
        signs = [pool.submit(_word_signs, goods, inputs, parameters_of, model)]
        signs.append(pool.submit(_part_signs, goods, parameters_of))
        waiting = [pool.submit(function, inputs, parameters_of(rule.rule_id)) for function, rule in by_code]
        hits = [found.result() for found in waiting]
        together = pl.concat([found.result() for found in signs])
    combined = combine(together, parameters_of(GOODS_WEAK_SIGNS.rule_id))
    hits.append(combined.join(items, on="row").with_columns(pl.lit("goods").alias("subject")).drop("row"))
    columns = [
        "declaration_id", "item_number", "rule_id", "subject", "strength", "declared", "reference", "reference_id",
        "reference_list", "reference_version", "detail",
    ]  # fmt: skip
    return pl.concat([frame.select(columns) for frame in hits], how="vertical_relaxed")


def distinct_goods(items: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the distinct goods (row, GOODS_COLUMNS, text) and the items with the row of theirs."""
    goods = (
        items.select(GOODS_COLUMNS)
        .unique(maintain_order=True)
        .with_row_index("row")
        .with_columns(
            pl.concat_str([pl.col("goods_description"), pl.col("model_name")], separator=" | ", ignore_nulls=True)
            .alias("text")
        )
    )  # fmt: skip
    known = items.select("declaration_id", "item_number", *GOODS_COLUMNS).join(
        goods.drop("text"), on=GOODS_COLUMNS, nulls_equal=True
    )
    return goods, known.select("row", "declaration_id", "item_number")


def _word_signs(
    goods: pl.DataFrame, inputs: Inputs, parameters_of: Parameters, model: HeadingModel | None
) -> pl.DataFrame:
    """Return the signs by words of each of the distinct goods, before weak ones are joined. Shape: SIGN_COLUMNS."""
    read = read_texts(goods["goods_description"].drop_nulls().unique(maintain_order=True))
    text = text_signs(goods, parameters_of(GOODS_TEXT_CANDIDATE.rule_id), read).with_columns(
        pl.lit(load_terms().version).alias("terms_version")
    )
    entries = (
        inputs.control_entries.filter(pl.col("control_list").is_in(TEXT_LISTS))
        .select("entry_code", pl.col("title_en").alias("reference"), "control_list", "control_list_version")
        .unique("entry_code", keep="first", maintain_order=True)
    )
    found = [
        text.join(entries, on="entry_code", how="left", maintain_order="left").select(
            "row",
            pl.lit(GOODS_TEXT_CANDIDATE.rule_id).alias("rule_id"),
            "strength",
            "declared",
            pl.coalesce("reference", pl.col("detail").struct.field("family")),
            pl.col("entry_code").alias("reference_id"),
            pl.coalesce("control_list", pl.lit(DUAL_USE)).alias("reference_list"),
            pl.coalesce("control_list_version", "terms_version").alias("reference_version"),
            pl.col("detail").struct.with_fields(pl.col("terms_version")).struct.json_encode(),
        )
    ]
    if model is not None:
        found.append(mismatch_signs(goods, inputs, parameters_of(DESC_HS_MISMATCH.rule_id), model, read))
    return pl.concat([_as_signs(frame) for frame in found])


def _part_signs(goods: pl.DataFrame, parameters_of: Parameters) -> pl.DataFrame:
    """Return the signs by part number. Shape: SIGN_COLUMNS."""
    found = part_signs(goods, parameters_of(PARTNUMBER_HIT.rule_id))
    misplaced = misplaced_parts(found, goods, parameters_of(PARTNUMBER_OTHER_CODE.rule_id))
    signs = ((PARTNUMBER_HIT, found), (PARTNUMBER_OTHER_CODE, misplaced))
    return pl.concat(
        [
            _as_signs(
                frame.select(
                    "row",
                    pl.lit(rule.rule_id).alias("rule_id"),
                    "strength",
                    "declared",
                    "reference",
                    "reference_id",
                    pl.lit(PARTS_LIST).alias("reference_list"),
                    pl.lit(parts_version()).alias("reference_version"),
                    pl.col("detail").struct.json_encode(),
                )
            )
            for rule, frame in signs
        ]
    )


def _as_signs(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(dtype) for name, dtype in SIGN_COLUMNS.items())
