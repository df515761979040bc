"""Goods by code: is the declared HS code one under which controlled goods travel?

A code never proves control: a hit makes the item a candidate, and says for which entry and why.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from screening.rules.rule import Inputs, Rule, Text, hits

CHPL_HIT = Rule(
    "CHPL_HIT",
    Text("Common high priority item", "Товар общего приоритетного перечня", "Ортақ басымдықты тізімдегі тауар"),
    Text(
        "The code is on the list of goods found most often in weapons on the battlefield. Ask for the part number, the "
        "end user and the end use.",
        "Код входит в перечень товаров, которые чаще всего находят в боевой технике. Запросите артикул, конечного "
        "пользователя и назначение.",
        "Код ұрыс даласындағы қару-жарақтан ең жиі табылатын тауарлар тізіміне кіреді. Артикулін, түпкі "
        "пайдаланушысын және пайдалану мақсатын сұратыңыз.",
    ),
    Text(
        "Code {declared} is on the common high priority list, tier {reference_id}: {reference}",
        "Код {declared} входит в общий приоритетный перечень, уровень {reference_id}: {reference}",
        "{declared} коды ортақ басымдықты тізімге кіреді, деңгейі {reference_id}: {reference}",
    ),
    "Common High Priority List, BIS, European Commission, UK and Japan, 23 February 2024",
    {"strength_by_tier": {"1": 1.0, "2": 0.9, "3.A": 0.6, "3.B": 0.6, "4.A": 0.5, "4.B": 0.5}},
)

_STRENGTHS = {"exact": 1.0, "likely": 0.6, "possible": 0.2}

CONTROL_CODE_CANDIDATE = Rule(
    "CONTROL_CODE_CANDIDATE",
    Text("Possible controlled goods", "Возможно контролируемый товар", "Бақыланатын тауар болуы мүмкін"),
    Text(
        "A candidate: goods of a control-list entry are classified under this code, among others. Ask for the "
        "technical "
        "data that the threshold speaks of and hold them against the entry; the code alone proves nothing.",
        "Кандидат: под этим кодом, среди прочих, классифицируются товары контрольного списка. Запросите технические "
        "данные, о которых говорит порог, и сверьте их с позицией; сам по себе код ничего не доказывает.",
        "Үміткер: бұл код бойынша басқа тауарлармен қатар бақылау тізіміндегі тауарлар да сыныпталады. Шекті мәнге "
        "қатысты техникалық деректерді сұратып, позициямен салыстырыңыз; кодтың өзі ештеңені дәлелдемейді.",
    ),
    Text(
        "Code {declared} may hold goods of control entry {reference_id}: {reference}",
        "Под кодом {declared} могут быть товары позиции {reference_id}: {reference}",
        "{declared} кодына {reference_id} позициясының тауарлары жатуы мүмкін: {reference}",
    ),
    "WCO Strategic Trade Control Enforcement guide; the correlation table names the basis of each row",
    {"strength_by_word": _STRENGTHS, "factor_by_words": {"found": 1.5, "not found": 0.6}},
)

UNSCR_DPRK_SCOPE = Rule(
    "UNSCR_DPRK_SCOPE",
    Text(
        "Goods of the resolutions on the DPRK",
        "Товар из резолюций по КНДР",
        "КХДР жөніндегі қарарлардағы тауар",
    ),
    Text(
        "A candidate: resolutions of the Security Council forbid or limit this trade with the DPRK. Stop the "
        "goods, read "
        "the paragraph, ask whether the Committee exempted them.",
        "Кандидат: резолюции Совета Безопасности запрещают или ограничивают такую торговлю с КНДР. Задержите товар, "
        "прочтите пункт, запросите изъятие Комитета.",
        "Үміткер: Қауіпсіздік Кеңесінің қарарлары КХДР-мен мұндай саудаға тыйым салады немесе шектейді. Тауарды "
        "тоқтатып, "
        "тармақты оқып, Комитеттің рұқсатын сұратыңыз.",
    ),
    Text(
        "Code {declared} in trade with the DPRK is within resolution and paragraph {reference_id}: {reference}",
        "Код {declared} в торговле с КНДР подпадает под резолюцию и пункт {reference_id}: {reference}",
        "КХДР-мен саудадағы {declared} коды {reference_id} қарары мен тармағына жатады: {reference}",
    ),
    "UN Security Council resolutions 1718 (2006), 2270, 2321 (2016), 2371, 2375 and 2397 (2017)",
    {"strength_by_word": {"exact": 1.0, "likely": 0.8, "possible": 0.5}},
)

COUNTRY_BAN = Rule(
    "COUNTRY_BAN",
    Text("Goods banned for this country", "Товар под запретом для этой страны", "Осы ел үшін тыйым салынған тауар"),
    Text(
        "A candidate: a national list bans goods of this code for this country. Hold the goods against the list; "
        "ask for "
        "the permit or the exception.",
        "Кандидат: национальный перечень запрещает товары этого кода для этой страны. Сверьте товар с перечнем, "
        "запросите разрешение или основание для исключения.",
        "Үміткер: ұлттық тізім бұл елге осы кодтағы тауарларға тыйым салады. Тауарды тізіммен салыстырыңыз, рұқсатты "
        "немесе ерекшелік негізін сұратыңыз.",
    ),
    Text(
        "Code {declared} is banned for this country by {reference_list}, entry {reference_id}: {reference}",
        "Код {declared} под запретом для этой страны: {reference_list}, позиция {reference_id}: {reference}",
        "{declared} кодына бұл ел үшін тыйым салынған: {reference_list}, {reference_id} позициясы: {reference}",
    ),
    "The national list that the administration loaded; see `screening goods lists`",
    {"strength_by_word": {"exact": 1.0, "likely": 0.6, "possible": 0.3}},
)

_BAN = "BAN"
_DPRK = "UNSCR-DPRK"


def chpl_hits(inputs: Inputs, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return a hit for each item whose code is on the Common High Priority List. Shape: RULE_HITS."""
    strengths = numbers(parameters["strength_by_tier"])
    found = (
        candidates(inputs, "CHPL")
        .with_columns(
            pl.col("entry_code").replace_strict(strengths, default=0.5, return_dtype=pl.Float64).alias("strength")
        )
        .sort("declaration_id", "item_number", "strength", "code_length", descending=[False, False, True, True])
        .unique(["declaration_id", "item_number"], keep="first", maintain_order=True)
    )
    return hits(found.rename({"entry_code": "reference_id"}), CHPL_HIT, ["matched_code", "basis"])


