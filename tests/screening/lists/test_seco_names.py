"""Names of many parts and many spellings become whole names, in natural order and in one script each."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from screening.lists.facts import Name
from screening.lists.seco_names import MOST_SPELLINGS, names_of, titles_of


def part(kind, value, order, *variants):
    spelt = "".join(
        f'<spelling-variant lang="{lang}" script="{script}">{v}</spelling-variant>' for lang, script, v in variants
    )
    return f'<name-part order="{order}" name-part-type="{kind}"><value>{value}</value>{spelt}</name-part>'


def identity(*parts, main="true", kind="primary-name", quality="good"):
    return etree.fromstring(
        f'<identity main="{main}"><name name-type="{kind}" quality="{quality}">{"".join(parts)}</name></identity>'
    )


def test_given_names_go_first_and_titles_away():
    made = identity(
        part("family-name", "Testov", 1), part("given-name", "Ivan", 2), part("father-name", "Petrovich", 3),
        part("title", "Colonel", 4),
    )  # fmt: skip
    assert names_of([made]) == [Name("Ivan Petrovich Testov", "primary")]
    assert titles_of([made, made]) == ["Colonel"]


def test_each_language_and_script_is_a_name():
    made = identity(
        part("family-name", "Tsestau", 1, ("RUS", "LATN", "Testov"), ("RUS", "CYRL", "Тестов"), ("ARA", "ARAB", "ت")),
        part("given-name", "Ivan", 2, ("RUS", "LATN", "Iwan"), ("RUS", "CYRL", "Иван")),
    )
    assert names_of([made]) == [
        Name("Ivan Tsestau", "primary"),
        Name("Иван Тестов", "alias", "ru"),
        Name("Iwan Testov", "alias", "ru"),
    ]


def test_a_latin_spelling_of_one_part_keeps_the_others():
    made = identity(part("family-name", "Tsestau", 1, ("RUS", "LATN", "Testov")), part("given-name", "Ivan", 2))
    assert [name.name for name in names_of([made])] == ["Ivan Tsestau", "Ivan Testov"]


def test_kinds():
    names = names_of(
        [
            identity(part("whole-name", "Second", 1), main="false"),
            identity(part("whole-name", "Weak", 1), kind="alias", quality="low"),
            identity(part("whole-name", "Former", 1), kind="formerly-known-as"),
            identity(part("whole-name", "First", 1)),
        ]
    )
    assert names == [Name("First", "primary"), Name("Weak", "weak"), Name("Former", "former"), Name("Second", "alias")]


def test_nothing_to_name():
    assert names_of([]) == []
    assert names_of([identity()]) == []


@given(counts=st.lists(st.integers(0, 30), min_size=1, max_size=5))
def test_many_spellings_do_not_multiply_without_end(counts):
    parts = [
        part("given-name", f"a{at}", at, *(("RUS", "LATN", f"a{at}b{n}") for n in range(count)))
        for at, count in enumerate(counts)
    ]
    names = {name.name for name in names_of([identity(*parts)])}
    assert len(names) <= max(MOST_SPELLINGS, sum(counts)) + 1
    words = {word for name in names for word in name.split()}
    assert {f"a{at}b{n}" for at, count in enumerate(counts) for n in range(count)} <= words
