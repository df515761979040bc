"""Goods by part number: articles of makers of high-priority electronics, sensors, drones, instruments and machines."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import polars as pl

from hs_codes.reference_data import read_reference_csv, read_sidecar, refuse_rows
from screening.rules.goods.readings import DATA_FOLDER
from screening.rules.rule import Rule, Text

PARTNUMBER_HIT = Rule(
    "PARTNUMBER_HIT",
    Text("Part number of sensitive goods", "Артикул чувствительного товара", "Сезімтал тауардың артикулі"),
    Text(
        "The part number reads like one of a maker of sensitive electronics, sensors, instruments or machines. Ask for "
        "the maker's data sheet and invoice, and hold the family against the entry and the priority list.",
        "Артикул похож на обозначение семейства чувствительной электроники, датчиков, приборов или станков. Запросите "
        "техническое описание и счёт изготовителя, сверьте семейство с позицией и приоритетным перечнем.",
        "Артикул сезімтал электроника, датчик, аспап немесе станок тобының белгісіне ұқсас. Өндірушінің техникалық "
        "сипаттамасы мен шотын сұратып, топты тізім позициясымен және басымдықты тізіммен салыстырыңыз.",
    ),
    Text(
        "Part number {declared} makes the goods a candidate: {reference} ({reference_id})",
        "По артикулу {declared} товар — кандидат: {reference} ({reference_id})",
        "{declared} артикулі бойынша тауар үміткер: {reference} ({reference_id})",
    ),
    "Patterns of screening/rules/goods/data/part_families.csv; BIS guidance of 2024 on high-priority part numbers",
    {"factor_maker_not_named": 0.85, "least_strength": 0.15},
)

PARTNUMBER_OTHER_CODE = Rule(
    "PARTNUMBER_OTHER_CODE",
    Text(
        "Part number that does not belong under the code",
        "Артикул, которому не место под этим кодом",
        "Бұл кодқа жатпайтын артикул",
    ),
    Text(
        "The part number is one of a family of sensitive goods that belongs under another heading than the declared "
        "one. Goods are disguised so; a device may also be named after a part in it. Look at the goods, then check the "
        "code.",
        "Артикул относится к семейству чувствительных товаров, которым место в другой позиции, а не в заявленной. Так "
        "маскируют товар; но и изделие могут назвать по его детали. Осмотрите товар и проверьте код.",
        "Артикул мәлімделген позицияға емес, басқасына жататын сезімтал тауарлар тобына тиесілі. Тауарды осылай "
        "жасырады; бірақ бұйымды бөлшегінің атымен де атауы мүмкін. Тауарды қарап, кодты тексеріңіз.",
    ),
    Text(
        "Part number {declared} belongs under {reference_id} and hardly under the declared {reference}",
        "Артикул {declared} относится к {reference_id} и едва ли к заявленному коду {reference}",
        "{declared} артикулі {reference_id} кодына жатады, мәлімделген {reference} кодына жатуы екіталай",
    ),
    "BIS guidance of 2024 on high-priority part numbers; WCO guide on strategic trade control enforcement "
    "(misdescribed goods)",
    {"strength_other_chapter": 1.0, "strength_other_heading": 0.6},
)

PARTS_LIST = "PART-FAMILIES"
"""What `reference_list` says of such a hit."""

_COLUMNS = ("maker", "aliases", "family", "pattern", "kind", "entry_code", "hs6", "strength", "alone")
_CYRILLIC_LIKE, _LATIN_LIKE = list("АВСЕНКМОРТХУІЅ"), list("ABCEHKMOPTXYIS")
# A part number begins a token, and what follows it is a suffix of letters, digits and joints, not another word.
_ARTICLE = r"[A-Z0-9][A-Z0-9./+#-]{2,39}"
_HAS_BOTH = r"[A-Z].*[0-9]|[0-9].*[A-Z]|-"
_SUFFIX = r"[A-Z0-9./+#-]*$"


@cache
def part_families() -> pl.DataFrame:
    """Return the families with family_id, start and pattern (regular expressions), title (maker, family, kind).

    Raises ReferenceDataError for a broken row.
    """
    path = DATA_FOLDER / "part_families.csv"
    families = read_reference_csv(path, columns=_COLUMNS, key=("maker", "family"), optional=("entry_code",))
    strength = pl.col("strength").cast(pl.Float64, strict=False)
    refuse_rows(families, ~strength.is_between(0, 1), path, "the strength is not a number from 0 to 1", "Correct it")
    kinds = part_kinds()
    refuse_rows(
        families,
        ~pl.col("kind").is_in(kinds["kind"].implode()),
        path,
        "the kind is unknown",
        "Add it to part_kinds.csv",
    )
    return (
        families.with_columns(strength)
        .join(kinds, on="kind", maintain_order="left")
        .with_columns(
            pl.format("{}, {}", "maker", "family").alias("family_id"),
            _ascii("pattern").alias("start"),
            pl.format("^(?:{}){}", _ascii("pattern"), pl.lit(_SUFFIX)).alias("pattern"),
            pl.format("{} {}: {}", "maker", "family", "en").alias("title"),
        )
    )


def _ascii(column: str) -> pl.Expr:
    """Patterns in ASCII classes: those of all the world's digits and letters would make the automaton too large."""
    pattern = pl.col(column).str.replace_all(r"\d", "[0-9]", literal=True)
    # Tokens hold no spaces: neighbours are joined before they are compared.
    return pattern.str.replace_all(r"\w", "[A-Z0-9]", literal=True).str.replace_all(r"\s?", "", literal=True)