def control_hits(inputs: Inputs, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return one hit for each item whose code may hold controlled goods, with all its entries. Shape: RULE_HITS.

    Dual-use, nuclear, military and loaded national lists together. The strongest entry is the reference; `detail`
    lists every entry with its strength, so that a wide subheading gives one reason and not ten. Where a row names
    words that narrow the subheading, finding one in the description makes it stronger, and finding none weaker.
    """
    others = [name for name in _lists(inputs) if name not in ("CHPL", _DPRK)]
    pairs = candidates(inputs, *others).filter(~pl.col("regime_list").list.contains(_BAN))
    pairs = _narrowed(inputs, pairs)
    factors = numbers(parameters["factor_by_words"])
    factor = pl.col("words").replace_strict(factors, default=1.0, return_dtype=pl.Float64)
    return _hits(pairs, CONTROL_CODE_CANDIDATE, parameters, factor, "words")


def dprk_hits(inputs: Inputs, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return one hit for each item within the resolutions on the DPRK, by code and direction. Shape: RULE_HITS."""
    return _hits(candidates(inputs, _DPRK), UNSCR_DPRK_SCOPE, parameters)


def ban_hits(inputs: Inputs, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return one hit for each item that a loaded list bans for its country. Shape: RULE_HITS."""
    pairs = candidates(inputs, *_lists(inputs)).filter(pl.col("regime_list").list.contains(_BAN))
    return _hits(pairs, COUNTRY_BAN, parameters)


def _hits(
    pairs: pl.DataFrame,
    rule: Rule,
    parameters: Mapping[str, object],
    factor: pl.Expr | None = None,
    *more_detail: str,
) -> pl.DataFrame:
    """One hit per item: its strongest entry is the reference, at equal strength the longest code, then by entry."""
    strengths = numbers(parameters["strength_by_word"])
    strength = pl.col("strength_word").replace_strict(strengths, return_dtype=pl.Float64)
    scored = pairs.with_columns(
        strength.alias("strength") if factor is None else (strength * factor).clip(0, 1).alias("strength")
    )
    thresholds = ("threshold_en", "threshold_ru", "threshold_kk")
    detail = ("matched_code", "basis", "regimes", *thresholds, "unit", "source", "scope", *more_detail)
    found = (
        scored.sort(
            "declaration_id", "item_number", "strength", "code_length", "entry_code", "reference_list",
            descending=[False, False, True, True, False, False],
        )
        .group_by("declaration_id", "item_number", maintain_order=True)
        .agg(
            pl.first("subject", "strength", "declared", "reference", "reference_list", "reference_version", *detail),
            pl.col("entry_code").first().alias("reference_id"),
            pl.format("{} ({})", "entry_code", "strength_word").unique(maintain_order=True).alias("entries"),
        )
    )  # fmt: skip
    return hits(found, rule, [*detail, "entries"])


def candidates(inputs: Inputs, *control_lists: str) -> pl.DataFrame:
    """Return every pair of an item and a row of these lists that applies to it.

    The item's code begins with the row's; flow, country and dates are within the row's scope. Goods in transit are
    both on their way to the destination and from their source.
    """
    rows = inputs.correlations.filter(pl.col("control_list").is_in(control_lists)).join(
        inputs.control_entries, on=["control_list", "control_list_version", "entry_code"], how="left"
    )
    countries = [f"{role}_country_code" for role in ("destination", "origin", "dispatch", "trade")]
    items = inputs.items.select(
        "declaration_id", "item_number", pl.col("hs_code").alias("declared"), *countries, "registration_date",
        pl.col("flow").alias("declared_flow"),
    )  # fmt: skip
    lengths = sorted(rows["hs_code"].str.len_chars().unique())
    found = [
        items.with_columns(pl.col("declared").str.slice(0, length).alias("matched_code"))
        .join(rows.filter(pl.col("hs_code").str.len_chars() == length), left_on="matched_code", right_on="hs_code")
        .filter(_in_scope())
        for length in lengths
    ]
    none = items.clear().join(rows, how="cross").rename({"hs_code": "matched_code"})
    pairs = pl.concat(found) if found else none
    return pairs.select(
        "declaration_id",
        "item_number",
        pl.lit("goods").alias("subject"),
        "declared",
        "matched_code",
        pl.col("matched_code").str.len_chars().alias("code_length"),
        pl.coalesce("title_en", "title_ru").alias("reference"),
        "entry_code",
        pl.col("regimes").list.join(", ").alias("regimes"),
        pl.col("regimes").alias("regime_list"),
        pl.col("strength").alias("strength_word"),
        "basis",
        "source",
        pl.when(pl.col("country_role").is_not_null())
        .then(pl.format("{}, {} {}", "flow", "country_role", pl.col("country_codes").list.join(", ")))
        .when(pl.col("flow") != "any")
        .then("flow")
        .alias("scope"),
        "threshold_en",
        "threshold_ru",
        "threshold_kk",
        "narrowing_words",
        "unit",
        pl.col("control_list").alias("reference_list"),
        pl.col("control_list_version").alias("reference_version"),
    )


def _in_scope() -> pl.Expr:
    """Whether an item's flow, countries and date are those that a row speaks of."""
    flow, declared = pl.col("flow"), pl.col("declared_flow")
    in_flow = (flow == "any") | (flow == declared) | (flow.is_in(["import", "export"]) & (declared == "transit"))
    listed = pl.col("country_codes")

    def among(*names: str) -> pl.Expr:
        return pl.any_horizontal(
            listed.list.contains(pl.col(f"{name}_country_code")).fill_null(False) for name in names
        )

    role = pl.col("country_role")
    in_country = (
        pl.when(role.is_null())
        .then(True)
        .when(role == "destination")
        .then(among("destination"))
        .when(role == "origin")
        .then(among("origin"))
        .when(role == "dispatch")
        .then(among("dispatch"))
        .when(role == "source")
        .then(among("origin", "dispatch"))
        .otherwise(among("destination", "origin", "dispatch", "trade"))
    )
    day = pl.col("registration_date")
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= day)
    return in_flow & in_country & begun & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= day))


