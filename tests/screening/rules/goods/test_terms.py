from hs_codes import load_control_lists
from screening.rules.goods.terms import load_terms


def test_every_family_names_an_entry_that_exists_and_all_categories_are_there():
    entries = load_control_lists().entries
    codes = set(entries.filter(entries["control_list"].is_in(["DUAL-USE", "MILITARY"]))["entry_code"])
    families = load_terms().families
    assert set(families["entry_code"]) <= codes
    assert {code[0] for code in families["entry_code"]} == set("0123456789M")
    assert families.height >= 250


def test_every_term_has_all_its_parts():
    terms = load_terms()
    assert terms.literals["literal"].str.len_chars().min() >= 3
    assert set(terms.part_counts["kind"]) == {"family", "need", "context"}
    assert terms.words["stem"].str.len_chars().min() >= 1