@cache
def part_kinds() -> pl.DataFrame:
    """Return kind and its titles en, ru, kk."""
    return read_reference_csv(DATA_FOLDER / "part_kinds.csv", columns=("kind", "en", "ru", "kk"), key=("kind",))


def part_titles(language: str) -> dict[tuple[str, str], str]:
    """Titles of the families in a language by (reference_list, reference_id), for explanations."""
    titles = part_families().select("family_id", pl.format("{} {}: {}", "maker", "family", language))
    return {(PARTS_LIST, family): title for family, title in titles.iter_rows()}


def parts_version() -> str:
    """Date and start of the hash of the families."""
    sidecar = read_sidecar(DATA_FOLDER / "part_families.meta.yml")
    return f"{sidecar.version}-{sidecar.sha256[:8]}"


def part_signs(goods: pl.DataFrame, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return row, strength, declared (the number), reference, reference_id, detail (a struct): the best of each row.

    `goods` needs row (distinct), text, model_name, maker_name, brand_name. A family marked `alone` counts without its
    maker's name, times `factor_maker_not_named`; the others only where maker, brand or description name the maker.
    """
    families = part_families()
    tokens = _tokens(goods)
    distinct = tokens.select(pl.col("token").unique())
    anyone = distinct.filter(pl.col("token").str.contains(rf"^(?:{'|'.join(families['start'])})"))
    # A loop over families, not rows: each has a pattern of its own, held against the few tokens that fit any.
    fitting = pl.concat(
        [
            anyone.filter(pl.col("token").str.contains(row["pattern"])).with_columns(
                pl.lit(row["family_id"]).alias("family_id")
            )
            for row in families.iter_rows(named=True)
        ]
    )
    said = tokens.join(fitting, on="token")
    named = _rows_of(said, goods).join(families, on="family_id").join(_makers(goods), on="row")
    # The maker's name as a word of its own: "ti" is no maker in "titan".
    makers = families.select("family_id", "aliases").iter_rows()
    is_named = pl.any_horizontal(
        [
            (pl.col("family_id") == family_id)
            & pl.col("makers").str.contains(rf"(?i)(?:^|[^\p{{L}}\d])(?:{aliases})(?:[^\p{{L}}\d]|$)")
            for family_id, aliases in makers
            if named.height and family_id in set(named["family_id"])
        ]
        or [pl.lit(False)]
    )
    return (
        named.with_columns(is_named.alias("is_maker_named"))
        .filter(pl.col("is_maker_named") | (pl.col("alone") == "yes"))
        .with_columns(
            pl.when("is_maker_named")
            .then("strength")
            .otherwise(pl.col("strength") * float(str(parameters["factor_maker_not_named"])))
        )
        .filter(pl.col("strength") >= float(str(parameters["least_strength"])))
        .sort("row", "strength", "family_id", "token", descending=[False, True, False, False])
        .unique("row", keep="first", maintain_order=True)
        .select(
            "row",
            "strength",
            pl.col("token").alias("declared"),
            pl.col("title").alias("reference"),
            pl.col("family_id").alias("reference_id"),
            pl.struct("kind", "entry_code", "hs6", "is_maker_named").alias("detail"),
        )
    )


def misplaced_parts(found: pl.DataFrame, goods: pl.DataFrame, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return those of `part_signs` whose family belongs under another heading than the goods' `hs_code`.

    Same columns; `reference` is the declared code, `reference_id` the subheading of the family.
    """
    belongs = pl.col("detail").struct.field("hs6")
    declared = pl.col("hs_code")
    factor = (
        pl.when(belongs.str.head(2) != declared.str.head(2))
        .then(float(str(parameters["strength_other_chapter"])))
        .otherwise(float(str(parameters["strength_other_heading"])))
    )
    return (
        found.join(goods.select("row", "hs_code"), on="row", maintain_order="left")
        .filter((belongs.str.len_chars() >= 4) & (belongs.str.head(4) != declared.str.head(4)))
        .select(
            "row",
            pl.col("strength") * factor,
            "declared",
            declared.alias("reference"),
            belongs.alias("reference_id"),
            "detail",
        )
    )


def _tokens(goods: pl.DataFrame) -> pl.DataFrame:
    """Return said (a distinct text or model), token: what looks like a part number, in Latin capitals.

    Neighbouring tokens are joined too, because "DMU 50" and "STM32 F407" are written with a space.
    """
    distinct = pl.concat([goods[column].drop_nulls().unique() for column in _saying(goods)])
    texts = distinct.filter(distinct.str.contains(r"[\d./+#-]|[A-Za-z\u0400-\u04ff]{5}")).to_frame("said")
    written = pl.col("said").str.to_uppercase()
    # Cyrillic letters that look Latin, in a word with a digit: ХС7К325Т.
    odd = written.str.contains(r"[\u0400-\u04ff]\d|\d[\u0400-\u04ff]|[A-Z][\u0400-\u04ff]|[\u0400-\u04ff][A-Z]")
    latin = pl.coalesce(pl.when(odd).then(written).str.replace_many(_CYRILLIC_LIKE, _LATIN_LIKE), written)
    lettered = texts.lazy().select("said", latin.alias("text")).filter(pl.col("text").str.contains(r"[A-Z]|\d-\d"))
    single = lettered.select("said", pl.col("text").str.extract_all(_ARTICLE).alias("token"))
    apart = lettered.filter(pl.col("text").str.contains(" ", literal=True))
    pairs = apart.select("said", pl.col("text").str.extract_all(r"\b[A-Z]{1,9}\d{0,3} \d[A-Z0-9]{1,9}").alias("token"))
    return (
        pl.concat([single, pairs])
        .explode("token", empty_as_null=False)
        .with_columns(pl.col("token").str.replace_all(" ", "", literal=True))
        .filter(pl.col("token").str.contains(_HAS_BOTH) | pl.col("token").str.len_chars().ge(5))
        .unique(maintain_order=True)
        .collect()
    )


def _saying(goods: pl.DataFrame) -> list[str]:
    """The columns that may name a part; `text` holds description and model, which repeat less often together."""
    return ["goods_description" if "goods_description" in goods.columns else "text", "model_name"]


def _rows_of(said: pl.DataFrame, goods: pl.DataFrame) -> pl.DataFrame:
    """Bring what was said to the rows that say it: row, token, family_id."""
    found = [goods.select("row", pl.col(c).alias("said")).join(said, on="said").drop("said") for c in _saying(goods)]
    return pl.concat(found).unique(maintain_order=True)


def _makers(goods: pl.DataFrame) -> pl.DataFrame:
    return goods.select(
        "row",
        pl.concat_str([pl.col(c).fill_null("") for c in ("maker_name", "brand_name", "text")], separator=" | ").alias(
            "makers"
        ),
    )
