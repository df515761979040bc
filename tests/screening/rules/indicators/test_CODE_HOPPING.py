import json
from datetime import timedelta

import pytest

RULE = "CODE_HOPPING"
MODEL = {"model_name": "SYN-4711/A"}


@pytest.fixture
def declared(take_in, day):
    """Return a function that lets the model be declared so many times under a code."""

    def load(count, hs_code="8542310000", **changes):
        take_in(
            *(
                MODEL
                | {"declaration_id": f"P{hs_code}{n}", "hs_code": hs_code}
                | {"registration_date": day - timedelta(days=n + 1)}
                | changes
                for n in range(count)
            )
        )

    return load


def test_a_model_leaves_the_priority_list(declared, take_in, run):
    declared(5)
    take_in({"hs_code": "8504909000", "model_name": "syn 4711a"})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("8504909000", "854231", "SYN4711A")
    assert (hit["strength"], json.loads(hit["detail"])["same_trader"]) == (1.0, True)


def test_of_another_trader_it_says_less(declared, take_in, run):
    declared(5, consignee_tax_id="7" * 12)
    take_in(MODEL | {"hs_code": "8504909000"})
    assert [hit["strength"] for hit in run(RULE)] == [0.7]


def test_look_alikes(declared, take_in, run):
    declared(5)
    declared(3, "8504909000")
    take_in(MODEL | {"hs_code": "8504909000"})
    assert run(RULE) == [], "both codes are in use"


def test_few_other_models_and_models_without_a_number(declared, take_in, run):
    declared(2)
    take_in(MODEL | {"hs_code": "8504909000"})
    assert run(RULE) == [], "two are few"
    declared(5, "8542320000", model_name="UNIVERSAL")
    take_in(
        {"declaration_id": "brand", "hs_code": "8504909000", "model_name": "UNIVERSAL"},
        {"declaration_id": "other", "hs_code": "8504909000", "model_name": "SYN-4712/A"},
        {"declaration_id": "none", "hs_code": "8504909000"},
        MODEL | {"declaration_id": "still", "hs_code": "8542320000"},
    )
    assert run(RULE) == []
