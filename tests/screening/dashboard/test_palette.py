import pytest

from screening.dashboard.palette import DARK, LIGHT, SHAPE_PAIRS, TEXT_PAIRS, contrast, stylesheet


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_pair_reaches_wcag_aa(colours):
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT_PAIRS}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 4.5}
    faint = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in SHAPE_PAIRS}
    assert not {pair: ratio for pair, ratio in faint.items() if ratio < 3}


def test_both_palettes_have_the_same_colours_and_stand_in_the_stylesheet():
    assert LIGHT.keys() == DARK.keys()
    css = stylesheet()
    for name in LIGHT:
        assert css.count(f"--{name}:") == 3
