"""The table of substances: enough of them, of every regime, with numbers whose check digits hold."""

import hashlib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hs_codes.chemicals import is_cas_number, load_chemicals
from hs_codes.reference_data import DATA_FOLDER
from screening.errors import ReferenceDataError
from screening.schemas.goods import CHEMICALS


def by_hand(number):
    digits = [int(digit) for digit in number.replace("-", "")]
    return sum(place * digit for place, digit in enumerate(reversed(digits[:-1]), 1)) % 10 == digits[-1]


def test_there_are_enough_of_every_regime():
    chemicals = load_chemicals()
    assert CHEMICALS.conform(chemicals).equals(chemicals)
    assert chemicals.height >= 200
    regimes = chemicals["regimes"].explode().value_counts()
    assert dict(regimes.rows()).keys() == {"CWC", "AG", "MTCR", "NSG", "Wassenaar"}
    assert regimes["count"].min() >= 20
    for column in ("names_en", "names_ru", "names_kk"):
        assert chemicals[column].list.len().min() >= 1


def test_every_check_digit_holds():
    assert all(map(by_hand, load_chemicals()["cas_number"]))


@pytest.mark.parametrize(
    ("cas", "entry", "code"),
    [
        ("107-44-8", "CWC 1A1", "293159"),  # sarin
        ("111-48-8", "1C350.1", "293070"),  # thiodiglycol
        ("75-44-5", "CWC 3A1", "281211"),  # phosgene
        ("7790-98-9", "1C111", "282990"),  # ammonium perchlorate
        ("7789-20-0", "0C003", "284510"),  # heavy water
        ("102-71-6", "CWC 3B17", "292215"),  # triethanolamine
    ],
)
def test_what_an_officer_would_expect(cas, entry, code):
    row = load_chemicals().filter(pl.col("cas_number") == cas).to_dicts()[0]
    assert entry in row["entry_codes"]
    assert row["hs_code"] == code


@given(st.from_regex(r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]", fullmatch=True))
def test_check_digits_are_worked_out_as_by_hand(number):
    assert pl.select(is_cas_number(pl.lit(number))).item() is by_hand(number)


def test_scheduled_substances_of_australia_group_are_all_there():
    entries = load_chemicals()["entry_codes"].explode()
    assert {f"1C350.{number}" for number in range(1, 90)} <= set(entries)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("111-48-8", "111-48-9", "not a CAS number"),
        ("293070", "293079", "not one of HS2022"),
        (",likely,", ",sure,", "strength is unknown"),
        ("CWC 2B13", "CWC 2X13", "entry_codes has a value of another form"),
        ("bis(2-hydroxyethyl) sulfide", "phosgene", "shares a name"),
    ],
)
def test_a_wrong_row_is_refused(tmp_path: Path, old, new, message):
    text = (DATA_FOLDER / "chemicals.csv").read_text("utf-8").replace(old, new, 1)
    (tmp_path / "chemicals.csv").write_text(text, "utf-8")
    sidecar = (DATA_FOLDER / "chemicals.meta.yml").read_text("utf-8").rpartition("sha256:")[0]
    digest = hashlib.sha256(text.encode()).hexdigest()
    (tmp_path / "chemicals.meta.yml").write_text(f"{sidecar}sha256: {digest}\n", "utf-8")
    with pytest.raises(ReferenceDataError, match=message):
        load_chemicals(tmp_path)


@pytest.mark.shared
def test_numbers_agree_with_the_public_list_of_control_codes(shared):
    public = pl.read_csv(shared / "data" / "hs" / "cas_by_control_code.csv").unique("cas")
    ours = load_chemicals().select(pl.col("cas_number").alias("cas"), "entry_codes")
    both = public.filter(pl.col("control_code") == "1C350").join(ours, on="cas", how="left")
    assert both["entry_codes"].null_count() == 0
    assert both.filter(~pl.col("entry_codes").list.join(" ").str.contains("1C350")).is_empty()
