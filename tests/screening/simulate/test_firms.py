from datetime import date

import numpy as np
import polars as pl
import pytest
from stdnum.ru import inn

from screening.simulate.firms import (
    ADDRESS_SPELLINGS,
    SPELLINGS,
    address_spellings,
    make_firms,
    spellings,
    tax_numbers,
)

DAY = date(2024, 7, 15).toordinal()


def firms(country: str, count: int = 3) -> pl.DataFrame:
    return make_firms(np.random.default_rng(3), np.full(count, country, dtype=object), np.full(count, DAY))


def test_spellings_of_a_name_at_home():
    firm = firms("KZ", 1).with_columns(first=pl.lit("Алтын"), second=pl.lit("Жол"))
    assert spellings(firm).to_list() == [
        "ТОО «Алтын Жол»",
        "ТОО АЛТЫН ЖОЛ",
        "«Алтын Жол» ЖШС",
        "Altyn Zhol LLP",
        'Товарищество с ограниченной ответственностью "Алтын Жол"',
        "ТОО «Алытн Жол»",
        "ТОО«АлтынЖол»",
        "Жол Алтын, ТОО",
    ]


def test_spellings_of_a_name_abroad():
    firm = firms("CN", 1).with_columns(first=pl.lit("Haibin"), second=pl.lit("Trading"))
    found = spellings(firm).to_list()
    assert found[:3] == ["Haibin Trading Co., Ltd", "HAIBIN TRADING CO., LTD", "HAIBIN TRADING, CO.,LIMITED"]
    assert found[3] == "«ХАИБИН ТРАДИНГ»"


def test_a_person_has_no_legal_form():
    person = firms("RU", 1).with_columns(short=pl.lit(""), first=pl.lit("Петров"), second=pl.lit("Виктор"))
    assert spellings(person).to_list()[:4] == ["Петров Виктор", "ПЕТРОВ ВИКТОР", "Виктор Петров", "Petrov Viktor"]


@pytest.mark.parametrize("country", ["KZ", "RU", "CN", "AE", "KP"])
def test_every_party_has_all_spellings(country):
    made = firms(country, 50)
    assert len(spellings(made)) == 50 * SPELLINGS
    assert len(address_spellings(made)) == 50 * ADDRESS_SPELLINGS
    assert spellings(made).str.len_chars().min() > 3
    assert address_spellings(made).null_count() == 0


def test_numbers_carry_their_day_and_check_digit():
    numbers = tax_numbers(np.random.default_rng(1), "KZ", np.full(20, DAY))
    assert all(number.startswith("240740") and len(number) == 12 for number in numbers)
    for number in numbers:
        digits = [int(c) for c in number]
        check = sum(d * w for d, w in zip(digits, range(1, 12), strict=False)) % 11
        if check == 10:
            check = sum(d * w for d, w in zip(digits, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2], strict=False)) % 11
        assert digits[11] == check % 10
    assert all(inn.is_valid(number) for number in tax_numbers(np.random.default_rng(1), "RU", np.full(20, DAY)))


def test_no_firms_is_no_error():
    assert make_firms(np.random.default_rng(1), np.array([], dtype=object), np.array([], dtype=int)).is_empty()
