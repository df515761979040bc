from datetime import timedelta

import pytest

RULE = "RESIDUAL_CODE_USE"


@pytest.fixture
def record(take_in, day):
    """Return a function that gives a trader items under residual and under other codes."""

    def load(residual, other, tax_id="990140000012"):
        codes = ["8543909000"] * residual + ["8501100000"] * other
        take_in(
            *(
                {"declaration_id": f"P{tax_id}{n}", "hs_code": code, "consignee_tax_id": tax_id}
                | {"registration_date": day - timedelta(days=1)}
                for n, code in enumerate(codes)
            )
        )

    return load


@pytest.fixture
def others(record, take_in):
    """Another trader of the day that uses all codes."""
    record(5, 45, "7" * 12)
    take_in({"declaration_id": "other", "consignee_tax_id": "7" * 12, "hs_code": "8501100000"})


def test_nearly_nothing_has_a_code_of_its_own(others, record, take_in, run):
    record(20, 0)
    take_in({"hs_code": "8543909000"})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("100 %", "36 %", "854390")


@pytest.mark.parametrize(("residual", "other"), [(19, 0), (15, 5)])
def test_few_items_and_mixed_records(others, record, take_in, run, residual, other):
    record(residual, other)
    take_in({"hs_code": "8543909000"})
    assert run(RULE) == []


def test_where_all_do_so_nobody_stands_out(record, take_in, run):
    record(20, 0)
    take_in({"hs_code": "8543909000"}, {"declaration_id": "tiles", "hs_code": "6908909100"})
    assert run(RULE) == []
