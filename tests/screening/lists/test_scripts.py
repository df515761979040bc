import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.lists.scripts import main_scripts


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("Orbita LLC", "Latin"),
        ("ООО «Орбита» LLC", "Cyrillic"),
        ("«Тәңірі» ЖШС", "Cyrillic"),
        ("شركة المثال", "Arabic"),
        ("深圳云桥元器件有限公司", "Han"),
        ("리미래", "Hangul"),
        ("Παράδειγμα", "Greek"),
        ("דוגמה", "Hebrew"),
        ("17 / 4", "Common"),
        ("", "Common"),
        ("ᚠᚢᚦ", "Other"),
        ("Ａｂｃ", "Latin"),
    ],
)
def test_the_script_of_most_letters(name, script):
    assert main_scripts(pl.Series([name])).to_list() == [script]


@settings(deadline=None)
@given(st.lists(st.text()))
def test_one_script_for_each_name_in_order(names):
    scripts = main_scripts(pl.Series("name", names, pl.String)).to_list()
    assert len(scripts) == len(names)
    assert scripts == [main_scripts(pl.Series([name])).item() for name in names]
