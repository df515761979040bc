import polars as pl
import pytest

from screening.errors import ReferenceDataError
from screening.rules.goods.readings import conditions, read_quantities
from screening.rules.goods.words import normal_text


def read(text: str) -> dict[str, tuple[float, float]]:
    frame = pl.DataFrame({"row": [0], "text": [text]}).with_columns(normal_text(pl.col("text")).alias("text"))
    return {row["dimension"]: (row["least"], row["most"]) for row in read_quantities(frame).iter_rows(named=True)}


@pytest.mark.parametrize(
    ("text", "dimension", "value"),
    [
        ("Станок 5-осевой", "axes", 5),
        ("пятикоординатный центр", "axes", 5),
        ("five-axis milling", "axes", 5),
        ("бес осьті станок", "axes", 5),
        ("чистота 99,9 %", "purity", 99.9),
        ("галлий 6N", "purity", 99.9999),
        ("точность позиционирования 3,5 мкм", "accuracy", 3.5),
        ("погрешность не более 0,004 мм", "accuracy", 4),
        ("accuracy 1.7 um", "accuracy", 1.7),
        ("литография 193 нм", "feature", 193),
        ("прочность ≥ 500 МПа", "stress", 500),
        ("прочность 5,6 ГПа", "stress", 5600),
        ("давление 2000 бар", "stress", 200),
        ("полоса 0,1–40 ГГц", "frequency", 40e9),
        ("мощность 1 500 Вт", "power", 1500),
        ("лазер 6 kW", "power", 6000),
        ("дальность 120 км", "range", 120),
        ("нагрузка 40 кг", "payload", 40),
        ("16-bit", "bits", 16),
    ],
)
def test_quantities_are_read_in_their_units(text, dimension, value):
    assert read(text)[dimension] == pytest.approx((value, value))


def test_a_micrometre_is_an_accuracy_only_after_its_word():
    assert "accuracy" not in read("порошок 20 мкм")
    assert "particle" in read("порошок 20 мкм")


def test_several_figures_give_the_least_and_the_most():
    assert read("от 10 МГц до 4 ГГц")["frequency"] == (10e6, 4e9)


def test_article_numbers_are_no_quantities():
    assert read("арт. 7075500 M12x40 DIN933") == {}


def test_thresholds_are_written_with_known_units():
    (condition,) = conditions("accuracy <= 6 um", "terms.csv")
    assert (condition.dimension, condition.is_least, condition.value) == ("accuracy", False, 6)
    for wrong in ("accuracy <= 6 parsec", "accuracy < 6 um", "6 um"):
        with pytest.raises(ReferenceDataError, match=r"terms\.csv"):
            conditions(wrong, "terms.csv")
