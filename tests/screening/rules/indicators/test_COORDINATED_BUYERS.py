from datetime import timedelta

import pytest

RULE = "COORDINATED_BUYERS"
CHIPS = {"hs_code": "8542310000"}


@pytest.fixture
def buyers(old_lake, take_in, day):
    """Return a function that lets one sender send chips to buyers, each so many days ago."""

    def load(*days, **changes):
        take_in(
            *(
                CHIPS
                | {"declaration_id": f"B{n}", "consignee_tax_id": f"8{n:011}"}
                | {"registration_date": day - timedelta(days=ago)}
                | changes
                for n, ago in enumerate(days)
            )
        )

    return load


def test_several_new_buyers_within_a_month(buyers, take_in, run):
    buyers(20, 10, 3)
    take_in(CHIPS)
    (hit,) = run(RULE)
    assert (hit["subject"], hit["reference"], hit["reference_id"]) == ("consignor", "4", "854231")
    assert hit["strength"] == pytest.approx(0.625)


def test_few_buyers_and_other_senders(buyers, take_in, run):
    buyers(20)
    take_in(CHIPS)
    assert run(RULE) == []
    another = CHIPS | {"consignor_name": "ANOTHER"}
    take_in(*(another | {"declaration_id": f"X{n}", "consignee_tax_id": f"{n}" * 12} for n in (5, 6)))
    assert run(RULE) == []


def test_old_buyers(buyers, take_in, run, day):
    buyers(20, 10, 3)
    long_ago = {"registration_date": day - timedelta(days=200)}
    take_in(*(long_ago | {"declaration_id": f"old {n}", "consignee_tax_id": f"8{n:011}"} for n in range(3)))
    take_in(CHIPS)
    assert run(RULE) == []


def test_other_goods_exports_and_young_lakes(buyers, take_in, run):
    buyers(20, 10, 3, hs_code="6908909100")
    take_in({}, CHIPS | {"declaration_id": "out", "flow": "export"})
    assert run(RULE) == []
    buyers(20, 10, 3, item_number=2)
    take_in(CHIPS | {"declaration_id": "chips"})
    assert run(RULE, least_history_days=500) == []
    assert len(run(RULE)) == 1
