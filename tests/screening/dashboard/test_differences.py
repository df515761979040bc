from hypothesis import given
from hypothesis import strategies as st

from screening.dashboard.differences import difference, word_pairs


def marked(parts):
    return "".join(f"[{part.text}]" if part.differs else part.text for part in parts)


def test_differing_characters_are_marked_on_both_sides():
    pair = difference("LUNOKVARTS ELEKTRONIKA LLC", "Lunokvarts Electronics LLC")
    assert marked(pair.declared) == "LUNOKVARTS ELE[K]TRONI[KA] LLC"
    assert marked(pair.listed) == "Lunokvarts Ele[c]troni[cs] LLC"


def test_case_alone_is_no_difference():
    assert marked(difference("АҚ Бидай", "ақ бидай").declared) == "АҚ Бидай"


def test_a_character_that_becomes_two_in_lower_case_shifts_nothing():
    pair = difference("İSTANBUL", "ISTANBUL")
    assert marked(pair.declared) == "[İ]STANBUL"


@given(st.text(), st.text())
def test_the_parts_join_up_to_the_values(declared, listed):
    pair = difference(declared, listed)
    assert "".join(part.text for part in pair.declared) == declared
    assert "".join(part.text for part in pair.listed) == listed


def test_words_of_two_scripts_are_paired_in_the_letters_they_were_compared_in():
    pairs = word_pairs("ООО «Лунокварц Электроника»", "Lunokvarts Elektronika LLC")
    assert any("".join(p.text for p in pair.declared).startswith("lunokvar") for pair in pairs)
    assert all(0 <= pair.similarity <= 1 for pair in pairs)
