"""Controlled substances in descriptions: by number, name and formula, in three languages and odd spellings."""

import json

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hs_codes.chemicals import load_chemicals
from screening.rules.goods.chemical import CHEMICAL_CANDIDATE, chemical_hits
from screening.schemas.goods import CHEMICALS
from screening.schemas.results import RULE_HITS

DEFAULTS = CHEMICAL_CANDIDATE.with_policy({})


@pytest.fixture
def found(inputs, items):
    def find(*texts):
        day = items(*({"item_number": n, "goods_description": text} for n, text in enumerate(texts, 1)))
        return RULE_HITS.conform(chemical_hits(inputs(day), DEFAULTS)).sort("item_number")

    return find


@pytest.mark.parametrize(
    "text",
    [
        "CAS 10025-87-3, бочка 200 л",
        "реактив (10025-87-3)",
        "реактив 10025‑87‑3, ч.д.а.",  # no-break hyphens
        "реактив CAS № 10025 – 87 – 3",
        "CAS: 10025 87 3",
        "КАС 10025873",
        "75-00-1;10025-87-3;",
        "Phosphorus oxychloride, 99 %",
        "PHOSPHORUS OXYCHLORIDE",
        "phosphorus-oxychloride",
        "хлорокись фосфора техническая",
        "поставка хлорокиси фосфора",
        "ХЛОРОКИСЬЮ ФОСФОРА",
        "хлopoкись фocфopa",  # Latin o, p, c among the Cyrillic letters
        "фосфор оксихлориді, 99 %",
        "фосфор оксихлоридінің ерітіндісі",
        "POCl3",
        "РОСl3 чистый",  # Cyrillic Р, О, С
        "реагент POCl₃",
        "POCL3 DRUM",
    ],
)
def test_one_substance_in_many_spellings(found, text):
    hits = found(text)
    assert hits["reference_id"].to_list() == ["10025-87-3"], text
    detail = json.loads(hits["detail"][0])
    assert detail["entries"] == ["1C350.2", "CWC 3B5"]
    assert hits["strength"][0] >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "Плитка керамическая облицовочная",
        "CAS 10025-87-4",  # the check digit is wrong
        "артикул 110025-87-3",  # a longer number
        "артикул 10025-87-31",
        "принтер лазерный PCL5, PCL6",
        "дата 2025-10-03, партия 75-44-55",
        "POCl35",
        "HF-антенна, диапазон КВ",
        "табун лошадей",
        "рицинус обыкновенный, семена",
        "фосфинат натрия",
        "фосфинаты (гипофосфиты) и фосфонаты",
        "экспозарин",
        "",
    ],
)
def test_what_only_looks_like_one(found, text):
    assert found(text or "-").is_empty()


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("смола без содержания фосгена", "free of it"),
        ("не содержит триэтаноламина, концентрат", "free of it"),
        ("foam, free of phosgene", "free of it"),
        ("phosgene-free isocyanate", "free of it"),
        ("газоанализатор фосгена переносной", "instrument"),
        ("phosgene sensor", "instrument"),
        ("крем для рук: вода, глицерин, триэтаноламин", "consumer goods"),
        ("зубная паста с фторидом натрия", "consumer goods"),
        ("триэтаноламин технический", None),
    ],
)
def test_words_that_speak_against_it_lower_the_strength(found, text, context):
    hit = found(text).to_dicts()[0]
    assert json.loads(hit["detail"])["context"] == context
    assert (hit["strength"] < 0.3) is (context is not None or "триэтаноламин" in text)


def test_everyday_substances_are_weak_and_scheduled_ones_strong(found):
    hits = found("метилфосфоновая кислота, CAS 993-13-5", "гидроксид; натрий фтористый", "thiodiglycol")
    assert hits["strength"].to_list() == pytest.approx([1.0, 0.18, 0.54])


def test_several_substances_are_one_hit(found):
    hits = found("набор: тионилхлорид 7719-09-7, диметилметилфосфонат, фтористый натрий")
    assert hits.height == 1
    assert hits["reference_id"][0] == "7719-09-7"
    others = json.loads(hits["detail"][0])["others"]
    assert others == ["dimethyl methylphosphonate (756-79-6)", "sodium fluoride (7681-49-4)"]


def test_the_more_particular_name_is_the_reference(found):
    assert found("hydrazine nitroformate")["reference"].to_list() == ["hydrazinium nitroformate"]


def test_the_usual_heading_is_held_against_the_declared_one(inputs, items):
    day = items(
        {"goods_description": "phosgene", "hs_code": "2812110000"},
        {"item_number": 2, "goods_description": "phosgene", "hs_code": "3402900000"},
    )
    details = [json.loads(text) for text in chemical_hits(inputs(day), DEFAULTS).sort("item_number")["detail"]]
    assert [detail["heading_agrees"] for detail in details] == [True, False]


def test_without_chemicals_or_items_there_is_no_hit(inputs, items):
    assert chemical_hits(
        inputs(items({"goods_description": "sarin"}), chemicals=CHEMICALS.empty()), DEFAULTS
    ).is_empty()
    assert RULE_HITS.conform(chemical_hits(inputs(items().clear()), DEFAULTS)).is_empty()


@pytest.mark.parametrize("column", ["names_en", "names_ru", "names_kk"])
def test_every_name_finds_its_substance(found, column):
    names = load_chemicals().select("cas_number", pl.col(column).alias("name")).explode("name")
    hits = found(*(f"груз: {name}, 25 кг" for name in names["name"]))
    told = names.with_row_index("item_number", 1).join(
        hits.with_columns(pl.col("item_number").cast(pl.UInt32)), on="item_number", how="left"
    )
    # A name may hold a shorter one of another substance: then both are told.
    lost = told.filter(
        (pl.col("reference_id") != pl.col("cas_number")).fill_null(True)
        & ~pl.col("detail").str.contains(pl.col("cas_number"), literal=True).fill_null(False)
    )
    assert lost.select("cas_number", "name", "reference_id").rows() == []


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_text_is_read(found, texts):
    assert found(*(text or "-" for text in texts))["strength"].is_between(0, 1).all()
