import pytest

RULE = "VAGUE_DESCRIPTION"


def vague(**changes):
    return {"hs_code": "8542310000", "goods_description": "Электронные компоненты"} | changes


def test_nobody_could_recognise_them(take_in, run):
    take_in(vague(), vague(item_number=2, hs_code="8504409000"))
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["strength"]) == ("Электронные компоненты", "8542310000", 1.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"hs_code": "6908909100"},
        {"maker_name": "FICTIONAL"},
        {"brand_name": "FICTIONAL"},
        {"model_name": "A"},
        {"goods_description": "Микросхема STM32"},
        {"goods_description": "Монолитные интегральные схемы для бытовых стиральных машин"},
    ],
)
def test_what_says_something(take_in, run, changes):
    take_in(vague(**changes))
    assert run(RULE) == []


def test_lower_tiers_weigh_less(take_in, run):
    take_in(vague(hs_code="8504409000"))
    assert [hit["strength"] for hit in run(RULE)] == [0.6]
