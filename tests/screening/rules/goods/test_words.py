import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.rules.goods.words import mend_mixed, normal_text, stemmed_texts


def stemmed(*texts: str) -> list[str]:
    normal = pl.DataFrame({"text": texts}).select(normal_text(pl.col("text"))).to_series()
    return stemmed_texts(mend_mixed(normal)).to_list()


@pytest.mark.parametrize(
    "forms",
    [
        ("газовая центрифуга", "газовой центрифуги", "газовых центрифуг", "Газовыми Центрифугами"),
        ("углеродное волокно", "углеродного волокна", "углеродным волокном"),
        ("подшипник", "подшипники", "подшипников", "подшипниками"),
        ("мойынтірек", "мойынтірегі", "мойынтіректер", "мойынтіректердің"),
        ("қондырғы", "қондырғылар", "қондырғының"),
        ("камера", "камеры", "камерасы", "камералар"),
        ("machine", "machines"),
        ("battery", "batteries"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len(set(stemmed(*forms))) == 1


def test_other_words_keep_stems_of_their_own():
    assert len(set(stemmed("насос", "носок", "станок", "стан", "лазер", "лак"))) == 6


def test_words_that_mix_alphabets_are_read_in_one():
    assert stemmed("cтaнoк 5-oceвoй") == stemmed("станок 5-осевой")
    assert stemmed("сentrifuge") == stemmed("centrifuge")  # a Cyrillic letter in a Latin word
    assert stemmed("GPS-модуль") == [" gps модул "]


def test_signs_and_compatibility_letters():
    assert stemmed("Ёмкость", "ПЛИС") == [" емкост ", " плис "]
    assert stemmed("", None) == ["  ", "  "]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_any_text_gives_stems_between_single_spaces(texts):
    for text in stemmed(*texts):
        assert text.startswith(" ")
        assert text.endswith(" ")
        assert "  " not in text.strip() or not text.strip()
