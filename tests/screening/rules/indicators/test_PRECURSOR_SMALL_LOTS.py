from datetime import timedelta

import pytest

RULE = "PRECURSOR_SMALL_LOTS"


@pytest.fixture(scope="session")
def precursor(_one_database):
    """A subheading of a scheduled chemical."""
    return _one_database.execute("SELECT min(hs_code) FROM reference.chemicals WHERE strength = 'exact'").fetchone()[0]


@pytest.fixture
def lots(take_in, day, precursor):
    """Return a function that lets lots of so many kilograms come in the days before, and one today."""

    def load(*masses, **changes):
        take_in(
            *(
                {"declaration_id": f"L{n}", "hs_code": precursor + "0000", "net_mass_kg": mass, "quantity": None}
                | {"registration_date": day - timedelta(days=3 * n)}
                | changes
                for n, mass in enumerate(masses)
            )
        )

    return load


def test_lot_after_lot(lots, run, precursor):
    lots(10, 20, 30, 5)
    (hit,) = run(RULE)
    assert (hit["declaration_id"], hit["declared"], hit["reference"], hit["reference_id"]) == (
        "L0", "4", "65.0 kg", precursor
    )  # fmt: skip
    assert hit["strength"] == pytest.approx(0.625)


def test_several_senders_say_more(lots, take_in, run, precursor, day):
    lots(10, 20, 30)
    take_in({"declaration_id": "other", "hs_code": precursor + "0000", "net_mass_kg": 1, "consignor_name": "ANOTHER"})
    assert [hit["strength"] for hit in run(RULE)] == [pytest.approx(0.875)] * 2


@pytest.mark.parametrize("masses", [(10, 20), (31, 10, 20), (10, 31, 20), (10, 0, 20), (10,)])
def test_few_or_large_lots(lots, run, masses):
    lots(*masses)
    assert run(RULE) == []


def test_other_chemicals_and_exports(lots, run):
    lots(10, 20, 30, hs_code="2811198000")
    assert run(RULE) == []
    lots(10, 20, 30, flow="export", item_number=2)
    assert run(RULE) == []
