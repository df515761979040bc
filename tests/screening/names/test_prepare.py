"""From names to tokens: legal forms apart, terms as concepts, initials, Han, Arabic, cut fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.names.prepare import prepare
from screening.names.split import MAX_WORDS, clean


def tokens(name: str, known: dict[str, int] | None = None) -> list[str]:
    prepared = prepare([name], known)
    return [prepared.tokens[t] for t in prepared.token.tolist()]


def legal(name: str) -> set[str]:
    return {form for _, form in prepare([name]).legal}


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("ТОО «Алтын Дала»", "LLC"),
        ("«Алтын Дала» ЖШС", "LLC"),
        ("Altyn Dala LLP", "LLC"),
        ("Товарищество с ограниченной ответственностью Алтын Дала", "LLC"),
        ("Жауапкершілігі шектеулі серіктестігі Алтын Дала", "LLC"),
        ("Obshchestvo s ogranichennoy otvetstvennostyu Altyn Dala", "LLC"),
        ("ОсОО Алтын Дала", "LLC"),
        ("Altyn Dala MChJ", "LLC"),
        ("Altyn Dala L.L.C.", "LLC"),
        ("АО Алтын Дала", "JSC"),
        ("Алтын Дала АҚ", "JSC"),
        ("Joint-Stock Company Altyn Dala", "JSC"),
        ("Публичное акционерное общество Алтын Дала", "JSC"),
        ("Altyn Dala A.Ş.", "AS"),
        ("Altyn Dala Ltd. Şti.", "AS"),
        ("Altyn Dala GmbH", "AS"),
        ("Altyn Dala FZE", "FZ"),
        ("Altyn Dala DMCC", "FZ"),
        ("ИП Алтындалаев", "IE"),
        ("ЖК Алтындалаев", "IE"),
        ("ГКП Алтын Дала", "SE"),
        ("РМК Алтын Дала", "SE"),
        ("Altyn Dala Co., Ltd.", "LTD"),
        ("阿尔腾达拉有限公司", "LTD"),
    ],
)
def test_legal_forms_are_known_and_no_part_of_the_name(name: str, form: str) -> None:
    assert form in legal(name)
    assert not {"tu", "llc", "jsc", "ao", "limited", "kompani"} & set(tokens(name))


@pytest.mark.parametrize(
    ("names", "concept"),
    [
        (("завод", "zavod", "plant", "зауыт", "factory"), "=plant"),
        (("научно-исследовательский институт", "НИИ", "NII", "research institute"), "=researchinstitute"),
        (("авиационный ремонтный завод", "АРЗ", "aircraft repair plant"), "=aircraftrepairplant"),
        (("құрылыс", "строительство", "construction", "inşaat"), "=construction"),
        (("机械", "machinery", "машина"), "=machine"),
        (("бұрғылау", "бурение", "drilling"), "=drilling"),
    ],
)
def test_terms_of_all_languages_are_one_concept(names: tuple[str, ...], concept: str) -> None:
    assert [tokens(name) for name in names] == [[concept]] * len(names)


def test_han_is_cut_at_known_words() -> None:
    assert tokens("海能机械有限公司") == ["haneng", "=machine"]


def test_arabic_is_read_by_consonants() -> None:
    assert tokens("سمير") == ["~smir"]


def test_initials_are_marked() -> None:
    assert tokens("И.П. Смирнов")[:2] == ["'y", "'p"]


def test_numbers_lose_leading_zeros() -> None:
    assert tokens("Завод № 0218")[-1] == "218"


def test_a_typing_error_in_a_term_is_mended_unless_the_list_knows_the_word() -> None:
    assert tokens("Joint Stoxk Compqny Alma", {"alma": 0}) == ["alma"]
    assert tokens("Stoxk Alma", {"alma": 0, "stohk": 1}) == ["stohk", "alma"]


def test_a_lost_space_before_a_legal_form_is_found() -> None:
    assert tokens("TSVETNOYMEDIAOOO", {"svetnomeda": 0}) == ["svetnomeda"]


def test_a_word_cut_at_35_characters_is_marked() -> None:
    name = "Karagandinskaya Gornaya Kollektsiya"
    assert len(name) == 35
    assert tokens(name, {})[-1].endswith("…")
    assert not tokens(name)[-1].endswith("…")


def test_parts_of_a_name_are_told_apart() -> None:
    prepared = prepare(["Silk Cargo C/O Altyn Dala, Almaty"])
    assert prepared.chapter.tolist() == [0, 0, 1, 1, 1]
    assert prepared.segment.tolist()[-1] == 2


def test_length_is_bounded() -> None:
    assert len(prepare(["a1 " * 5000]).row) <= 2 * MAX_WORDS


@given(st.text(max_size=120))
def test_cleaning_is_idempotent(name: str) -> None:
    assert clean(clean(name)) == clean(name)


@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_is_prepared_and_a_name_does_not_depend_on_its_neighbours(names: list[str]) -> None:
    together = prepare(names)
    for row, name in enumerate(names):
        here = [together.tokens[t] for t in together.token[together.row == row].tolist()]
        assert here == tokens(name)
