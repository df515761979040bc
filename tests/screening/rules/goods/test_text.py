from pathlib import Path

import polars as pl
import pytest

from screening.rules.goods.text import GOODS_TEXT_CANDIDATE, text_signs
from screening.rules.goods.words import read_texts

CASES = Path(__file__).parents[3] / "cases" / "goods.csv"


def judge(*texts: str | None, **changes: float) -> dict[int, dict]:
    goods = pl.DataFrame({"row": range(len(texts)), "text": texts}, schema={"row": pl.UInt32, "text": pl.String})
    return {s["row"]: s for s in text_signs(goods, dict(GOODS_TEXT_CANDIDATE.parameters) | changes).to_dicts()}


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Газовых центрифуг для обогащения урана", "0B001"),
        ("Центр обрабатывающий пятиосевой", "2B001"),
        ("волокно углеродное Т800, 12К", "1C010"),
        ("Hot isostatic press, 150 MPa", "2B004"),
        ("Тепловизионный модуль 640х512", "6A003"),
        ("Ұшқышсыз ұшу аппаратының бөліктері", "9A012"),
        ("Гиpocкoп вoлoкoннo-oптичecкий", "7A002"),  # Latin letters among the Cyrillic ones
    ],
)
def test_words_in_any_form_language_and_alphabet(text, entry):
    found = judge(text)[0]
    assert found["entry_code"] == entry
    assert found["strength"] >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "Подшипники шариковые для легковых автомобилей",
        "Маршрутизатор бытовой беспроводной",
        "Насос циркуляционный для отопления",
        "Печь хлебопекарная",
        "",
        None,
    ],
)
def test_ordinary_goods_give_no_sign(text):
    assert judge(text) == {}


def test_an_ordinary_context_makes_a_sign_weak():
    found = judge(
        "Дрон, дальность 60 км",
        "Дрон игрушечный, дальность 60 км",
        "Макет ядерного реактора",
        "Учебник: ядерный реактор",
        "Тепловизор медицинский",
    )
    assert found.pop(0)["strength"] > 0.5
    assert all(sign["strength"] < 0.2 and sign["detail"]["ordinary_context"] for sign in found.values())


def test_a_figure_is_held_against_the_entrys_threshold():
    unsaid, met, below = judge(
        "Станок круглошлифовальный прецизионный",
        "Станок круглошлифовальный прецизионный, точность 1,5 мкм",
        "Станок круглошлифовальный прецизионный, точность 15 мкм",
        least_strength=0.0,
    ).values()
    assert (unsaid["detail"]["figure"], met["detail"]["figure"], below["detail"]["figure"]) == (None, "met", "below")
    assert below["strength"] < unsaid["strength"] < met["strength"]
    assert unsaid["detail"]["ask"] == "accuracy ≤ 4 um"


def test_words_that_a_family_needs_must_be_there():
    assert judge("Реактор химический") == {}
    assert judge("Реактор химический эмалированный, 2000 л")[0]["entry_code"] == "2B350"


def test_one_sign_for_a_description_names_all_its_entries():
    found = judge("БПЛА с тепловизором и гироскопом")[0]
    assert {entry.split()[0] for entry in found["detail"]["entries"]} == {"9A012", "6A003", "7A002"}


def test_what_is_passed_over_says_nothing():
    cases = pl.read_csv(CASES, infer_schema=False).with_row_index("row")
    goods = cases.select(
        "row", pl.col("description").alias("goods_description"), pl.col("part_number").alias("model_name")
    )
    goods = goods.with_columns(pl.concat_str(goods.columns[1:], separator=" | ", ignore_nulls=True).alias("text"))
    # A description and a model that say nothing by themselves, and a term in each place.
    more = [
        ("Ткань из", "углеродного волокна T800"),
        ("углеродное волокно", None),
        (None, "hydrophone array"),
        ("", "T800"),
    ]
    extra = pl.DataFrame(more, schema={"goods_description": pl.String, "model_name": pl.String}, orient="row")
    extra = extra.with_row_index("row", offset=goods.height).with_columns(
        pl.concat_str("goods_description", "model_name", separator=" | ", ignore_nulls=True).alias("text")
    )
    every = pl.concat([goods, extra])
    read = read_texts(every["goods_description"].drop_nulls().unique(maintain_order=True))
    parameters = GOODS_TEXT_CANDIDATE.parameters
    found = text_signs(every, parameters, read)
    assert found.height > 250
    assert found.equals(text_signs(every, parameters))