def _narrowed(inputs: Inputs, pairs: pl.DataFrame) -> pl.DataFrame:
    """Add `words`: does the description have a word that narrows the row (found, not found)? Null without such "
    "words."""
    key = pl.col("narrowing_words").list.join(";")
    texts = inputs.items.select("declaration_id", "item_number", pl.col("goods_description").alias("text"))
    keyed = pairs.with_columns(key.alias("sought")).join(texts, on=["declaration_id", "item_number"], how="left")
    asked = keyed.filter(pl.col("sought") != "").select("sought", "text").unique()
    # One search for each distinct set of words, which are few; a search takes all of its words at once.
    said = [
        part.with_columns(
            pl.when(pl.col("text").str.to_lowercase().str.contains_any(sought.split(";")))
            .then(pl.lit("found"))
            .otherwise(pl.lit("not found"))
            .alias("words")
        )
        for (sought,), part in sorted(asked.partition_by("sought", as_dict=True).items())
    ]
    nothing = asked.clear().with_columns(pl.lit(None, dtype=pl.String).alias("words"))
    return keyed.join(pl.concat([nothing, *said]), on=["sought", "text"], how="left").drop("sought", "text")


def _lists(inputs: Inputs) -> list[str]:
    return inputs.correlations["control_list"].unique().sort().to_list()


def numbers(parameter: object) -> dict[str, float]:
    """Return a parameter that maps words to numbers; raises TypeError for any other."""
    if not isinstance(parameter, Mapping):
        raise TypeError("strengths are given as a mapping from a word to a number")
    return {str(word): float(number) for word, number in parameter.items()}
