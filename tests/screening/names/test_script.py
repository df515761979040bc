"""Scripts: detection, homoglyphs, Latin readings."""

from __future__ import annotations

import pytest

from screening.names.script import arabic_consonants, mend_homoglyphs, pinyin, romanise, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Жетісу", "cyrillic"),
        ("Zhetysu", "latin"),
        ("海能机械", "han"),
        ("شركة النور", "arabic"),
        ("かな", "kana"),
        ("12 345", "none"),
        ("", "none"),
        ("ქართული", "other"),
    ],
)
def test_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("жшс", "zhshs"),
        ("қазақстан", "kazakstan"),
        ("өнеркәсіп", "onerkasip"),
        ("щукин", "shchukin"),
        ("ўзбек", "uzbek"),
        ("їжак", "yizhak"),
        ("şişli", "shishli"),
        ("čeněk", "chenek"),
        ("plain", "plain"),
    ],
)
def test_latin_reading(word: str, latin: str) -> None:
    assert romanise(word) == latin


def test_kazakh_i_is_a_vowel_of_its_own() -> None:
    assert romanise("іскер") == "isker"


@pytest.mark.parametrize(
    ("mixed", "mended"),
    [
        ("prеss", "press"),  # Cyrillic е in a Latin word
        ("рrеss", "press"),  # and Cyrillic р
        ("зaвoд", "завод"),  # Latin a and o in a Cyrillic word
        ("press", "press"),
        ("завод", "завод"),
    ],
)
def test_letters_that_pose_as_others_are_mended(mixed: str, mended: str) -> None:
    assert mend_homoglyphs(mixed) == mended


def test_han_is_read_in_pinyin_without_tones() -> None:
    assert pinyin("深圳") == ["shen", "zhen"]


def test_arabic_keeps_its_consonants_and_loses_its_article() -> None:
    assert arabic_consonants("الحسن") == "hsn"
