"""Our own short titles: one in English and in Russian for every subheading that a control list touches."""

import polars as pl

from hs_codes import load_control_lists
from hs_codes.short_titles import load_short_titles


def test_every_code_that_a_list_touches_has_titles_in_english_and_russian():
    lists = load_control_lists()
    latest = lists.correlations.filter((pl.col("hs_edition") == "HS2022") & (pl.col("hs_code").str.len_chars() >= 6))
    touched = set(latest["hs_code"].str.head(6)) | set(lists.chemicals["hs_code"])
    titles = load_short_titles()
    assert touched - set(titles["hs_code"]) == set()
    assert titles.select("title_en", "title_ru").null_count().row(0) == (0, 0)


def test_titles_are_short_and_in_their_script():
    titles = load_short_titles()
    assert titles["title_en"].str.split(" ").list.len().max() <= 12
    assert titles.filter(pl.col("title_en").str.contains("[а-яё]")).is_empty()
    assert titles.filter(~pl.col("title_ru").str.contains("[а-яё]")).is_empty()
