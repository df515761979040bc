import pytest

RULE = "TRANSIT_NOT_CLOSED"
CARRIER = {"flow": "transit", "carrier_name": "ВЫМЫШЛЕННЫЙ ПЕРЕВОЗЧИК", "carrier_tax_id": "7" * 12}


@pytest.fixture
def earlier(take_in):
    """Return a function that gives the carrier open and closed transits of a month."""

    def load(open_count, closed_count, month="2026-08"):
        take_in(
            *(
                CARRIER
                | {"declaration_id": f"T{month}{n}", "registration_date": f"{month}-10"}
                | {"release_date": None if n < open_count else f"{month}-20"}
                for n in range(open_count + closed_count)
            )
        )

    return load


def test_a_carrier_that_leaves_transits_open(earlier, take_in, run):
    earlier(4, 4)
    take_in(CARRIER | {"hs_code": "8542310000"}, CARRIER | {"declaration_id": "tiles"})
    found = run(RULE)
    assert [(hit["declared"], hit["reference"], hit["strength"]) for hit in found] == [("4", "8", 1.0), ("4", "8", 0.6)]


@pytest.mark.parametrize(
    ("open_count", "closed_count", "month"),
    [
        (2, 2, "2026-08"),  # too few
        (3, 20, "2026-08"),  # a small share
        (9, 0, "2026-08"),  # a field that nobody fills in
        (4, 4, "2026-10"),  # it is too soon to tell
        (4, 4, "2025-10"),  # long ago
    ],
)
def test_ordinary_carriers(earlier, take_in, run, open_count, closed_count, month):
    earlier(open_count, closed_count, month)
    take_in(CARRIER)
    assert run(RULE) == []


def test_imports_and_unnamed_carriers(earlier, take_in, run):
    earlier(4, 4)
    take_in(CARRIER | {"flow": "import"}, {"declaration_id": "unnamed", "flow": "transit"})
    assert run(RULE) == []
