import pytest

RULE = "CODE_CHANGED_BY_CORRECTION"


def test_from_the_priority_list_to_another_code(supersede, take_in, run):
    supersede({"hs_code": "8542310000"})
    take_in({"hs_code": "8504909000", "correction_number": 1})
    (hit,) = run(RULE)
    assert (hit["declared"], hit["reference"], hit["reference_id"]) == ("8504909000", "8542310000", "1")


@pytest.mark.parametrize(
    ("before", "after"),
    [("8504909000", "8542310000"), ("8542310000", "8542320000"), ("6908909100", "6907210000")],
)
def test_other_corrections(supersede, take_in, run, before, after):
    supersede({"hs_code": before})
    take_in({"hs_code": after, "correction_number": 1})
    assert run(RULE) == []


def test_other_items_and_later_versions(supersede, take_in, run):
    supersede({"hs_code": "8542310000", "item_number": 2}, {"hs_code": "8542310000", "correction_number": 2})
    take_in({"hs_code": "8504909000", "correction_number": 1})
    assert run(RULE) == []


def test_a_declaration_has_one_reason(supersede, take_in, run):
    supersede(*({"hs_code": "8504409000" if n == 1 else "8542310000", "item_number": n} for n in (1, 2)))
    take_in(*({"correction_number": 1, "item_number": n} for n in (1, 2)))
    assert [hit["item_number"] for hit in run(RULE)] == [2]
