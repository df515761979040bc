import pytest

RULE = "DPRK_BORDER_ADDRESS"


@pytest.mark.parametrize(
    ("changes", "subject", "named", "strength"),
    [
        ({"consignor_address": "12 Fictional Rd, Dandong, Liaoning"}, "consignor", "DANDONG", 0.6),
        ({"consignee_address": "г. Хуньчунь, ул. Вымышленная, 1"}, "consignee", "ХУНЬЧУНЬ", 0.6),
        ({"carrier_address": "Nampo Port"}, "carrier", "NAMPO", 1.0),
        ({"declarant_address": "DPRK, Pyongyang"}, "declarant", "DPRK", 1.0),
        ({"responsible_address": "丹东市振兴区"}, "responsible", None, 0.6),
    ],
)
def test_addresses_at_the_border_and_beyond(take_in, run, changes, subject, named, strength):
    take_in(changes | {"item_number": 1}, changes | {"item_number": 2})
    found = run(RULE)
    if named is None:  # written without spaces: the town is a part of a longer word, and is not found
        assert found == []
        return
    (hit,) = found
    assert (hit["subject"], hit["reference"], hit["strength"], hit["item_number"]) == (subject, named, strength, 1)


def test_towns_with_names_alike(take_in, run):
    take_in(
        {"consignor_address": "Dandongi street 3, Tumenicheva, Yanjinsk"},
        {"declaration_id": "none", "consignor_address": None},
    )
    assert run(RULE) == []
