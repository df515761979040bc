from datetime import date

import polars as pl
import pytest
from stdnum import imo

from screening.intake.checks import check_rows
from screening.schemas.intake import CANONICAL_COLUMNS
from screening.simulate.build import make_world
from screening.simulate.day import make_day
from screening.simulate.papers import honest_vessels

from .conftest import BASE_RATE, FIRST, ITEMS, LAST, SEED

DAY = date(2026, 3, 10)


def test_a_day_can_be_made_by_itself(world):
    again = make_world(FIRST, LAST, ITEMS, SEED, BASE_RATE)
    assert make_day(again, DAY).declarations.equals(make_day(world, DAY).declarations)
    assert make_day(again, DAY).truth.equals(make_day(world, DAY).truth)


def test_another_seed_is_another_day(world):
    other = make_world(FIRST, LAST, ITEMS, SEED + 1, BASE_RATE)
    assert not make_day(other, DAY).declarations.equals(make_day(world, DAY).declarations)


def test_intake_accepts_every_row(world):
    made = make_day(world, DAY).declarations
    assert made.columns == [column.name for column in CANONICAL_COLUMNS]
    raw = (
        made.select(pl.all().cast(pl.String))
        .with_row_index("row_number", 1)
        .with_columns(pl.col("row_number").cast(pl.Int64))
    )
    checked = check_rows(raw, DAY)
    assert checked.rejected.is_empty()
    assert checked.accepted.height == made.height


def test_items_are_numbered_and_gross_is_not_less_than_net(world):
    made = make_day(world, DAY).declarations
    assert made.select(pl.struct("declaration_id", "item_number").is_unique().all()).item()
    numbered = made.group_by("declaration_id").agg(pl.max("item_number").alias("last"), pl.len().alias("count"))
    assert (numbered["last"] == numbered["count"]).all()
    assert (made["gross_mass_kg"] >= made["net_mass_kg"]).all()


def test_the_truth_names_items_of_the_day(world):
    day = make_day(world, DAY)
    assert day.truth.join(day.declarations, on=["declaration_id", "item_number"], how="anti").is_empty()
    assert day.truth.filter("is_planted").height > 0
    assert day.truth["why"].str.len_chars().min() > 3


@pytest.fixture(scope="module")
def days(world):
    return [make_day(world, date(2026, 3, n)) for n in range(2, 16)]


@pytest.mark.parametrize("column", ["office_code", "transport_mode_code", "registration_date", "procedure_code"])
def test_planted_declarations_share_the_values_of_honest_ones(days, column):
    """No column may give a scheme away by a value that ordinary trade never has."""
    declarations = pl.concat([day.declarations for day in days])
    planted = pl.concat([day.truth for day in days]).filter("is_planted").select("declaration_id").unique()
    inside = declarations.join(planted, on="declaration_id", how="semi")[column].unique()
    outside = declarations.join(planted, on="declaration_id", how="anti")[column].unique()
    assert set(inside) <= set(outside)


def test_planted_declarations_stand_anywhere_in_the_day(days):
    places = []
    for day in days:
        order = day.declarations.select("declaration_id").unique(maintain_order=True).with_row_index("place")
        hit = order.join(
            day.truth.filter("is_planted").select("declaration_id").unique(), on="declaration_id", how="semi"
        )
        places += (hit["place"] / order.height).to_list()
    assert 0.35 < sum(places) / len(places) < 0.65


def test_vessels_have_numbers_that_no_ship_bears():
    numbers = [name.rsplit(" ", 1)[1] for name in honest_vessels()]
    assert all(imo.is_valid(number) and number.startswith("2") for number in numbers)
