"""What words for a relation mean, and which entity of the list a name means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.lists.facts import ListedEntity, Relation
from screening.lists.relations import KINDS, RelatedEntities, linked_names, owned_by, relation_kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Owned or Controlled By", "owned_by"),
        ("owned-by", "owned_by"),
        ("Owns, controls, or operates", "owner_of"),
        ("Acting for or on behalf of", "acting_for"),
        ("Providing support to", "supporter_of"),
        ("Leader or official of", "leader_of"),
        ("Principal Executive Officer", "leader_of"),
        ("Family member of", "family"),
        ("Brother of", "family"),
        ("Subsidiary of", "subsidiary_of"),
        ("Parent company of", "parent_of"),
        ("Associate Of", "linked_to"),
        ("Playing a significant role in", "linked_to"),
        ("", "linked_to"),
    ],
)
def test_kinds(words, kind):
    assert relation_kind(words) == kind


@given(st.text())
def test_any_words_have_a_kind(words):
    assert relation_kind(words) in KINDS


@pytest.mark.parametrize(
    ("remarks", "names"),
    [
        ("DOB 1971; Linked To: ORBITA, OOO; Linked To: TESTOV, Ivan.", ["ORBITA, OOO", "TESTOV, Ivan"]),
        ("(Linked To: ORBITA (EX)-ZARYA) (Linked To: LUNA).", ["ORBITA (EX)-ZARYA", "LUNA"]),
        ("Linked To: ORBITA S.A. DE C.V.", ["ORBITA S.A. DE C.V."]),
        ("(Linked To: ORBITA", ["ORBITA"]),
        ("Linked To: ;", []),
        ("nothing", []),
    ],
)
def test_names_behind_linked_to(remarks, names):
    assert list(linked_names(remarks)) == names


@given(st.text(alphabet="()Linked To: ;.AB", max_size=60))
def test_any_remark_can_be_searched(remarks):
    assert all(name == name.strip() and name for name in linked_names(remarks))


@pytest.fixture
def related():
    names = {"1": "ORBITA OOO", "2": "Ivan TESTOV", "3": "LUNA", "4": "Luna"}
    return RelatedEntities(ListedEntity(number, "unknown", name) for number, name in names.items())


@pytest.mark.parametrize(
    ("number", "name", "expected"),
    [
        (None, "Orbita OOO", "1"),
        (None, "TESTOV, Ivan", "2"),
        (None, "LUNA", None),
        (None, "ZARYA", None),
        ("3", "LUNA", "3"),
        ("9", "ORBITA OOO", None),
    ],
)
def test_the_entity_that_is_meant(related, number, name, expected):
    assert related.source_id(Relation("linked_to", number, name, "x")) == expected


def test_a_vessel_without_a_stated_owner_has_no_relation():
    assert owned_by("") == []
