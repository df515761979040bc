"""Reason codes are whole: texts in three languages, and something to say for every disposition."""

import pytest

from screening.errors import ReviewError
from screening.review import load_reasons
from screening.review.reasons import SUPPRESS, clean_comment, require_reasons
from screening.schemas.review import DISPOSITIONS

PURPOSES = (*DISPOSITIONS, SUPPRESS)


def test_every_reason_has_its_texts_and_fits_something():
    for code, reason in load_reasons().items():
        assert set(reason.texts) == {"en", "ru", "kk"}
        assert all(text.strip() for text in reason.texts.values())
        assert len(set(reason.texts.values())) == 3, code
        assert reason.dispositions
        assert set(reason.dispositions) <= set(PURPOSES)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_purpose_has_reasons(purpose):
    fitting = [code for code, reason in load_reasons().items() if purpose in reason.dispositions]
    assert len(fitting) >= 3
    assert require_reasons([fitting[0], fitting[0]], purpose, "") == [fitting[0]]


def test_a_comment_is_cleaned():
    assert clean_comment("  a\r\nb\x00\x1b\ud800 ") == "a\nb"
    with pytest.raises(ReviewError):
        clean_comment("\x00 ", is_needed=True)
