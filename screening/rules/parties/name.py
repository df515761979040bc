"""Parties by name: who on the lists might this be, how surely, and why. The comparison lives in screening.names."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from screening.names import ALERT_THRESHOLD, NameIndex
from screening.names.score import FEATURES
from screening.rules.parties.declared import PARTY, declared_parties, without_suppressed
from screening.rules.parties.identifier import number_spellings
from screening.rules.parties.listings import one_for_each_group
from screening.rules.rule import Inputs, Rule, Text, hits

PARTY_NAME_FUZZY = Rule(
    "PARTY_NAME_FUZZY",
    Text("Name like that of a listed party", "Имя похоже на имя из списка", "Атауы тізімдегі атауға ұқсас"),
    Text(
        "The name of a party is that of a listed party, or near it. Compare country, address, numbers and birth date "
        "before deciding; equal names are not equal persons.",
        "Наименование лица совпадает с именем из списка или близко к нему. До решения сравните страну, адрес, номера и "
        "дату рождения: одинаковые имена ещё не одно лицо.",
        "Тұлғаның атауы тізімдегі атаумен бірдей немесе оған жақын. Шешім қабылдамас бұрын елін, мекенжайын, "
        "нөмірлерін және туған күнін салыстырыңыз: атаулардың бірдей болуы бір тұлға деген сөз емес.",
    ),
    Text(
        "The {subject} «{declared}» is like «{reference}» ({reference_id})",
        "{subject}: «{declared}» похоже на «{reference}» ({reference_id})",
        "{subject}: «{declared}» мынаған ұқсас: «{reference}» ({reference_id})",
    ),
    "The list named in the hit; docs/names.md describes the comparison and its measured precision",
    {"threshold": None},
)

_EVIDENCE = pl.Struct({"name_kind": pl.String, **dict.fromkeys(FEATURES, pl.Float64)})

_TAX_KINDS = ("tax", "bin", "iin", "inn")
_NUMBER_LOG_ODDS = 1.0
"""What an equal tax number adds to the log-odds of a name hit and another one takes off; set by hand. Mild, because a
party may have several numbers, and because the same number is a hit of its own (PARTY_EXACT_ID)."""


def listed_names(inputs: Inputs) -> pl.DataFrame:
    """Return the listed names as the index wants them: entity_id, name, name_kind, entity_type, country_codes."""
    about = inputs.entities.select("entity_id", "entity_type", "country_codes")
    return inputs.names.select("entity_id", "name", "name_kind").join(about, on="entity_id", how="left")


def name_matches(
    parties: pl.DataFrame, index: NameIndex, parameters: Mapping[str, object], weighing: NameIndex | None = None
) -> pl.DataFrame:
    """Return the listed entities whose names are like those of `parties` (name, country_code, distinct).

    Columns: name, country_code, entity_id, score, listed_name, evidence (the features as JSON); one row for each party
    and entity. `weighing`: see NameIndex.screen. The parameter `threshold` null means the matcher's own calibrated one.
    """
    named = parties.filter(pl.col("name").is_not_null()).with_row_index("query")
    asked = named.with_columns(pl.col("query").cast(pl.String).alias("query_id"))
    found = index.screen(
        asked.select("query_id", "name", "country_code"), threshold=threshold_of(parameters), weighing=weighing
    )
    # Four digits say all; the last bits of a float would differ from run to run.
    evidence = pl.struct("name_kind", *(pl.col(feature).round(4) for feature in FEATURES))
    return found.join(asked.select("query_id", "country_code"), on="query_id").select(
        "name", "country_code", "entity_id", "score", "listed_name", evidence.struct.json_encode().alias("evidence")
    )


def threshold_of(parameters: Mapping[str, object]) -> float:
    """The least score of a match."""
    return ALERT_THRESHOLD if parameters["threshold"] is None else float(str(parameters["threshold"]))


def party_name_hits(inputs: Inputs, matches: pl.DataFrame) -> pl.DataFrame:
    """Return a hit for each party whose name is like that of a listed one. Shape: RULE_HITS.

    `matches` as from `name_matches`: each distinct name and country is compared once, however many declarations name
    it. The tax number is evidence beside the name: the listed party's own adds, another one of the same country
    subtracts, but takes no hit away.
    """
    parties = declared_parties(inputs.items).filter(pl.col("name").is_not_null())
    about = inputs.entities.select("entity_id", "list_id", "list_version", "primary_name", "programmes")
    matched = (
        matches.join(
            parties.select("declaration_id", "subject", *PARTY).unique(),
            on=["name", "country_code"],
            nulls_equal=True,
        )
        .pipe(without_suppressed, inputs.suppressed)
        .join(about, on="entity_id")
        .pipe(_with_number_evidence, inputs.identifiers)
        .sort("declaration_id", "subject", "entity_id", "score", "name", descending=[False, False, False, True, False])
        .unique(["declaration_id", "subject", "entity_id"], keep="first", maintain_order=True)
        .with_columns(pl.col("evidence").str.json_decode(dtype=_EVIDENCE))
        .unnest("evidence")
        .select(
            "declaration_id",
            pl.lit(None, dtype=pl.Int64).alias("item_number"),
            "subject",
            pl.col("score").alias("strength"),
            pl.col("name").alias("declared"),
            pl.col("listed_name").alias("reference"),
            pl.col("entity_id").alias("reference_id"),
            pl.col("list_id").alias("reference_list"),
            pl.col("list_version").alias("reference_version"),
            "primary_name",
            pl.col("programmes").list.join(", ").alias("programmes"),
            "number_agrees",
            *(field.name for field in _EVIDENCE.fields),
        )
        .pipe(one_for_each_group, inputs.groups)
    )
    detail = ["primary_name", "programmes", "listings", "number_agrees", *(field.name for field in _EVIDENCE.fields)]
    return hits(matched, PARTY_NAME_FUZZY, detail)


def _with_number_evidence(matched: pl.DataFrame, identifiers: pl.DataFrame) -> pl.DataFrame:
    """Return `matched` with `number_agrees` (1 the same tax number, -1 another of that country, 0 unknown), and the
    score moved by it. Needs entity_id, country_code, tax_id, score.
    """
    numbers = (
        identifiers.filter(pl.col("identifier_kind").is_in(_TAX_KINDS) & pl.col("country_code").is_not_null())
        .group_by("entity_id", "country_code")
        .agg(pl.col("value").alias("listed_numbers"))
    )
    beside = matched.join(numbers, on=["entity_id", "country_code"], how="left", maintain_order="left")
    declared = number_spellings("tax_id")
    known = pl.col("listed_numbers").is_not_null() & pl.col("tax_id").is_not_null()
    same = declared.list.set_intersection("listed_numbers").list.len() > 0
    agrees = pl.when(known).then(pl.when(same).then(1).otherwise(-1)).otherwise(0)
    # The score is the logistic of the evidence; an exact 1 stays what it is.
    odds = (pl.col("score") / (1 - pl.col("score"))).log()
    moved = 1 / (1 + (-(odds + _NUMBER_LOG_ODDS * pl.col("number_agrees"))).exp())
    return beside.with_columns(agrees.alias("number_agrees")).with_columns(score=moved).drop("listed_numbers")
