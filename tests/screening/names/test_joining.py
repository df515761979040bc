"""Words written as one and words written apart are one name; words that only share letters are not."""

import polars as pl
import pytest

from screening.names import NameIndex


@pytest.mark.parametrize(
    ("listed", "declared"),
    [
        ("ПАО «Совкомфлот»", "SOVCOM FLOT"),
        ("Sovcom Flot", "СОВКОМФЛОТ"),
        ("Қазтехжабдық", "KAZ TEKH ZHABDYK"),
        ("Radio Avtomatika Servis", "РАДИОАВТОМАТИКА СЕРВИС"),
    ],
)
def test_joined_and_split_words_meet(listed, declared):
    index = NameIndex.build(pl.DataFrame({"entity_id": ["x"], "name": [listed]}))
    assert index.screen(pl.DataFrame({"query_id": ["q"], "name": [declared]})).height == 1


def test_letters_in_another_order_do_not_meet():
    index = NameIndex.build(pl.DataFrame({"entity_id": ["x"], "name": ["Совкомфлот"]}))
    assert index.screen(pl.DataFrame({"query_id": ["q"], "name": ["FLOT KOM SOV"]})).is_empty()
