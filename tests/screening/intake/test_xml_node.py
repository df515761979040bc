"""Texts by local name: white space, lines, what is empty."""

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from screening.intake.xml_node import joined, node_of

NODE = node_of(
    etree.fromstring(
        '<a xmlns="urn:x" xmlns:y="urn:y" y:unit="KGM"><b> one \n two </b><y:b>three</y:b><c><b/><b>four</b></c>'
        "<n><null/></n>first<br/>second</a>"
    )
)


def test_values():
    assert NODE.value("b") == "one two"
    assert NODE.values("b") == ["one two", "three"]
    assert NODE.value("c/b") == "four"
    assert NODE.value("n", "missing", "c/b") == "four"
    assert NODE.lines("b") == ["one", "two"]
    assert list(NODE.anywhere("b")) == ["one two", "three", "four"]
    assert NODE.attributes == {"unit": "KGM"}
    assert NODE.first("missing", "c").value("b") == "four"
    assert NODE.first("missing") is None


def test_text_between_elements_is_kept_as_lines():
    assert NODE.text.split() == ["first", "second"]


@given(st.lists(st.text(alphabet="ab ", max_size=3)))
def test_joined_keeps_each_text_once(texts):
    kept = (joined(texts) or "").split("; ") if any(texts) else []
    assert kept == list(dict.fromkeys(text for text in texts if text))
